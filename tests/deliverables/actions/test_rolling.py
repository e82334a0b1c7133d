"""Next year's plan begins from this year's: what is carried forward is copied, and each fate is said."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from deliverables.actions.copying import carried_deadline
from deliverables.actions.fates import Decision, decide_fate
from deliverables.actions.parts import Item
from deliverables.actions.rolling import Choice, roll_forward
from deliverables.models import Deliverable, Fate
from deliverables.models.fates import undecided_before
from kpa_tracker.base.audit.actions import history_of, verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Refused
from plans.models import Plan
from plans.periods import Rhythm
from risks.models import Risk
from tests.factories.deliverables import DeliverableFactory, MeasurementFactory, SubItemFactory
from tests.factories.inspections import RecommendationFactory
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.pictures import PictureFactory
from tests.factories.plans import (
    AmbitionFactory,
    DescriptorFactory,
    GlossaryEntryFactory,
    PlanFactory,
    PriorityFactory,
    SectionFactory,
)
from tests.factories.risks import RiskFactory
from tests.factories.rolling import NEXT
from tests.factories.situations import meanwhile
from tests.factories.targets import MeasureFactory

WHY = "Something else matters more."
CARRIED = Choice("carried")


def rolled(plan, choices, editor):
    """Begin the next plan; the choices are by reference."""
    numbers = {one.reference: one.pk for one in Deliverable.objects.filter(plan=plan)}
    by_number = {numbers[reference]: choice for reference, choice in choices.items()}
    return roll_forward(plan, **NEXT, choices=by_number, by=editor)


def references(plan):
    return [one.reference for one in Deliverable.objects.filter(plan=plan).in_plan_order()]


def test_the_next_plan_is_a_draft_that_follows_with_what_is_carried_forward(promised, plan, editor):
    new = rolled(plan, {"1.3": CARRIED, "1.5": CARRIED}, editor)
    assert (new.state, new.previous, new.title) == ("draft", plan, "Business plan 2010/11")
    assert references(new) == ["1.3", "1.5"]
    assert [str(one.fate.became.get()) for one in (promised["1.3"], promised["1.5"])] == [
        "1.3 Promise 3",
        "1.5 Promise 5",
    ]
    assert undecided_before(new) == 3


def test_its_words_and_levels_are_those_of_the_old_one(promised, plan, editor):
    meanwhile(plan, vision="Safe.", foreword="We will.", ambition_word="Theme", opens_after=3, marking="RESTRICTED")
    plan.refresh_from_db()
    priority = PriorityFactory(plan=plan, title="Neighbourhoods")
    promised["1.3"].ambition.priorities.add(priority)
    promised["1.3"].priorities.add(priority)
    SectionFactory(plan=plan, title="Our area", place="after", is_public=False)
    GlossaryEntryFactory(plan=plan, term="HMIC")
    new = rolled(plan, {"1.3": CARRIED}, editor)
    names = ("vision", "foreword", "ambition_word", "opens_after", "marking", "scale_id", "authority_id")
    assert [getattr(new, name) for name in names] == [getattr(plan, name) for name in names]
    section, ambition = new.sections.get(), new.ambitions.get()
    assert (section.title, section.place, section.is_public) == ("Our area", "after", False)
    assert (new.glossary.get().term, new.priorities.get().title) == ("HMIC", "Neighbourhoods")
    assert [str(one) for one in (ambition, ambition.descriptors.get())] == ["1 Safe streets", "Less crime"]
    copied = new.deliverables.get()
    for one in (ambition, copied):
        assert [priority.plan for priority in one.priorities.all()] == [new]


def test_its_pictures_come_along_with_their_words_and_what_was_archived_does_not(promised, plan, editor):
    old = PictureFactory(plan=plan, name="crime", caption="Below")
    PictureFactory(plan=plan, archived_at="2010-04-01T09:00Z", archived_by=editor)
    SectionFactory(plan=plan, body="![](picture:crime)")
    new = rolled(plan, {}, editor)
    copied = new.pictures.get()
    assert (copied.name, copied.alt, copied.caption, copied.file) == ("crime", old.alt, "Below", old.file)
    assert new.pictures.placed_in(one.body for one in new.sections.all()).get() == copied
    assert history_of(copied).get().verb == "picture created"


def test_what_was_archived_stays_behind(promised, plan, editor):
    gone = {"archived_at": "2010-04-01T09:00Z", "archived_by": editor, "archived_reason": "Not ours."}
    for make in (SectionFactory, GlossaryEntryFactory, PriorityFactory, AmbitionFactory):
        make(plan=plan, **gone)
    DescriptorFactory(ambition=promised["1.3"].ambition, **gone)
    meanwhile(promised["1.4"], **gone)
    new = rolled(plan, {}, editor)
    counts = [new.sections.count(), new.glossary.count(), new.priorities.count(), new.ambitions.count()]
    assert (counts, new.ambitions.get().descriptors.count()) == ([0, 0, 0, 1], 1)
    meanwhile(new, previous=None)
    with pytest.raises(Refused, match="was archived or belongs to another plan"):
        rolled(plan, {"1.4": CARRIED}, editor)


def test_a_copy_promises_what_the_old_one_promised_and_reports_nothing(promised, plan, authority, editor):
    old, committee, helper = promised["1.3"], CommitteeFactory(authority=authority), PostFactory(authority=authority)
    words = {"description": "At length.", "public_wording": "In public.", "source_owner": "ALL", "committee": committee}
    meanwhile(old, **words)
    links = {
        "supporting": helper,
        "measures": MeasureFactory(authority=authority),
        "recommendations": RecommendationFactory(inspection__authority=authority),
    }
    for name, one in links.items():
        getattr(old, name).add(one)
    SubItemFactory(deliverable=old, text="Part one", committee=committee)
    new = rolled(plan, {"1.3": CARRIED}, editor).deliverables.get()
    assert {name: getattr(new, name) for name in words} == words
    assert {name: getattr(new, name).get() for name in links} == links
    assert (new.lead, new.title, new.measurements.get().text) == (old.lead, old.title, "Agreed in May")
    assert str(Item(new.sub_items.get().text, new.sub_items.get().committee)) == f"Part one ({committee})"
    assert (new.latest, new.first_deadline.is_set, new.deadline_moves) == (None, False, 0)


def test_a_deadline_that_passed_before_the_plan_starts_is_not_carried_and_none_is_invented(promised, plan, editor):
    new = rolled(plan, dict.fromkeys(("1.3", "1.4", "1.5"), CARRIED), editor)
    assert [one.deadline_text for one in new.deliverables.order_by("reference")] == ["", "June 2010", "Quarterly"]
    last_day = DeliverableFactory.build(due="31 March 2010", ambition=None, descriptor=None, plan=None)
    assert carried_deadline(last_day, datetime.date(2010, 3, 31)).is_set
    assert not carried_deadline(last_day, datetime.date(2010, 4, 1)).is_set


def test_days_of_its_own_to_report_to_lie_in_the_old_year_and_stay_there(promised, plan, editor):
    meanwhile(plan, reports_every=Rhythm.CUSTOM.value, reports_to="31 July 2009")
    plan.refresh_from_db()
    new = rolled(plan, {}, editor)
    assert (new.reports_every, new.reports_to) == (Rhythm.QUARTER.value, "")


def test_what_is_merged_goes_into_what_is_carried_forward(promised, plan, editor):
    new = rolled(plan, {"1.3": CARRIED, "1.4": Choice("merged", WHY, " 1.3 ")}, editor)
    assert promised["1.4"].fate.became.get() == promised["1.3"].fate.became.get() == new.deliverables.get()
    assert promised["1.4"].fate.reason == WHY


def test_what_takes_another_s_place_has_its_title_and_honest_gaps(promised, plan, editor):
    new = rolled(plan, {"1.4": Choice("replaced", WHY, "Listen to victims")}, editor).deliverables.get()
    assert (str(new), new.lead, new.deadline_text, new.measurements.count()) == ("1.4 Listen to victims", None, "", 0)
    assert promised["1.4"].fate.became.get() == new


def test_what_ends_is_said_and_leaves_nothing(promised, plan, editor):
    new = rolled(plan, {"1.1": Choice("completed"), "1.2": Choice("dropped", WHY)}, editor)
    assert new.deliverables.count() == 0
    assert [promised[name].fate.outcome for name in ("1.1", "1.2")] == ["completed", "dropped"]


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (Choice("dropped"), "Say why it was dropped."),
        (Choice("completed"), "No accepted update says that it is complete"),
        (Choice("merged", WHY, "1.4"), "Give the reference"),
        (Choice("merged", WHY, ""), "Give the reference"),
        (Choice("merged", "", "1.3"), "Say why it was merged."),
        (Choice("replaced", WHY, " "), "Give the title"),
        (Choice("replaced", "", "Another"), "Say why something else"),
        (Choice("forgotten", WHY), "Choose what became of it."),
    ],
)
def test_what_a_choice_lacks_is_said_beside_it_and_nothing_is_made(promised, plan, editor, choice, sentence):
    with pytest.raises(ValidationError, match=re.escape(sentence)) as refused:
        rolled(plan, {"1.3": CARRIED, "1.5": choice}, editor)
    assert list(refused.value.message_dict) == [f"row_{promised['1.5'].pk}"]
    assert (Plan.objects.count(), Fate.objects.count(), Event.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize("state", ["draft", "consultation"])
def test_nothing_begins_from_a_plan_that_is_not_adopted(plan, editor, state):
    meanwhile(plan, state=state)
    with pytest.raises(Refused, match="not adopted yet"):
        rolled(plan, {}, editor)


def test_a_closed_plan_is_rolled_forward_and_an_archived_one_is_not(plan, editor):
    meanwhile(plan, state="closed", archived_at="2010-04-01T09:00Z", archived_by=editor)
    with pytest.raises(Refused, match="archived"):
        rolled(plan, {}, editor)
    meanwhile(plan, archived_at=None, archived_by=None)
    assert rolled(plan, {}, editor).previous == plan


def test_a_plan_is_rolled_forward_once(promised, plan, editor):
    new = rolled(plan, {"1.3": CARRIED}, editor)
    with pytest.raises(Refused, match="“Business plan 2010/11” follows this plan already"):
        rolled(plan, {"1.3": CARRIED}, editor)
    meanwhile(new, archived_at="2010-04-01T09:00Z", archived_by=editor, title="Put away")
    with pytest.raises(Refused, match="decided this already"):
        rolled(plan, {"1.3": CARRIED}, editor)
    assert Plan.objects.count() == 2


def test_a_title_that_is_taken_and_years_that_end_before_they_start_are_refused(plan, editor):
    with pytest.raises(ValidationError, match="already has a plan with this title"):
        roll_forward(plan, **{**NEXT, "title": plan.title}, choices={}, by=editor)
    with pytest.raises(ValidationError, match="ends after it starts"):
        roll_forward(plan, **{**NEXT, "ends_on": NEXT["starts_on"]}, choices={}, by=editor)


def test_every_record_has_its_event_and_one_on_the_old_plan_tells_the_whole(promised, plan, editor):
    choices = {"1.1": Choice("completed"), "1.3": CARRIED, "1.4": CARRIED}
    new = rolled(plan, choices, editor)
    verbs = sorted(event.verb for event in Event.objects.all())
    assert verbs == [
        "ambition created",
        *["deliverable created"] * 2,
        "descriptor created",
        *["fate created"] * 3,
        "plan created",
        "plan rolled forward",
    ]
    whole = history_of(plan).get()
    assert whole.changes == {
        "next plan": [None, new.title],
        "carried forward": [None, 2],
        "completed": [None, 1],
        "not decided yet": [None, 2],
    }
    head, _, parts = tell(whole).sentence.removesuffix(".").partition(": ")
    assert head == f"{editor} rolled forward the plan"
    assert sorted(parts.split(", ")) == sorted(
        ["next plan Business plan 2010/11", "carried forward 2", "completed 1", "not decided yet 2"]
    )
    assert list(verify_history()) == []


def test_risks_hang_on_the_copies_as_well_and_the_ended_stay_behind(promised, plan, authority, editor):
    living, ended, other = (RiskFactory(authority=authority) for _ in range(3))
    meanwhile(ended, status="closed", status_reason="It is over.")
    for risk in (living, ended):
        risk.deliverables.add(promised["1.3"], promised["1.4"])
        risk.ambitions.add(promised["1.3"].ambition)
    new = rolled(plan, {"1.3": CARRIED, "1.4": Choice("replaced", WHY, "Another")}, editor)
    copied = new.deliverables.get(reference="1.3")
    assert set(living.deliverables.all()) == {promised["1.3"], promised["1.4"], copied}
    assert living.ambitions.filter(plan=new).count() == 1
    assert (ended.deliverables.count(), other.deliverables.count()) == (2, 0)
    assert (history_of(living).get().verb, Risk.objects.get(pk=living.pk).version) == ("risk linked", 2)
    assert tell(history_of(living).get()).sentence.endswith(
        "linked the risk: next plan Business plan 2010/11, links taken over 2."
    )


def test_a_copy_made_later_takes_its_risks_along(promised, plan, authority, editor):
    new = rolled(plan, {}, editor)
    risk = RiskFactory(authority=authority)
    risk.deliverables.add(promised["1.3"])
    decide_fate(promised["1.3"], Decision("carried", copied_into=new), by=editor)
    assert set(risk.deliverables.all()) == {promised["1.3"], new.deliverables.get()}


def test_a_copy_keeps_the_place_that_the_old_one_had(plan, editor):
    ambitions = [AmbitionFactory(plan=plan, reference=str(at), title=f"Ambition {at}") for at in (1, 2)]
    for at in (2, 0, 1):
        DeliverableFactory(plan=plan, ambition=ambitions[1], descriptor=None, reference=f"2.{at}", position=at)
    MeasurementFactory(deliverable=DeliverableFactory(plan=plan, ambition=ambitions[0], descriptor=None, reference="1"))
    new = rolled(plan, dict.fromkeys(references(plan), CARRIED), editor)
    assert references(new) == references(plan) == ["1", "2.0", "2.1", "2.2"]


OUTCOMES = ["", "carried", "completed", "merged", "replaced", "dropped"]


class NumbersReconcile(TestCase):
    """Whatever is chosen, what the old plan held is accounted for, and what the new one holds came from somewhere."""

    @given(st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=7))
    def test_for_any_choice_of_fates(self, outcomes):
        if "merged" in outcomes and "carried" not in outcomes:
            outcomes = ["carried", *outcomes]
        plan = PlanFactory()
        ambition = AmbitionFactory(plan=plan)
        own = {"plan": plan, "ambition": ambition, "descriptor": None}
        made = [DeliverableFactory(reference=f"1.{at}", **own) for at in range(len(outcomes))]
        home = f"1.{outcomes.index('carried')}" if "carried" in outcomes else ""
        what = {"merged": home, "replaced": "Another"}
        choices = {
            one.pk: Choice(outcome, WHY, what.get(outcome, ""))
            for one, outcome in zip(made, outcomes, strict=True)
            if outcome
        }
        by = person_with(Role.EDITOR, authority=plan.authority)
        new = roll_forward(plan, **NEXT, choices=choices, by=by)
        told = history_of(plan).get().changes
        assert sum(number for name, (_, number) in told.items() if name != "next plan") == len(outcomes)
        assert new.deliverables.count() == outcomes.count("carried") + outcomes.count("replaced")
        assert undecided_before(new) == outcomes.count("")
        assert all(one.origins.exists() for one in new.deliverables.all())
        assert {fate.outcome: fate.became.count() for fate in Fate.objects.of(plan)}.items() <= {
            ("carried", 1),
            ("merged", 1),
            ("replaced", 1),
            ("completed", 0),
            ("dropped", 0),
        }
