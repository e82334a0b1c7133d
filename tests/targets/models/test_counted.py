"""A year's results in their places: what counts of a year that begins or ends within one of its measure's periods."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from targets.actions.results import record_result
from targets.actions.yardsticks import Step, set_profile
from targets.models import Series
from tests.conftest import TODAY
from tests.factories.targets import YEAR, MeasureFactory, SeriesFactory, TargetFactory
from tests.targets.models.test_to_date import standing

pytestmark = pytest.mark.django_db
D = datetime.date
QUARTERS = [(D(2009, 7, 1), D(2009, 9, 30)), (D(2009, 10, 1), D(2009, 12, 31)), (D(2010, 1, 1), D(2010, 3, 31))]
FROM_SEPTEMBER = {"starts": D(2009, 9, 1), "ends": YEAR["ends"]}


@pytest.fixture
def series_of(authority):
    def made(days=FROM_SEPTEMBER, **values):
        given = {"kind": "count", "gathering": "sum", "decimals": 1, "unit": "", **values}
        series = SeriesFactory(measure=MeasureFactory(authority=authority, **given), name="")
        TargetFactory(series=series, value=Decimal(70), **days)
        return series

    return made


@pytest.fixture
def enter(editor):
    def entered(series, *results):
        for (starts, ends), value in results:
            content = {"value": Decimal(value)}
            record_result(Series.objects.get(pk=series.pk), starts=starts, ends=ends, content=content, by=editor)

    return entered


def forecast_of(series, day=TODAY):
    found = standing(series, day).forecast
    return found.value and round(found.value, 2), found.made


def test_a_quarter_that_began_before_the_year_is_not_taken_for_the_years(series_of, enter):
    series = series_of()
    enter(series, (QUARTERS[0], "30"), (QUARTERS[1], "24"))
    assert forecast_of(series) == (
        56, "In a straight line from the results so far: 24.0 in 3 of 7 periods, and as much in each of the others",
    )  # fmt: skip


def test_the_part_of_it_that_is_counted_is_the_years(series_of, enter):
    series = series_of()
    enter(series, (QUARTERS[0], "30"), ((D(2009, 9, 1), D(2009, 9, 30)), "11"), (QUARTERS[1], "24"))
    assert forecast_of(series) == (
        Decimal("61.25"),
        "In a straight line from the results so far: 35.0 in 4 of 7 periods, and as much in each of the others",
    )
    assert standing(series).to_date.value == 35
    enter(series, (QUARTERS[2], "30"))
    assert forecast_of(series) == (65, "the sum of its 7 periods")


def test_without_a_result_of_its_own_days_there_is_no_forecast(series_of, enter):
    series = series_of()
    enter(series, (QUARTERS[0], "30"))
    why = "July to September 2009 began before 1 September 2009, the first day that counts"
    assert (standing(series).gap, forecast_of(series)) == (why, (None, f"None: {why}"))


def test_a_year_that_ends_within_a_quarter_takes_what_is_its_own(series_of, enter):
    series = series_of({"starts": D(2009, 7, 1), "ends": D(2010, 1, 31)})
    enter(series, (QUARTERS[0], "30"), (QUARTERS[1], "30"))
    assert forecast_of(series)[0] == 70


def test_a_pattern_that_has_no_months_is_refused_in_words(series_of, enter, editor):
    series = series_of(forecast_by="profile")
    target = series.targets.get()
    steps = [Step(starts=starts, ends=ends, value=Decimal(35)) for starts, ends in QUARTERS[1:]]
    set_profile(target, steps=steps, seen=target.version, by=editor)
    enter(series, (QUARTERS[1], "24"))
    assert forecast_of(series) == (None, "None: the year's profile does not have a value for every period")


def test_an_average_leaves_out_the_quarter_that_began_before(series_of, enter):
    series = series_of(kind="percentage", gathering="average")
    enter(series, (QUARTERS[0], "90"), (QUARTERS[1], "60"), (QUARTERS[2], "70"))
    found = standing(series)
    assert (found.figure, found.to_date.made) == (
        "65.0%",
        "the plain average of 6 of its 7 periods; July to September 2009 began before 1 September 2009, the first day "
        "that counts",
    )


def test_where_the_last_period_stands_for_the_year_the_first_one_is_on_its_line(series_of, enter):
    series = series_of(gathering="last")
    enter(series, (QUARTERS[0], "50"), (QUARTERS[1], "60"))
    assert forecast_of(series)[0] == 70


def test_a_year_of_whole_periods_is_counted_by_them(series_of, enter):
    series = series_of({"starts": D(2009, 7, 1), "ends": YEAR["ends"]})
    enter(series, (QUARTERS[0], "30"), (QUARTERS[1], "24"))
    assert forecast_of(series) == (
        81, "In a straight line from the results so far: 54.0 in 2 of 3 periods, and as much in each of the others",
    )  # fmt: skip
