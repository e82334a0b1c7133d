"""A row that the targets' own actions would refuse is left out and said; the others are taken."""

import pytest

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.measures import propose_targets, take_over_targets
from kpa_tracker.interfaces.exchange.reading.measures.targets import read_targets
from plans.models import Plan
from targets.models import Measure, Target
from tests.factories.exchange import document_of
from tests.factories.plans import PlanFactory
from tests.factories.targets import ExpectedValueFactory, MeasureFactory, SeriesFactory

HEADINGS = ["Objective", "Ref", "Indicator", "Good is", "Target 2009/10", "Baseline"]
THEFTS = ["Safer", "K1", "Number of thefts", "Low", "Reduce to 90", "100"]
TRUST = ["Safer", "K2", "Percentage who trust us", "High", "Increase to 52%", "46%"]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


def targets(*rows):
    return read_targets(document_of([HEADINGS, *rows]))


def left(proposal):
    return [(one.place, one.text) for one in proposal.problems]


def test_a_row_that_asks_for_the_worse_of_its_column_is_left_and_the_other_taken(plan, editor):
    against = ["Safer", "K1", "Number of thefts", "High", "Reduce to 90", "100"]
    proposal = take_over_targets(plan, targets(against, TRUST), by=editor)
    assert left(proposal) == [
        (
            "Plan, row 2",
            "“Reduce to 90” asks for less, and of this measure more is better. Correct the target, or change on the "
            "measure which way is better. “Reduce to 90”",
        )
    ]
    assert [target.text for target in Target.objects.all()] == ["Increase to 52%"]
    assert Measure.objects.count() == 1


def test_a_row_against_the_measure_that_is_here_is_left(plan, authority):
    measure = MeasureFactory(authority=authority, reference="K1", kind="count", direction="up")
    SeriesFactory(measure=measure, name="")
    proposal = propose_targets(plan, targets(THEFTS, TRUST))
    assert [place for place, _ in left(proposal)] == ["Plan, row 2"]
    assert [step.row.reference for step in proposal.steps] == ["K2"]


def test_a_row_of_an_archived_measure_is_left(plan, authority, editor):
    measure = MeasureFactory(authority=authority, reference="K1", kind="count")
    SeriesFactory(measure=measure, name="")
    Measure.objects.update(archived_at="2009-01-01T00:00Z", archived_by=editor, archived_reason="Old")
    proposal = take_over_targets(plan, targets(THEFTS, TRUST), by=editor)
    assert left(proposal) == [("Plan, row 2", "This measure is archived. Restore it first. “Reduce to 90”")]
    with pytest.raises(Refused, match="No target was understood"):
        take_over_targets(plan, targets(THEFTS), by=editor)


def test_another_target_under_a_profile_is_left_and_the_other_row_changed(plan, editor):
    take_over_targets(plan, targets(THEFTS, TRUST), by=editor)
    ExpectedValueFactory(target=Target.objects.get(text="Reduce to 90"))
    now = [[*THEFTS[:4], "Reduce to 80", "100"], [*TRUST[:4], "Increase to 55%", "46%"]]
    proposal = take_over_targets(plan, targets(*now), by=editor)
    assert left(proposal) == [
        (
            "Plan, row 2",
            "The year's profile here was made for “Reduce to 90”. Drop the profile first, then import again: "
            "“Reduce to 80”.",
        )
    ]
    assert set(Target.objects.values_list("text", flat=True)) == {"Reduce to 90", "Increase to 55%"}


def test_under_a_profile_another_baseline_counts_where_the_target_runs_from_it(plan, editor):
    relative = [*THEFTS[:4], "Reduce by 10%", "100"]
    take_over_targets(plan, targets(THEFTS, [*relative[:1], "K3", "Number of fires", *relative[3:]]), by=editor)
    for target in Target.objects.all():
        ExpectedValueFactory(target=target)
    now = [[*THEFTS[:5], "110"], ["Safer", "K3", "Number of fires", "Low", "Reduce by 10%", "110"]]
    proposal = propose_targets(plan, targets(*now))
    assert [place for place, _ in left(proposal)] == ["Plan, row 3"]
    assert [step.row.reference for step in proposal.changed] == ["K1"]
