from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from targets.performance import Direction, Figure, Form, Kind, Rank, ReadTarget, read_target, show, wanted_value

D = Decimal

UP, DOWN, HOLD = Direction.UP, Direction.DOWN, Direction.HOLD
ABSOLUTE, FLOOR, CEILING = Form.ABSOLUTE, Form.FLOOR, Form.CEILING

VALUES = [
    # as written, form, direction, the value wanted
    ("Increase to 52%", ABSOLUTE, UP, "52%"),
    ("increase to 52 per cent", ABSOLUTE, UP, "52%"),
    ("Raise to 52%", ABSOLUTE, UP, "52%"),
    ("To increase to 52%", ABSOLUTE, UP, "52%"),
    ("Increase satisfaction to 52%", ABSOLUTE, UP, "52%"),
    ("Increase to 2,000", ABSOLUTE, UP, "2,000"),
    ("Increase to 6", ABSOLUTE, UP, "6"),
    ("Reduce to 58", ABSOLUTE, DOWN, "58"),
    ("Cut to 58 offences", ABSOLUTE, DOWN, "58 offences"),
    ("Lower the number of complaints to 58", ABSOLUTE, DOWN, "58"),
    ("Reduce to 345 complaints per 1,000 officers", ABSOLUTE, DOWN, "345 complaints per 1,000 officers"),
    ("Reduce to 0.49 per 1,000 population in Kent", ABSOLUTE, DOWN, "0.49 per 1,000 population in Kent"),
    (
        "Reduce to 32.4 working hours lost per member of staff",
        ABSOLUTE,
        DOWN,
        "32.4 working hours lost per member of staff",
    ),
    ("Reduce to 1 in 4", ABSOLUTE, DOWN, "1 in 4"),
    ("Reduce to zero", ABSOLUTE, DOWN, "0"),
    ("Reduce to nil", ABSOLUTE, DOWN, "0"),
    ("Reduce to -3.2%", ABSOLUTE, DOWN, "-3.2%"),
    ("Maintain at 95%", ABSOLUTE, HOLD, "95%"),
    ("Maintain 95%", ABSOLUTE, HOLD, "95%"),
    ("Keep satisfaction at 95%", ABSOLUTE, HOLD, "95%"),
    ("Achieve 95%", ABSOLUTE, None, "95%"),
    ("Improve to 10 minutes", ABSOLUTE, None, "10 minutes"),
    ("Improve response times to 10 minutes", ABSOLUTE, None, "10 minutes"),
    ("£1.5m", ABSOLUTE, None, "£1.5m"),
    ("£2.3 million", ABSOLUTE, None, "£2.3 million"),
    ("52%", ABSOLUTE, None, "52%"),
    ("3 out of 5", ABSOLUTE, None, "3 out of 5"),
    ("15.4% : 3.6%", ABSOLUTE, None, "15.4% : 3.6%"),
    ("0", ABSOLUTE, None, "0"),
    ("zero complaints", ABSOLUTE, None, "0 complaints"),
    ("No less than 32%", FLOOR, HOLD, "32%"),
    ("At least 85%", FLOOR, HOLD, "85%"),
    ("≥ 85%", FLOOR, HOLD, "85%"),
    ("85%+", FLOOR, HOLD, "85%"),
    ("85% or more", FLOOR, HOLD, "85%"),
    ("Achieve at least 85%", FLOOR, HOLD, "85%"),
    ("Maintain at or above 85%", FLOOR, HOLD, "85%"),
    ("Increase to at least 85%", FLOOR, UP, "85%"),
    ("Satisfaction of at least 85%", FLOOR, HOLD, "85%"),
    ("Minimum £1.5m", FLOOR, HOLD, "£1.5m"),
    ("Reduce to no more than 58", CEILING, DOWN, "58"),
    ("No more than 5 days", CEILING, HOLD, "5 days"),
    ("≤5 days", CEILING, HOLD, "5 days"),
    ("Within 60 days", CEILING, HOLD, "60 days"),
    ("Not to exceed 50", CEILING, HOLD, "50"),
    ("Level 3 or lower", CEILING, HOLD, "Level 3"),
    ("Achieve Level 3", Form.LEVEL, UP, "Level 3"),
    ("Level 3", Form.LEVEL, UP, "Level 3"),
    ("Maintain Level 3", Form.LEVEL, HOLD, "Level 3"),
    ("Level 3 or above", Form.LEVEL, HOLD, "Level 3"),
    ("At least Grade 2", Form.LEVEL, HOLD, "Grade 2"),
    ("at least Good", Form.GRADE, HOLD, "Good"),
    ("Good or better", Form.GRADE, HOLD, "Good"),
    ("No worse than Fair", Form.GRADE, HOLD, "Fair"),
    ("Improve to Good", Form.GRADE, UP, "Good"),
    ("Maintain at Good", Form.GRADE, HOLD, "Good"),
    ("Good", Form.GRADE, UP, "Good"),
    ("Meets the standard", Form.GRADE, UP, "Meets the standard"),
]


@pytest.mark.parametrize(("text", "form", "direction", "value"), VALUES)
def test_a_target_names_a_value(text, form, direction, value):
    target = read_target(text)
    assert (target.form, target.direction, show(target.figure), target.strict) == (form, direction, value, False)
    assert (target.text, target.understood, target.unavailable) == (text, True, False)


@pytest.mark.parametrize(
    ("text", "form", "direction", "value"),
    [
        ("<5 days", CEILING, HOLD, "5 days"),
        ("Less than 5%", CEILING, HOLD, "5%"),
        ("Fewer than 10 per 1,000 officers", CEILING, HOLD, "10 per 1,000 officers"),
        ("Keep response times under 15 minutes", CEILING, HOLD, "15 minutes"),
        ("Reduce to below 5%", CEILING, DOWN, "5%"),
        ("More than 50", FLOOR, HOLD, "50"),
        ("> 50%", FLOOR, HOLD, "50%"),
        ("Increase to over 50%", FLOOR, UP, "50%"),
    ],
)
def test_less_than_a_value_leaves_the_value_out(text, form, direction, value):
    target = read_target(text)
    assert (target.form, target.direction, show(target.figure), target.strict) == (form, direction, value, True)


CHANGES = [
    # as written, direction, per cent of the baseline, in the measure's own unit
    ("Reduce by 10%", DOWN, "-10", None),
    ("Increase by 10%", UP, "10", None),
    ("Reduce by at least 10%", DOWN, "-10", None),
    ("Reduce the number of burglaries by 10%", DOWN, "-10", None),
    ("Increase referrals to the programme by 10%", UP, "10", None),
    ("We will reduce burglary by 2.5%", DOWN, "-2.5", None),
    ("10% reduction", DOWN, "-10", None),
    ("A 10% reduction in burglary", DOWN, "-10", None),
    ("Achieve a 10% reduction in burglary", DOWN, "-10", None),
    ("Reduction of 10%", DOWN, "-10", None),
    ("Reduction in burglary of 10%", DOWN, "-10", None),
    ("A fall of at least 10%", DOWN, "-10", None),
    ("10% increase", UP, "10", None),
    ("An increase of 10%", UP, "10", None),
    ("+5%", UP, "5", None),
    ("10% below last year", DOWN, "-10", None),
    ("+2pp", UP, None, "2"),
    ("-2pp", DOWN, None, "-2"),
    ("+1.5 percentage points", UP, None, "1.5"),
    ("+20", UP, None, "20"),
    ("Increase by 2 percentage points", UP, None, "2"),
    ("Reduce by at least 3 percentage points", DOWN, None, "-3"),
    ("Reduce by 20 offences", DOWN, None, "-20"),
    ("Reduce by £1.5m", DOWN, None, "-1500000"),
    ("Increase by 2000", UP, None, "2000"),
    ("Reduce by 2 days", DOWN, None, "-2"),
]


@pytest.mark.parametrize(("text", "direction", "percent", "by"), CHANGES)
def test_a_target_is_a_change_from_the_baseline(text, direction, percent, by):
    target = read_target(text)
    changes = [None if value is None else D(value) for value in (percent, by)]
    assert [target.change_percent, target.change_by] == changes
    assert (target.form, target.direction, target.figure, target.understood) == (Form.RELATIVE, direction, None, True)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("85-90%", "85%", 90),
        ("85%-90%", "85%", 90),
        ("85 – 90 %", "85%", 90),
        ("85% to 90%", "85%", 90),
        ("between 85% and 90%", "85%", 90),
        ("Between 85 and 90%", "85%", 90),
        ("Maintain between 85% and 90%", "85%", 90),
        ("3-5 days", "3 days", 5),
        ("between 5 and 7.5 per 1,000 population", "5.0 per 1,000 population", D("7.5")),
        ("£1m to £2m", "£1m", 2_000_000),
        ("10 to 20", "10", 20),
    ],
)
def test_a_range_has_two_ends_of_one_unit(text, low, high):
    target = read_target(text)
    assert (target.form, target.direction, show(target.figure), target.second) == (Form.RANGE, HOLD, low, high)


def test_a_range_may_be_where_a_reduction_goes():
    target = read_target("Reduce to between 5 and 7 days")
    assert (target.form, target.direction, target.value, target.second) == (Form.RANGE, DOWN, D(5), D(7))


@pytest.mark.parametrize(
    ("text", "direction", "ranks", "figure"),
    [
        (
            "top ten nationally and top two in the most similar group",
            UP,
            (Rank(10, "nationally"), Rank(2, "in the most similar group")),
            "10th nationally, 2nd in the most similar group",
        ),
        ("Top 10", UP, (Rank(10),), "10th"),
        ("Improve to 10th nationally or better", UP, (Rank(10, "nationally"),), "10th nationally"),
        ("Remain in the top 10 of 43 forces", HOLD, (Rank(10, "of 43 forces"),), "10th of 43 forces"),
        ("To be in the top three nationally", UP, (Rank(3, "nationally"),), "3rd nationally"),
        ("Top quartile", UP, (Rank(1, "", 4),), None),
        ("Achieve top quartile nationally", UP, (Rank(1, "nationally", 4),), None),
        ("Top 10%", UP, (Rank(1, "", 10),), None),
    ],
)
def test_a_rank_is_asked_for_by_its_place_or_its_part_of_the_field(text, direction, ranks, figure):
    target = read_target(text)
    assert (target.form, target.direction, target.ranks) == (Form.RANK, direction, ranks)
    assert (target.figure and show(target.figure)) == figure


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Roll out to all areas", None),
        ("Rollout complete", None),
        ("Increase public confidence", UP),
        ("Reduce bureaucracy", DOWN),
        ("Maintain current level", HOLD),
        ("Increase year on year", UP),
        ("Improve on 2008/09", None),
        ("Evidence of a positive change in culture", None),
    ],
)
def test_words_alone_are_a_target(text, direction):
    target = read_target(text)
    assert (target.form, target.direction, target.understood) == (Form.WORDS, direction, True)
    assert (target.figure, target.change, target.ranks) == (None, None, ())


NOT_UNDERSTOOD = [
    "Increase 5%",
    "Reduce at 5",
    "-5%",
    "-5",
    "(5%)",
    "Increase to 52% by 2011 and 60% by 2013",
    "Answer 90% of 999 calls within 10 seconds",
    "Improve satisfaction by 5%",
    "Change by 10%",
    "Reduce by up to 10%",
    "Cut by up to 10%",
    "Reduce by less than 10%",
    "Reduce by more than 10%",
    "Reduce by 5-10%",
    "Reduce by -10%",
    "Reduce by 0%",
    "Reduce by 1 in 4",
    "Do not reduce by 10%",
    "Increase or maintain 45%",
    "Maintain or improve on 45%",
    "90-85%",
    "1 to 2 million",
    "5 days - 3 hours",
    "2009-10",
    "2009/10",
    "1st phase of rollout",
    "Increase to 52% or 53%",
    "Pilot in 3 areas, then 6",
    "80% White 77% BME",
    "Increase from about 46% to 52%",
    "Increase from 46% in Kent and 47% in Medway to 52%",
    "9 " * 300,
]


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_a_number_that_does_not_fit_is_not_guessed(text):
    assert read_target(text) == ReadTarget(text, understood=False)


@pytest.mark.parametrize("text", ["", "U/A", "n/a", "-", "TBC", "To be confirmed", "Target to be set", "No target"])
def test_a_target_that_is_not_set_is_unavailable(text):
    assert read_target(text) == ReadTarget(text, unavailable=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Increase to 52% as measured by the British Crime Survey", {"source": "British Crime Survey"}),
        ("Increase to 52% by March 2010", {"by_when": "March 2010"}),
        ("Reduce by 10% from the 2008/09 baseline", {"against": "2008/09 baseline"}),
        ("10% reduction on 2008/09", {"against": "2008/09"}),
        ("Increase to 6 (one per policing area)", {"note": "one per policing area"}),
        ("Reduce the number of burglaries by 10%", {"about": "the number of burglaries"}),
        ("A 10% reduction in burglary", {"about": "burglary"}),
        ("Increase to 20% ¹", {"markers": ("1",)}),
        ("Increase from 46.4% to 52%", {"start": Figure(Kind.PERCENTAGE, D("46.4"), decimals=1)}),
        (
            "Increase confidence from 46% to 52% by 2012 as measured by the Crime Survey (quarterly) *",
            {
                "about": "confidence",
                "start": Figure(Kind.PERCENTAGE, D(46)),
                "by_when": "2012",
                "source": "Crime Survey",
                "note": "quarterly",
                "markers": ("*",),
            },
        ),
    ],
)
def test_what_is_said_around_a_target_is_kept(text, said):
    target = read_target(text)
    kept = ("source", "by_when", "against", "note", "about", "start", "markers")
    assert {name: getattr(target, name) for name in kept if getattr(target, name)} == said


def test_what_the_value_is_can_be_asked_directly():
    target = read_target("Reduce to 0.49 per 1,000 population in Kent")
    asked = (target.kind, target.value, target.second, target.unit, target.per)
    assert asked == (Kind.RATE, D("0.49"), None, "population in Kent", 1000)
    words = read_target("Roll out to all areas")
    assert (words.kind, words.value, words.second, words.unit, words.per) == (None, None, None, "", None)


@pytest.mark.parametrize(
    ("text", "kind", "figure"),
    [
        ("Increase to 52", Kind.PERCENTAGE, Figure(Kind.PERCENTAGE, D(52))),
        ("Reduce to 0.49", Kind.RATE, Figure(Kind.RATE, D("0.49"), decimals=2)),
        ("1.5m", Kind.MONEY, Figure(Kind.MONEY, D(1_500_000), unit="£m", decimals=1)),
        ("Achieve 3", Kind.LEVEL, Figure(Kind.LEVEL, D(3))),
        ("10", Kind.RANK, Figure(Kind.RANK, D(10))),
        ("85-90", Kind.PERCENTAGE, Figure(Kind.PERCENTAGE, D(85), D(90))),
    ],
)
def test_a_bare_number_is_of_the_measures_kind(text, kind, figure):
    assert read_target(text, kind).figure == figure


def test_a_bare_change_of_a_percentage_may_be_points_or_a_share():
    assert read_target("Reduce by 10", Kind.PERCENTAGE).understood is False
    assert read_target("Reduce by 10", Kind.COUNT).change_by == -10


@pytest.mark.parametrize("kind", [Kind.GRADE, Kind.QUALITATIVE])
def test_a_measure_in_words_keeps_its_targets_words(kind):
    target = read_target("Support in place for every area", kind)
    assert (target.form, target.figure, target.understood) == (Form.WORDS, None, True)


def test_a_target_names_a_grade_of_the_measures_own_scale():
    grades = ["Delivered", "Partly delivered"]
    assert read_target("At least partly delivered", Kind.GRADE, grades=grades).figure.words == "partly delivered"
    assert read_target("At least partly delivered", Kind.GRADE).form is Form.WORDS


@pytest.mark.parametrize(
    ("text", "baseline", "wanted"),
    [
        ("Reduce by 10%", "21609", "19448.1"),
        ("Increase by 10%", "334", "367.4"),
        ("+2pp", "46.4", "48.4"),
        ("Increase to 52%", "46.4", "52"),
        ("No less than 32%", "32.0", "32"),
        ("Roll out to all areas", "2", None),
    ],
)
def test_a_target_as_read_comes_to_a_value(text, baseline, wanted):
    target = read_target(text)
    value = wanted_value(
        target.form,
        value=target.value,
        change_percent=target.change_percent,
        change_by=target.change_by,
        baseline=D(baseline),
    )
    assert value == (None if wanted is None else D(wanted))


NUMBERS = st.integers(1, 10**6).map(lambda value: D(value).scaleb(-1))
UNITS = st.sampled_from(["", "%", " days", " per 1,000 population", " offences"])
ENDINGS = ["", " by March 2010", " as measured by the British Crime Survey", " (one per area)", " ¹"]


@given(NUMBERS, UNITS, st.sampled_from(ENDINGS))
def test_an_increase_mirrors_a_reduction(value, unit, ending):
    assume(unit != "" or "(" not in ending)
    up, down = (read_target(f"{verb} to {value}{unit}{ending}") for verb in ("Increase", "Reduce"))
    assert (up.figure, up.form, up.source, up.by_when) == (down.figure, down.form, down.source, down.by_when)
    assert (up.direction, down.direction, up.value) == (UP, DOWN, value)


@given(NUMBERS, UNITS)
def test_a_change_down_is_the_change_up_with_the_other_sign(value, unit):
    up, down = (read_target(f"{verb} by {value}{unit}").change for verb in ("Increase", "Reduce"))
    assert (up.kind, up.value) == (down.kind, -down.value)


@given(st.text(max_size=400))
@example("by " * 130)
@example("to 5 " * 80)
@example("no more than no less than 5")
@example("(" * 400)
@example("top " * 100)
@example("a by in for 5, as measured by by 2009/10 (x) (y")
def test_reading_never_raises_and_keeps_the_text(text):
    target = read_target(text)
    assert target.text == text
    assert target.understood or (target.form, target.figure, target.change) == (Form.WORDS, None, None)


@given(st.text(alphabet="Increase to by 0123456789%.,-<>≥()/£mRedcatls", max_size=60))
def test_a_target_has_a_value_a_change_places_or_words(text):
    target = read_target(text)
    has = [target.form is Form.WORDS, bool(target.change), bool(target.ranks), bool(target.figure and not target.ranks)]
    assert has.count(True) == 1
