from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.performance import Direction, Figure, Form, Kind, Rule, deciding, judge, show
from targets.performance.figures import rounded

D = Decimal

UP, DOWN = Direction.UP, Direction.DOWN

CONTRADICTIONS = [
    # kind, unit, decimals, value, direction, wanted, amber within, shown
    (Kind.PERCENTAGE, "", 1, "89.96", UP, "90", "2", "89.96%"),
    (Kind.PERCENTAGE, "", 1, "89.94", UP, "90", "2", "89.9%"),
    (Kind.PERCENTAGE, "", 1, "90", UP, "90", "2", "90.0%"),
    (Kind.PERCENTAGE, "", 0, "89.6", UP, "90", None, "89.6%"),
    (Kind.PERCENTAGE, "", 1, "87.96", UP, "90", "2", "87.96%"),
    (Kind.PERCENTAGE, "", 1, "88.04", UP, "90", "2", "88.0%"),
    (Kind.PERCENTAGE, "", 0, "90.4", DOWN, "90", None, "90.4%"),
    (Kind.PERCENTAGE, "", 0, "89.6666666666666666666666667", UP, "89.6667", None, "89.66667%"),
    (Kind.MONEY, "£m", 2, "1495000", UP, "1500000", None, "£1.495m"),
    (Kind.MONEY, "£m", 2, "1494000", UP, "1500000", None, "£1.49m"),
    (Kind.COUNT, "thousand crimes", 1, "21049", DOWN, "21000", None, "21.05 thousand crimes"),
    (Kind.RATE, "per 1,000 population", 1, "0.44", DOWN, "0.43", None, "0.44 per 1,000 population"),
]


@pytest.mark.parametrize(
    ("kind", "unit", "decimals", "value", "direction", "wanted", "within", "words"), CONTRADICTIONS
)
def test_a_figure_is_shown_with_the_digits_that_decide(kind, unit, decimals, value, direction, wanted, within, words):
    rule = Rule(direction, wanted=D(wanted), amber_within=within and D(within), kind=kind)
    assert show(deciding(Figure(kind, D(value), unit=unit, decimals=decimals), rule)) == words


def test_both_sides_of_a_ratio_are_rounded_as_they_are_shown():
    rule = Rule(UP, wanted=D(3), kind=Kind.RATIO)
    figure = Figure(Kind.RATIO, D("8.96"), D(3), unit="%", decimals=1)
    assert (show(figure), show(deciding(figure, rule))) == ("9.0% : 3.0%", "8.96% : 3.00%")


@pytest.mark.parametrize("rule", [None, Rule(Direction.NONE), Rule(UP), Rule(UP, Form.WORDS)])
def test_without_a_rule_a_figure_is_shown_as_ever(rule):
    figure = Figure(Kind.PERCENTAGE, D("89.96"), decimals=1)
    assert deciding(figure, rule) == figure


def test_what_is_missing_stays_missing():
    figure = Figure(Kind.PERCENTAGE, None, decimals=1)
    assert deciding(figure, Rule(UP, wanted=D(90))) == figure


VALUES = st.decimals(min_value=-(10**5), max_value=10**5, places=4)


@given(
    VALUES,
    VALUES,
    st.none() | st.decimals(min_value=0, max_value=100, places=2),
    st.sampled_from([UP, DOWN]),
    st.integers(0, 4),
    st.sampled_from(["", "million"]),
)
def test_rounding_for_reading_never_changes_a_status(value, wanted, within, direction, decimals, unit):
    rule = Rule(direction, wanted=wanted, amber_within=within)
    figure = Figure(Kind.COUNT, value, unit=unit, decimals=decimals)
    seen = deciding(figure, rule)
    assert judge(rounded(seen).value, rule) == judge(value, rule)
    assert seen.decimals >= decimals
