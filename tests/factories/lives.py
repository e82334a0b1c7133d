"""The life of a plan, day by day: every action that changes how it stands, each on a day of its own."""

from __future__ import annotations

import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from deliverables.actions.adoption import move_plan
from deliverables.actions.deadlines import approve_deadline, refuse_deadline, request_new_deadline
from deliverables.actions.deliverables import (
    archive_deliverable,
    change_deliverable,
    create_deliverable,
    move_to,
    reorder_deliverable,
    restore_deliverable,
)
from deliverables.actions.evidence import NewEvidence, add_evidence, withdraw_evidence
from deliverables.actions.parts import Item
from deliverables.actions.periods import change_period, close_period, open_period
from deliverables.actions.reviews import accept_update, pull_back_update, send_back_update
from deliverables.actions.unchanged import report_unchanged
from deliverables.actions.updates import newest_version, place_of, save_draft, submit_update
from deliverables.models import Deliverable, ReportingPeriod
from deliverables.models.work import items_among
from kpa_tracker.base.people.actions import amend, archive_committee, archive_post, enter
from kpa_tracker.base.people.actions import restore as restore_body
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import parse_partial_date
from plans.actions import parts, plans
from plans.actions.scales import change_points
from plans.models import Ambition, Descriptor, Plan
from tests.factories.people import AuthorityFactory, PostFactory, person_with

GREEN = {"stage": "in_progress", "rating": "green", "forecast": "green", "done": "Begun.", "next_steps": "More."}


class Life:
    """A plan and the people around it; `days` are what happens to it, in order."""

    def __init__(self, authority, *, editor, officer):
        self.authority, self.editor, self.officer = authority, editor, officer
        self.committees, self.posts, self.parts, self.made = {}, {}, {}, {}

    # --- What stands where ------------------------------------------------------------------------------------------

    def fresh(self, record):
        return type(record).objects.get(pk=record.pk)

    def now(self, records, name):
        """Return one of the people's records as it is now: what an event calls it, it is called then."""
        return self.fresh(records[name]) if name else None

    def one(self, reference):
        return Deliverable.objects.get(plan=self.plan, reference=reference)

    def period(self, number):
        return self.plan.periods.order_by("observed_from")[number - 1]

    # --- What people do ---------------------------------------------------------------------------------------------

    def change(self, reference, /, **changes):
        one = self.one(reference)
        change_deliverable(one, seen=one.version, changes=changes, by=self.editor)

    def amend(self, record, /, **changes):
        record = self.fresh(record)
        amend(record, seen=record.version, changes=changes, by=self.editor)

    def part(self, record, /, **changes):
        record = self.fresh(record)
        parts.change_part(record, seen=record.version, changes=changes, by=self.editor)

    def move_part(self, record, *, up):
        record = self.fresh(record)
        parts.move(record, up=up, seen=record.version, by=self.editor)

    def add(self, reference, title, *, ambition, descriptor=None, deadline="", lead=None, committee=None, **rest):
        new = Deliverable(plan=self.plan, reference=reference, title=title, ambition=self.now(self.parts, ambition))
        new.descriptor = self.now(self.parts, descriptor)
        new.lead, new.committee = self.now(self.posts, lead), self.now(self.committees, committee)
        new.deadline = parse_partial_date(deadline)
        create_deliverable(new, by=self.editor, **rest)

    def open(self, name, observed_from, observed_to, opens_on):
        days = {"observed_from": observed_from, "observed_to": observed_to, "opens_on": opens_on}
        due = opens_on + datetime.timedelta(days=14)
        open_period(
            ReportingPeriod(plan=self.plan, name=name, due_on=due, **days), by=self.editor, reason="It is time."
        )

    def say(self, reference, number, *, draft=False, **content):
        one, period = self.one(reference), self.period(number)
        seen = place_of(newest_version(one, period))
        write = save_draft if draft else submit_update
        write(one, period=period, content={**GREEN, **content}, seen=seen, by=self.officer)

    def newest(self, reference, number):
        found = newest_version(self.one(reference), self.period(number))
        return type(found).objects.get(pk=found.pk)

    def accept(self, reference, number):
        update = self.newest(reference, number)
        accept_update(update, seen=update.version, by=self.editor)

    def send_back(self, reference, number):
        update = self.newest(reference, number)
        send_back_update(update, reason="Say more.", seen=update.version, by=self.editor)

    def pull_back(self, reference, number):
        update = self.newest(reference, number)
        pull_back_update(update, reason="Too soon.", seen=update.version, by=self.officer)

    def move_deadline(self, reference, to, decide=approve_deadline, **decided):
        request = request_new_deadline(self.one(reference), new=parse_partial_date(to), reason="Late.", by=self.officer)
        decide(request, seen=request.version, by=self.editor, **decided)

    # --- The days ---------------------------------------------------------------------------------------------------

    def draft(self):
        """A plan in draft, with everything that hangs on one."""
        for name in ("Chief Executive", "Treasurer", "Clerk"):
            self.posts[name] = enter(Post(authority=self.authority, title=name), by=self.editor)
        for place, name in enumerate(("Finance Committee", "HR Committee"), start=1):
            committee = Committee(authority=self.authority, name=name, short_name=name.split()[0], position=place)
            self.committees[name] = enter(committee, by=self.editor)
        starts, ends = datetime.date(2009, 4, 1), datetime.date(2010, 3, 31)
        new = Plan(authority=self.authority, title="Plan", starts_on=starts, ends_on=ends)
        self.plan = plans.create_plan(new, by=self.editor)
        self.add_parts()
        under = {"ambition": "Trust", "descriptor": "Trust: same"}
        self.add("1.1", "Publish", **under, deadline="June 2009", lead="Chief Executive", committee="Finance Committee")
        self.add("1.2", "Print", **under, deadline="2009", measurements=["On the shelf"])
        self.add(
            "1.3",
            "Post",
            **under,
            deadline="31 May 2009",
            lead="Clerk",
            links={"supporting": [self.now(self.posts, "Treasurer")]},
        )
        self.add("2.1", "Save", ambition="Value", descriptor="Value: same", committee="HR Committee")
        self.add("2.2", "Spend", ambition="Value", sub_items=[Item("Pay", self.now(self.committees, "HR Committee"))])

    def add_parts(self):
        for title in ("Trust", "Value"):
            ambition = parts.create_part(Ambition(plan=self.plan, reference=title[0], title=title), by=self.editor)
            self.parts[title] = ambition
            for name in ("same", "other"):
                new = Descriptor(ambition=ambition, title=name)
                self.parts[f"{title}: {name}"] = parts.create_part(new, by=self.editor)

    def redraft(self):
        self.change("1.2", deadline=parse_partial_date("December 2009"), title="Print it", description="On paper.")
        self.change("1.1", lead=self.now(self.posts, "Treasurer"), committee=self.now(self.committees, "HR Committee"))
        plan = self.fresh(self.plan)
        plans.put_on_new_scale(plan, name="Confidence", kind="five", seen=plan.version, by=self.editor)

    def consult(self):
        plan = self.fresh(self.plan)
        plans.move_plan_state(plan, to="consultation", seen=plan.version, by=self.editor)

    def adopt(self):
        plan = self.fresh(self.plan)
        self.plan = move_plan(plan, to=Plan.State.ADOPTED, seen=plan.version, by=self.editor)

    def rename(self):
        self.amend(self.now(self.posts, "Chief Executive"), title="Chief Officer")
        self.amend(self.now(self.committees, "HR Committee"), name="People Committee", short_name="")
        self.part(self.now(self.parts, "Trust"), title="Confidence", reference="T1")
        self.part(self.now(self.parts, "Trust: other"), title="thrift")

    def swap_names(self):
        """One post takes the name that another gave up, so that a name alone does not tell them apart."""
        self.amend(self.now(self.posts, "Treasurer"), title="Finance Director")
        self.amend(self.now(self.posts, "Chief Executive"), title="Treasurer")

    def change_hands(self):
        self.change(
            "1.1",
            lead=self.now(self.posts, "Chief Executive"),
            supporting=[self.now(self.posts, "Clerk"), self.now(self.posts, "Treasurer")],
        )
        self.change("1.3", lead=None, supporting=[])
        self.change("2.1", committee=None, lead=self.now(self.posts, "Clerk"))

    def reword(self):
        self.change("1.2", measurements=["Counted", "Read"], title="Print")
        self.change("2.2", sub_items=[Item("Pay", committee_text="somebody")], measurements=["Spent"])

    def first_quarter(self):
        self.open("Quarter 1", datetime.date(2009, 4, 1), datetime.date(2009, 6, 30), datetime.date(2009, 7, 1))

    def report(self):
        amber = {"rating": "amber", "cause": "Ill.", "recovery": "Help.", "recovery_by": self.now(self.posts, "Clerk")}
        self.say("1.1", 1, **amber, green_on=datetime.date(2009, 9, 30), late_reason="")
        self.say("1.2", 1)
        self.say("1.3", 1, draft=True)
        self.say("2.1", 1, late_reason="")

    def review(self):
        self.accept("1.2", 1)
        self.send_back("1.1", 1)
        self.say("1.3", 1, rating="green", late_reason="Nearly there.")

    def answer(self):
        """What was sent back comes again as it stood but for a few words; what was said is corrected."""
        again = {"rating": "amber_red", "recovery_by": self.now(self.posts, "Treasurer"), "cause": "Two are ill."}
        self.say("1.1", 1, **again, recovery="Help.", green_on=datetime.date(2009, 10, 30), next_steps="")
        self.say("1.2", 1, done="All of it.", rating="amber_green")

    def undo(self):
        self.send_back("1.2", 1)
        self.pull_back("1.1", 1)

    def redo(self):
        self.say("1.1", 1, rating="green", late_reason="The last proofs.", done="Nearly all.")
        self.say("1.2", 1, draft=True, done="Once more.")

    def redo_more(self):
        self.say("1.2", 1, rating="green", done="Once more, with feeling.", next_steps="")
        self.accept("1.1", 1)
        self.pull_back("2.1", 1)

    def move_deadlines(self):
        self.move_deadline("1.1", "30 November 2009")
        self.move_deadline("2.1", "March 2010")  # it had none before
        self.move_deadline("1.2", "2010", refuse_deadline, reason="No.")

    def move_again(self):
        self.move_deadline("1.1", "Q4 2009/10")
        self.move_deadline("2.1", "April 2010")

    def prove(self):
        file = NewEvidence(title="Minutes", link="https://authority.example/minutes")
        self.evidence = add_evidence(self.one("1.1"), evidence=file, by=self.officer)

    def disprove(self):
        withdraw_evidence(self.fresh(self.evidence), reason="Wrong.", seen=self.evidence.version, by=self.editor)

    def reorder(self):
        self.change("1.2", reference="1.2a")
        one = self.one("1.3")
        reorder_deliverable(one, up=True, seen=one.version, by=self.editor)
        self.move_part(self.now(self.parts, "Value"), up=True)

    def wander(self):
        one = self.one("1.1")
        place = {"ambition": self.now(self.parts, "Value"), "descriptor": self.now(self.parts, "Value: same")}
        move_to(one, **place, seen=one.version, by=self.editor)
        one = self.one("2.1")
        move_to(one, ambition=self.now(self.parts, "Value"), descriptor=None, seen=one.version, by=self.editor)

    def archive(self):
        one = self.one("1.3")
        archive_deliverable(one, seen=one.version, reason="Dropped.", by=self.editor)
        gone = self.now(self.parts, "Value: same")
        parts.archive(gone, seen=gone.version, reason="Merged.", by=self.editor)
        committee = self.now(self.committees, "Finance Committee")
        archive_committee(committee, seen=committee.version, reason="Dissolved.", by=self.editor)

    def reorder_without(self):
        """The order changes while something is archived, and it comes back among the others."""
        one = self.one("1.2a")
        self.add("1.4", "Late comer", ambition="Trust", descriptor="Trust: same", deadline="May 2010")
        reorder_deliverable(one, up=False, seen=one.version, by=self.editor)

    def restore(self):
        one = self.one("1.3")
        restore_deliverable(one, seen=one.version, by=self.editor)
        gone = self.now(self.parts, "Value: same")
        parts.restore(gone, seen=gone.version, by=self.editor)
        committee = self.now(self.committees, "Finance Committee")
        restore_body(committee, seen=committee.version, by=self.editor)

    def second_quarter(self):
        period = self.period(1)
        change_period(period, seen=period.version, changes={"name": "Spring quarter"}, by=self.editor)
        self.open("Quarter 2", datetime.date(2009, 7, 1), datetime.date(2009, 9, 30), datetime.date(2009, 10, 1))

    def report_again(self):
        amber = {
            "rating": "amber",
            "cause": "Slow.",
            "recovery": "Haste.",
            "recovery_by": self.now(self.posts, "Clerk"),
        }
        self.say("1.1", 2, **amber, green_on=datetime.date(2010, 1, 31))
        self.say("1.4", 2)
        self.say("1.3", 2, stage="cancelled", rating="", forecast="")

    def repeat(self):
        """Nothing has changed where all is well: said of several at once."""
        items, _ = items_among(Deliverable.objects.filter(pk=self.one("1.2a").pk).for_list(), set())
        report_unchanged(items, by=self.editor)

    def put_words(self):
        scale = self.plan.scale
        words = {"amber": {"word": "Under way"}, "green": {"word": "Done"}}
        change_points(scale, seen=scale.version, words=words, by=self.editor)

    def close(self):
        period = self.period(1)
        for update in period.updates.filter(state="submitted"):
            accept_update(update, seen=update.version, by=self.editor)
        close_period(period, seen=period.version, by=self.editor, knowing=True)

    def leave(self):
        """Nobody leads it any more; its post is gone."""
        self.change("2.1", lead=None)
        clerk = self.now(self.posts, "Clerk")
        archive_post(clerk, seen=clerk.version, reason="Merged.", by=self.editor)


DAYS = (
    ("draft", datetime.date(2009, 3, 2)),
    ("redraft", datetime.date(2009, 3, 9)),
    ("consult", datetime.date(2009, 3, 16)),
    ("adopt", datetime.date(2009, 3, 30)),
    ("rename", datetime.date(2009, 4, 20)),
    ("swap_names", datetime.date(2009, 5, 5)),
    ("change_hands", datetime.date(2009, 5, 11)),
    ("reword", datetime.date(2009, 6, 2)),
    ("first_quarter", datetime.date(2009, 7, 1)),
    ("report", datetime.date(2009, 7, 6)),
    ("review", datetime.date(2009, 7, 8)),
    ("answer", datetime.date(2009, 7, 9)),
    ("undo", datetime.date(2009, 7, 10)),
    ("redo", datetime.date(2009, 7, 13)),
    ("redo_more", datetime.date(2009, 7, 14)),
    ("prove", datetime.date(2009, 7, 15)),
    ("move_deadlines", datetime.date(2009, 7, 20)),
    ("reorder", datetime.date(2009, 8, 3)),
    ("wander", datetime.date(2009, 8, 4)),
    ("archive", datetime.date(2009, 8, 10)),
    ("reorder_without", datetime.date(2009, 8, 12)),
    ("restore", datetime.date(2009, 9, 1)),
    ("move_again", datetime.date(2009, 9, 2)),
    ("second_quarter", datetime.date(2009, 10, 1)),
    ("report_again", datetime.date(2009, 10, 5)),
    ("repeat", datetime.date(2009, 10, 6)),
    ("disprove", datetime.date(2009, 10, 12)),
    ("put_words", datetime.date(2009, 10, 20)),
    ("close", datetime.date(2009, 11, 2)),
    ("leave", datetime.date(2009, 12, 1)),
)
LONDON = ZoneInfo("Europe/London")


def noon(day):
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=LONDON)


def begun(authority):
    """Return a life with its people, who were there before it."""
    with clock.at(noon(datetime.date(2009, 1, 5))):
        post = PostFactory(authority=authority, title="Clerk to the plan")
        editor = person_with(Role.EDITOR, post=PostFactory(authority=authority, title="Policy Officer"))
        return Life(authority, editor=editor, officer=person_with(Role.OFFICER, post=post))


def live(life, days=DAYS, *, see=None):
    """Let days pass; return what was seen of the plan on each of them and on the day after."""
    seen = {}
    for name, day in days:
        with clock.at(noon(day)):
            getattr(life, name)()
        for after in (day, day + datetime.timedelta(days=1)) if see else ():
            with clock.at(noon(after)):
                seen[after] = see(life.plan)
    return seen


@pytest.fixture
def life(authority):
    return begun(authority)


@pytest.fixture
def lived(life):
    """Return a function that lets days pass."""
    return partial(live, life)


@pytest.fixture(scope="module")
def past(lasting):
    """A life until the middle of July 2009, lived once for the tests of a module. They change the database alone."""

    def lived_through():
        life = begun(AuthorityFactory())
        live(life, DAYS[:20])
        return life

    return lasting(lived_through)
