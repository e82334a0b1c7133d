"""Targets and their baselines: set, changed, refused."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from targets.actions import keeping
from targets.actions.goals import (
    add_target,
    archive_target,
    change_baseline,
    change_target,
    footnote,
    forms_of,
    restore_target,
)
from targets.actions.results import close_results, record_result
from targets.models import Footnote, Measure, Objective, Result, Series, Target
from targets.performance import Form, Kind
from tests.factories.plans import PlanFactory, PriorityFactory
from tests.factories.targets import (
    FIRST_QUARTER,
    YEAR,
    BaselineFactory,
    ExpectedValueFactory,
    FootnoteFactory,
    GradeScaleFactory,
    MeasureFactory,
    ObjectiveFactory,
    ResultFactory,
    SeriesFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
BASELINE = {
    "text": "46.4%",
    "value": Decimal("46.4"),
    "starts": datetime.date(2008, 1, 1),
    "ends": datetime.date(2008, 12, 31),
    "is_projected": False,
}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


@pytest.fixture
def series(authority):
    return SeriesFactory(measure=MeasureFactory(authority=authority))


@pytest.fixture
def target(series, plan):
    return TargetFactory(series=series, plan=plan)


def wanted(series, plan, **values):
    said = {"text": "Increase to 52%", "form": "absolute", "value": Decimal(52), **YEAR, **values}
    return Target(series=series, plan=plan, **said)


def of_kind(authority, kind, **values):
    scale = GradeScaleFactory(authority=authority) if kind == "grade" else None
    return SeriesFactory(measure=MeasureFactory(authority=authority, kind=kind, scale=scale, **values))


def test_a_target_is_set_with_its_baseline_as_one_event(authority, series, plan, editor):
    note = FootnoteFactory(authority=authority, text="Calendar year.")
    made = add_target(wanted(series, plan), baseline={**BASELINE, "footnotes": [note]}, by=editor)
    assert (made.baseline.value, list(made.baseline.footnotes.all())) == (Decimal("46.4"), [note])
    assert history_of(made).get().changes["baseline"] == [
        None,
        "46.4%, figure 46.4, 1 January 2008 to 31 December 2008 [Calendar year.]",
    ]
    assert not history_of(made.baseline).exists()


def test_a_target_without_a_baseline_has_none(series, plan, editor):
    made = add_target(wanted(series, plan), baseline={"text": "", "value": None, "is_projected": False}, by=editor)
    assert (made.baseline, made.position) == (None, 1)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("percentage", {"form": "absolute", "value": Decimal(52)}),
        ("count", {"form": "relative", "value": None, "change_percent": Decimal(-10)}),
        ("percentage", {"form": "relative", "value": None, "change_by": Decimal(2)}),
        ("rate", {"form": "floor", "value": Decimal("0.49")}),
        ("hours", {"form": "ceiling", "value": Decimal("32.4"), "is_strict": True}),
        ("money", {"form": "absolute", "value": Decimal(1500000)}),
        ("ratio", {"form": "absolute", "value": Decimal("15.4"), "second": Decimal("3.6")}),
        ("percentage", {"form": "range", "value": Decimal(85), "second": Decimal(90)}),
        ("level", {"form": "level", "value": Decimal(3)}),
        ("rank", {"form": "rank", "value": Decimal(10), "second": Decimal(2)}),
        ("grade", {"form": "grade", "value": Decimal(3)}),
        ("qualitative", {"form": "words", "value": None}),
        ("percentage", {"form": "words", "value": None}),
    ],
)
def test_every_sort_of_target_can_be_set(authority, plan, editor, kind, values):
    series = of_kind(authority, kind)
    Measure.objects.update(direction="hold")
    made = add_target(wanted(Series.objects.get(pk=series.pk), plan, **values), by=editor)
    assert Target.objects.get(pk=made.pk).form == values["form"]


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("percentage", {"value": None}, "value"),
        ("percentage", {"form": "range", "second": None}, "second"),
        ("percentage", {"form": "range", "second": Decimal(50)}, "second"),
        ("percentage", {"form": "words"}, "form"),
        ("percentage", {"form": "relative", "value": None}, "change_percent"),
        ("percentage", {"form": "relative", "value": None, "change_percent": Decimal(0)}, "change_percent"),
        (
            "percentage",
            {"form": "relative", "value": None, "change_percent": Decimal(1), "change_by": Decimal(1)},
            "change_by",
        ),
        ("percentage", {"form": "relative", "change_percent": Decimal(1)}, "value"),
        ("percentage", {"form": "rank", "value": Decimal(10)}, "form"),
        ("qualitative", {}, "form"),
        ("grade", {"form": "grade", "value": Decimal(9)}, "value"),
        ("ratio", {"value": Decimal("15.4")}, "second"),
        ("ratio", {"form": "range", "second": Decimal(90)}, "form"),
    ],
)
def test_figures_that_are_not_those_of_the_sort_are_refused(authority, plan, editor, kind, values, field):
    with pytest.raises(Refused) as refused:
        add_target(wanted(of_kind(authority, kind), plan, **values), by=editor)
    assert refused.value.field == field
    assert not Target.objects.exists()


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_have_a_target_in_words(kind):
    assert Form.WORDS in forms_of(kind)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"starts": datetime.date(2009, 3, 31)}, "starts"), ({"ends": datetime.date(2010, 4, 1)}, "ends")],
)
def test_a_target_lies_in_the_years_of_its_plan(series, plan, editor, values, field):
    with pytest.raises(Refused) as refused:
        add_target(wanted(series, plan, **values), by=editor)
    assert refused.value.field == field


def test_nothing_of_another_authority_or_plan_is_named(authority, series, plan, editor):
    with pytest.raises(ValidationError, match="another authority"):
        add_target(wanted(SeriesFactory(), plan), by=editor)
    with pytest.raises(Refused, match="another plan's"):
        add_target(wanted(series, plan, objective=ObjectiveFactory(plan=PlanFactory(authority=authority))), by=editor)
    with pytest.raises(ValidationError, match="another authority"):
        add_target(wanted(series, plan), links={"footnotes": [FootnoteFactory()]}, by=editor)
    with pytest.raises(ValidationError, match="another authority"):
        add_target(wanted(series, plan), baseline={**BASELINE, "footnotes": [FootnoteFactory()]}, by=editor)
    assert add_target(wanted(series, plan, objective=ObjectiveFactory(plan=plan)), by=editor).pk


def test_a_series_has_one_target_a_year(series, plan, target, editor):
    with pytest.raises(ValidationError, match="already has a target"):
        add_target(wanted(series, plan), by=editor)
    keeping.archive(target, seen=1, reason="Set anew.", by=editor)
    add_target(wanted(series, plan), by=editor)
    with pytest.raises(ValidationError, match="already has a target"):
        keeping.restore(Target.objects.get(pk=target.pk), seen=2, by=editor)


def test_what_is_archived_gets_no_target(authority, plan, editor, series):
    SeriesFactory(measure=series.measure)
    keeping.archive(series, seen=1, reason="Old.", by=editor)
    with pytest.raises(Refused, match="This series is archived"):
        add_target(wanted(series, plan), by=editor)
    gone = SeriesFactory(measure__authority=authority)
    keeping.archive(gone.measure, seen=1, reason="Old.", by=editor)
    with pytest.raises(Refused, match="archived"):
        add_target(wanted(gone, plan), by=editor)


def test_nothing_changes_in_a_closed_plan(authority, series, editor):
    closed = PlanFactory(authority=authority, state="closed")
    target, objective = TargetFactory(series=series, plan=closed), ObjectiveFactory(plan=closed)
    for refused in (
        lambda: add_target(wanted(SeriesFactory(measure=series.measure), closed), by=editor),
        lambda: change_target(target, seen=1, changes={"text": "Other"}, by=editor),
        lambda: keeping.archive(target, seen=1, reason="Old.", by=editor),
        lambda: keeping.move(objective, up=True, seen=1, by=editor),
        lambda: keeping.add(Objective(plan=closed, title="New"), by=editor),
    ):
        with pytest.raises(Refused, match="This plan is closed"):
            refused()


def test_a_change_of_target_and_baseline_is_one_event(target, editor):
    changes = {"text": "Increase to 54%", "value": Decimal(54)}
    change_target(target, seen=1, changes=changes, baseline=BASELINE, by=editor)
    changed = history_of(target).get().changes
    before, figures = changed.pop("baseline_figures")
    assert changed == {
        "text": ["Increase to 52%", "Increase to 54%"],
        "value": ["52", "54"],
        "baseline": [None, "46.4%, figure 46.4, 1 January 2008 to 31 December 2008"],
    }
    assert (before, figures["number"], figures["value"]) == (None, target.baseline.pk, "46.4")


def test_a_baseline_is_corrected_within_its_target_and_taken_away(series, plan, editor):
    target = add_target(wanted(series, plan), baseline=BASELINE, by=editor)
    kept = target.baseline
    change_target(target, seen=1, changes={}, baseline={**BASELINE, "value": Decimal("46.5")}, by=editor)
    kept.refresh_from_db()
    assert (target.baseline, kept.value, kept.version) == (kept, Decimal("46.5"), 2)
    change_target(target, seen=2, changes={}, baseline={"text": "", "value": None}, by=editor)
    assert Target.objects.get(pk=target.pk).baseline is None
    assert str(tell(history_of(target).first())).startswith(f"{editor.name} removed the baseline, which was 46.4%")


def test_saving_what_is_the_same_leaves_no_event(series, plan, editor):
    target = add_target(wanted(series, plan), baseline=BASELINE, by=editor)
    change_target(
        Target.objects.get(pk=target.pk), seen=1, changes={"value": Decimal(52)}, baseline=BASELINE, by=editor
    )
    assert history_of(target).count() == 1


def test_a_baseline_that_two_targets_start_from_is_not_changed_for_both(series, plan, authority, editor):
    shared = BaselineFactory(series=series)
    longer = PlanFactory(authority=authority, ends_on=datetime.date(2012, 3, 31))
    first = TargetFactory(series=series, plan=plan, baseline=shared)
    next_year = {"starts": datetime.date(2010, 4, 1), "ends": datetime.date(2011, 3, 31)}
    second = TargetFactory(series=series, plan=longer, baseline=shared, **next_year)
    change_target(first, seen=1, changes={}, baseline=BASELINE, by=editor)
    second.refresh_from_db()
    assert (second.baseline, first.baseline == shared) == (shared, False)


def test_a_baselines_period_that_runs_backwards_is_said_beside_it(series, plan, editor):
    backwards = {**BASELINE, "starts": datetime.date(2009, 1, 1)}
    with pytest.raises(ValidationError) as refused:
        add_target(wanted(series, plan), baseline=backwards, by=editor)
    assert "The period ends after it starts." in str(refused.value)


def test_whoever_comes_second_is_told_and_the_baseline_stays(series, plan, editor):
    target = add_target(wanted(series, plan), baseline=BASELINE, by=editor)
    change_target(Target.objects.get(pk=target.pk), seen=1, changes={"text": "First"}, by=editor)
    late = Target.objects.get(pk=target.pk)
    with pytest.raises(Conflict):
        change_target(late, seen=1, changes={"text": "Second"}, baseline={**BASELINE, "value": Decimal(1)}, by=editor)
    target.refresh_from_db()
    assert (target.text, target.baseline.value) == ("First", Decimal("46.4"))


def test_open_results_are_judged_again_and_closed_ones_are_not(target, series, editor):
    june, september = datetime.date(2009, 6, 30), datetime.date(2009, 9, 30)
    closed = ResultFactory(series=series, ends=june, status="green", rule="as it was", closed_at=clock.now())
    opened = ResultFactory(series=series, starts=datetime.date(2009, 7, 1), ends=september)
    change_target(target, seen=1, changes={"value": Decimal(40)}, by=editor)
    assert Result.objects.get(pk=closed.pk).rule == "as it was"
    assert Result.objects.get(pk=opened.pk).status == "green"
    change_target(target, seen=2, changes={"value": Decimal(90)}, by=editor)
    assert [Result.objects.get(pk=one.pk).status for one in (closed, opened)] == ["green", "red"]


def test_a_baseline_by_itself_is_changed_unless_a_closed_plan_starts_from_it(series, plan, editor):
    baseline = BaselineFactory(series=series)
    TargetFactory(series=series, plan=plan, baseline=baseline)
    change_baseline(baseline, seen=1, changes={"value": Decimal(47)}, by=editor)
    assert history_of(baseline).get().changes == {"value": ["46.4", "47"]}
    type(plan).objects.filter(pk=plan.pk).update(state="closed")
    with pytest.raises(Refused, match="This plan is closed"):
        change_baseline(baseline, seen=2, changes={"value": Decimal(48)}, by=editor)


def test_an_objective_with_targets_is_not_archived(plan, series, editor):
    objective = ObjectiveFactory(plan=plan)
    target = TargetFactory(series=series, plan=plan, objective=objective)
    with pytest.raises(Refused, match="1 target names this"):
        keeping.archive(objective, seen=1, reason="Old.", by=editor)
    change_target(target, seen=1, changes={"objective": None}, by=editor)
    keeping.archive(objective, seen=1, reason="Old.", by=editor)


def test_objectives_move_within_their_priority(plan, editor):
    priority = PriorityFactory(plan=plan)
    first, other, second = (
        ObjectiveFactory(plan=plan, priority=under, position=place)
        for place, under in ((1, priority), (2, None), (3, priority))
    )
    keeping.move(second, up=True, seen=1, by=editor)
    assert (list(priority.objectives.all()), Objective.objects.get(pk=other.pk).version) == ([second, first], 1)


def test_a_footnote_is_made_once(authority, editor):
    first = footnote(authority, "As at 31 March 2009.", by=editor)
    assert footnote(authority, "As at 31 March 2009.", by=editor) == first
    assert Footnote.objects.count() == 1


# --- Gone and back ----------------------------------------------------------------------------------------------------

SECOND_QUARTER = {"starts": datetime.date(2009, 7, 1), "ends": datetime.date(2009, 9, 30)}


@pytest.fixture
def closed_and_open(target, editor):
    """Two results that a target judged: of a closed period, and of an open one."""
    content = {"value": Decimal(50)}
    first = record_result(target.series, **FIRST_QUARTER, content=content, by=editor)
    close_results(target.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    return first, record_result(target.series, **SECOND_QUARTER, content=content, by=editor)


def judged(results):
    for result in results:
        result.refresh_from_db()
    return [(result.status, result.rule, result.target) for result in results]


def test_without_its_target_an_open_result_is_not_judged_and_a_closed_one_keeps_its_status(
    target, closed_and_open, editor
):
    by_target = ("red", "52% or more is green; anything else red", target)
    assert judged(closed_and_open) == [by_target, by_target]
    archive_target(target, seen=target.version, reason="Not adopted", by=editor)
    assert judged(closed_and_open) == [by_target, ("", "there is no target", None)]
    restore_target(target, seen=target.version, by=editor)
    assert judged(closed_and_open) == [by_target, by_target]


def test_results_that_a_target_no_longer_covers_are_judged_without_it(target, closed_and_open, editor):
    changes = {"starts": datetime.date(2009, 10, 1)}
    change_target(target, seen=target.version, changes=changes, by=editor)
    assert [result[:2] for result in judged(closed_and_open)] == [
        ("red", "52% or more is green; anything else red"), ("", "there is no target"),
    ]  # fmt: skip


def test_the_history_says_that_results_were_judged_again(target, closed_and_open, editor):
    archive_target(target, seen=target.version, reason="Not adopted", by=editor)
    event = history_of(target.series.measure).first()
    assert event.changes == {
        "July to September 2009": ["red (52% or more is green; anything else red)", "not judged (there is no target)"]
    }


# --- Which way is better ----------------------------------------------------------------------------------------------

AGAINST = [
    ("up", {"form": "relative", "value": None, "change_percent": Decimal(-10), "text": "By a tenth"}, "change_percent"),
    ("down", {"form": "relative", "value": None, "change_by": Decimal(2), "text": "By two points"}, "change_percent"),
    ("up", {"form": "relative", "value": None, "change_by": Decimal(2), "text": "Reduce by 10%"}, "change_percent"),
    ("down", {"form": "absolute", "text": "Increase to 52%"}, "text"),
    ("up", {"form": "absolute", "text": "Reduce to 52%"}, "text"),
    ("down", {"form": "floor", "text": "No less than 52%"}, "form"),
    ("up", {"form": "ceiling", "text": "No more than 52%"}, "form"),
]


@pytest.mark.parametrize(("direction", "values", "field"), AGAINST)
def test_a_target_that_asks_for_the_worse_is_refused(series, plan, editor, direction, values, field):
    series.measure.direction = direction
    with pytest.raises(Refused, match="change on the measure which way is better") as refused:
        add_target(wanted(series, plan, **values), by=editor)
    assert refused.value.field == field


@pytest.mark.parametrize("direction", ["hold", "none"])
@pytest.mark.parametrize(("_", "values", "field"), AGAINST)
def test_where_neither_way_is_better_every_target_is_taken(series, plan, editor, direction, _, values, field):
    series.measure.direction = direction
    assert add_target(wanted(series, plan, **values), by=editor).pk


@pytest.mark.parametrize("direction", ["up", "down"])
def test_words_without_a_way_go_with_any_measure(series, plan, editor, direction):
    series.measure.direction = direction
    assert add_target(wanted(series, plan, text="Achieve 52%"), by=editor).pk


# --- With a profile ---------------------------------------------------------------------------------------------------


@pytest.fixture
def with_profile(target):
    ExpectedValueFactory(target=target)
    return target


@pytest.mark.parametrize(
    "changes",
    [{"value": Decimal(50), "text": "Increase to 50%"}, {"ends": datetime.date(2009, 12, 31)}],
    ids=["another value", "other days"],
)
def test_a_target_does_not_part_from_its_profile(with_profile, editor, changes):
    with pytest.raises(Refused, match="Drop the profile with this change") as refused:
        change_target(with_profile, seen=1, changes=changes, by=editor)
    assert refused.value.field == "drop_profile"


def test_a_profile_goes_with_the_change_in_one_event(with_profile, editor):
    changes = {"value": Decimal(50), "text": "Increase to 50%"}
    changed = change_target(with_profile, seen=1, changes=changes, drop_profile=True, by=editor)
    assert not changed.expected_values.exists()
    assert history_of(changed).get().changes["profile"] == [["48 by 30 June 2009"], []]


def test_words_alone_leave_the_profile(with_profile, editor):
    changed = change_target(with_profile, seen=1, changes={"text": "Raise it to 52%"}, by=editor)
    assert changed.expected_values.count() == 1


def test_another_baseline_does_not_move_a_target_away_from_its_profile(series, plan, editor):
    change = {"form": "relative", "value": None, "change_percent": Decimal(10), "text": "Increase by 10%"}
    target = add_target(wanted(series, plan, **change), baseline=BASELINE, by=editor)
    ExpectedValueFactory(target=target)
    with pytest.raises(Refused, match="Drop the profile"):
        change_baseline(target.baseline, seen=1, changes={"value": Decimal(40)}, by=editor)
    other = {**BASELINE, "value": Decimal(40)}
    with pytest.raises(Refused, match="Drop the profile"):
        change_target(Target.objects.get(pk=target.pk), seen=1, changes={}, baseline=other, by=editor)
    assert change_baseline(Target.objects.get().baseline, seen=1, changes={"text": "46.40%"}, by=editor).pk
