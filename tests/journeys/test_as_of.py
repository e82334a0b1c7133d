"""Reading the past in a real browser: from the dashboard of today to a deliverable as it stood, and back to today."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.factories.lives import DAYS
from tests.journeys.walking import follow, go, look, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BAR = "As it stood on 7 July 2009."


def test_from_today_to_a_day_and_back(browse, life, lived):
    lived(DAYS[:20])
    page = browse(life.editor, life.authority.get_absolute_url())
    page.get_by_text("Read it as it stood on a day").click()
    expect(page.get_by_label("Read as of", exact=True)).to_be_visible()
    page.get_by_label("Read as of", exact=True).fill("7 July 2009")
    press(page, "Show that day")
    expect(page.get_by_text(BAR)).to_be_visible()
    look(page, "dashboard then")

    amber = page.locator(".app-stat", has_text="Amber").first
    expect(amber.locator(".app-stat__number")).to_have_text("1")
    go(amber.get_by_role("link"))
    expect(page.get_by_role("status")).to_contain_text("1 row")
    look(page, "list then", "Deliverables as they stood on 7 July 2009")

    follow(page, "Publish")
    expect(page.get_by_text(BAR)).to_be_visible()
    expect(page.get_by_role("link", name="Write an update")).to_have_count(0)
    look(page, "deliverable then", "1.1 Publish")
    follow(page, "Back to today")
    expect(page.get_by_text(BAR)).to_have_count(0)
    look(page, "deliverable now", "1.1 Publish")


def test_a_plan_is_read_whole_and_a_day_to_come_is_asked_for_again(browse, life, lived):
    lived(DAYS[:20])
    page = browse(life.editor, f"{life.plan.get_absolute_url()}?as_of=2009-07-07")
    look(page, "plan then", "Plan")
    page.get_by_text("Read it as of another day").click()
    expect(page.get_by_label("Read as of", exact=True)).to_be_visible()
    page.get_by_label("Read as of", exact=True).fill("1 May 2010")
    press(page, "Show that day")
    expect(page.get_by_role("alert")).to_contain_text("1 May 2010 has not come yet.")
    look(page, "no day", "Plan")
