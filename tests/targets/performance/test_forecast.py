from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.performance import Figure, Gathering, Kind, Method, forecast, gathered, shown_like

D = Decimal

SUM, AVERAGE, LAST = Gathering.SUM, Gathering.AVERAGE, Gathering.LAST
PROFILE, LINEAR, LAST_YEAR = Method.PROFILE, Method.LINEAR, Method.LAST_YEAR
VALUES = st.decimals(min_value=1, max_value=10**6, places=2)


def numbers(*values):
    return [None if value is None else D(value) for value in values]


GATHERED = [
    (SUM, ("1", "2", "4"), "7"),
    (AVERAGE, ("1", "2", "6"), "3"),
    (LAST, ("1", "2", "4"), "4"),
    (SUM, ("-1",), "-1"),
]


@pytest.mark.parametrize(("gathering", "values", "whole"), GATHERED)
def test_periods_make_a_year_in_the_way_of_the_measure(gathering, values, whole):
    assert gathered(numbers(*values), gathering) == D(whole)


@pytest.mark.parametrize("gathering", list(Gathering))
def test_no_periods_make_nothing(gathering):
    assert gathered([], gathering) is None


FORECASTS = [
    # method, gathering, results so far, the pattern of four quarters, forecast
    (LINEAR, SUM, ("100",), (), "400"),
    (LINEAR, SUM, ("100", "110"), (), "420"),
    (LINEAR, SUM, ("100", None, "110"), (), "420"),
    (LINEAR, SUM, ("0", "0"), (), "0"),
    (LINEAR, AVERAGE, ("80", "84"), (), "82"),
    (LINEAR, AVERAGE, ("80", None, "84"), (), "82"),
    (LINEAR, LAST, ("108", "110"), (), "110"),
    (LINEAR, LAST, ("108", "110", None), (), "110"),
    (PROFILE, SUM, ("110",), ("100", "100", "150", "150"), "550"),
    (PROFILE, SUM, ("90", "90"), ("100", "100", "150", "150"), "450"),
    (PROFILE, SUM, (None, "90"), ("50", "100", "150", "200"), "450"),
    (PROFILE, AVERAGE, ("80",), ("78", "80", "82", "84"), "83"),
    (PROFILE, AVERAGE, ("80", "80"), ("78", "80", "82", "84"), "82"),
    (PROFILE, LAST, ("110",), ("111", "112", "114", "115"), "114"),
    (PROFILE, LAST, ("110", None, "115"), ("111", "112", "114", "115"), "116"),
    (LAST_YEAR, SUM, ("110",), ("100", "100", "150", "150"), "550"),
    (LAST_YEAR, SUM, ("60", "70"), ("50", "80", "100", "30"), "260"),
    (LAST_YEAR, AVERAGE, ("50",), ("48", "50", "52", "54"), "53"),
    (LAST_YEAR, LAST, ("22",), ("25", "24", "23", "20"), "17"),
]


@pytest.mark.parametrize(("method", "gathering", "results", "pattern", "value"), FORECASTS)
def test_the_end_of_the_year_by_a_named_method(method, gathering, results, pattern, value):
    year = {"profile": numbers(*pattern), "last_year": numbers(*pattern)}
    seen = forecast(method, numbers(*results), periods=4, gathering=gathering, **year)
    assert (seen.value, seen.method, seen.why_not, bool(seen)) == (D(value), method, "", True)


@pytest.mark.parametrize("results", [(), (None,), (None, None, None, None)])
@pytest.mark.parametrize("method", list(Method))
def test_there_is_no_forecast_without_a_result(method, results):
    seen = forecast(
        method, results, periods=4, gathering=SUM, profile=numbers(1, 1, 1, 1), last_year=numbers(1, 1, 1, 1)
    )
    assert (seen.value, seen.inputs, seen.why_not, bool(seen)) == (None, "", "there is no result yet", False)


@pytest.mark.parametrize("pattern", [(), ("1", "1"), ("1", "1", None, "1"), ("1", "1", "1", "1", "1")])
@pytest.mark.parametrize(("method", "words"), [(PROFILE, "the year's profile"), (LAST_YEAR, "last year")])
def test_a_pattern_with_gaps_carries_no_forecast(method, words, pattern):
    year = {"profile": numbers(*pattern), "last_year": numbers(*pattern)}
    seen = forecast(method, numbers("5"), periods=4, gathering=AVERAGE, **year)
    assert (seen.value, seen.why_not) == (None, f"{words} does not have a value for every period")


def test_a_pattern_that_has_nothing_yet_cannot_be_scaled():
    seen = forecast(PROFILE, numbers("5"), periods=3, gathering=SUM, profile=numbers("0", "4", "4"))
    assert (seen.value, seen.why_not) == (None, "the year's profile has nothing in the periods so far")


def test_a_year_has_no_more_results_than_periods():
    with pytest.raises(ValueError, match="no more results"):
        forecast(LINEAR, numbers(1, 2, 3), periods=2, gathering=SUM)


INPUTS = [
    (LINEAR, SUM, ("100", None, "110"), "210 in 2 of 4 periods"),
    (LINEAR, AVERAGE, ("80", "84"), "an average of 82 in 2 of 4 periods"),
    (LINEAR, LAST, ("80", "84"), "last 84 in 2 of 4 periods"),
    (PROFILE, SUM, ("90", "95"), "185 in 2 of 4 periods; the year's profile has 200 in the same and 500 for the year"),
    (
        LAST_YEAR,
        AVERAGE,
        ("90",),
        "an average of 90 in 1 of 4 periods; last year has 100 in the same and 125 for the year",
    ),
    (LAST_YEAR, LAST, ("90",), "last 90 in 1 of 4 periods; last year has 100 in the same and 150 for the year"),
    (PROFILE, SUM, ("1", "2", "3", "4"), "10 in 4 of 4 periods"),
]


@pytest.mark.parametrize(("method", "gathering", "results", "words"), INPUTS)
def test_a_forecast_shows_what_it_was_made_from(method, gathering, results, words):
    pattern = numbers("100", "100", "150", "150")
    seen = forecast(method, numbers(*results), periods=4, gathering=gathering, profile=pattern, last_year=pattern)
    assert seen.inputs == words


def test_the_inputs_are_shown_like_the_measure():
    shown = shown_like(Figure(Kind.PERCENTAGE, None, decimals=1))
    seen = forecast(LINEAR, numbers("80", "81", "83"), periods=12, gathering=AVERAGE, shown=shown)
    assert seen.inputs == "an average of 81.3% in 3 of 12 periods"


@given(st.lists(VALUES, min_size=1, max_size=12), st.sampled_from(list(Gathering)), st.sampled_from(list(Method)))
def test_a_year_with_all_its_results_is_its_own_forecast(results, gathering, method):
    seen = forecast(method, results, periods=len(results), gathering=gathering)
    assert seen.value == gathered(results, gathering)


def test_a_year_with_all_its_results_needs_no_pattern():
    seen = forecast(PROFILE, numbers(1, 2, 4), periods=3, gathering=SUM, profile=numbers(5, 5))
    assert (seen.value, seen.inputs) == (D(7), "7 in 3 of 3 periods")


@given(st.lists(VALUES, min_size=1, max_size=12), st.integers(0, 11), st.sampled_from(list(Gathering)))
def test_missing_values_never_count(results, place, gathering):
    place = min(place, len(results))
    gap = [*results[:place], None, *results[place:]]
    with_gap = forecast(LINEAR, gap, periods=24, gathering=gathering)
    without = forecast(LINEAR, results, periods=24, gathering=gathering)
    assert with_gap.value == without.value


@given(st.lists(VALUES, min_size=2, max_size=12), st.data(), st.sampled_from(list(Gathering)))
def test_a_year_that_goes_as_its_profile_ends_as_its_profile(profile, data, gathering):
    so_far = data.draw(st.integers(1, len(profile)))
    seen = forecast(PROFILE, profile[:so_far], periods=len(profile), gathering=gathering, profile=profile)
    assert abs(seen.value - gathered(profile, gathering)) < D("0.000001")


@given(st.lists(VALUES, min_size=1, max_size=12), VALUES, st.sampled_from(list(Gathering)))
def test_an_even_profile_says_the_same_as_a_straight_line(results, level, gathering):
    even = forecast(PROFILE, results, periods=12, gathering=gathering, profile=[level] * 12)
    straight = forecast(LINEAR, results, periods=12, gathering=gathering)
    assert abs(even.value - straight.value) < D("0.000001")
