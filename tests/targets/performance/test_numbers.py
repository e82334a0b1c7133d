from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.performance import number, ordinal
from targets.performance.numbers import decimals_of, number_as_it_is, per_of, per_words

D = Decimal


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("1.45", 1, "1.5"),
        ("2.5", 0, "3"),
        ("-0.04", 1, "0.0"),
        ("1000000", 0, "1,000,000"),
        ("999.995", 2, "1,000.00"),
        ("1E+3", 0, "1,000"),
        ("1E-9", 2, "0.00"),
        ("123456789012345678901234567890.5", 1, "123,456,789,012,345,678,901,234,567,890.5"),
    ],
)
def test_a_number_is_rounded_half_up_for_reading(value, decimals, text):
    assert number(D(value), decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2", "2"),
        ("2.0", "2"),
        ("2.50", "2.5"),
        ("0.05", "0.05"),
        ("1200", "1,200"),
        ("20", "20"),
        ("48.33333333", "48.3333"),
        ("1E+2", "100"),
    ],
)
def test_a_number_as_it_is_has_no_idle_zeros(value, text):
    assert number_as_it_is(D(value)) == text


@pytest.mark.parametrize(("value", "count"), [("0.49", 2), ("12", 0), ("12.0", 1), ("1E+3", 0), ("NaN", 0)])
def test_decimals_are_the_digits_after_the_point(value, count):
    assert decimals_of(D(value)) == count


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (10, "10th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (20, "20th"),
        (21, "21st"),
        (22, "22nd"),
        (43, "43rd"),
        (101, "101st"),
        (111, "111th"),
    ],
)
def test_places_have_their_endings(place, text):
    assert ordinal(place) == text


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6), st.integers(0, 6))
def test_rounding_moves_a_number_by_half_a_step_at_most(value, decimals):
    shown = D(number(value, decimals).replace(",", ""))
    assert abs(shown - value) <= D(1).scaleb(-decimals) / 2


@pytest.mark.parametrize(
    ("per", "text"),
    [
        (100, "100"),
        (1000, "1,000"),
        (10_000, "10,000"),
        (1_000_000, "1 million"),
        (100_000_000, "100 million"),
        (1_500_000, "1,500,000"),
        (2_000_000_000, "2,000 million"),
    ],
)
def test_per_how_many_is_written_short(per, text):
    assert per_words(per) == text


@given(st.integers(1, 10_000))
def test_an_ordinal_is_its_number_with_two_letters(place):
    assert (ordinal(place)[:-2], ordinal(place)[-2:] in ("st", "nd", "rd", "th")) == (str(place), True)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_as_it_is_loses_nothing_that_fits_in_four_decimals(value):
    assert D(number_as_it_is(value).replace(",", "")) == value


PER = [
    ("per 1,000 population", 1000),
    ("per 100 million vehicle kilometres", 10**8),
    ("per 10,000 population in Kent", 10**4),
    ("collisions per million miles", 10**6),
    ("per thousand", 1000),
    ("per 2 thousands", 2000),
    ("Per 5 Billion vehicle kilometres", 5 * 10**9),
    ("per hundred", 100),
    ("per 10000 people", 10**4),
    ("per 1,000 officers per year", 1000),
    ("per 1,000, by area", 1000),
    ("working hours lost per member of staff", 1),
    ("per millionaire", 1),
    ("crimes", None),
    ("", None),
    ("per 100m vehicle kilometres", None),
    ("per 1.5 million", None),
    ("per 1,00 people", None),
    ("per 10 officers per 100 calls", None),
]


@pytest.mark.parametrize(("unit", "per"), PER)
def test_a_unit_says_how_many_it_counts_per(unit, per):
    assert per_of(unit) == per
