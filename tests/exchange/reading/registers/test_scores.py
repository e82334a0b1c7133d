import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.interfaces.exchange.reading.registers.scores import ScoreCells, StepWords, read_score
from risks.scoring import Level

WORDS = StepWords({"rare": 1, "unlikely": 2, "likely": 4}, {"minor": 2, "major": 4})
STEP = st.integers(1, 5)


def one(text, **options):
    return read_score(ScoreCells(score=text, **options), "current", WORDS)


def two(likelihood, impact, score=""):
    return read_score(ScoreCells(likelihood, impact, score), "current", WORDS)


@pytest.mark.parametrize(
    ("likelihood", "impact"),
    [
        ("4", "2"),
        ("4.0", "2.0"),
        ("4/5", "2 / 5"),
        ("L4", "I2"),
        ("Likely", "Minor"),
        ("LIKELY", "minor"),
        ("4 - Likely", "2 (Minor)"),
        ("Likely (4)", "Minor = 2"),
        ("4 Probable", "2: Slight enough"),
    ],
)
def test_two_cells_give_a_pair_in_numbers_or_in_the_words_here(likelihood, impact):
    assert two(likelihood, impact).pair == (4, 2)


@pytest.mark.parametrize(
    "text",
    [
        *("4x3", "4 x 3", "4 × 3 = 12", "4*3=12", "12 (4x3)", "12 = 4 x 3", "(4 x 3)", "4 x 3 = 12 (High)"),
        *("L4 I3", "L4, I3 = 12", "Likelihood 4, impact 3", "L=4 I=3", "P4 x I3", "I3 L4", "Impact: 3 Likelihood: 4"),
        "Likely x 3",
    ],
)
def test_one_cell_gives_a_pair_where_it_holds_both(text):
    assert one(text).pair == (4, 3)


def test_the_order_is_that_of_the_column():
    assert one("4x3", is_swapped=True).pair == (3, 4)
    assert one("L4 I3", is_swapped=True).pair == (4, 3)


@pytest.mark.parametrize(
    ("text", "number", "level"),
    [
        ("12", 12, None),
        ("12.0", 12, None),
        ("High", None, Level.HIGH),
        ("very high", None, Level.VERY_HIGH),
        ("High (12)", 12, Level.HIGH),
        ("12 - High", 12, Level.HIGH),
        ("Red", None, None),
        ("Amber (9)", 9, None),
    ],
)
def test_a_number_or_a_level_alone_is_never_taken_apart(text, number, level):
    read = one(text)
    assert (read.pair, read.number, read.level) == (None, number, level)
    assert f"“{text}” is" in read.problem
    assert read.problem.endswith("The current score is left out.")


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("6", "2"), "“6” is no step from 1 to 5 and none of the words here for likelihood."),
        (("0", "2"), "“0” is no step from 1 to 5"),
        (("2", "Catastrophic"), "“Catastrophic” is no step from 1 to 5 and none of the words here for impact."),
        (("4 - Unlikely", "2"), "“4 - Unlikely”: step 4 of likelihood is called “Likely” here."),
        (("4", ""), "Only one of likelihood and impact is given: “4”."),
        (("4", "3", "15"), "4 × 3 is 12, but the file says 15."),
        (("4", "3", "3x4"), "The columns say 4 × 3, the score says “3x4”."),
        (("", "", "4x3=15"), "4 × 3 is 12, but the file says 15."),
        (("", "", "4/3"), "The current score is not understood: “4/3”."),
        (("", "", "see below"), "The current score is not understood: “see below”."),
        (("", "", "12-15"), "The current score is not understood: “12-15”."),
        (("", "", "6x2"), "“6” is no step"),
    ],
)
def test_what_contradicts_itself_or_is_no_step_is_left_with_its_reason(cells, problem):
    read = two(*cells)
    assert read.pair is None
    assert problem in read.problem


@pytest.mark.parametrize("beside", ["12", "High", "High (12)", "Red", "4x3=12"])
def test_a_score_beside_both_only_confirms_them(beside):
    assert two("4", "3", beside).pair == (4, 3)


def test_an_empty_cell_is_no_score_and_no_problem():
    assert two("", "").problem == ""
    assert two("", "").pair is None


@given(STEP, STEP)
def test_every_pair_is_read_back_however_it_is_written(likelihood, impact):
    total = likelihood * impact
    for text in (f"{likelihood}x{impact}", f"{likelihood} × {impact} = {total}", f"{total} ({likelihood}x{impact})"):
        assert one(text).pair == (likelihood, impact)
    assert two(str(likelihood), str(impact), str(total)).pair == (likelihood, impact)
    assert one(str(total)).pair is None


@given(st.text(max_size=30))
def test_no_text_gives_a_pair_outside_the_matrix_or_an_error(text):
    pair = one(text).pair
    assert pair is None or set(pair) <= {1, 2, 3, 4, 5}
