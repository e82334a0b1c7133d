from __future__ import annotations

import datetime
import re

import pytest

from kpa_tracker.interfaces.publication.content import Risk
from kpa_tracker.interfaces.publication.models import Wording
from kpa_tracker.interfaces.publication.public import ALLOWED, NotForThePublic, public_document
from plans.models import Plan
from tests.factories.deliverables import (
    DeliverableFactory,
    MeasurementFactory,
    ProgressUpdateFactory,
    ReportingPeriodFactory,
    SubItemFactory,
)
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import PlanFactory, PriorityFactory, SectionFactory
from tests.factories.publication import approve_all
from tests.factories.risks import RiskFactory
from tests.factories.targets import ObjectiveFactory
from tests.publication.sample import wanted

QUERIES = 26


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


def only_row(plan):
    (row,) = public_document(approve_all(plan)).rows
    return row


def test_the_public_wording_stands_in_for_all_that_was_written(plan):
    one = DeliverableFactory(plan=plan, title="Title", description="Inside", public_wording="What we promise")
    SubItemFactory(deliverable=one, text="Part")
    row = only_row(plan)
    assert (row.title, row.description, row.sub_items) == ("What we promise", "", ())


@pytest.mark.parametrize("values", [{"title": "Operation Heron"}, {"public_wording": "Another promise"}])
def test_nobody_outside_reads_of_a_deliverable_whose_wording_for_the_public_is_not_approved(plan, values):
    one = DeliverableFactory(plan=plan, title="Title", public_wording="What we promise")
    beside = DeliverableFactory(plan=plan, title="In plain words", public_wording=" ")
    approve_all(plan)
    type(one).objects.filter(pk=one.pk).update(**values)
    assert [row.title for row in public_document(plan).rows] == [beside.title]


def test_without_a_public_wording_the_title_stands_with_its_parts(plan):
    one = DeliverableFactory(plan=plan, title="Title", description="Inside", due="June 2010", lead=PostFactory())
    SubItemFactory(deliverable=one, text="Part", committee_text="As written")
    MeasurementFactory(deliverable=one, text="It is out")
    row = only_row(plan)
    assert (row.title, row.description, row.sub_items) == ("Title", "", (("Part", ""),))
    assert (row.measurements, row.deadline, row.lead, row.flags) == (("It is out",), "June 2010", "", ())


@pytest.mark.parametrize("state", ["draft", "submitted", "sent_back", "corrected"])
def test_only_an_accepted_update_is_published(plan, state):
    ProgressUpdateFactory(
        deliverable=DeliverableFactory(plan=plan), state=state, public_wording="All is well", latest=True
    )
    assert only_row(plan).progress is None


def test_an_accepted_update_is_published_with_its_rating_and_public_wording_alone(plan):
    ProgressUpdateFactory(
        deliverable=DeliverableFactory(plan=plan),
        state="accepted",
        rating="amber",
        public_wording="Nearly there",
        latest=True,
    )
    progress = only_row(plan).progress
    assert (progress.rating, progress.word, progress.stage) == ("amber", "Amber", "in_progress")
    assert (progress.said, progress.note, progress.forecast) == ((("", "Nearly there"),), "", "")
    assert progress.as_at == datetime.date(2009, 6, 30)


@pytest.mark.parametrize("wording", ["", "  \n"])
def test_without_a_public_wording_not_even_the_rating_is_published(plan, wording):
    ProgressUpdateFactory(
        deliverable=DeliverableFactory(plan=plan), state="accepted", rating="red", public_wording=wording, latest=True
    )
    assert only_row(plan).progress is None


def test_a_later_submission_does_not_take_the_accepted_one_away(plan):
    one = DeliverableFactory(plan=plan)
    later = ReportingPeriodFactory(
        plan=plan, observed_from=datetime.date(2009, 7, 1), observed_to=datetime.date(2009, 9, 30)
    )
    ProgressUpdateFactory(deliverable=one, state="accepted", public_wording="Accepted words")
    ProgressUpdateFactory(deliverable=one, period=later, public_wording="Submitted words", latest=True)
    assert only_row(plan).progress.said == (("", "Accepted words"),)


def test_a_later_accepted_update_without_a_wording_ends_what_the_one_before_said(plan):
    one = DeliverableFactory(plan=plan)
    later = ReportingPeriodFactory(
        plan=plan, observed_from=datetime.date(2009, 7, 1), observed_to=datetime.date(2009, 9, 30)
    )
    ProgressUpdateFactory(deliverable=one, state="accepted", public_wording="Old words")
    ProgressUpdateFactory(deliverable=one, period=later, state="accepted", public_wording="", latest=True)
    assert only_row(plan).progress is None


def test_only_public_sections_are_in_it(plan):
    SectionFactory(plan=plan, title="Open")
    SectionFactory(plan=plan, title="Inside", is_public=False)
    assert [text.title for text in public_document(approve_all(plan)).before] == ["Open"]


def test_risks_and_priorities_are_named_under_their_ambition(plan):
    one = DeliverableFactory(plan=plan)
    RiskFactory(authority=plan.authority, reference="R 2", title="B", public_wording="Said.").deliverables.add(one)
    unworded = RiskFactory(authority=plan.authority, reference="R 3", title="C")
    unworded.deliverables.add(one)
    unworded.ambitions.add(one.ambition)
    risk = RiskFactory(authority=plan.authority, reference="R 1", title="A", public_wording="Said too.")
    risk.deliverables.add(one)
    risk.ambitions.add(one.ambition)
    one.ambition.priorities.add(PriorityFactory(plan=plan, title="Safer streets"))
    (ambition,) = public_document(approve_all(plan)).ambitions
    assert ambition.risks == (Risk("R 1", "Said too."), Risk("R 2", "Said."))
    Wording.objects.filter(kind="risk", subject=risk.pk).update(state="replaced", decided_by=None, decided_at=None)
    assert public_document(plan).ambitions[0].risks == (Risk("R 2", "Said."),)
    assert ambition.priorities == ("Safer streets",)


@pytest.mark.parametrize(
    ("state", "shown"),
    [("consultation", "Draft for consultation"), ("adopted", "Adopted"), ("closed", "Adopted; its period has ended")],
)
def test_the_public_reads_a_plan_from_its_consultation_on(plan, state, shown):
    plan.state = state
    assert public_document(plan).state == shown


def test_a_draft_has_no_public_document(plan):
    plan.state = Plan.State.DRAFT
    with pytest.raises(NotForThePublic, match="draft"):
        public_document(plan)


def test_an_archived_plan_has_no_public_document(plan):
    plan.archived_at = datetime.datetime(2010, 1, 1, tzinfo=datetime.timezone.utc)
    with pytest.raises(NotForThePublic, match="archived"):
        public_document(plan)


@pytest.mark.parametrize(
    "marking",
    [
        *("OFFICIAL-SENSITIVE", "Official - Sensitive", "OFFICIAL\N{EN DASH}SENSITIVE", "OFFICIAL/SENSITIVE"),
        *("OFFICIAL:SENSITIVE", "RESTRICTED", "(RESTRICTED)", "RESTRICTED,", "Confidential", "SECRET", "TOP SECRET"),
        *("protect", "PROTECT - PERSONAL", "PROTECT \N{EN DASH} STAFF"),
    ],
)
def test_some_markings_forbid_a_public_document(plan, marking):
    plan.marking = marking
    with pytest.raises(NotForThePublic, match=re.escape(marking)):
        public_document(plan)


@pytest.mark.parametrize("marking", ["OFFICIAL", "NOT PROTECTIVELY MARKED", "UNCLASSIFIED", ""])
def test_other_markings_allow_one(plan, marking):
    Plan.objects.filter(pk=plan.pk).update(marking=marking)
    plan.marking = marking
    assert public_document(plan).marking == marking


def test_nothing_internal_is_on_the_list_of_what_is_allowed():
    columns = {name for names in ALLOWED.values() for name in names}
    internal = {
        "description", "done", "next_steps", "cause", "recovery", "late_reason", "source_owner", "lead", "supporting",
        "sent_back_reason", "forecast", "archived_reason", "reason", "email", "committee_text",
    }  # fmt: skip
    assert {(model.__name__, name) for model, names in ALLOWED.items() for name in names if name in internal} == {
        ("Ambition", "description")
    }
    hidden = ("lead__", "supporting__", "recovery_by", "written_by", "tolerances", "results", "latest")
    assert not any(part in name for name in columns for part in (*hidden, "owner", "judged", "series__latest"))


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_plan(plan, count, django_assert_num_queries):
    period = ReportingPeriodFactory(plan=plan)
    for _ in range(count):
        one = DeliverableFactory(plan=plan, committee=CommitteeFactory())
        MeasurementFactory(deliverable=one)
        SubItemFactory(deliverable=one)
        RiskFactory(authority=plan.authority).deliverables.add(one)
        ProgressUpdateFactory(deliverable=one, period=period, state="accepted", public_wording="Words", latest=True)
        wanted(plan, objective=ObjectiveFactory(plan=plan, priority=PriorityFactory(plan=plan)))
    approve_all(plan)
    with django_assert_num_queries(QUERIES):
        public_document(plan)
