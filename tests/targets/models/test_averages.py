"""The year to date of what is averaged: by numerators and denominators, or plainly; what it is held against; what it
leaves out."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.actions.goals import change_target
from targets.actions.results import close_results, correct_result, place_of, record_result
from targets.actions.yardsticks import Step, set_profile
from targets.models import Series
from tests.factories.targets import YEAR, DefinitionFactory, MeasureFactory, SeriesFactory, TargetFactory
from tests.targets.models.test_to_date import HYPOTHESIS, counted, listed, span, standing

pytestmark = pytest.mark.django_db
CHRISTMAS = datetime.date(2009, 12, 31)


@pytest.fixture
def series_of(authority):
    def made(**values):
        given = {"kind": "percentage", "direction": "up", "gathering": "average", "decimals": 1, **values}
        return SeriesFactory(measure=MeasureFactory(authority=authority, **given), name="")

    return made


@pytest.fixture
def enter(editor):
    """Return a function that records periods of 2009/10 in a row: "46.2", "52 of 110", "withheld", or None."""

    def entered(series, *values, months=3):
        found = [(span(place, months), value) for place, value in enumerate(values) if value is not None]
        return [
            record_result(Series.objects.get(pk=series.pk), **days, content=said(value), by=editor)
            for days, value in found
        ]

    return entered


def said(value):
    if value == "withheld":
        return {"withheld_reason": "Too few"}
    if " of " not in value:
        return {"value": Decimal(value)}
    top, below = value.split(" of ")
    return {"numerator": Decimal(top), "denominator": Decimal(below)}


def agreed(series):
    """The figure and the status that the record, the lists and their counts agree on."""
    found = standing(series)
    assert (listed(series).figure, listed(series).months) == (found.figure, f"{found.period}, on average")
    assert {listed(series).status, counted(series).replace("not-judged", "")} == {found.shown_status}
    return found.figure, found.status


PLAIN, BY_PARTS = "the plain average of its", "by their numerators and denominators"
YEARS = [
    # quarters, figure, months, status, how it is made, what is printed first
    (("50", "51", "54"), "51.7%", "April to December 2009", "red", f"{PLAIN} 3 periods",
     "April to December 2009: 51.7% against 52%; 52% or more is green"),
    (("54", "51"), "52.5%", "April to September 2009", "green", f"{PLAIN} 2 periods",
     "April to September 2009: 52.5% against 52%"),
    (("50", "51", "54", "54"), "52.3%", "April 2009 to March 2010", "green", f"{PLAIN} 4 periods",
     "52.3% against 52% for the year; 52% or more is green"),
    (("60 of 100", "400 of 900"), "46.0%", "April to September 2009", "red",
     f"the average of its 2 periods, {BY_PARTS}", "April to September 2009: 46.0% against 52%"),
    (("60 of 100", "45"), "52.5%", "April to September 2009", "green", f"{PLAIN} 2 periods",
     "April to September 2009: 52.5% against 52%"),
]  # fmt: skip


@pytest.mark.parametrize(("quarters", "figure", "months", "status", "made", "words"), YEARS)
def test_what_is_averaged_stands_by_its_year_to_date(series_of, enter, quarters, figure, months, status, made, words):
    series = series_of()
    TargetFactory(series=series)
    enter(series, *quarters)
    found = standing(series)
    assert (found.figure, found.period, found.status, found.to_date.made) == (figure, months, status, made)
    assert found.rule.startswith(words)
    assert agreed(series) == (figure, status)


def test_a_figure_near_what_is_wanted_has_the_digits_that_decide(series_of, enter):
    series = series_of()
    TargetFactory(series=series)
    enter(series, "51.9", "52", "52")
    assert agreed(series) == ("51.97%", "red")


def test_the_latest_period_keeps_its_own_status_beside_the_average(series_of, enter):
    series = series_of()
    TargetFactory(series=series)
    *_, last = enter(series, "50", "51", "54")
    found = standing(series)
    assert (found.status, last.status, found.latest_figure) == ("red", "green", "54.0%")
    assert found.to_date.name == "the year to date, the plain average of its 3 periods"


GAPS = [
    # quarters, figure, how it is made, why there is no year to date
    (("50", None, "54"), "52.0%", "the plain average of 2 of its 3 periods; July to September 2009 is missing", ""),
    (("50", "withheld", "54"), "52.0%", "the plain average of 2 of its 3 periods; July to September 2009 is withheld",
     ""),
    ((None, "50", "54"), "52.0%", "the plain average of 2 of its 3 periods; April to June 2009 is missing", ""),
    ((None, None, "54"), "54.0%", "", "April to June 2009 is missing"),
    (("50", "54", "withheld"), "withheld", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("quarters", "figure", "made", "gap"), GAPS)
def test_an_average_leaves_out_what_is_missing_and_says_so(series_of, enter, quarters, figure, made, gap):
    series = series_of()
    TargetFactory(series=series)
    enter(series, *quarters)
    found = standing(series)
    assert (found.figure, found.to_date.made if found.to_date else "", found.gap) == (figure, made, gap)
    assert listed(series).figure == figure


def test_of_many_that_are_missing_three_are_named(series_of, enter):
    series = series_of(frequency="month")
    enter(series, "50", None, None, None, None, None, "54", months=1)
    assert standing(series).to_date.made == (
        "the plain average of 2 of its 7 periods; May 2009 is missing; June 2009 is missing; July 2009 is missing; "
        "and so for 2 more"
    )


def test_what_another_definition_counted_is_left_out(series_of, enter):
    series = series_of()
    for day in (datetime.date(2008, 4, 1), datetime.date(2009, 7, 1)):
        DefinitionFactory(measure=series.measure, applies_from=day)
    enter(series, "50", "52", "54")
    found = standing(series)
    assert (found.figure, found.to_date.made) == (
        "53.0%",
        "the plain average of 2 of its 3 periods; April to June 2009 was counted by another definition",
    )


def test_a_figure_of_the_whole_year_stands_for_itself(series_of, enter):
    series = series_of(frequency="month")
    TargetFactory(series=series)
    enter(series, "50", months=12)
    assert (standing(series).to_date, standing(series).gap, standing(series).figure) == (None, "", "50.0%")


def test_a_quarter_weighs_as_three_months(series_of, enter):
    series = series_of(frequency="month")
    enter(series, "30")
    enter(series, None, None, None, "50", months=1)
    assert standing(series).figure == "35.0%"


def test_places_are_not_averaged(series_of, enter):
    series = series_of(kind="rank", decimals=0, unit="nationally")
    enter(series, "20", "22")
    assert (standing(series).to_date, standing(series).figure) == (None, "22nd nationally")


def test_an_average_of_levels_has_a_tenth_and_one_of_ratios_is_so_many_to_one(series_of, enter, editor):
    levels = series_of(kind="level", decimals=0)
    enter(levels, "2", "3")
    assert agreed(levels) == ("Level 2.5", "")
    ratios = series_of(kind="ratio")
    for place, (first, second) in enumerate((("4", "2"), ("9", "3"))):
        content = {"value": Decimal(first), "second": Decimal(second)}
        record_result(Series.objects.get(pk=ratios.pk), **span(place), content=content, by=editor)
    assert agreed(ratios) == ("2.5 to 1", "")


# --- What it is held against ------------------------------------------------------------------------------------------


def profiled(target, editor, *values):
    target.refresh_from_db()
    steps = [Step(**span(place), value=Decimal(value)) for place, value in enumerate(values) if value is not None]
    return set_profile(target, steps=steps, seen=target.version, by=editor)


def changed(target, editor, **changes):
    target.refresh_from_db()
    return change_target(target, seen=target.version, changes=changes, by=editor)


def test_an_average_is_held_against_the_average_that_the_profile_expects(series_of, enter, editor):
    series = series_of()
    profiled(TargetFactory(series=series), editor, "46", "48", "50", "52")
    enter(series, "45", "49.5")
    assert standing(series).rule == (
        "April to September 2009: 47.3% against 47%; 47% or more is green; anything else red; as the profile expects"
    )
    enter(series, None, None, "54", "59")
    assert (standing(series).status, standing(series).rule[:35]) == ("red", "51.9% against 52% for the year; 52%")


def test_a_period_of_which_nothing_is_expected_is_left_out_of_what_is_wanted(series_of, enter, editor):
    series = series_of()
    profiled(TargetFactory(series=series), editor, None, "48", None, "52")
    enter(series, "45", "50")
    assert (standing(series).to_date.held.rule.wanted, standing(series).status) == (48, "red")


def test_where_nothing_is_expected_yet_nothing_is_judged(series_of, enter, editor):
    series = series_of()
    profiled(TargetFactory(series=series), editor, None, None, "50", "52")
    enter(series, "45", "50")
    assert (standing(series).status, standing(series).rule) == (
        "", "nothing is expected of this period by the year's profile",
    )  # fmt: skip


def test_a_range_is_held_at_both_ends(series_of, enter):
    series = series_of()
    TargetFactory(series=series, value=Decimal(50), second=Decimal(60), form="range")
    enter(series, "58", "66")
    assert agreed(series) == ("62.0%", "red")


def test_closed_periods_keep_what_was_wanted_of_each_of_them(series_of, enter, editor):
    series = series_of()
    target = TargetFactory(series=series, text="No less than 52%", form="floor")
    enter(series, "53", "53")
    close_results(series.authority_id, until=datetime.date(2009, 9, 30), by=editor)
    changed(target, editor, value=Decimal(58))
    assert (standing(series).status, listed(series).status) == ("green", "green")
    assert standing(series).rule.endswith("by the rules that its periods were closed with")
    enter(series, None, None, "53")
    found = standing(series)
    assert (found.to_date.held.rule.wanted, found.status) == (54, "red")
    assert found.rule.endswith("by the rules that its closed periods were closed with")


def test_a_closed_year_keeps_its_outcome(series_of, enter, editor):
    series = series_of()
    target = TargetFactory(series=series, text="No less than 52%", form="floor")
    profiled(target, editor, "50", "52", "52", "52")
    enter(series, "51", "53", "53", "53")
    close_results(series.authority_id, until=YEAR["ends"], by=editor)
    target.refresh_from_db()
    change_target(target, seen=target.version, changes={"value": Decimal(60)}, drop_profile=True, by=editor)
    found = standing(series)
    assert (found.status, found.forecast_status, found.figure, found.forecast_figure) == (
        "green", "green", "52.5%", "52.5%",
    )  # fmt: skip
    assert found.rule.startswith("52.5% against 52% for the year")


def test_a_correction_moves_the_average_in_lists_too(series_of, enter, editor):
    series = series_of()
    TargetFactory(series=series)
    first, _ = enter(series, "50", "53")
    assert agreed(series) == ("51.5%", "red")
    correct_result(first, content={"value": Decimal(51)}, reason="Miscounted", seen=place_of(first), by=editor)
    assert agreed(series) == ("52.0%", "green")


def test_progress_is_that_of_the_average(series_of, enter):
    series = series_of()
    target = TargetFactory(series=series)
    target.baseline = series.baselines.create(value=Decimal(42), text="42%")
    target.save()
    enter(series, "44", "50")
    assert standing(series).progress == 50


# --- Properties -------------------------------------------------------------------------------------------------------

SHARES = st.decimals(0, 100, places=2)


@HYPOTHESIS
@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 400)), min_size=4, max_size=4))
def test_the_average_to_date_of_a_whole_year_is_its_outcome(series_of, enter, pairs):
    series = series_of()
    TargetFactory(series=series)
    enter(series, *(f"{min(top, below)} of {below}" for below, top in pairs))
    found = standing(series)
    assert (found.forecast.is_outcome, found.forecast.value) == (True, found.to_date.value)
    assert found.status == found.forecast_status
    exact = Decimal(sum(min(top, below) for below, top in pairs)) * 100 / sum(below for below, _ in pairs)
    assert found.to_date.value == exact


@HYPOTHESIS
@given(st.lists(SHARES, min_size=2, max_size=3), SHARES)
def test_a_lower_is_better_average_mirrors_its_higher_is_better_twin(series_of, enter, values, wanted):
    found = []
    for sign, direction in ((1, "up"), (-1, "down")):
        series = series_of(direction=direction, kind="count", decimals=2)
        TargetFactory(series=series, value=sign * wanted)
        enter(series, *(str(sign * value) for value in values))
        found.append((standing(series).status, standing(series).to_date.value * sign))
    assert found[0] == found[1]


@HYPOTHESIS
@given(st.lists(SHARES, min_size=3, max_size=4), st.integers(1, 2))
def test_a_missing_period_is_not_counted_as_zero(series_of, enter, values, place):
    series = series_of()
    enter(series, *(str(value) if at != place else None for at, value in enumerate(values)))
    known = [value for at, value in enumerate(values) if at != place]
    if place == len(values) - 1 and len(known) < 2:
        return
    assert standing(series).to_date.value == sum(known) / len(known)
