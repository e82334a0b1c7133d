from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.performance import Figure, Gathering, Kind, Method, decimal_of, forecast, shown_like
from targets.performance.years import year_of

D = Decimal

SUM, AVERAGE, LAST = Gathering.SUM, Gathering.AVERAGE, Gathering.LAST
PROFILE, LINEAR, LAST_YEAR = Method.PROFILE, Method.LINEAR, Method.LAST_YEAR
VALUES = st.decimals(min_value=1, max_value=10**6, places=2)


def numbers(*values):
    return [None if value is None else D(value) for value in values]


def gathered(values, gathering):
    """What the periods of a year make together."""
    return decimal_of(year_of(values, len(values), gathering).so_far)


GATHERED = [
    (SUM, ("1", "2", "4"), "7"),
    (AVERAGE, ("1", "2", "6"), "3"),
    (LAST, ("1", "2", "4"), "4"),
    (SUM, ("-1",), "-1"),
]


@pytest.mark.parametrize(("gathering", "values", "whole"), GATHERED)
def test_periods_make_a_year_in_the_way_of_the_measure(gathering, values, whole):
    assert gathered(numbers(*values), gathering) == D(whole)


FORECASTS = [
    # method, gathering, results so far, the pattern of four quarters, forecast
    (LINEAR, SUM, ("100",), (), "400"),
    (LINEAR, SUM, ("100", "110"), (), "420"),
    (LINEAR, SUM, ("100", None, "110"), (), "420"),
    (LINEAR, SUM, ("0", "0"), (), "0"),
    (LINEAR, AVERAGE, ("80", "84"), (), "86"),
    (LINEAR, AVERAGE, ("80", None, "84"), (), "83.33333333333333333333333333"),
    (LINEAR, AVERAGE, ("80", "84", "82"), (), "82.5"),
    (LINEAR, LAST, ("108", "110"), (), "114"),
    (LINEAR, LAST, ("108", "110", None), (), "114"),
    (LINEAR, LAST, ("105", "110", "115"), (), "120"),
    (LINEAR, LAST, ("100", None, "104"), (), "106"),
    (LINEAR, LAST, ("10", "20", "15"), (), "20"),
    (LINEAR, LAST, ("7", "5"), (), "1"),
    (LINEAR, LAST, ("5", "5"), (), "5"),
    (LINEAR, LAST, (None, None, "5", "6"), (), "6"),
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
    (LINEAR, SUM, ("100", None, "110"), "210 in 2 of 4 periods, and as much in each of the others"),
    (
        LINEAR,
        AVERAGE,
        ("80", "84"),
        "a plain average of 82 in 2 of 4 periods; the line through them, from 80 to 84, goes on",
    ),
    (LINEAR, LAST, ("80", "84"), "last 84 in 2 of 4 periods; the line through them, from 80 to 84, goes on"),
    (PROFILE, SUM, ("90", "95"), "185 in 2 of 4 periods; the year's profile has 200 in the same and 500 for the year"),
    (
        LAST_YEAR,
        AVERAGE,
        ("90",),
        "an average of 90 in 1 of 4 periods; last year has 100 in the same and 125 for the year",
    ),
    (LAST_YEAR, LAST, ("90",), "last 90 in 1 of 4 periods; last year has 100 in the same and 150 for the year"),
    (PROFILE, SUM, ("1", "2", "3", "4"), "the sum of its 4 periods"),
    (LINEAR, AVERAGE, ("1", "2", "3", "4"), "the plain average of its 4 periods"),
    (LINEAR, LAST, ("1", None, "3", "4"), "its last period stands for it"),
]


@pytest.mark.parametrize(("method", "gathering", "results", "words"), INPUTS)
def test_a_forecast_shows_what_it_was_made_from(method, gathering, results, words):
    pattern = numbers("100", "100", "150", "150")
    seen = forecast(method, numbers(*results), periods=4, gathering=gathering, profile=pattern, last_year=pattern)
    assert seen.inputs == words


def test_the_inputs_are_shown_like_the_measure():
    shown = shown_like(Figure(Kind.PERCENTAGE, None, decimals=1))
    seen = forecast(LINEAR, numbers("80", "81", "83"), periods=12, gathering=AVERAGE, shown=shown)
    assert seen.inputs == (
        "a plain average of 81.3% in 3 of 12 periods; the line through them, from 80.0% to 83.0%, goes on"
    )


@given(st.lists(VALUES, min_size=1, max_size=12), st.sampled_from(list(Gathering)), st.sampled_from(list(Method)))
def test_a_year_with_all_its_results_is_its_own_forecast(results, gathering, method):
    seen = forecast(method, results, periods=len(results), gathering=gathering)
    assert seen.value == gathered(results, gathering)


def test_a_year_with_all_its_results_needs_no_pattern():
    seen = forecast(PROFILE, numbers(1, 2, 4), periods=3, gathering=SUM, profile=numbers(5, 5))
    assert (seen.value, seen.inputs) == (D(7), "the sum of its 3 periods")


YEARS = [
    # gathering, results of a year of four, whether it is over, what is printed before the value
    (SUM, ("1", "2", "3", "4"), True, "The year"),
    (AVERAGE, ("1", "2", "3", "4"), True, "The year"),
    (LAST, (None, None, None, "4"), True, "The year"),
    (LAST, ("1", "2", "3", None), False, "Forecast for year end"),
    (SUM, (None, "2", "3", "4"), False, "Forecast for year end"),
    (AVERAGE, ("1", None, "3", "4"), False, "Forecast for year end"),
]


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize(("gathering", "results", "is_over", "name"), YEARS)
def test_a_year_that_is_over_has_an_outcome_and_no_forecast(gathering, results, is_over, name, method):
    even = numbers(1, 1, 1, 1)
    seen = forecast(method, numbers(*results), periods=4, gathering=gathering, profile=even, last_year=even)
    assert (seen.is_outcome, seen.name) == (is_over, name)
    assert seen.made == (seen.inputs if is_over else f"{method.word}: {seen.inputs}")


def test_the_one_period_of_a_year_is_its_figure():
    seen = forecast(LINEAR, numbers("84.8"), periods=1, gathering=AVERAGE)
    assert (seen.value, seen.is_outcome, seen.made) == (D("84.8"), True, "the figure of the whole year")


@pytest.mark.parametrize("gathering", [AVERAGE, LAST])
def test_one_value_makes_no_line(gathering):
    seen = forecast(LINEAR, numbers("80"), periods=4, gathering=gathering)
    assert (seen.value, seen.made) == (None, "None: there is one value, and a line takes two")


LIMITS = [
    # kind, gathering, results of a year of four, forecast: none where the line leaves what is possible
    (Kind.PERCENTAGE, LAST, ("80", "90", "99"), None),
    (Kind.PERCENTAGE, LAST, ("40", "20", "2"), None),
    (Kind.PERCENTAGE, LAST, ("80", "90"), None),
    (Kind.PERCENTAGE, LAST, ("70", "80"), "100"),
    (Kind.PERCENTAGE, LAST, ("104", "106"), "110"),
    (Kind.PERCENTAGE, SUM, ("40", "40"), "160"),
    (Kind.COUNT, LAST, ("50", "20", "2"), None),
    (Kind.COUNT, LAST, ("-5", "-6"), "-8"),
    (Kind.RATE, AVERAGE, ("9", "1"), None),
    (Kind.MONEY, LAST, ("50", "20"), "-40"),
    (Kind.RANK, LAST, ("9", "5", "1"), None),
    (Kind.RANK, LAST, ("9", "8", "6"), "5"),
    (Kind.LEVEL, LAST, ("1", "2", "2"), "3"),
]


@pytest.mark.parametrize(("kind", "gathering", "results", "value"), LIMITS)
def test_nothing_is_forecast_beyond_what_is_possible(kind, gathering, results, value):
    seen = forecast(LINEAR, numbers(*results), periods=4, gathering=gathering, kind=kind)
    assert (seen.value, seen.why_not) == ((D(value), "") if value else (None, "the line leaves what is possible"))


PARTS = [
    # results, (numerator in the measure's unit, denominator) of each, how many periods, value, what is said of it
    (("100", "40"), ((1000, 10), (40000, 1000)), 2, "40.59405940594059405940594059",
     "the average of its 2 periods, by their numerators and denominators"),
    (("100", "40"), ((1000, 10), None), 2, "70", "the plain average of its 2 periods"),
    (("100", "40"), (), 2, "70", "the plain average of its 2 periods"),
    (("50", "30"), ((500, 10), (900, 30)), 3, "26.66666666666666666666666667",
     "an average of 35 in 2 of 3 periods, by their numerators and denominators; "
     "the line through them, from 50 to 30, goes on"),
]  # fmt: skip


@pytest.mark.parametrize(("results", "parts", "periods", "value", "said"), PARTS)
def test_an_average_goes_by_numerators_and_denominators_where_every_period_has_them(
    results, parts, periods, value, said
):
    pairs = [pair and (D(pair[0]), D(pair[1])) for pair in parts]
    seen = forecast(LINEAR, numbers(*results), periods=periods, gathering=AVERAGE, parts=pairs)
    assert (seen.value, seen.inputs) == (D(value), said)


@pytest.mark.parametrize("gathering", [SUM, LAST])
def test_a_sum_and_a_last_value_have_no_use_for_denominators(gathering):
    pairs = [(D(1000), D(10)), (D(40000), D(1000))]
    seen = forecast(LINEAR, numbers(100, 40), periods=2, gathering=gathering, parts=pairs)
    assert seen.value == gathered(numbers(100, 40), gathering)


@given(st.lists(VALUES, min_size=1, max_size=12), st.integers(0, 11))
def test_missing_values_never_count(results, place):
    place = min(place, len(results))
    gap = [*results[:place], None, *results[place:]]
    with_gap = forecast(LINEAR, gap, periods=24, gathering=SUM)
    without = forecast(LINEAR, results, periods=24, gathering=SUM)
    assert with_gap.value == without.value


LINES = st.lists(st.booleans(), min_size=2, max_size=11).filter(lambda there: sum(there) > 1)


@given(VALUES, VALUES, LINES)
def test_results_on_a_line_go_on_along_it_whatever_is_missing(start, slope, there):
    results = [start + slope * place if is_there else None for place, is_there in enumerate(there)]
    assert forecast(LINEAR, results, periods=12, gathering=LAST).value == start + slope * 11


@given(st.lists(VALUES, min_size=2, max_size=11), st.sampled_from([AVERAGE, LAST]))
def test_a_line_down_mirrors_the_line_up(results, gathering):
    up = forecast(LINEAR, results, periods=12, gathering=gathering)
    down = forecast(LINEAR, [-value for value in results], periods=12, gathering=gathering)
    assert down.value == -up.value


@given(st.lists(VALUES, min_size=2, max_size=12), st.data(), st.sampled_from(list(Gathering)))
def test_a_year_that_goes_as_its_profile_ends_as_its_profile(profile, data, gathering):
    so_far = data.draw(st.integers(1, len(profile)))
    seen = forecast(PROFILE, profile[:so_far], periods=len(profile), gathering=gathering, profile=profile)
    assert abs(seen.value - gathered(profile, gathering)) < D("0.000001")


@given(st.lists(VALUES, min_size=1, max_size=12), VALUES)
def test_an_even_profile_says_the_same_as_going_on_at_the_same_rate(results, level):
    even = forecast(PROFILE, results, periods=12, gathering=SUM, profile=[level] * 12)
    assert even.value == forecast(LINEAR, results, periods=12, gathering=SUM).value
