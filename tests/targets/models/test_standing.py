"""How a series stands on a day, worked out from what was loaded with it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from kpa_tracker.base.toolkit.dates import months_later
from targets.actions.results import record_result
from targets.models import Series
from targets.models.judging import yardstick
from targets.models.overdue import is_overdue, last_due, overdue_on
from targets.models.spans import days_before
from targets.models.standing import standing_of, with_standing
from tests.conftest import TODAY
from tests.factories.targets import (
    FIRST_QUARTER,
    YEAR,
    BaselineFactory,
    DefinitionFactory,
    ExpectedValueFactory,
    MeasureFactory,
    MeasureSetFactory,
    ResultFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db


def series_of(**values):
    decimals = 0 if values.get("kind") == "count" else 1
    return SeriesFactory(measure=MeasureFactory(decimals=decimals, **values), name="")


def quarters(series, *values, first=datetime.date(2009, 4, 1)):
    """Enter the results of quarters in a row; None is a quarter without one."""
    made = []
    for place, value in enumerate(values):
        starts = months_later(first, 3 * place)
        ends = months_later(starts, 3) - datetime.timedelta(days=1)
        if value is not None:
            made.append(ResultFactory(series=series, starts=starts, ends=ends, value=Decimal(value)))
    if made:
        Series.objects.filter(pk=series.pk).update(latest=made[-1])
    return made


def standing(series, day=TODAY):
    return standing_of(with_standing(Series.objects.filter(pk=series.pk)).get(), day)


def test_the_latest_figure_has_its_period_status_and_rule():
    series = series_of()
    *_, last = quarters(series, "47.2", "48")
    last.status, last.rule, last.judged_status, last.judged_reason = "red", "52% or more", "amber", "Error"
    last.save()
    found = standing(series)
    assert (found.figure, found.period, found.status, found.judged_status, found.shown_status, found.rule) == (
        "48.0%", "July to September 2009", "red", "amber", "amber", "52% or more",
    )  # fmt: skip


def test_without_a_result_there_is_no_data_and_the_years_rule():
    series = series_of()
    TargetFactory(series=series)
    found = standing(series)
    assert (found.figure, found.period, found.shown_status, found.progress, found.periods) == (
        "no data",
        "",
        "",
        None,
        [],
    )
    assert found.rule == "52% or more is green; anything else red"
    assert found.forecast.why_not == "there is no result yet"


def test_a_result_after_the_day_is_not_known_yet():
    series = series_of()
    quarters(series, "47", "48")
    assert standing(series, datetime.date(2009, 8, 1)).figure == "47.0%"


def test_a_missing_quarter_is_a_gap_with_no_data_and_never_zero():
    series = series_of()
    quarters(series, "47", None, "49")
    found = standing(series)
    assert [(period.name, period.figure, period.value) for period in found.periods] == [
        ("April to June 2009", "47.0%", Decimal(47)),
        ("July to September 2009", "no data", None),
        ("October to December 2009", "49.0%", Decimal(49)),
    ]
    assert [gap.name for gap in found.gaps] == ["July to September 2009"]


def test_a_yearly_figure_covers_its_quarters():
    series = series_of()
    year = {"starts": datetime.date(2008, 4, 1), "ends": datetime.date(2009, 3, 31)}
    ResultFactory(series=series, **year, value=Decimal(46))
    quarters(series, "47", "48", "49")
    assert [period.name for period in standing(series).periods] == [
        "April 2008 to March 2009", "April to June 2009", "July to September 2009", "October to December 2009",
    ]  # fmt: skip


def test_the_target_is_that_of_the_year_of_the_latest_result():
    series = series_of()
    this = TargetFactory(series=series)
    following = {"starts": datetime.date(2010, 4, 1), "ends": datetime.date(2011, 3, 31)}
    TargetFactory(series=series, **following, value=Decimal(55))
    quarters(series, "47")
    assert standing(series).target == this


def test_progress_runs_from_the_baseline_in_whichever_direction():
    for direction, base, wanted, actual, way in (
        ("up", "46", "52", "49", 50), ("down", "52", "46", "49", 50), ("up", "46", "52", "43", -50),
        ("down", "52", "46", "43", 150), ("up", "46", "46", "49", None),
    ):  # fmt: skip
        series = series_of(direction=direction)
        baseline = BaselineFactory(series=series, value=Decimal(base))
        TargetFactory(series=series, value=Decimal(wanted), baseline=baseline)
        quarters(series, actual)
        assert standing(series).progress == way


def test_progress_of_what_adds_up_goes_by_the_forecast_of_the_year():
    series = series_of(kind="count", direction="down", gathering="sum")
    baseline = BaselineFactory(series=series, value=Decimal(500))
    TargetFactory(series=series, value=Decimal(400), baseline=baseline)
    quarters(series, "110", "115")
    found = standing(series)
    assert (found.forecast_figure, found.progress, found.forecast_status) == ("450", 50, "red")


def test_the_forecast_names_its_method_and_shows_its_inputs():
    series = series_of(kind="count", gathering="sum")
    quarters(series, "100", None, "120")
    found = standing(series)
    assert (found.forecast_figure, found.forecast_method, found.forecast.inputs) == (
        "440", "In a straight line from the results so far",
        "220 in 2 of 4 periods, and as much in each of the others",
    )  # fmt: skip


def test_a_forecast_by_the_profile_and_one_by_last_year():
    for method, said in (("profile", "the year's profile"), ("last_year", "last year")):
        series = series_of(kind="count", gathering="sum", forecast_by=method)
        target = TargetFactory(series=series, value=Decimal(400))
        for place, value in enumerate((80, 120, 100, 100)):
            starts = months_later(target.starts, 3 * place)
            days = {"starts": starts, "ends": months_later(starts, 3) - datetime.timedelta(days=1)}
            ExpectedValueFactory(target=target, **days, value=Decimal(value))
        quarters(series, "80", "120", "100", "100", "160", first=datetime.date(2008, 4, 1))
        found = standing(series)
        assert found.forecast_figure == "800"
        assert found.forecast.inputs == f"160 in 1 of 4 periods; {said} has 80 in the same and 400 for the year"


def test_words_and_grades_are_not_forecast():
    series = series_of(kind="qualitative")
    ResultFactory(series=series, value=None, words="All in place.")
    found = standing(series)
    assert (found.forecast, found.figure, found.forecast_figure, found.progress) == (None, "All in place.", "", None)
    assert found.since_last_period.word == "not comparable"


def test_travel_is_against_the_last_period_and_the_same_period_last_year():
    series = series_of(direction="down", kind="count")
    quarters(series, "50", "40", "45", "48", "44", first=datetime.date(2008, 7, 1))
    found = standing(series)
    assert (found.since_last_period.word, found.since_last_period.arrow) == ("improved", "down")
    assert (found.since_last_year.word, found.since_last_year.change) == ("improved", -6)


def test_travel_over_a_gap_has_no_earlier_data():
    series = series_of()
    quarters(series, "50", None, "45")
    assert standing(series).since_last_period.reason == "no earlier data"


def test_nothing_is_compared_or_forecast_across_a_new_definition():
    series = series_of(kind="count", gathering="sum")
    DefinitionFactory(measure=series.measure, applies_from=datetime.date(2008, 4, 1))
    DefinitionFactory(measure=series.measure, applies_from=datetime.date(2009, 7, 1))
    quarters(series, "50", "45")
    found = standing(series)
    assert found.since_last_period.reason == "the definition changed in between"
    assert found.forecast.inputs == "45 in 1 of 4 periods, and as much in each of the others"
    assert len({period.definition for period in found.periods}) == 2


def test_a_lower_is_better_series_mirrors_its_higher_is_better_twin():
    up, down = series_of(direction="up"), series_of(direction="down")
    TargetFactory(series=up, value=Decimal(52), baseline=BaselineFactory(series=up, value=Decimal(46)))
    TargetFactory(series=down, value=Decimal(-52), baseline=BaselineFactory(series=down, value=Decimal(-46)))
    quarters(up, "47", "53")
    quarters(down, "-47", "-53")
    one, other = standing(up), standing(down)
    assert (one.progress, one.since_last_period.word, one.forecast_status) == (
        other.progress, other.since_last_period.word, other.forecast_status,
    )  # fmt: skip


def test_a_tolerance_counts_in_the_years_rule():
    series = series_of()
    ToleranceFactory(target=TargetFactory(series=series))
    assert "within 2 points amber" in standing(series).rule
    target = standing(series).target
    assert yardstick(series, target, None, starts=target.starts, ends=target.ends).words.endswith("anything else red")


# --- Overdue for data -------------------------------------------------------------------------------------------------

DUE = [
    ("quarter", datetime.date(2010, 4, 21), datetime.date(2009, 12, 31)),
    ("quarter", datetime.date(2010, 4, 22), datetime.date(2010, 3, 31)),
    ("month", datetime.date(2010, 4, 12), datetime.date(2010, 2, 28)),
    ("half_year", datetime.date(2010, 4, 12), datetime.date(2009, 9, 30)),
    ("year", datetime.date(2010, 4, 12), datetime.date(2009, 3, 31)),
]


@pytest.mark.parametrize(("frequency", "day", "ends"), DUE)
def test_a_result_is_due_three_weeks_after_its_period(frequency, day, ends):
    assert last_due(frequency, day).ends == ends


@pytest.mark.parametrize(("values", "late"), [(("47", "48", "49"), False), (("47", "48"), True), ((), True)])
def test_a_series_is_overdue_alike_in_the_record_and_in_the_database(values, late):
    series = series_of()
    quarters(series, *values)
    assert standing(series).is_overdue is late
    series.refresh_from_db()
    assert is_overdue(series, TODAY) is late
    assert Series.objects.filter(overdue_on(TODAY)).exists() is late


def test_the_queries_are_as_many_for_one_series_as_for_three(django_assert_num_queries):
    for rows in (1, 3):
        Series.objects.all().delete() if rows == 1 else None
        while Series.objects.count() < rows:
            series = series_of(kind="count", gathering="sum")
            DefinitionFactory(measure=series.measure)
            ToleranceFactory(target=TargetFactory(series=series))
            quarters(series, "47", None, "49")
        with django_assert_num_queries(6):
            for one in with_standing(Series.objects.all()):
                found = standing_of(one, TODAY)
                assert found.rule == ""
                said = (found.figure, found.forecast_figure, found.progress, found.is_overdue, len(found.periods))
                assert said == ("49", "192", None, False, 3)
                assert found.since_last_period or found.since_last_year or found.of_year.words


# --- Definitions, places, days ----------------------------------------------------------------------------------------

RECOUNTED = [
    # days from which definitions apply, the baseline's period, per cent of the way
    ((datetime.date(2008, 4, 1), datetime.date(2009, 4, 1)), ("2008-04-01", "2009-03-31"), None),
    ((datetime.date(2008, 4, 1), datetime.date(2009, 4, 1)), (None, None), None),
    ((datetime.date(2008, 4, 1), datetime.date(2009, 6, 1)), ("2008-04-01", "2009-03-31"), None),
    ((datetime.date(2008, 4, 1),), ("2008-04-01", "2009-03-31"), 50),
    ((datetime.date(2009, 4, 1),), ("2008-04-01", "2009-03-31"), 50),
    ((datetime.date(2009, 5, 1),), ("2008-04-01", "2009-03-31"), 50),
    ((), (None, None), 50),
]


@pytest.mark.parametrize(("days", "period", "per_cent"), RECOUNTED)
def test_progress_does_not_run_across_a_new_definition(days, period, per_cent):
    series = series_of()
    for day in days:
        DefinitionFactory(measure=series.measure, applies_from=day)
    starts, ends = (one and datetime.date.fromisoformat(one) for one in period)
    baseline = BaselineFactory(series=series, value=Decimal(40), starts=starts, ends=ends)
    TargetFactory(series=series, value=Decimal(60), baseline=baseline)
    quarters(series, "50")
    assert standing(series).progress == per_cent
    assert standing(series).was_recounted is (per_cent is None)


@pytest.mark.parametrize(("is_change", "word", "forecast"), [(False, "worse", "95 in 2"), (True, "", "45 in 1")])
def test_a_first_definition_breaks_its_series_only_where_it_says_so(is_change, word, forecast):
    series = series_of(kind="count", gathering="sum")
    DefinitionFactory(measure=series.measure, applies_from=datetime.date(2009, 7, 1), is_change=is_change)
    quarters(series, "50", "45")
    found = standing(series)
    assert found.since_last_period.word == (word or "not comparable")
    assert found.forecast.inputs.startswith(f"{forecast} of 4 periods")
    assert len({period.counted_as for period in found.periods}) == (2 if is_change else 1)


@pytest.mark.parametrize(("is_change", "status"), [(False, "green"), (True, "")])
def test_a_first_definition_holds_a_change_from_a_baseline_before_it(editor, is_change, status):
    series = series_of(direction="down")
    DefinitionFactory(measure=series.measure, applies_from=datetime.date(2009, 4, 1), is_change=is_change)
    baseline = BaselineFactory(series=series, value=Decimal(40), ends=datetime.date(2009, 3, 31))
    TargetFactory(series=series, form="relative", value=None, change_percent=Decimal(-10), baseline=baseline)
    result = record_result(series, **FIRST_QUARTER, content={"value": Decimal(36)}, by=editor)
    assert (result.status, standing(series).was_recounted) == (status, is_change)


@pytest.mark.parametrize(("day", "status"), [(datetime.date(2009, 4, 1), ""), (datetime.date(2008, 1, 1), "green")])
def test_a_change_from_a_baseline_holds_nothing_that_is_counted_otherwise(editor, day, status):
    series = series_of(direction="down")
    for starts in (datetime.date(2007, 4, 1), day):
        DefinitionFactory(measure=series.measure, applies_from=starts)
    year_before = {"starts": datetime.date(2008, 4, 1), "ends": datetime.date(2009, 3, 31)}
    baseline = BaselineFactory(series=series, value=Decimal(40), **year_before)
    TargetFactory(series=series, form="relative", value=None, change_percent=Decimal(-10), baseline=baseline)
    result = record_result(series, **FIRST_QUARTER, content={"value": Decimal(36)}, by=editor)
    assert result.status == status
    assert result.rule == (
        "36% or less is green; anything else red"
        if status
        else "the baseline was counted by another definition, so that no change from it can be judged"
    )


def test_both_places_of_a_rank_say_where_it_is_going():
    series = series_of(kind="rank", direction="down", unit="nationally, of the most similar group")
    for place, second in ((0, 3), (1, 2)):
        days = {"starts": months_later(FIRST_QUARTER["starts"], 3 * place)}
        days["ends"] = months_later(days["starts"], 3) - datetime.timedelta(days=1)
        last = ResultFactory(series=series, **days, value=Decimal(22), second=Decimal(second))
    Series.objects.filter(pk=series.pk).update(latest=last)
    assert (standing(series).since_last_period.word, standing(series).since_last_period.arrow) == ("improved", "up")


DAYS = [
    # first and last day of a period, of the quarter before it, of the year before it
    (("2010-01-01", "2010-03-31"), ("2009-10-01", "2009-12-31"), ("2009-01-01", "2009-03-31")),
    (("2010-03-31", "2010-03-31"), ("2009-12-31", "2009-12-31"), ("2009-03-31", "2009-03-31")),
    (("2009-06-30", "2009-06-30"), ("2009-03-31", "2009-03-31"), ("2008-06-30", "2008-06-30")),
    (("2009-09-15", "2009-09-15"), ("2009-06-15", "2009-06-15"), ("2008-09-15", "2008-09-15")),
    (("2010-01-15", "2010-04-14"), ("2009-10-15", "2010-01-14"), ("2009-01-15", "2009-04-14")),
    (("2008-02-01", "2008-02-29"), ("2007-11-01", "2007-11-30"), ("2007-02-01", "2007-02-28")),
]


@pytest.mark.parametrize(("now", "quarter", "year"), DAYS)
def test_every_period_has_a_same_one_before(now, quarter, year):
    days = [datetime.date.fromisoformat(one) for one in now]
    assert [day.isoformat() for day in days_before(*days, 3)] == list(quarter)
    assert [day.isoformat() for day in days_before(*days, 12)] == list(year)


@pytest.mark.parametrize(("now", "quarter", "year"), DAYS[1:5])
def test_readings_of_a_day_and_surveys_have_a_direction_of_travel(now, quarter, year):
    series = series_of()
    for (starts, ends), value in ((year, "40"), (quarter, "45"), (now, "44")):
        days = {"starts": datetime.date.fromisoformat(starts), "ends": datetime.date.fromisoformat(ends)}
        ResultFactory(series=series, **days, value=Decimal(value))
    found = standing(series, datetime.date(2010, 5, 1))
    assert (found.since_last_period.word, found.since_last_year.word) == ("worse", "improved")


# --- What a year comes to ---------------------------------------------------------------------------------------------

MISSES = [
    # results of quarters, target, tolerance, forecast or outcome, its status, whether it misses
    (("105", "110", "115"), "120", "5", "120.0%", "green", False),
    (("105", "110", "114"), "120", "5", "118.7%", "amber", True),
    (("105", "104"), "120", "5", "102.0%", "red", True),
    (("105", "110", "115", "119"), "120", "5", "119.0%", "amber", True),
    (("105", "110", "115", "120"), "120", "5", "120.0%", "green", False),
]


@pytest.mark.parametrize(("values", "wanted", "within", "figure", "status", "misses"), MISSES)
def test_amber_misses_the_year_as_red_does(values, wanted, within, figure, status, misses):
    series = series_of()
    ToleranceFactory(target=TargetFactory(series=series, value=Decimal(wanted)), amber_within=Decimal(within))
    quarters(series, *values)
    found = standing(series)
    assert (found.forecast_figure, found.forecast_status, found.misses_the_year) == (figure, status, misses)
    assert found.forecast.name == ("The year" if len(values) == 4 else "Forecast for year end")


def test_an_average_by_numerators_and_denominators_is_said_to_be_one():
    series = series_of(gathering="average", frequency="half_year")
    for place, (top, below) in enumerate(((10, 10), (400, 1000))):
        starts = months_later(FIRST_QUARTER["starts"], 6 * place)
        days = {"starts": starts, "ends": months_later(starts, 6) - datetime.timedelta(days=1)}
        value = Decimal(100 * top) / below
        ResultFactory(series=series, **days, value=value, numerator=Decimal(top), denominator=Decimal(below))
    found = standing(series)
    assert (found.forecast_figure, found.forecast.made) == (
        "40.6%", "the average of its 2 periods, by their numerators and denominators",
    )  # fmt: skip


OUTCOMES = [
    ("ratio", "%", 1, ("9.0", "3.6"), "9.0% : 3.6%"),
    ("rank", "nationally", 0, ("22", None), "22nd nationally"),
    ("level", "", 0, ("3", None), "Level 3"),
]


@pytest.mark.parametrize(("kind", "unit", "decimals", "figure", "words"), OUTCOMES)
def test_a_year_that_one_result_stands_for_is_shown_as_that(kind, unit, decimals, figure, words):
    series = SeriesFactory(measure=MeasureFactory(kind=kind, unit=unit, decimals=decimals, frequency="year"), name="")
    value, second = (one and Decimal(one) for one in figure)
    ResultFactory(series=series, **YEAR, value=value, second=second)
    assert standing(series).forecast_figure == words


# --- Gaps before the first result -------------------------------------------------------------------------------------


def yearly(measure=None, *years, **values):
    series = SeriesFactory(measure=measure or MeasureFactory(frequency="year", **values))
    for year in years:
        days = {"starts": datetime.date(year, 4, 1), "ends": datetime.date(year + 1, 3, 31)}
        ResultFactory(series=series, **days)
    return series


def names_of(series):
    return [(one.name[-4:], one.result is not None) for one in standing(series).periods]


def test_what_was_not_available_before_the_first_result_is_a_gap_beside_what_was():
    of = MeasureSetFactory()
    first = yearly(None, 2007, 2008, set=of)
    later, never = (yearly(None, *years, set=of, authority=of.authority) for years in ((2008,), ()))
    assert names_of(first) == [("2008", True), ("2009", True)]
    assert names_of(later) == [("2008", False), ("2009", True)]
    assert names_of(never) == [("2008", False), ("2009", False)]


def test_a_series_begins_with_its_measure_and_not_with_others():
    yearly(None, 2000)
    first = yearly(None, 2007, 2008)
    assert names_of(yearly(first.measure, 2008)) == [("2008", False), ("2009", True)]
    assert names_of(yearly()) == []


def test_a_measure_of_other_periods_does_not_begin_with_its_set():
    of = MeasureSetFactory()
    yearly(None, 2007, set=of)
    series = SeriesFactory(measure=MeasureFactory(set=of, frequency="quarter"))
    ResultFactory(series=series)
    assert len(standing(series).periods) == 3
