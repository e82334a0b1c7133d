"""A text's whole way in a real browser: written by an officer, submitted, approved by a second person, published for a
time to come, read by a visitor from that second on, stale by a change, taken back."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.publication.models import Publication, Wording
from tests.factories.deliverables import DeliverableFactory, ReportingPeriodFactory
from tests.factories.people import AuthorityFactory, PostFactory, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.journeys.walking import follow, look, press
from tests.publication.site.conftest import quick

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
__all__ = ["quick"]
PATROL = "Patrol the park"
WORDS = "A constable walks the park every evening."
HOME = "/public/downs/"
TOP = f"{HOME}business-plan-200910/"
FEED = f"{HOME}feed.atom"
LONDON = timezone.get_fixed_timezone(60)
SECOND = datetime.timedelta(seconds=1)
ENDS = datetime.datetime(2010, 4, 13, 9, 30, 15, tzinfo=LONDON)


class Wall:
    """The clock on the wall: it shows what it was set to, in the site's threads as in this one."""

    moment = datetime.datetime(2010, 4, 12, 10, tzinfo=LONDON)

    def now(self):
        return self.moment

    def today(self):
        return timezone.localdate(self.moment)


@pytest.fixture
def wall(monkeypatch):
    wall = Wall()
    monkeypatch.setattr(clock, "now", wall.now)
    monkeypatch.setattr(clock, "today", wall.today)
    return wall


@pytest.fixture
def world(transactional_db, wall):
    """A plan with one promise of a clerk, in a period that is open; an officer and two editors."""
    authority = AuthorityFactory(name="Downs Police Authority", slug="downs", contact="Town Hall\nMarlstone")
    clerk = PostFactory(authority=authority, title="Clerk")
    plan = PlanFactory(authority=authority, title="Business plan 2009/10")
    ambition = AmbitionFactory(plan=plan, reference="1", title="Safer parks")
    DeliverableFactory(plan=plan, ambition=ambition, title=PATROL, lead=clerk, due="June 2010")
    days = {"opens_on": datetime.date(2010, 4, 1), "due_on": datetime.date(2010, 4, 20)}
    observed = {"observed_from": datetime.date(2010, 1, 1), "observed_to": datetime.date(2010, 3, 31)}
    ReportingPeriodFactory(plan=plan, name="Quarter 4", **days, **observed)
    named = {"officer": person_with(Role.OFFICER, post=clerk, name="Olive")}
    editors = {name: person_with(Role.EDITOR, authority=authority, name=name) for name in ("Eddie", "Edith")}
    return {**named, **editors}


@pytest.fixture
def visitor(world, browser, live_server):
    """Somebody outside, in a browser of their own, who opens addresses and may be answered with anything."""
    context = browser.new_context()

    class Visitor:
        page = context.new_page()

        def answers(self, *addresses):
            return [self.page.request.get(f"{live_server.url}{address}").status for address in addresses]

        def reads(self, address):
            self.page.goto(f"{live_server.url}{address}")
            return self.page

    yield Visitor()
    assert context.cookies() == []
    context.close()


def an_officer_writes(browse, world):
    page = browse(world["officer"], "/my-work/")
    follow(page, re.compile(rf"^Write the update.*{PATROL}"))
    page.check("[name=stage][value=in_progress]")
    page.check("[name=rating][value=green]")
    page.fill("[name=done]", "Twelve evenings of fourteen, PC Harker on all of them.")
    page.fill("[name=public_wording]", WORDS)
    press(page, "Submit")
    expect(page.get_by_role("link", name="My work").first).to_be_visible()


def an_editor_accepts_it_and_submits_its_words(browse, world):
    page = browse(world["Eddie"], "/my-work/")
    follow(page, re.compile(rf"^Review the update.*{PATROL}"))
    page.get_by_label("Accept it").check()
    press(page, "Save the decision")
    to_the_desk(page)
    expect(page.get_by_role("heading", name="What a publication of this moment leaves out")).to_be_visible()
    expect(page.get_by_text("Nobody has submitted it for approval.")).to_be_visible()
    look(page, "desk before")
    follow(page, "Submit all that can be")
    expect(page.get_by_text(WORDS)).to_be_visible()
    press(page, "Submit them")
    expect(page.get_by_text("1 text submitted. Somebody else than you decides.")).to_be_visible()


def to_the_desk(page):
    follow(page, "Plans", "Business plan 2009/10", "Publish")
    expect(page.get_by_role("heading", level=1)).to_have_text("Business plan 2009/10: publish")


def a_second_editor_approves(browse, world):
    page = browse(world["Edith"], "/my-work/")
    follow(page, "1 text waits for your approval", re.compile(PATROL))
    expect(page.get_by_text(WORDS)).to_be_visible()
    press(page, "Approve it")
    expect(page.get_by_text("It is approved.")).to_be_visible()


def an_editor_publishes_it_for_a_time(browse, world):
    """Publish from the desk: past what the checklist misses, from a second on."""
    page = browse(world["Eddie"])
    to_the_desk(page)
    press(page, "Publish", exact=True)
    look(page, "before publishing")
    page.fill("[name=note]", "The first of this plan.")
    page.check("[name=when][value=later]")
    page.fill("[name=day]", f"{ENDS:%d/%m/%Y}")
    page.fill("[name=time]", f"{ENDS:%H:%M:%S}")
    press(page, "Publish this plan")
    expect(page.get_by_text("Say why it is published.").first).to_be_visible()
    page.fill("[name=why]", "The rest follows in May.")
    press(page, "Publish this plan")
    expect(page.get_by_text("Publication 1. Not public before 13 April 2010, 09:30:15.")).to_be_visible()


def nobody_outside_reads_it_before_its_second(visitor, wall):
    for moment in (wall.moment, ENDS - SECOND):
        wall.moment = moment
        assert visitor.answers(TOP, f"{TOP}1/", HOME, FEED) == [404] * 4
    wall.moment = ENDS
    assert visitor.answers(TOP, f"{TOP}1/", HOME, FEED) == [200] * 4


def a_visitor_reads_it(visitor):
    page = visitor.reads("/public/")
    follow(page, "Downs Police Authority", "Business plan 2009/10", "1: Safer parks")
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_text("Harker")).to_have_count(0)
    expect(page.get_by_text("The rest follows in May.")).to_have_count(0)
    assert "publication 1" in visitor.page.request.get(f"{page.url.partition('/public/')[0]}{FEED}").text().lower()


def something_changes_and_the_desk_names_the_field(browse, world, visitor):
    page = browse(world["Eddie"])
    follow(page, "Deliverables", re.compile(PATROL))
    press(page, "Edit", exact=True)
    page.fill("[name=title]", "Patrol the park and the pier")
    press(page, "Save")
    to_the_desk(page)
    expect(page.get_by_text("Its approval no longer holds: title changed since.")).to_be_visible()
    expect(page.get_by_text(f"“{PATROL}” was submitted, now “Patrol the park and the pier”")).to_be_visible()
    look(page, "desk with a stale text")
    expect(visitor.reads(f"{TOP}ambitions/1/").get_by_text(WORDS)).to_be_visible()


def an_editor_takes_it_back(browse, world):
    page = browse(world["Edith"])
    to_the_desk(page)
    follow(page, "Publication 1")
    press(page, "Withdraw it")
    page.fill("[name=reason]", "The pier belongs to the county.")
    page.check("[name=confirm]")
    press(page, "Withdraw it now")
    expect(page.get_by_text("It is withdrawn. Nobody outside reads it any more.")).to_be_visible()


def nobody_outside_reads_it_any_more(visitor, file):
    page = visitor.reads(f"{TOP}1/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This publication was withdrawn")
    expect(page.get_by_text("county")).to_have_count(0)
    assert visitor.answers(f"{TOP}1/") == [410]
    assert visitor.answers(TOP, HOME, FEED, f"{TOP}ambitions/1/", file) == [404] * 5


def test_from_draft_wording_to_the_published_page_to_withdrawal(browse, world, wall, visitor):
    an_officer_writes(browse, world)
    an_editor_accepts_it_and_submits_its_words(browse, world)
    a_second_editor_approves(browse, world)
    an_editor_publishes_it_for_a_time(browse, world)
    nobody_outside_reads_it_before_its_second(visitor, wall)
    a_visitor_reads_it(visitor)
    file = f"{TOP}1/business-plan-200910.pdf"
    assert visitor.answers(file) == [200]
    something_changes_and_the_desk_names_the_field(browse, world, visitor)
    an_editor_takes_it_back(browse, world)
    nobody_outside_reads_it_any_more(visitor, file)

    wording = Wording.objects.get()
    assert (wording.submitted_by, wording.decided_by) == (world["Eddie"], world["Edith"])
    assert Publication.objects.get().withdrawal.by == world["Edith"]
    assert list(verify_history()) == []
