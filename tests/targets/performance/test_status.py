from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.performance import (
    Direction,
    Figure,
    Form,
    Kind,
    MeasuredIn,
    Rule,
    describe,
    judge,
    shown_exactly,
    unplaced,
)

D = Decimal

UP, DOWN, HOLD, NONE = Direction.UP, Direction.DOWN, Direction.HOLD, Direction.NONE
UNITS, PERCENT = MeasuredIn.UNITS, MeasuredIn.PERCENT
VALUES = st.decimals(min_value=-(10**6), max_value=10**6, places=3)
TOLERANCES = st.none() | st.decimals(min_value=0, max_value=1000, places=2)
ONE_WAY = [(UP, Form.ABSOLUTE), (DOWN, Form.ABSOLUTE), (UP, Form.RELATIVE), (DOWN, Form.RELATIVE)]


def rule(direction, wanted, within=None, *, form=Form.ABSOLUTE, measured_in=UNITS, second=None, **more):
    numbers = [None if value is None else D(value) for value in (wanted, second, within)]
    return Rule(direction, form, *numbers, measured_in, **more)


JUDGED = [
    # direction, form, wanted, tolerance, measured in, actual, status
    (UP, Form.ABSOLUTE, "52", "2", UNITS, "52", "green"),
    (UP, Form.ABSOLUTE, "52", "2", UNITS, "60", "green"),
    (UP, Form.ABSOLUTE, "52", "2", UNITS, "51.999", "amber"),
    (UP, Form.ABSOLUTE, "52", "2", UNITS, "50", "amber"),
    (UP, Form.ABSOLUTE, "52", "2", UNITS, "49.999", "red"),
    (UP, Form.ABSOLUTE, "52", None, UNITS, "52", "green"),
    (UP, Form.ABSOLUTE, "52", None, UNITS, "51.999", "red"),
    (UP, Form.ABSOLUTE, "52", "0", UNITS, "51.999", "red"),
    (UP, Form.ABSOLUTE, "200", "5", PERCENT, "190", "amber"),
    (UP, Form.ABSOLUTE, "200", "5", PERCENT, "189.99", "red"),
    (UP, Form.ABSOLUTE, "-200", "5", PERCENT, "-210", "amber"),
    (DOWN, Form.ABSOLUTE, "58", "3", UNITS, "58", "green"),
    (DOWN, Form.ABSOLUTE, "58", "3", UNITS, "0", "green"),
    (DOWN, Form.ABSOLUTE, "58", "3", UNITS, "58.1", "amber"),
    (DOWN, Form.ABSOLUTE, "58", "3", UNITS, "61", "amber"),
    (DOWN, Form.ABSOLUTE, "58", "3", UNITS, "62", "red"),
    (DOWN, Form.RELATIVE, "19448.1", "10", PERCENT, "19448", "green"),
    (DOWN, Form.RELATIVE, "19448.1", "10", PERCENT, "19449", "amber"),
    (DOWN, Form.RELATIVE, "19448.1", "10", PERCENT, "21392.91", "amber"),
    (DOWN, Form.RELATIVE, "19448.1", "10", PERCENT, "21393", "red"),
    (UP, Form.RELATIVE, "367.4", None, UNITS, "367", "red"),
    (UP, Form.RELATIVE, "367.4", None, UNITS, "368", "green"),
    (HOLD, Form.FLOOR, "32", "1", UNITS, "32", "green"),
    (HOLD, Form.FLOOR, "32", "1", UNITS, "45", "green"),
    (HOLD, Form.FLOOR, "32", "1", UNITS, "31", "amber"),
    (HOLD, Form.FLOOR, "32", "1", UNITS, "30.9", "red"),
    (UP, Form.FLOOR, "32", None, UNITS, "31.9", "red"),
    (DOWN, Form.FLOOR, "32", None, UNITS, "33", "green"),
    (HOLD, Form.CEILING, "58", "1", UNITS, "58", "green"),
    (HOLD, Form.CEILING, "58", "1", UNITS, "1", "green"),
    (HOLD, Form.CEILING, "58", "1", UNITS, "59", "amber"),
    (HOLD, Form.CEILING, "58", "1", UNITS, "60", "red"),
    (HOLD, Form.ABSOLUTE, "95", "1", UNITS, "95", "green"),
    (HOLD, Form.ABSOLUTE, "95", "1", UNITS, "96.1", "green"),
    (HOLD, Form.ABSOLUTE, "95", "1", UNITS, "94", "amber"),
    (HOLD, Form.ABSOLUTE, "95", "1", UNITS, "93.9", "red"),
    (HOLD, Form.RELATIVE, "95", None, UNITS, "96", "green"),
    (HOLD, Form.RELATIVE, "95", None, UNITS, "94.9", "red"),
    (UP, Form.LEVEL, "3", "1", UNITS, "3", "green"),
    (UP, Form.LEVEL, "3", "1", UNITS, "4", "green"),
    (UP, Form.LEVEL, "3", "1", UNITS, "2", "amber"),
    (UP, Form.LEVEL, "3", "1", UNITS, "1", "red"),
    (HOLD, Form.LEVEL, "3", None, UNITS, "4", "green"),
    (HOLD, Form.LEVEL, "3", None, UNITS, "2", "red"),
    (DOWN, Form.LEVEL, "3", None, UNITS, "2", "green"),
    (DOWN, Form.LEVEL, "3", None, UNITS, "4", "red"),
    (UP, Form.GRADE, "3", "1", UNITS, "3", "green"),
    (HOLD, Form.GRADE, "3", "1", UNITS, "4", "green"),
    (HOLD, Form.GRADE, "3", "1", UNITS, "2", "amber"),
    (DOWN, Form.GRADE, "3", "1", UNITS, "1", "red"),
    (UP, Form.RANK, "10", "2", UNITS, "10", "green"),
    (UP, Form.RANK, "10", "2", UNITS, "1", "green"),
    (DOWN, Form.RANK, "10", "2", UNITS, "1", "green"),
    (UP, Form.RANK, "10", "2", UNITS, "12", "amber"),
    (UP, Form.RANK, "10", "2", UNITS, "13", "red"),
    (NONE, Form.ABSOLUTE, "52", "2", UNITS, "60", ""),
    (NONE, Form.FLOOR, "52", "2", UNITS, "60", ""),
    (UP, Form.WORDS, "52", "2", UNITS, "60", ""),
    (UP, Form.ABSOLUTE, None, "2", UNITS, "60", ""),
    (UP, Form.RELATIVE, None, "2", PERCENT, "60", ""),
]


@pytest.mark.parametrize(("direction", "form", "wanted", "within", "measured_in", "actual", "status"), JUDGED)
def test_status_by_direction_form_and_tolerance(direction, form, wanted, within, measured_in, actual, status):
    assert judge(D(actual), rule(direction, wanted, within, form=form, measured_in=measured_in)) == status


@pytest.mark.parametrize(
    ("actual", "status"),
    [
        ("85", "green"),
        ("87", "green"),
        ("90", "green"),
        ("84", "amber"),
        ("91", "amber"),
        ("82.9", "red"),
        ("92.1", "red"),
    ],
)
def test_a_range_has_two_ends_and_its_tolerance_at_each(actual, status):
    assert judge(D(actual), rule(HOLD, "85", "2", form=Form.RANGE, second="90")) == status


def test_a_tolerance_in_per_cent_is_taken_of_each_end_of_a_range():
    between = rule(HOLD, "100", "10", form=Form.RANGE, second="200", measured_in=PERCENT)
    assert [judge(D(actual), between) for actual in (89, 90, 220, 221)] == ["red", "amber", "amber", "red"]


def test_a_range_without_an_upper_end_is_a_floor():
    assert [judge(D(actual), rule(UP, "85", form=Form.RANGE)) for actual in (84, 85, 1000)] == ["red", "green", "green"]


@pytest.mark.parametrize(
    ("place", "second", "status"),
    [
        (10, 2, "green"),
        (1, 1, "green"),
        (10, 3, "amber"),
        (11, 2, "amber"),
        (13, 1, "red"),
        (1, 7, "red"),
        (1, None, ""),
        (None, 1, ""),
    ],
)
def test_both_places_of_a_rank_have_to_be_good_enough(place, second, status):
    wanted = rule(UP, "10", "2", form=Form.RANK, second="2")
    assert judge(place and D(place), wanted, second and D(second)) == status


UNPLACED = [
    # the fields of the rank, the place wanted in the second and the one that it has, why it is not judged
    ("nationally, of the most similar group", "2", None,
     "not judged: its place of the most similar group is not given"),
    ("nationally, of the most similar group", "2", "3", ""),
    ("nationally", "2", None, "not judged: its place in the second field is not given"),
    ("", "2", None, "not judged: its place in the second field is not given"),
    ("nationally, of the most similar group", None, None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("among", "wanted", "second", "why"), UNPLACED)
def test_a_rank_that_lacks_a_place_which_is_wanted_says_so(among, wanted, second, why):
    held = rule(UP, "10", form=Form.RANK, second=wanted, among=among)
    assert unplaced(held, second and D(second)) == why
    assert unplaced(replace(held, form=Form.RANGE), None) == ""


def test_a_second_place_that_nobody_asked_for_is_not_judged():
    assert judge(D(10), rule(UP, "10", form=Form.RANK), D(40)) == "green"


@pytest.mark.parametrize(
    ("form", "actual", "status"),
    [
        (Form.CEILING, "4.999", "green"),
        (Form.CEILING, "5", "amber"),
        (Form.CEILING, "5.5", "amber"),
        (Form.CEILING, "6.1", "red"),
        (Form.FLOOR, "5.001", "green"),
        (Form.FLOOR, "5", "amber"),
        (Form.FLOOR, "3.9", "red"),
    ],
)
def test_less_than_a_value_leaves_the_value_out(form, actual, status):
    assert judge(D(actual), rule(HOLD, "5", "1", form=form, strict=True)) == status


def test_less_than_a_value_without_a_tolerance_is_red_at_the_value():
    assert judge(D(5), rule(HOLD, "5", form=Form.CEILING, strict=True)) == "red"


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("direction", list(Direction))
def test_no_result_has_no_status(form, direction):
    assert judge(None, rule(direction, "52", "2", form=form, second="60")) == ""


@pytest.mark.parametrize(("shown", "status"), [("51.96", "amber"), ("51.99999", "amber"), ("52", "green")])
def test_a_value_that_is_shown_as_the_target_is_not_yet_the_target(shown, status):
    figure = Figure(Kind.PERCENTAGE, D(shown), decimals=1)
    assert (str(figure), judge(figure.amount, rule(UP, "52", "2"))) == ("52.0%", status)


@given(VALUES, VALUES, TOLERANCES, st.sampled_from(list(MeasuredIn)), st.booleans())
def test_a_lower_is_better_measure_mirrors_its_higher_is_better_twin(actual, wanted, within, measured_in, strict):
    up = Rule(UP, Form.ABSOLUTE, wanted, None, within, measured_in, strict=strict)
    down = Rule(DOWN, Form.ABSOLUTE, -wanted, None, within, measured_in, strict=strict)
    assert judge(actual, up) == judge(-actual, down)


@given(VALUES, VALUES, TOLERANCES, st.sampled_from(list(MeasuredIn)))
def test_to_hold_a_value_is_to_have_no_less(actual, wanted, within, measured_in):
    held = Rule(HOLD, Form.ABSOLUTE, wanted, None, within, measured_in)
    assert judge(actual, held) == judge(actual, Rule(HOLD, Form.FLOOR, wanted, None, within, measured_in))


@given(VALUES, VALUES, TOLERANCES, st.sampled_from(list(MeasuredIn)))
def test_a_ceiling_mirrors_a_floor(actual, wanted, within, measured_in):
    floor = Rule(HOLD, Form.FLOOR, wanted, None, within, measured_in)
    ceiling = Rule(HOLD, Form.CEILING, -wanted, None, within, measured_in)
    assert judge(actual, floor) == judge(-actual, ceiling)


@given(VALUES, VALUES, TOLERANCES, st.sampled_from(ONE_WAY), st.integers(0, 3))
def test_rounding_never_changes_a_status(actual, wanted, within, way, decimals):
    held = Rule(*way, wanted, None, within)
    figures = [Figure(Kind.PERCENTAGE, actual, decimals=shown) for shown in (decimals, 9)]
    assert judge(figures[0].amount, held) == judge(figures[1].amount, held) == judge(actual, held)


@given(VALUES, VALUES, TOLERANCES, st.sampled_from(ONE_WAY))
def test_green_is_what_the_exact_values_say(actual, wanted, within, way):
    reached = actual >= wanted if way[0] is UP else actual <= wanted
    assert (judge(actual, Rule(*way, wanted, None, within)) == "green") is reached


@given(VALUES, VALUES, TOLERANCES, st.decimals(min_value=0, max_value=1000, places=3))
def test_a_better_result_is_never_judged_worse(actual, wanted, within, step):
    order = ["red", "amber", "green"]
    held = Rule(UP, Form.ABSOLUTE, wanted, None, within)
    assert order.index(judge(actual + step, held)) >= order.index(judge(actual, held))


@given(
    VALUES, VALUES, st.decimals(min_value=0, max_value=100, places=2), st.decimals(min_value=0, max_value=100, places=2)
)
def test_a_wider_tolerance_is_never_stricter(actual, wanted, within, more):
    order = ["red", "amber", "green"]
    narrow, wide = (Rule(UP, Form.ABSOLUTE, wanted, None, tolerated) for tolerated in (within, within + more))
    assert order.index(judge(actual, wide)) >= order.index(judge(actual, narrow))


@given(st.lists(st.none() | VALUES, max_size=12))
def test_missing_values_are_never_judged(results):
    held = Rule(UP, Form.ABSOLUTE, D(0))
    judged = [judge(value, held) for value in results]
    assert judged.count("") == results.count(None)


PERCENTAGE = Figure(Kind.PERCENTAGE, None)
COUNT = Figure(Kind.COUNT, None)
DAYS = Figure(Kind.HOURS, None, unit="days")
MONEY = Figure(Kind.MONEY, None, unit="£m", decimals=1)
RATE = Figure(Kind.RATE, None, unit="population", decimals=2, per=1000)
LEVEL = Figure(Kind.LEVEL, None)

DESCRIBED = [
    (rule(UP, "52", "2", kind=Kind.PERCENTAGE), PERCENTAGE, "52% or more is green; within 2 points amber"),
    (rule(UP, "52", "1", kind=Kind.PERCENTAGE), PERCENTAGE, "52% or more is green; within 1 point amber"),
    (rule(UP, "52", "0.5", kind=Kind.PERCENTAGE), PERCENTAGE, "52% or more is green; within 0.5 points amber"),
    (
        rule(UP, "52", "2", kind=Kind.PERCENTAGE, measured_in=PERCENT),
        PERCENTAGE,
        "52% or more is green; within 2% of it amber",
    ),
    (rule(DOWN, "58"), COUNT, "58 or less is green; anything else red"),
    (
        rule(DOWN, "19448.1", "5", form=Form.RELATIVE, measured_in=PERCENT),
        COUNT,
        "19,448.1 or less is green; within 5% of it amber",
    ),
    (rule(UP, "1500000", "100000", kind=Kind.MONEY), MONEY, "£1.5m or more is green; within £0.1m amber"),
    (
        rule(DOWN, "0.49", "0.02", kind=Kind.RATE),
        RATE,
        "0.49 per 1,000 population or less is green; within 0.02 per 1,000 population amber",
    ),
    (
        rule(HOLD, "32", "1", form=Form.FLOOR, kind=Kind.PERCENTAGE),
        PERCENTAGE,
        "32% or more is green; within 1 point amber",
    ),
    (rule(HOLD, "5", form=Form.CEILING, kind=Kind.HOURS), DAYS, "5 days or less is green; anything else red"),
    (
        rule(HOLD, "5", form=Form.CEILING, kind=Kind.HOURS, strict=True),
        DAYS,
        "less than 5 days is green; anything else red",
    ),
    (
        rule(HOLD, "5", form=Form.FLOOR, kind=Kind.HOURS, strict=True),
        DAYS,
        "more than 5 days is green; anything else red",
    ),
    (
        rule(HOLD, "85", "2", form=Form.RANGE, second="90", kind=Kind.PERCENTAGE),
        PERCENTAGE,
        "85% to 90% is green; within 2 points amber",
    ),
    (rule(HOLD, "85", form=Form.RANGE, kind=Kind.PERCENTAGE), PERCENTAGE, "85% or more is green; anything else red"),
    (
        rule(HOLD, "95", "1", kind=Kind.PERCENTAGE),
        PERCENTAGE,
        "95% or more is green, because it is to be held there or better; within 1 point amber",
    ),
    (rule(UP, "3", "1", form=Form.LEVEL, kind=Kind.LEVEL), LEVEL, "Level 3 or higher is green; within 1 level amber"),
    (rule(HOLD, "3", form=Form.LEVEL, kind=Kind.LEVEL), LEVEL, "Level 3 or higher is green; anything else red"),
    (rule(DOWN, "3", "2", form=Form.LEVEL, kind=Kind.LEVEL), LEVEL, "Level 3 or lower is green; within 2 levels amber"),
    (rule(UP, "10", "2", form=Form.RANK, kind=Kind.RANK), COUNT, "10th or better is green; within 2 places amber"),
    (
        rule(UP, "10", form=Form.RANK, second="2", kind=Kind.RANK, among="nationally, of the most similar group"),
        COUNT,
        "10th nationally or better, and 2nd of the most similar group or better is green; anything else red",
    ),
    (rule(NONE, "10"), COUNT, "for information, without a status"),
    (rule(UP, None), COUNT, "there is no value to hold a result against"),
    (rule(UP, "5", form=Form.WORDS), COUNT, "the target is in words and is judged on evidence"),
]


@pytest.mark.parametrize(("held", "pattern", "sentence"), DESCRIBED)
def test_a_rule_is_printed_in_words(held, pattern, sentence):
    assert describe(held, shown_exactly(pattern)) == sentence


def test_a_grade_is_printed_by_its_word():
    grades = {1: "Poor", 2: "Fair", 3: "Good", 4: "Excellent"}
    held = rule(UP, "3", "1", form=Form.GRADE, kind=Kind.GRADE)
    assert describe(held, lambda rank: grades[int(rank)]) == "Good or better is green; within 1 grade amber"


@pytest.mark.parametrize(
    ("set_by", "set_on", "ending"),
    [
        ("the Performance Committee", date(2009, 6, 15), "; set by the Performance Committee, June 2009"),
        ("the Performance Committee", None, "; set by the Performance Committee"),
        ("", date(2009, 6, 15), "; set in June 2009"),
        ("", None, ""),
    ],
)
def test_a_rule_says_who_set_it_and_when(set_by, set_on, ending):
    held = rule(UP, "52", "2", kind=Kind.PERCENTAGE)
    sentence = describe(held, shown_exactly(PERCENTAGE), set_by=set_by, set_on=set_on)
    assert sentence == f"52% or more is green; within 2 points amber{ending}"


@given(VALUES)
def test_a_printed_rule_names_the_exact_value(wanted):
    sentence = describe(Rule(UP, Form.ABSOLUTE, wanted), shown_exactly(COUNT))
    assert D(sentence.split(" ")[0].replace(",", "")) == wanted
