from __future__ import annotations

import datetime

import pytest

from kpa_tracker.interfaces.publication.content import Risk
from kpa_tracker.interfaces.publication.working import working_document
from plans.models import Plan
from tests.factories.deliverables import (
    DeliverableFactory,
    MeasurementFactory,
    ProgressUpdateFactory,
    ReportingPeriodFactory,
    SubItemFactory,
)
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, PlanFactory, PriorityFactory, SectionFactory
from tests.factories.risks import RiskFactory
from tests.factories.targets import ObjectiveFactory
from tests.publication.sample import wanted

QUERIES = 22


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


def selected(plan):
    return working_document(Plan.objects.for_page().get(pk=plan.pk))


def only_row(plan):
    (row,) = selected(plan).rows
    return row


def test_the_head_says_whose_plan_it_is_and_how_it_stands(plan, today):
    document = selected(plan)
    assert (document.authority, document.title, document.state) == (plan.authority.name, plan.title, "Adopted")
    assert (document.period, document.made_on) == ("1 April 2009 to 31 March 2010", today)
    assert document.kind == "the working document"


def test_sections_stand_in_their_place_whether_public_or_not(plan):
    SectionFactory(plan=plan, title="First", place="before")
    SectionFactory(plan=plan, title="Last", place="after", is_public=False)
    document = selected(plan)
    assert [text.title for text in document.before] == ["First"]
    assert [text.title for text in document.after] == ["Last"]


def test_a_row_names_posts_parts_and_measures(plan):
    lead, helper = PostFactory(title="Chief Executive"), PostFactory(title="Treasurer")
    one = DeliverableFactory(
        plan=plan, reference="1.1", title="Publish", description="In full", lead=lead, due="June 2010",
        committee=CommitteeFactory(name="Audit Committee"),
    )  # fmt: skip
    one.supporting.add(helper)
    MeasurementFactory(deliverable=one, text="It is out")
    SubItemFactory(deliverable=one, text="Estates", committee_text="Estates Committee")
    row = only_row(plan)
    assert (row.reference, row.title, row.description, row.deadline) == ("1.1", "Publish", "In full", "June 2010")
    assert (row.lead, row.supporting, row.committee) == ("Chief Executive", ("Treasurer",), "Audit Committee")
    assert (row.measurements, row.sub_items) == (("It is out",), (("Estates", "Estates Committee"),))


def test_gaps_stay_gaps(plan):
    DeliverableFactory(plan=plan, descriptor=None)
    row = only_row(plan)
    assert (row.lead, row.deadline, row.measurements, row.progress) == ("", "", (), None)


def test_the_latest_update_is_told_under_headings(plan):
    one = DeliverableFactory(plan=plan, due="March 2010")
    update = ProgressUpdateFactory(
        deliverable=one, rating="red", forecast="amber", cause="Late figures", recovery="Two more people.",
        green_on=datetime.date(2010, 6, 30), recovery_by=PostFactory(title="Treasurer"), latest=True,
    )  # fmt: skip
    progress = only_row(plan).progress
    assert (progress.rating, progress.word, progress.forecast_word) == ("red", "Red", "Amber")
    assert progress.as_at == update.period.observed_to
    assert progress.note == "Submitted, not yet accepted"
    assert progress.said == (
        ("Done", "The draft was written."),
        ("Next", "The draft goes to committee."),
        ("Why it is not green", "Late figures"),
        ("What will bring it back", "Two more people. Back to green by 30 June 2010."),
        ("Who will do it", "Treasurer"),
    )


def test_an_accepted_update_needs_no_note(plan):
    ProgressUpdateFactory(deliverable=DeliverableFactory(plan=plan), state="accepted", latest=True)
    assert only_row(plan).progress.note == ""


def test_what_is_computed_stands_beside_what_is_judged(plan):
    one = DeliverableFactory(
        plan=plan, due="February 2010", first_deadline_due=datetime.date(2009, 12, 31), deadline_moves=1
    )
    ProgressUpdateFactory(deliverable=one, rating="green", late_reason="Done but for the print", latest=True)
    row = only_row(plan)
    assert {flag.key for flag in row.flags} >= {"overdue", "slipped", "green_but_late"}
    assert row.is_overdue
    assert row.slip == "Moved once, 59 days later than first adopted (31 December 2009)."


def test_risks_of_an_ambition_and_of_its_deliverables_are_named_once_in_order(plan):
    one = DeliverableFactory(plan=plan)
    second, first = (
        RiskFactory(authority=plan.authority, reference=reference, title="T") for reference in ("R 2", "R 1")
    )
    for risk in (first, second):
        risk.deliverables.add(one)
    first.ambitions.add(one.ambition)
    (ambition,) = selected(plan).ambitions
    assert ambition.risks == (Risk("R 1", "T"), Risk("R 2", "T"))


def test_what_is_archived_is_left_out(plan, administrator, today):
    gone = {"archived_at": datetime.datetime(2010, 1, 1, tzinfo=datetime.timezone.utc), "archived_by": administrator}
    one = DeliverableFactory(plan=plan)
    DeliverableFactory(plan=plan, ambition=one.ambition, descriptor=one.descriptor, **gone)
    AmbitionFactory(plan=plan, **gone)
    PriorityFactory(plan=plan, **gone).ambitions.add(one.ambition)
    RiskFactory(authority=plan.authority, **gone).ambitions.add(one.ambition)
    document = selected(plan)
    assert [row.reference for row in document.rows] == [one.reference]
    assert document.priorities == ()
    (ambition,) = document.ambitions
    assert (ambition.priorities, ambition.risks) == ((), ())


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_plan(plan, count, django_assert_num_queries):
    period = ReportingPeriodFactory(plan=plan)
    for _ in range(count):
        one = DeliverableFactory(plan=plan, lead=PostFactory(), committee=CommitteeFactory())
        one.supporting.add(PostFactory())
        MeasurementFactory(deliverable=one)
        SubItemFactory(deliverable=one, committee=CommitteeFactory())
        RiskFactory(authority=plan.authority).deliverables.add(one)
        ProgressUpdateFactory(deliverable=one, period=period, recovery_by=PostFactory(), latest=True)
        wanted(plan, objective=ObjectiveFactory(plan=plan, priority=PriorityFactory(plan=plan)))
    loaded = Plan.objects.for_page().get(pk=plan.pk)
    with django_assert_num_queries(QUERIES):
        working_document(loaded)
