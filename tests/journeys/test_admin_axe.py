"""The admin in a real browser: what Django leaves without a name for a screen reader has one here."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.factories.people import CommitteeFactory, MeetingFactory, PostFactory
from tests.journeys.test_gallery_axe import violations

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def admin_page(page, live_server, client, administrator):
    """Return a function that opens a page of the admin as an administrator."""
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    def open_page(address):
        page.goto(f"{live_server.url}{address}")
        return page

    return open_page


def test_axe_finds_nothing_wrong_with_a_record_its_pickers_and_its_rows(admin_page, authority):
    committee = CommitteeFactory(authority=authority, chair=PostFactory(authority=authority))
    MeetingFactory(committee=committee)
    page = admin_page(f"/admin/people/committee/{committee.pk}/change/")
    page.wait_for_selector("[role=combobox][aria-label=Chair]")
    assert violations(page) == []


def test_a_row_that_is_added_has_labels_of_its_own(admin_page, authority):
    committee = CommitteeFactory(authority=authority)
    page = admin_page(f"/admin/people/committee/{committee.pk}/change/")
    page.click("text=Add another Meeting")
    assert page.locator("label[for=id_meetings-1-held_on]").count() == 1
    assert violations(page) == []


@pytest.mark.parametrize("address", ["/admin/", "/admin/people/committee/"])
def test_axe_finds_nothing_wrong_with_the_index_and_a_list(admin_page, authority, address):
    CommitteeFactory(authority=authority)
    assert violations(admin_page(address)) == []
