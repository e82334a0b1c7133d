from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from targets.performance import Direction, Form, implied_direction, progress, wanted_value

D = Decimal

VALUES = st.decimals(min_value=-(10**6), max_value=10**6, places=3)

ROADS = [
    # baseline, wanted, actual, per cent of the way
    ("46.4", "52", "46.4", "0"),
    ("46.4", "52", "52", "100"),
    ("46.4", "52", "49.2", "50"),
    ("46.4", "52", "45", "-25"),
    ("46.4", "52", "53.4", "125"),
    ("670", "668", "670", "0"),
    ("670", "668", "669", "50"),
    ("670", "668", "668", "100"),
    ("670", "668", "660", "500"),
    ("670", "668", "680", "-500"),
    ("73.5", "68.0", "70.75", "50"),
    ("0", "10", "4", "40"),
    ("10", "0", "4", "60"),
    ("-5", "5", "0", "50"),
    ("2", "6", "3", "25"),
    ("35.5", "32.4", "32.4", "100"),
    ("1490000", "1500000", "1495000", "50"),
]


@pytest.mark.parametrize(("baseline", "wanted", "actual", "per_cent"), ROADS)
def test_progress_runs_from_baseline_to_target_whichever_way_that_lies(baseline, wanted, actual, per_cent):
    assert progress(D(baseline), D(wanted), D(actual)) == D(per_cent)


@pytest.mark.parametrize(("baseline", "wanted", "actual", "per_cent"), ROADS)
def test_a_reduction_mirrors_an_increase(baseline, wanted, actual, per_cent):
    assert progress(-D(baseline), -D(wanted), -D(actual)) == D(per_cent)


def test_there_is_no_way_to_go_where_the_target_is_the_baseline():
    assert progress(D(32), D("32.0"), D(40)) is None


@pytest.mark.parametrize("missing", range(3))
def test_nothing_is_computed_from_what_is_missing(missing):
    values = [D(1), D(2), D(3)]
    values[missing] = None
    assert progress(*values) is None


@given(VALUES, VALUES)
def test_progress_at_the_baseline_is_0_and_at_the_target_100(baseline, wanted):
    assume(baseline != wanted)
    assert progress(baseline, wanted, baseline) == 0
    assert progress(baseline, wanted, wanted) == 100


@given(VALUES, VALUES, VALUES)
def test_progress_of_the_mirror_image_is_the_same(baseline, wanted, actual):
    assert progress(baseline, wanted, actual) == progress(-baseline, -wanted, -actual)


@given(VALUES, VALUES, VALUES, st.decimals(min_value="0.001", max_value=1000, places=3))
def test_a_step_towards_the_target_is_more_progress(baseline, wanted, actual, step):
    assume(baseline != wanted)
    nearer = actual + step if wanted > baseline else actual - step
    assert progress(baseline, wanted, nearer) > progress(baseline, wanted, actual)


@pytest.mark.parametrize(
    "form", [Form.ABSOLUTE, Form.FLOOR, Form.CEILING, Form.RANGE, Form.LEVEL, Form.GRADE, Form.RANK]
)
def test_a_value_is_wanted_as_it_stands(form):
    assert wanted_value(form, value=D("0.49"), baseline=D("0.53")) == D("0.49")


@pytest.mark.parametrize(
    ("baseline", "change", "wanted"),
    [
        ("21609", "-10", "19448.1"),
        ("334", "10", "367.4"),
        ("100", "-100", "0"),
        ("0", "-10", "0"),
        ("80", "2.5", "82"),
        ("-50", "10", "-45"),
        ("-50", "-10", "-55"),
    ],
)
def test_a_relative_change_counts_from_the_baseline(baseline, change, wanted):
    assert wanted_value(Form.RELATIVE, change_percent=D(change), baseline=D(baseline)) == D(wanted)


@pytest.mark.parametrize(
    ("baseline", "change", "wanted"), [("46.4", "2", "48.4"), ("58", "-20", "38"), ("0", "5", "5")]
)
def test_a_change_by_so_much_is_added_to_the_baseline(baseline, change, wanted):
    assert wanted_value(Form.RELATIVE, change_by=D(change), baseline=D(baseline)) == D(wanted)


def test_a_change_without_a_baseline_comes_to_nothing():
    assert wanted_value(Form.RELATIVE, change_percent=D(-10)) is None
    assert wanted_value(Form.RELATIVE, change_by=D(2)) is None


def test_a_change_that_does_not_say_how_much_comes_to_nothing():
    assert wanted_value(Form.RELATIVE, value=D(5), baseline=D(2)) is None


def test_a_target_in_words_has_no_value():
    assert wanted_value(Form.WORDS, value=D(5), baseline=D(2)) is None


@pytest.mark.parametrize(
    ("baseline", "wanted", "direction"),
    [
        ("1490000", "1500000", Direction.UP),
        ("670", "668", Direction.DOWN),
        ("32.0", "32", Direction.HOLD),
        (None, "32", Direction.NONE),
        ("32", None, Direction.NONE),
    ],
)
def test_a_target_without_a_verb_goes_the_way_from_its_baseline(baseline, wanted, direction):
    values = [None if value is None else D(value) for value in (baseline, wanted)]
    assert implied_direction(*values) is direction


NEGATIVES = [("-5", "-10", "-5.5"), ("-5", "10", "-4.5"), ("5", "-10", "4.5"), ("0", "-10", "0")]


@pytest.mark.parametrize(("baseline", "percent", "wanted"), NEGATIVES)
def test_a_reduction_goes_down_from_a_negative_baseline_too(baseline, percent, wanted):
    assert wanted_value(Form.RELATIVE, change_percent=D(percent), baseline=D(baseline)) == D(wanted)


@given(VALUES, st.decimals(min_value=1, max_value=100, places=2))
def test_a_relative_change_goes_its_own_way_from_any_baseline(baseline, percent):
    assume(baseline)
    less = wanted_value(Form.RELATIVE, change_percent=-percent, baseline=baseline)
    more = wanted_value(Form.RELATIVE, change_percent=percent, baseline=baseline)
    assert less < baseline < more
