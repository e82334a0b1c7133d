"""The admin in a real browser: what Django leaves without a name for a screen reader has one here."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.factories.people import CommitteeFactory, MeetingFactory, PostFactory
from tests.journeys.walking import faults

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_axe_finds_nothing_wrong_with_a_record_its_pickers_and_its_rows(browse, administrator, authority):
    committee = CommitteeFactory(authority=authority, chair=PostFactory(authority=authority))
    MeetingFactory(committee=committee)
    page = browse(administrator, f"/admin/people/committee/{committee.pk}/change/")
    page.wait_for_selector("[role=combobox][aria-label=Chair]")
    assert faults(page) == []


def test_a_row_that_is_added_has_labels_of_its_own(browse, administrator, authority):
    committee = CommitteeFactory(authority=authority)
    page = browse(administrator, f"/admin/people/committee/{committee.pk}/change/")
    page.click("text=Add another Meeting")
    expect(page.locator("label[for=id_meetings-1-held_on]")).to_have_count(1)
    assert faults(page) == []


@pytest.mark.parametrize("address", ["/admin/", "/admin/people/committee/"])
def test_axe_finds_nothing_wrong_with_the_index_and_a_list(browse, administrator, authority, address):
    CommitteeFactory(authority=authority)
    assert faults(browse(administrator, address)) == []
