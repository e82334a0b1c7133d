"""The public site in a real browser: every kind of page, then a text's whole way from a draft to being taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.publication.actions.publishing import publish, withdraw
from kpa_tracker.interfaces.publication.actions.wordings import approve_wording, submit_wordings
from kpa_tracker.interfaces.publication.wordings import units_of_plan
from plans.models import Plan
from tests.factories.people import person_with
from tests.journeys.walking import follow, go, look
from tests.publication.site.conftest import HOME, TOP, publish_again, publish_plan, quick, small_plan

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
__all__ = ["quick"]
ADDRESSES = {
    "front": "/public/",
    "authority": HOME,
    "statement": f"{HOME}accessibility/",
    "publications": f"{TOP}publications/",
    "overview": TOP,
    "ambition": f"{TOP}ambitions/1/",
    "targets": f"{TOP}targets/",
    "risks": f"{TOP}risks/",
    "text": f"{TOP}text/before-1/",
    "glossary": f"{TOP}glossary/",
    "changes": f"{TOP}changes/",
    "data": f"{TOP}data/",
    "whole": f"{TOP}print/",
    "past": f"{TOP}1/",
    "since": f"{TOP}1/since/",
    "nothing": "/public/nothing/",
}


@pytest.fixture
def complaints(page):
    """What the browser complains of: a script or a style that our policy forbids, an error in a script."""
    found = []
    page.on("console", lambda one: found.append(one.text) if "Content Security Policy" in one.text else None)
    page.on("pageerror", lambda one: found.append(str(one)))
    return found


@pytest.fixture
def twice(transactional_db):
    plan = small_plan()
    publish_plan(plan)
    publish_again(plan)
    return plan


def test_every_kind_of_page_is_accessible_wide_and_on_a_phone(twice, page, live_server, complaints):
    for name, address in ADDRESSES.items():
        page.goto(f"{live_server.url}{address}")
        look(page, f"public-{name}")
    assert complaints == []
    assert page.context.cookies() == []


def test_it_is_read_without_scripts_and_with_a_keyboard_alone(twice, browser, live_server):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/public/")
    follow(page, "Weald Police Authority", "Business Plan 2009/10", "1: Listen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ambition 1: Listen")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Weald Police Authority").first).to_be_focused()
    page.context.close()


def test_on_paper_the_plan_stands_without_the_ways_around_it(twice, page, live_server):
    page.emulate_media(media="print")
    page.goto(f"{live_server.url}{TOP}ambitions/1/")
    expect(page.get_by_role("navigation", name="In this plan")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Pages of this plan")).to_be_hidden()
    expect(page.get_by_text("It was held.")).to_be_visible()


def test_a_text_goes_from_a_draft_to_the_public_and_is_taken_back(transactional_db, page, live_server):
    plan = small_plan()
    editor, second = (person_with(role, authority=plan.authority) for role in (Role.EDITOR, Role.ADMINISTRATOR))
    units = {unit.key: unit for unit in units_of_plan(plan)}
    page.goto(f"{live_server.url}/public/")
    expect(page.get_by_text("Nothing is published yet")).to_be_visible()
    for wording in submit_wordings(units.values(), of=(plan.authority_id, plan), by=editor):
        now = units[wording.kind, wording.subject]
        approve_wording(wording, now=now, seen=wording.version, by=second)
    made = publish(Plan.objects.get(pk=plan.pk), by=editor, note="The first one.", why="The rest follows.")

    page.goto(f"{live_server.url}/accounts/login/")
    follow(page, "Published plans and how they stand", "Weald Police Authority", "Business Plan 2009/10", "1: Listen")
    expect(page.get_by_text("It was held.")).to_be_visible()
    go(page.get_by_role("link", name="Files and data").first)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="business-plan-200910.pdf").click()
    file = waiting.value.url
    assert page.request.get(file).status == 200

    withdraw(made, reason="A name stood in it.", by=editor)
    page.goto(f"{live_server.url}{TOP}1/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This publication was withdrawn")
    gone = [TOP, f"{TOP}ambitions/1/", file.removeprefix(live_server.url), f"{HOME}feed.atom", HOME]
    assert [page.request.get(f"{live_server.url}{address}").status for address in gone] == [404] * len(gone)
    page.goto(f"{live_server.url}/public/")
    expect(page.get_by_text("Nothing is published yet")).to_be_visible()
