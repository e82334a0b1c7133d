"""The chart of a series: each period with the target and tolerance that it was judged by."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from targets.actions.goals import archive_target, change_target
from targets.actions.results import close_results, record_result
from targets.models import Series
from targets.models.standing import standing_of, with_standing
from targets.tables.charts import axis, reading_of, series_charts
from tests.conftest import TODAY
from tests.factories.targets import (
    FIRST_QUARTER,
    DefinitionFactory,
    MeasureFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db
THIRD_QUARTER = {"starts": datetime.date(2009, 10, 1), "ends": datetime.date(2009, 12, 31)}


@pytest.fixture
def series(authority):
    return SeriesFactory(measure=MeasureFactory(authority=authority))


def chart_of(standing):
    return series_charts([standing])[standing.series.pk]


def standing(series):
    return standing_of(with_standing(Series.objects.filter(pk=series.pk)).get(), TODAY)


def readings(series):
    found = standing(series)
    return [reading_of(found, period) for period in found.periods]


def test_a_period_without_data_has_its_target_and_no_value(series, editor):
    ToleranceFactory(target=TargetFactory(series=series))
    for period in (FIRST_QUARTER, THIRD_QUARTER):
        record_result(series, **period, content={"value": Decimal(51)}, by=editor)
    assert [(one.value, one.wanted, one.tolerated) for one in readings(series)] == [
        (51, 52, 50), (None, 52, 50), (51, 52, 50),
    ]  # fmt: skip


def test_a_closed_period_keeps_the_tolerance_that_it_was_judged_by(series, editor):
    target = TargetFactory(series=series)
    ToleranceFactory(target=target)
    record_result(series, **FIRST_QUARTER, content={"value": Decimal(51)}, by=editor)
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    ToleranceFactory(target=target, amber_within=Decimal("0.5"))
    record_result(series, **THIRD_QUARTER, content={"value": Decimal(51)}, by=editor)
    assert [one.tolerated for one in readings(series)] == [50, Decimal("51.5"), Decimal("51.5")]


def test_a_closed_period_keeps_the_value_that_was_wanted_of_it(series, editor):
    target = TargetFactory(series=series)
    for period in (FIRST_QUARTER, THIRD_QUARTER):
        record_result(series, **period, content={"value": Decimal(51)}, by=editor)
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    change_target(target, seen=1, changes={"value": Decimal(45), "text": "Increase to 45%"}, by=editor)
    assert [one.wanted for one in readings(series)] == [52, 45, 45]
    archive_target(target, seen=2, reason="Dropped", by=editor)
    assert [one.wanted for one in readings(series)] == [52, None, None]


def test_what_was_recorded_without_a_target_has_none_in_the_chart(series, editor):
    record_result(series, **FIRST_QUARTER, content={"value": Decimal(51)}, by=editor)
    (first, *_) = readings(series)
    assert (first.value, first.wanted) == (51, None)


def test_a_lower_target_is_tolerated_above_it(series, editor):
    series.measure.direction = "down"
    series.measure.save()
    ToleranceFactory(target=TargetFactory(series=series), amber_within=Decimal(10), measured_in="percent")
    record_result(series, **FIRST_QUARTER, content={"value": Decimal(51)}, by=editor)
    assert readings(series)[0].tolerated == Decimal("57.2")


def test_the_line_is_broken_at_a_new_definition(series, editor):
    for day in (datetime.date(2009, 4, 1), datetime.date(2009, 10, 1)):
        DefinitionFactory(measure=series.measure, applies_from=day)
    for period in (FIRST_QUARTER, THIRD_QUARTER):
        record_result(series, **period, content={"value": Decimal(51)}, by=editor)
    drawn = chart_of(standing(series))
    assert (len(drawn.runs), len(drawn.breaks), len(drawn.gaps)) == (2, 1, 1)


def test_a_series_without_a_figure_has_no_chart(series):
    assert chart_of(standing(series)) is None


@pytest.mark.parametrize(
    ("kind", "unit", "value", "written"),
    [("percentage", "of callers", "46.5", "46.5%"), ("count", "crimes", "21000", "21,000"), ("rank", "", "22", "22nd"),
     ("money", "£m", "1500000", "£1.5m"), ("level", "", "3", "Level 3"), ("ratio", "%", "4.25", "4.25 to 1")],
)  # fmt: skip
def test_the_axis_writes_short_figures(authority, kind, unit, value, written):
    measure = MeasureFactory(authority=authority, kind=kind, unit=unit)
    assert axis(standing(SeriesFactory(measure=measure)))(Decimal(value)) == written


def test_levels_are_drawn_at_whole_steps(authority, editor):
    series = SeriesFactory(measure=MeasureFactory(authority=authority, kind="level"))
    for period, value in ((FIRST_QUARTER, 3), (THIRD_QUARTER, 4)):
        record_result(series, **period, content={"value": Decimal(value)}, by=editor)
    assert [tick.label for tick in chart_of(standing(series)).ticks] == ["Level 3", "Level 4"]


def test_the_chart_says_a_figure_as_the_table_does(authority, editor):
    percentage = SeriesFactory(measure=MeasureFactory(authority=authority, decimals=1), name="")
    record_result(percentage, **FIRST_QUARTER, content={"value": Decimal(49)}, by=editor)
    assert chart_of(standing(percentage)).description.startswith("April to June 2009: 49.0%.")
    ratio = SeriesFactory(measure=MeasureFactory(authority=authority, kind="ratio", unit="%", decimals=1), name="")
    record_result(ratio, **FIRST_QUARTER, content={"value": Decimal(9), "second": Decimal("3.6")}, by=editor)
    assert chart_of(standing(ratio)).description.startswith("April to June 2009: 9.0% : 3.6%.")


def test_series_of_one_unit_have_one_axis(authority, editor):
    measure = MeasureFactory(authority=authority, kind="count")
    made = [SeriesFactory(measure=measure, unit=unit) for unit in ("", "", "days")]
    for series, value in zip(made, (2469, 526, 12), strict=True):
        record_result(series, **FIRST_QUARTER, content={"value": Decimal(value)}, by=editor)
    kent, medway, days = (series_charts([standing(one) for one in made])[one.pk] for one in made)
    assert [tick.label for tick in kent.ticks] == [tick.label for tick in medway.ticks]
    assert [tick.label for tick in days.ticks] != [tick.label for tick in kent.ticks]
