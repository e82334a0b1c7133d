"""A whole quarter in a real browser: opened, reported, sent back, corrected, accepted, closed, frozen for a meeting,
challenged there, and answered."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from deliverables.models import ProgressUpdate
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, Pack, Question
from tests.conftest import TODAY
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import AuthorityFactory, CommitteeFactory, MeetingFactory, PostFactory, person_with
from tests.factories.plans import PlanFactory
from tests.journeys.walking import follow, go, look, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "a good long password"
PATROL, LAMPS = "Patrol the park", "Light the lanes"


@pytest.fixture
def world(db):
    """An adopted plan with two deliverables of one post, the committee that oversees them, and its meeting of today."""
    authority = AuthorityFactory(name="Downs Police Authority", short_name="DPA")
    clerk, chair, editing = (PostFactory(authority=authority, title=title) for title in ("Clerk", "Chair", "Editor"))
    for name, role, post in (
        ("olive", Role.OFFICER, clerk),
        ("cheri", Role.MEMBER, chair),
        ("eddie", Role.EDITOR, editing),
    ):
        person = person_with(role, post=post, name=name.title(), email=f"{name}@downs.test")
        person.set_password(PASSWORD)
        person.save()
    plan = PlanFactory(authority=authority, title="Business plan 2009/10")
    committee = CommitteeFactory(authority=authority, name="Audit Committee", chair=chair)
    MeetingFactory(committee=committee, held_on=TODAY)
    for title in (PATROL, LAMPS):
        DeliverableFactory(plan=plan, title=title, lead=clerk, committee=committee, due="June 2010")
    return plan


@pytest.fixture
def enter(page, live_server, world):
    """Return a function that signs somebody in by the form, in place of whoever was there."""
    inside = []

    def sign_in(name):
        page.goto(f"{live_server.url}/")
        if inside:
            press(page, "Sign out")
        inside.append(name)
        page.fill("[name=login]", f"{name}@downs.test")
        page.fill("[name=password]", PASSWORD)
        go(page.locator("main button[type=submit]"))
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    return sign_in


def write(page, title, *, done, rating="green"):
    """Write the update that is due, or the one that was sent back, and submit it."""
    follow(page, "My work")
    follow(page, re.compile(rf"^(Write|Change) the update.*{title}"))
    page.check("[name=stage][value=in_progress]")
    page.check(f"[name=rating][value={rating}]")
    page.fill("[name=done]", done)
    if rating != "green":
        page.fill("[name=cause]", "Nobody was free.")
        page.fill("[name=recovery]", "Two people were asked.")
        page.select_option("[name=recovery_by]", label="Clerk")
        page.fill("[name=green_on]", "31 May 2010")
    press(page, "Submit")


def review(page, title, decision, reason=""):
    follow(page, "My work")
    follow(page, re.compile(rf"^Review the update.*{title}"))
    page.get_by_label(decision).check()
    if reason:
        page.fill("[name=reason]", reason)
    press(page, "Save the decision")


def downloaded(page, link):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Download as {link}").click()
    return hashlib.sha256(Path(waiting.value.path()).read_bytes()).hexdigest()


def open_patrol(page):
    follow(page, "Deliverables", PATROL)


def to_the_meeting(page):
    follow(page, "Committees", "Audit Committee")
    follow(page, re.compile("12 April 2010"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Audit Committee, 12 April 2010")


def the_office_opens_the_period(page):
    follow(page, "Plans", "Business plan 2009/10", "Reporting periods", "Open the first period")
    press(page, "Open the period")
    expect(page.get_by_text("0 of 2")).to_be_visible()


def the_office_closes_it_and_freezes_a_pack(page):
    follow(page, "Plans", "Business plan 2009/10", "Reporting periods")
    expect(page.get_by_text("2 of 2")).to_be_visible()
    follow(page, re.compile("^Close Quarter 1"))
    press(page, "Close the period")
    to_the_meeting(page)
    follow(page, "Assemble a pack")
    page.select_option("[name=plan]", label="Business plan 2009/10")
    page.get_by_label("The whole plan").check()
    page.locator("[name=period]").select_option(index=1)
    press(page, "Assemble the pack")
    expect(page.get_by_text("2 of 2 reported").first).to_be_visible()
    press(page, "Freeze this pack")
    press(page, "Freeze the pack")
    look(page, "frozen pack")
    return downloaded(page, "PDF"), downloaded(page, "Excel file")


def the_chair_challenges(page):
    to_the_meeting(page)
    look(page, "meeting")
    follow(page, "Business plan 2009/10")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pack")
    open_patrol(page)
    follow(page, "Ask a question")
    page.fill("[name=text]", "Who walked, and when?")
    press(page, "Ask", exact=True)
    open_patrol(page)
    follow(page, "Record the committee's own rating")
    page.check("[name=rating][value=red]")
    page.fill("[name=minute]", "10/14")
    page.fill("[name=reason]", "Nobody has seen a patrol.")
    press(page, "Save", exact=True)


def the_chair_minutes_an_action(page):
    to_the_meeting(page)
    press(page, "Minute an action")
    page.fill("[name=text]", "Report the hours walked to the next meeting.")
    page.fill("[name=minute]", "10/15")
    page.select_option("[name=owner]", label="Clerk")
    page.fill("[name=due_on]", "30 April 2010")
    press(page, "Save", exact=True)


def the_officer_answers(page):
    for ask, said in (
        ("Answer the question “Who walked, and when?”", "Two constables, on Tuesdays."),
        (re.compile("^Answer the rating of"), "The hours stand in the next update."),
        (re.compile("^Say what was done about"), "Hours reported: 26."),
    ):
        follow(page, "My work")
        follow(page, ask)
        page.fill("[name=text]", said)
        go(page.locator("main button[type=submit]").first)


def test_a_quarter_from_the_opened_period_to_the_answered_challenge(page, enter):
    enter("eddie")
    the_office_opens_the_period(page)

    enter("olive")
    write(page, PATROL, done="Walked.")
    write(page, LAMPS, done="Twenty lamps of fifty.", rating="amber")

    enter("eddie")
    review(page, PATROL, "Send it back", "Say how often.")
    review(page, LAMPS, "Accept it")

    enter("olive")
    write(page, PATROL, done="Walked on twelve evenings.")

    enter("eddie")
    review(page, PATROL, "Accept it")
    pdf, workbook = the_office_closes_it_and_freezes_a_pack(page)

    enter("cheri")
    the_chair_challenges(page)
    the_chair_minutes_an_action(page)

    enter("olive")
    the_officer_answers(page)
    open_patrol(page)
    expect(page.get_by_text("Two constables, on Tuesdays.").first).to_be_visible()
    look(page, "challenged deliverable")

    enter("cheri")
    to_the_meeting(page)
    follow(page, "Business plan 2009/10")
    assert (downloaded(page, "PDF"), downloaded(page, "Excel file")) == (pdf, workbook)

    accepted = ProgressUpdate.objects.filter(state=ProgressUpdate.State.ACCEPTED, period__closed_at__isnull=False)
    assert sorted(accepted.values_list("deliverable__title", "rating")) == [(LAMPS, "amber"), (PATROL, "green")]
    assert Pack.objects.get().is_frozen
    assert {model.objects.get().is_answered for model in (Question, CommitteeRating, MinutedAction)} == {True}
    assert list(verify_history()) == []
