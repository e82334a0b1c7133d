"""What SQL selects is what the plain calculation finds."""

from __future__ import annotations

import datetime
import itertools

import pytest
from django.utils import timezone

from deliverables.models import Deliverable, ProgressUpdate
from deliverables.models.selections import MOVEMENTS, SELECTIONS
from deliverables.standing import standings
from kpa_tracker.base.toolkit import clock, ratings
from tests.factories.deliverables import (
    DeliverableFactory,
    EvidenceFactory,
    MeasurementFactory,
    ProgressUpdateFactory,
)
from tests.factories.people import PersonFactory
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory
from tests.factories.progress import quarter, rated

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory()


def deliverable(plan, **values):
    return DeliverableFactory(plan=plan, **values)


def keys(selected):
    return set(selected.values_list("pk", flat=True))


@pytest.mark.parametrize("key", ["overdue", "due_soon", "green_but_late", "slipped", "stale"])
def test_a_selection_in_sql_finds_what_the_calculation_finds(plan, key):
    quarter(plan, 3, is_closed=True)
    quarter(plan, 4)
    dues = ["", "ongoing", "March 2010", "11 April 2010", "12 April 2010", "12 May 2010", "13 May 2010"]
    stages, codes = ["not_started", "in_progress", "complete", "cancelled"], ["", "green", "amber", "amber_green"]
    for due, stage, code in itertools.product(dues, stages, codes):
        made = deliverable(plan, due=due)
        ProgressUpdateFactory(deliverable=made, period=plan.periods.last(), stage=stage, rating=code, latest=True)
    deliverable(plan, due="March 2010")
    deliverable(plan, due="March 2010", first_deadline_due=datetime.date(2010, 1, 31))
    computed = {one.pk for one in Deliverable.objects.for_list() if key in one.computed}
    assert keys(Deliverable.objects.selected(key)) == computed
    assert computed, "nothing to compare"


def test_each_gap_is_found_and_what_has_no_gap_is_not(plan):
    from tests.factories.people import CommitteeFactory, PostFactory

    whole = deliverable(plan, due="June 2010", lead=PostFactory(), committee=CommitteeFactory())
    MeasurementFactory(deliverable=whole)
    bare = deliverable(plan)
    for key in ("without_owner", "without_deadline", "without_measurement", "without_committee"):
        assert keys(Deliverable.objects.selected(key)) == {bare.pk}


def test_ongoing_is_a_deadline(plan):
    deliverable(plan, due="ongoing")
    assert not Deliverable.objects.without_deadline()


def test_every_selection_says_how_it_is_worked_out():
    assert all(selection.how.endswith(".") for selection in SELECTIONS.values())


# --- No update this period --------------------------------------------------------------------------------------------


def test_a_draft_is_not_an_update_even_where_another_item_has_one(plan):
    period = quarter(plan, 4)
    one, other = deliverable(plan), deliverable(plan)
    ProgressUpdateFactory(deliverable=one, period=period, state="draft")
    ProgressUpdateFactory(deliverable=other, period=period, state="submitted", latest=True)
    assert keys(Deliverable.objects.stale()) == {one.pk}


@pytest.mark.parametrize(
    ("state", "is_stale"), [("submitted", False), ("accepted", False), ("sent_back", True), ("corrected", True)]
)
def test_only_an_update_of_record_answers_a_period(plan, state, is_stale):
    made = deliverable(plan)
    ProgressUpdateFactory(deliverable=made, period=quarter(plan, 4), state=state)
    assert Deliverable.objects.stale().exists() is is_stale


def test_nothing_is_stale_while_no_period_is_open(plan):
    quarter(plan, 3, is_closed=True)
    deliverable(plan)
    assert not Deliverable.objects.stale()


def test_a_period_of_another_plan_asks_nothing_of_this_one(plan):
    quarter(PlanFactory(), 4)
    deliverable(plan)
    assert not Deliverable.objects.stale()


# --- Movement ---------------------------------------------------------------------------------------------------------


def moved(plan, before, now):
    """A deliverable rated `before` in the third quarter and `now` in the fourth; None is no update."""
    made = deliverable(plan)
    for period, code in zip(plan.periods.order_by("observed_from"), (before, now), strict=True):
        if code is not None:
            ProgressUpdateFactory(deliverable=made, period=period, rating=code)
    return Deliverable.objects.with_movement().get(pk=made.pk).moved


@pytest.mark.parametrize(
    ("before", "now", "movement"),
    [
        ("red", "amber", "improved"),
        ("amber", "amber_green", "improved"),
        ("green", "amber_green", "worsened"),
        ("amber", "red", "worsened"),
        ("green", "green", "unchanged"),
        (None, "red", "new"),
        ("", "red", "new"),
        ("red", "", "unrated"),
        (None, "", "unrated"),
        ("green", None, "no_update"),
        (None, None, "no_update"),
    ],
)
def test_movement_compares_the_latest_period_with_the_one_before(plan, before, now, movement):
    quarter(plan, 3, is_closed=True)
    quarter(plan, 4)
    assert moved(plan, before, now) == movement


def test_movement_in_sql_agrees_with_the_calculation(plan):
    quarter(plan, 3, is_closed=True)
    quarter(plan, 4)
    for before, now in itertools.product(["red", "amber_red", "amber", "amber_green", "green"], repeat=2):
        assert moved(plan, before, now) == ratings.movement(before, now).value


def test_movement_is_asked_of_all_rows_at_once(plan):
    """A subquery that names the row would be asked again for each, several times: 1.5 s at 5,000 rows on PostgreSQL."""
    row = '("deliverables_deliverable"."id")'
    assert row not in str(Deliverable.objects.moving("improved").query)
    assert row in str(Deliverable.objects.with_evidenced().query)


def test_every_deliverable_is_in_one_movement(plan):
    assert all(word for word in MOVEMENTS.values())
    quarter(plan, 4)
    made = deliverable(plan)
    assert Deliverable.objects.with_movement().get(pk=made.pk).moved in MOVEMENTS


def test_movement_reads_updates_of_record_alone(plan):
    quarter(plan, 3, is_closed=True)
    now = quarter(plan, 4)
    made = deliverable(plan)
    for state in (ProgressUpdate.State.CORRECTED, ProgressUpdate.State.DRAFT):
        ProgressUpdateFactory(
            deliverable=made, period=now, rating="red", state=state, number=1 if state == "draft" else 2
        )
    assert Deliverable.objects.with_movement().get(pk=made.pk).moved == "no_update"


def test_a_period_that_has_not_opened_is_not_the_latest(plan, settings):
    quarter(plan, 3)
    quarter(plan, 4)
    settings.DEMONSTRATION_DATE = datetime.date(2010, 3, 31)
    made = deliverable(plan)
    ProgressUpdateFactory(deliverable=made, period=plan.periods.get(name="Quarter 3"), rating="red")
    assert Deliverable.objects.with_movement().get(pk=made.pk).moved == "new"


# --- Ratings, stages, order, evidence ---------------------------------------------------------------------------------


def test_every_deliverable_has_exactly_one_rating_and_one_stage(plan):
    unrated, red, never = rated(plan, ""), rated(plan, "red", stage="complete"), deliverable(plan)
    assert keys(Deliverable.objects.rated("")) == {unrated.pk, never.pk}
    assert keys(Deliverable.objects.rated("red")) == {red.pk}
    assert keys(Deliverable.objects.staged("not_started")) == {never.pk}
    assert keys(Deliverable.objects.staged("complete")) == {red.pk}


def test_the_worst_come_first_and_the_unrated_last(plan):
    made = {code: rated(plan, code).pk for code in ("green", "", "amber_red", "red")}
    ordered = [one.pk for one in Deliverable.objects.by_severity()]
    assert ordered == [made["red"], made["amber_red"], made["green"], made[""]]


def test_withdrawn_evidence_shows_nothing(plan):
    made = rated(plan, "green", stage="complete")
    evidence = EvidenceFactory(deliverable=made)
    assert "complete_without_evidence" not in Deliverable.objects.for_list().get().computed
    evidence.withdrawn_at, evidence.withdrawn_by = timezone.now(), PersonFactory()
    evidence.save()
    assert "complete_without_evidence" in Deliverable.objects.for_list().get().computed


@pytest.mark.parametrize("level", ["plan", "ambition", "descriptor"])
def test_what_lies_in_something_archived_is_not_in_lists(plan, level):
    ambition = AmbitionFactory(plan=plan)
    made = deliverable(plan, ambition=ambition, descriptor=DescriptorFactory(ambition=ambition))
    above = getattr(made, level)
    above.archived_at, above.archived_by = timezone.now(), PersonFactory()
    above.save()
    assert not Deliverable.objects.for_list()


def test_what_stands_under_no_descriptor_comes_first_in_its_ambition_on_every_database():
    ambition = AmbitionFactory()
    under = DescriptorFactory(ambition=ambition, position=1)
    told = DeliverableFactory(plan=ambition.plan, ambition=ambition, descriptor=under, position=1)
    bare = DeliverableFactory(plan=ambition.plan, ambition=ambition, descriptor=None, position=2)
    assert list(Deliverable.objects.filter(plan=ambition.plan).in_plan_order()) == [bare, told]
    assert [one.pk for one in standings(ambition.plan, on=clock.today())] == [bare.pk, told.pk]
