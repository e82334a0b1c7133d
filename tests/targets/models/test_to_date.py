"""The year to date of what adds up: results together, what was wanted of them together, and what is missing."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpa_tracker.base.toolkit.dates import months_later
from kpa_tracker.base.toolkit.errors import Refused
from targets.actions.goals import change_target
from targets.actions.results import close_results, correct_result, judge_otherwise, place_of, record_result
from targets.actions.yardsticks import Step, set_profile
from targets.models import Series
from targets.models.measures import Measure
from targets.models.standing import standing_of, with_standing
from targets.models.to_date import in_a_list
from tests.conftest import TODAY
from tests.factories.targets import (
    YEAR,
    DefinitionFactory,
    MeasureFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


def D(text):
    return None if text is None else Decimal(text)


@pytest.fixture
def series_of(authority):
    def made(**values):
        given = {"kind": "count", "direction": "down", "gathering": "sum", "decimals": 0, **values}
        return SeriesFactory(measure=MeasureFactory(authority=authority, **given), name="")

    return made


@pytest.fixture
def enter(editor):
    """Return a function that records quarters of 2009/10 in a row; None is a quarter without one."""

    def entered(series, *values, months=3):
        made = []
        for place, value in enumerate(values):
            if value is not None:
                days = span(place, months)
                content = {"withheld_reason": "Too few"} if value == "withheld" else {"value": D(value)}
                made.append(record_result(Series.objects.get(pk=series.pk), **days, content=content, by=editor))
        return made

    return entered


def span(place, months=3):
    starts = months_later(YEAR["starts"], months * place)
    return {"starts": starts, "ends": months_later(starts, months) - A_DAY}


def standing(series, day=TODAY):
    return standing_of(with_standing(Series.objects.filter(pk=series.pk)).get(), day)


def listed(series):
    return in_a_list(Series.objects.select_related("measure", "latest").get(pk=series.pk))


YEARS = [
    # kind, unit, decimals, direction, target, tolerance, quarters, figure, months, status, what is printed first
    ("count", "complaints", 0, "down", "345", "20", ("86", "90", "88"), "264 complaints", "April to December 2009",
     "amber", "April to December 2009: 264 of 258.75; 258.75 complaints or less is green; within 15 complaints amber"),
    ("count", "complaints", 0, "down", "345", None, ("86", "90", "88", "88"), "352 complaints",
     "April 2009 to March 2010", "red", "352 of 345 for the year; 345 complaints or less is green"),
    ("money", "£m", 2, "up", "1500000", None, ("390000", "400000", "390000", "350000"), "£1.53m",
     "April 2009 to March 2010", "green", "£1.53m of £1.5m for the year; £1.50m or more is green"),
    ("money", "£m", 2, "up", "1500000", None, ("390000", "400000", "390000", "315000"), "£1.495m",
     "April 2009 to March 2010", "red", "£1.495m of £1.5m for the year"),
    ("rate", "per 1,000 population", 1, "down", "68", "1", ("17.1", "17.0", "17.1", "17.7"),
     "68.9 per 1,000 population", "April 2009 to March 2010", "amber", "68.9 of 68 for the year"),
    ("count", "", 0, "up", "100", None, ("10", "40"), "50", "April to September 2009", "green",
     "April to September 2009: 50 of 50; 50 or more is green"),
    ("count", "", 0, "hold", "100", None, ("30", "25"), "55", "April to September 2009", "green",
     "April to September 2009: 55 of 50; 50 or more is green"),
    ("count", "", 0, "none", "100", None, ("30", "25"), "55", "April to September 2009", "",
     "for information, without a status"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "unit", "decimals", "direction", "wanted", "within", "quarters", "figure", "months", "status", "words"),
    YEARS,
)
def test_what_adds_up_stands_by_its_year_to_date(
    series_of, enter, kind, unit, decimals, direction, wanted, within, quarters, figure, months, status, words
):
    series = series_of(kind=kind, unit=unit, decimals=decimals, direction=direction)
    target = TargetFactory(series=series, value=D(wanted))
    if within:
        ToleranceFactory(target=target, amber_within=D(within))
    enter(series, *quarters)
    found = standing(series)
    assert (found.figure, found.period, found.status, found.gap) == (figure, months, status, "")
    assert found.rule.startswith(words)
    assert (listed(series).figure, listed(series).months, listed(series).status) == (figure, months, status)


def test_the_latest_period_keeps_its_own_status_beside_the_year(series_of, enter):
    series = series_of()
    TargetFactory(series=series, value=Decimal(345))
    enter(series, "86", "90", "88", "84")
    found = standing(series)
    assert (found.status, found.latest.status, found.latest_figure, found.latest_period) == (
        "red", "green", "84", "January to March 2010",
    )  # fmt: skip
    assert found.latest.rule.startswith("86.25 or less is green")


def test_one_period_stands_for_itself(series_of, enter):
    series = series_of()
    TargetFactory(series=series, value=Decimal(345))
    enter(series, "86")
    found = standing(series)
    assert (found.to_date, found.gap, found.figure, found.rule) == (None, "", "86", found.latest.rule)
    assert listed(series).months == "April to June 2009"


def test_a_figure_of_the_whole_year_stands_for_itself(series_of, enter):
    series = series_of(frequency="year")
    TargetFactory(series=series, value=Decimal(345))
    enter(series, "350", months=12)
    assert (standing(series).to_date, standing(series).status) == (None, "red")


GAPS = [
    # the quarters entered, why the year to date is not known, the figure that stands for it
    (("86", None, "88"), "July to September 2009 is missing", "88"),
    ((None, "90", "88"), "April to June 2009 is missing", "88"),
    (("86", "withheld", "88"), "July to September 2009 is withheld", "88"),
    (("86", "90", "withheld"), "", "withheld"),
]


@pytest.mark.parametrize(("quarters", "why", "figure"), GAPS)
def test_a_gap_is_named_and_the_latest_period_stands_alone(series_of, enter, quarters, why, figure):
    series = series_of()
    TargetFactory(series=series, value=Decimal(345))
    made = enter(series, *quarters)
    found = standing(series)
    assert (found.to_date, found.gap, found.figure) == (None, why, figure)
    assert (found.status, found.rule) == (made[-1].status, made[-1].rule)
    assert listed(series).figure == figure


def test_a_period_that_straddles_the_targets_first_day_is_not_missing(series_of, enter):
    series = series_of(direction="up")
    days = {"starts": datetime.date(2009, 9, 1), "ends": YEAR["ends"]}
    TargetFactory(series=series, value=Decimal(70), **days)
    enter(series, "25", "25", "25")
    assert standing(series).gap == "July to September 2009 began before 1 September 2009, the first day that counts"


def test_nothing_is_added_across_a_new_definition(series_of, enter):
    series = series_of()
    DefinitionFactory(measure=series.measure, applies_from=datetime.date(2008, 4, 1))
    DefinitionFactory(measure=series.measure, applies_from=datetime.date(2009, 10, 1))
    enter(series, "86", "90", "88")
    assert standing(series).gap == "April to June 2009 was counted by another definition"


def test_a_period_that_straddles_a_new_definition_is_like_no_other(series_of, enter):
    series = series_of(gathering="last", kind="percentage")
    for day in (datetime.date(2008, 4, 1), datetime.date(2009, 9, 1)):
        DefinitionFactory(measure=series.measure, applies_from=day)
    enter(series, "86", "90", "88")
    assert standing(series).since_last_period.reason == "the definition changed in between"
    enter(series, None, None, None, "89")
    assert standing(series).since_last_period.word == "worse"


def test_results_of_months_and_quarters_stand_in_one_row(series_of, enter):
    series = series_of(frequency="month")
    TargetFactory(series=series, value=Decimal(120))
    enter(series, "30")
    enter(series, None, None, None, "10", "11", months=1)
    found = standing(series)
    assert (found.figure, found.period) == ("51", "April to August 2009")
    assert found.rule.startswith("April to August 2009: 51 of 50")


def test_a_quarter_on_a_monthly_measure_weighs_as_three_months(series_of, enter):
    plain = series_of(frequency="month", gathering="average", kind="percentage", direction="up")
    enter(plain, "30")
    enter(plain, None, None, None, "50", months=1)
    assert standing(plain).forecast.inputs.startswith("a plain average of 35% in 4 of 12 periods")
    added = series_of(frequency="month")
    enter(added, "30")
    enter(added, None, None, None, "12", months=1)
    assert (standing(added).forecast.value, standing(added).forecast.inputs) == (
        126, "42 in 4 of 12 periods, and as much in each of the others",
    )  # fmt: skip


def test_the_numerators_of_a_quarter_on_a_monthly_measure_count_once(series_of, editor):
    series = series_of(frequency="month", gathering="average", kind="percentage", direction="up")
    for days, top, below in ((span(0), 40, 100), (span(3, 1), 92, 200)):
        content = {"numerator": Decimal(top), "denominator": Decimal(below)}
        record_result(Series.objects.get(pk=series.pk), **days, content=content, by=editor)
    assert standing(series).forecast.inputs.startswith("an average of 44% in 4 of 12 periods, by their numerators")


def test_where_the_last_period_stands_for_the_year_the_measure_stands_by_it(series_of, enter):
    series = series_of(gathering="last", kind="percentage")
    enter(series, "86", "90")
    assert (standing(series).to_date, standing(series).figure, listed(series).figure) == (None, "90%", "90%")


def test_the_profile_adds_up_to_what_is_wanted_to_date(series_of, enter, editor):
    series = series_of()
    target = TargetFactory(series=series, value=Decimal(345))
    steps = [Step(**span(place), value=Decimal(value)) for place, value in enumerate((80, 90, 90, 85))]
    set_profile(target, steps=steps, seen=target.version, by=editor)
    enter(series, "81", "90")
    assert standing(series).rule.startswith("April to September 2009: 171 of 170; 170 or less is green")
    assert standing(series).rule.endswith("as the profile expects")
    enter(series, None, None, "90", "84")
    assert (standing(series).status, standing(series).rule) == (
        "green", "345 of 345 for the year; 345 or less is green; anything else red",
    )  # fmt: skip


def test_a_profile_of_quarters_holds_months_at_the_end_of_each(series_of, enter, editor):
    series = series_of(frequency="month")
    target = TargetFactory(series=series, value=Decimal(120))
    steps = [Step(**span(place), value=Decimal(value)) for place, value in enumerate((24, 32, 32, 32))]
    set_profile(target, steps=steps, seen=target.version, by=editor)
    enter(series, "8", "9", "8", months=1)
    assert standing(series).rule.startswith("April to June 2009: 25 of 24; 24 or less is green")
    enter(series, None, None, None, "8", months=1)
    assert standing(series).rule.startswith("April to July 2009: 33 of 34;")


def test_an_empty_box_of_the_profile_adds_nothing(series_of, enter, editor):
    series = series_of()
    target = TargetFactory(series=series, value=Decimal(400))
    steps = [Step(**span(place), value=Decimal(value)) for place, value in ((0, 100), (2, 300))]
    set_profile(target, steps=steps, seen=target.version, by=editor)
    enter(series, "90", "20")
    assert standing(series).rule.startswith("April to September 2009: 110 of 100; 100 or less is green")


def test_fractions_are_added_exactly(series_of, editor):
    series = series_of(kind="rate", unit="per person", decimals=2)
    TargetFactory(series=series, value=Decimal(2), form="ceiling")
    for place in range(4):
        content = {"numerator": Decimal(place + 1), "denominator": Decimal(3)}
        record_result(Series.objects.get(pk=series.pk), **span(place), content=content, by=editor)
    found = standing(series)
    assert (found.figure, found.to_date.value) == ("3.33 per person", Decimal(10) / 3)
    first = record_result(
        series_three := series_of(kind="rate", unit="per person", decimals=2),
        **span(0), content={"numerator": Decimal(1), "denominator": Decimal(3)}, by=editor,
    )  # fmt: skip
    assert first.value == Decimal("0.3333")
    for place in (1, 2):
        content = {"numerator": Decimal(1), "denominator": Decimal(3)}
        record_result(Series.objects.get(pk=series_three.pk), **span(place), content=content, by=editor)
    assert standing(series_three).to_date.value == 1


# --- What is kept for lists -------------------------------------------------------------------------------------------


def counted(series):
    return Measure.objects.filter(pk=series.measure.pk).with_worst().values_list("worst", flat=True).get()


def test_lists_and_records_say_the_same_whatever_changes(series_of, enter, editor):
    series = series_of()
    target = TargetFactory(series=series, value=Decimal(345), text="No more than 345", form="ceiling")

    def agree(status):
        assert {standing(series).shown_status, listed(series).status, counted(series)} == {status}
        assert listed(series).figure == standing(series).figure

    *_, last = enter(series, "86", "90", "88", "84")
    agree("red")
    last = correct_result(last, content={"value": Decimal(80)}, reason="Counted twice", seen=place_of(last), by=editor)
    agree("green")
    judge_otherwise(last, status="amber", reason="Two are late", seen=place_of(last), by=editor)
    agree("amber")
    last.refresh_from_db()
    judge_otherwise(last, status="", reason="", seen=place_of(last), by=editor)
    change_target(target, seen=target.version, changes={"value": Decimal(343)}, by=editor)
    agree("red")


def test_a_closed_year_is_not_judged_by_what_its_target_says_later(series_of, enter, editor):
    series = series_of()
    target = TargetFactory(series=series, value=Decimal(345), text="No more than 345", form="ceiling")
    enter(series, "86", "86", "86", "86")
    close_results(series.authority_id, until=YEAR["ends"], by=editor)
    target.refresh_from_db()
    change_target(target, seen=target.version, changes={"value": Decimal(340)}, by=editor)
    found = standing(series)
    assert (found.status, listed(series).status, counted(series)) == ("green", "green", "green")
    assert found.rule == (
        "344 of 345 for the year; 345 or less is green; anything else red; by the rules that its periods were "
        "closed with"
    )


# --- What is closed ---------------------------------------------------------------------------------------------------


def changed(target, editor, **changes):
    target.refresh_from_db()
    return change_target(target, seen=target.version, changes=changes, by=editor)


def profiled(target, editor, *values):
    target.refresh_from_db()
    steps = [Step(**span(place), value=Decimal(value)) for place, value in enumerate(values) if value is not None]
    return set_profile(target, steps=steps, seen=target.version, by=editor)


@pytest.mark.parametrize("gathering", ["last", "average"])
def test_a_closed_year_has_the_outcome_that_it_was_closed_with(series_of, enter, editor, gathering):
    series = series_of(kind="percentage", direction="up", decimals=1, gathering=gathering)
    target = TargetFactory(series=series, value=Decimal(86), text="86% or more", form="floor")
    enter(series, "86.2", "86.2", "86.2", "86.2")
    close_results(series.authority_id, until=YEAR["ends"], by=editor)
    changed(target, editor, value=Decimal(90))
    found = standing(series)
    assert (found.forecast_method, found.forecast_figure) == ("The year", "86.2%")
    assert (found.status, found.forecast_status, found.misses_the_year) == ("green", "green", False)


def test_a_closed_figure_of_the_whole_year_has_the_outcome_that_it_was_closed_with(series_of, enter, editor):
    series = series_of(frequency="year")
    target = TargetFactory(series=series, value=Decimal(345), text="No more than 345", form="ceiling")
    enter(series, "340", months=12)
    close_results(series.authority_id, until=YEAR["ends"], by=editor)
    changed(target, editor, value=Decimal(300))
    assert (standing(series).status, standing(series).forecast_status) == ("green", "green")


@pytest.mark.parametrize(("gathering", "until"), [("last", None), ("average", datetime.date(2009, 12, 31))])
def test_an_outcome_that_is_open_is_judged_by_what_the_target_says_now(series_of, enter, editor, gathering, until):
    series = series_of(kind="percentage", direction="up", decimals=1, gathering=gathering)
    target = TargetFactory(series=series, value=Decimal(86), text="86% or more", form="floor")
    enter(series, "86.2", "86.2", "86.2", "86.2")
    if until:
        close_results(series.authority_id, until=until, by=editor)
    changed(target, editor, value=Decimal(90))
    assert (standing(series).status, standing(series).forecast_status) == ("red", "red")


def test_closed_periods_keep_what_was_wanted_of_each_of_them(series_of, enter, editor):
    series = series_of(direction="up")
    target = TargetFactory(series=series, value=Decimal(100))
    profiled(target, editor, 10, 20, 30, 40)
    enter(series, "10", "20", "30")
    close_results(series.authority_id, until=datetime.date(2009, 12, 31), by=editor)
    profiled(target, editor, 20, 25, 30, 25)
    found = standing(series)
    assert (found.status, found.to_date.held.rule.wanted) == ("green", 60)
    assert found.rule.endswith("by the rules that its periods were closed with")
    assert {one.status for one in found.results} == {"green"}
    enter(series, None, None, None, "24")
    found = standing(series)
    assert (found.status, found.forecast_status, found.to_date.held.rule.wanted) == ("red", "red", 85)
    assert found.rule.endswith("by the rules that its closed periods were closed with")


def test_open_periods_are_added_to_the_closed_ones_by_what_the_target_says_now(series_of, enter, editor):
    series = series_of(direction="up")
    target = TargetFactory(series=series, value=Decimal(100), text="At least 100", form="floor")
    ToleranceFactory(target=target, amber_within=Decimal(4))
    enter(series, "25", "25")
    close_results(series.authority_id, until=datetime.date(2009, 9, 30), by=editor)
    enter(series, None, None, "30")
    changed(target, editor, value=Decimal(120))
    rule = standing(series).to_date.held.rule
    assert (rule.wanted, rule.amber_within, standing(series).status) == (80, 3, "green")


def test_a_closed_period_of_which_nothing_was_expected_adds_nothing(series_of, enter, editor):
    series = series_of(direction="up")
    target = TargetFactory(series=series, value=Decimal(100))
    profiled(target, editor, None, 50, None, 50)
    enter(series, "0", "50")
    close_results(series.authority_id, until=datetime.date(2009, 9, 30), by=editor)
    profiled(target, editor, None, 70, None, 30)
    enter(series, None, None, "0")
    assert (standing(series).status, standing(series).to_date.held.rule.wanted) == ("green", 50)


def test_a_range_keeps_its_upper_end_where_it_has_a_profile(series_of, enter, editor):
    series = series_of(direction="up")
    target = TargetFactory(series=series, value=Decimal(100), second=Decimal(120), form="range")
    profiled(target, editor, 20, 30, 25, 25)
    *_, last = enter(series, "25", "60")
    assert (last.status, last.rule) == ("red", "30 to 35 is green; anything else red; as the profile expects")
    rule = standing(series).to_date.held.rule
    assert (rule.wanted, rule.second, standing(series).status) == (50, 60, "red")


def test_a_range_of_what_does_not_add_up_is_as_wide_along_its_profile(series_of, enter, editor):
    series = series_of(kind="percentage", direction="up", gathering="last")
    target = TargetFactory(series=series, value=Decimal(40), second=Decimal(50), form="range")
    profiled(target, editor, 70, 60, 50, 40)
    first, second, *_ = enter(series, "75", "71")
    assert (first.status, second.status, second.rule[:22]) == ("green", "red", "60% to 70% is green; a")


def test_an_owner_may_overrule_a_year_to_date_that_differs_from_its_last_period(series_of, enter, editor):
    series = series_of(direction="up")
    TargetFactory(series=series, value=Decimal(100))
    *_, last = enter(series, "10", "10", "10", "65")
    assert (standing(series).status, last.status) == ("red", "green")
    judged = judge_otherwise(last, status="green", reason="It began late", seen=place_of(last), by=editor)
    assert (standing(series).shown_status, listed(series).status, counted(series)) == ("green", "green", "green")
    content = {"value": Decimal(65), "standing": "final"}
    newer = correct_result(judged, content=content, reason="", seen=place_of(judged), by=editor)
    assert (newer.judged_status, newer.judged_by, standing(series).shown_status) == ("green", editor, "green")


def test_what_the_rule_says_of_the_period_and_the_year_is_no_judgement(series_of, enter, editor):
    series = series_of(direction="up")
    TargetFactory(series=series, value=Decimal(100))
    first, last = enter(series, "10", "10")
    for one in (first, last):
        with pytest.raises(Refused, match="says already"):
            judge_otherwise(one, status="red", reason="It is", seen=place_of(one), by=editor)


# --- Properties -------------------------------------------------------------------------------------------------------

HYPOTHESIS = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COUNTS = st.lists(st.integers(0, 500), min_size=2, max_size=4)


@HYPOTHESIS
@given(COUNTS, st.integers(1, 2000), st.integers(0, 300))
def test_a_lower_is_better_year_mirrors_its_higher_is_better_twin(series_of, enter, values, wanted, within):
    found = []
    for sign, direction in ((1, "up"), (-1, "down")):
        series = series_of(direction=direction)
        target = TargetFactory(series=series, value=Decimal(sign * wanted))
        ToleranceFactory(target=target, amber_within=Decimal(within))
        enter(series, *(sign * value for value in values))
        found.append((standing(series).status, standing(series).to_date.value * sign))
    assert found[0] == found[1]


@HYPOTHESIS
@given(st.lists(st.integers(0, 500), min_size=4, max_size=4), st.integers(1, 2000))
def test_the_sums_to_date_add_up_to_the_years_outcome(series_of, enter, values, wanted):
    series = series_of()
    TargetFactory(series=series, value=Decimal(wanted))
    for place, value in enumerate(values):
        enter(series, *[None] * place, str(value))
        found = standing(series)
        if place:
            assert found.to_date.value == sum(values[: place + 1])
            assert found.to_date.held.rule.wanted == (Decimal(wanted) * 3 * (place + 1) / 12).quantize(
                Decimal("0.0001")
            )
    assert (found.forecast.is_outcome, found.forecast.value) == (True, found.to_date.value)
    assert found.forecast_status == found.status


@HYPOTHESIS
@given(st.lists(st.integers(0, 500), min_size=3, max_size=4), st.integers(0, 2))
def test_a_missing_period_never_counts_as_zero(series_of, enter, values, place):
    series = series_of()
    gap = [value if at != place else None for at, value in enumerate(values)]
    enter(series, *gap)
    found = standing(series)
    is_last = place == len(values) - 1
    assert (found.to_date is None) == (not is_last)
    assert bool(found.gap) == (not is_last)
