import pytest

from targets.performance import Kind
from targets.performance.reading.words import is_grade, is_label, is_unit

LABELS = [
    "",
    "White",
    "BME",
    "KCC area",
    "(i)",
    "(ii) secondary",
    "10-17",
    "2008/09",
    "Q1",
    "Black and minority ethnic",
    "Officers (sergeants)",
    "St. Mary's & All Saints",
    "C",
]
NO_LABELS = [
    "about",
    "More than",
    "up to",
    "c",
    "circa",
    "c Kent c",
    "<",
    "≥",
    "~",
    "$",
    "€",
    "March",
    "Sept. to",
    "was",
    "5 days in",
    "per 1,000",
    "Medway: Level",
    "(Kent",
    "Kent)",
    "target",
    "which",
    "one two three four five six seven eight nine ten eleven twelve thirteen",
]


@pytest.mark.parametrize("words", LABELS)
def test_a_name_can_be_a_label(words):
    assert is_label(words) is True


@pytest.mark.parametrize("words", NO_LABELS)
def test_what_says_more_than_a_name_is_no_label(words):
    assert is_label(words) is False


@pytest.mark.parametrize(
    "words",
    [
        "",
        "offences",
        "per 1,000 population in Kent",
        "working hours lost per member of staff",
        "of victims",
        "per 100 million km",
    ],
)
def test_words_after_a_number_can_be_its_unit(words):
    assert is_unit(words) is True


@pytest.mark.parametrize(
    "words",
    [
        "in 2008",
        "per 1,000 per year",
        "up from",
        "which was better",
        "or more",
        "of 43",
        "than last year",
        "in March",
        "=",
        "?",
    ],
)
def test_what_says_more_than_a_unit_is_none(words):
    assert is_unit(words) is False


@pytest.mark.parametrize(
    "words", ["Good", "POOR", "requires improvement", "Meets the standard", "Excellent", "limited assurance"]
)
def test_common_grades_are_known(words):
    assert is_grade(words, None, ()) is True


@pytest.mark.parametrize(
    ("words", "kind", "grades", "known"),
    [
        ("Gold", None, (), False),
        ("Gold", None, ("gold", "silver"), True),
        ("Gold", Kind.GRADE, (), True),
        ("Bronze", Kind.GRADE, ("gold", "silver"), False),
        ("Good", Kind.GRADE, ("gold", "silver"), True),
        ("Gold 2", Kind.GRADE, (), False),
        ("Gold", Kind.COUNT, (), False),
        ("word " * 13, Kind.GRADE, (), False),
    ],
)
def test_the_words_of_a_scale_are_its_grades(words, kind, grades, known):
    assert is_grade(words, kind, grades) is known
