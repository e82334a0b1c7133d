"""A list in a real browser: from a number on a dashboard to a change of several rows, every step of it accessible."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from deliverables.models import Deliverable
from kpa_tracker.base.audit.models import Event
from tests.factories.people import CommitteeFactory
from tests.factories.plans import PlanFactory
from tests.factories.progress import rated
from tests.journeys.walking import follow, go, look, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(authority):
    plan = PlanFactory(authority=authority, scale__authority=authority)
    CommitteeFactory(authority=authority, name="HR Committee")
    for code, title in (("red", "Lost"), ("red", "Late"), ("green", "Fine")):
        rated(plan, code, before="amber", title=title, due="March 2010")
    return plan


def test_from_a_number_to_a_change_of_several(browse, editor, plan):
    page = browse(editor)
    look(page, "dashboard")
    red = page.locator(".app-stat", has_text="Red").first
    expect(red.locator(".app-stat__number")).to_have_text("2")
    go(red.get_by_role("link"))
    expect(page.get_by_role("status")).to_contain_text("2 rows")
    look(page, "list")

    follow(page, "Keep this view")
    look(page, "keep", "Keep this view")
    page.get_by_label("Name of the view").fill("The red ones")
    press(page, "Keep it")
    expect(page.get_by_role("link", name="The red ones", exact=True)).to_be_visible()

    for title in ("Lost", "Late"):
        page.get_by_label(re.compile(f"Choose .*{title}")).check()
    press(page, "Change the chosen ones")
    expect(page.get_by_label("Committee", exact=True)).to_be_hidden()
    page.get_by_label("Set the committee").check()
    page.get_by_label("Committee", exact=True).select_option(label="HR Committee")
    press(page, "Show what would change")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look(page, "without a reason")

    page.get_by_label("Why").fill("A new remit.")
    press(page, "Show what would change")
    expect(page.get_by_text("2 of 2 would change")).to_be_visible()
    look(page, "preview")
    assert not Deliverable.objects.exclude(committee=None)

    press(page, "Change 2 now")
    expect(page.get_by_text("2 of 2 deliverables changed.")).to_be_visible()
    assert sorted(Deliverable.objects.exclude(committee=None).values_list("title", flat=True)) == ["Late", "Lost"]
    assert set(Event.objects.filter(verb="deliverable changed").values_list("door", flat=True)) == {"bulk"}
