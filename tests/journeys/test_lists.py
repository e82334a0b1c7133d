"""A list in a real browser: from a number on a dashboard to a change of several rows, every step of it accessible."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from deliverables.models import Deliverable
from kpa_tracker.base.audit.models import Event
from tests.factories.people import CommitteeFactory
from tests.factories.plans import PlanFactory
from tests.factories.progress import rated
from tests.journeys.test_gallery_axe import SIZES, violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(authority):
    plan = PlanFactory(authority=authority, scale__authority=authority)
    CommitteeFactory(authority=authority, name="HR Committee")
    for code, title in (("red", "Lost"), ("red", "Late"), ("green", "Fine")):
        rated(plan, code, before="amber", title=title, due="March 2010")
    return plan


@pytest.fixture
def signed_in(page, live_server, client, editor, plan):
    """The editor's browser, on the first page."""
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(live_server.url)
    return page


def look(page, step):
    """Check a step wide and on a phone: nothing for axe to find, nothing wider than the screen."""
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (violations(page), wide) == ([], 0), f"{step} {size}"
    page.set_viewport_size(SIZES["wide"])


def test_from_a_number_to_a_change_of_several(signed_in):
    page = signed_in
    look(page, "dashboard")
    red = page.locator(".app-stat", has_text="Red").first
    expect(red.locator(".app-stat__number")).to_have_text("2")
    red.get_by_role("link").click()
    expect(page.get_by_role("status")).to_contain_text("2 rows")
    look(page, "list")

    page.get_by_role("link", name="Keep this view").click()
    look(page, "keep")
    page.get_by_label("Name of the view").fill("The red ones")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("link", name="The red ones", exact=True)).to_be_visible()

    for title in ("Lost", "Late"):
        page.get_by_label(re.compile(f"Choose .*{title}")).check()
    page.get_by_role("button", name="Change the chosen ones").click()
    expect(page.get_by_label("Committee", exact=True)).to_be_hidden()
    page.get_by_label("Set the committee").check()
    page.get_by_label("Committee", exact=True).select_option(label="HR Committee")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look(page, "without a reason")

    page.get_by_label("Why").fill("A new remit.")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("2 of 2 would change")).to_be_visible()
    look(page, "preview")
    assert not Deliverable.objects.exclude(committee=None)

    page.get_by_role("button", name="Change 2 now").click()
    expect(page.get_by_text("2 of 2 deliverables changed.")).to_be_visible()
    assert sorted(Deliverable.objects.exclude(committee=None).values_list("title", flat=True)) == ["Late", "Lost"]
    assert set(Event.objects.filter(verb="deliverable changed").values_list("door", flat=True)) == {"bulk"}
