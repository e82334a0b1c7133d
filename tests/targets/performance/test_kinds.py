import pytest

from targets.performance import Direction, Form, Gathering, Kind, MeasuredIn, Method

ENUMS = [Kind, Direction, Form, Method, Gathering, MeasuredIn]


@pytest.mark.parametrize("enum", ENUMS)
def test_every_member_has_a_word_of_its_own(enum):
    words = [member.word for member in enum]
    assert len(set(words)) == len(words)
    assert all(word[:1].isupper() for word in words)


@pytest.mark.parametrize("enum", ENUMS)
def test_choices_are_the_values_with_their_words_in_order(enum):
    assert enum.choices() == [(member.value, member.word) for member in enum]


@pytest.mark.parametrize("enum", ENUMS)
def test_a_stored_value_gives_its_member_back(enum):
    assert [enum(value) for value, _ in enum.choices()] == list(enum)


@pytest.mark.parametrize(
    ("kind", "gathering"),
    [
        (Kind.COUNT, Gathering.SUM),
        (Kind.MONEY, Gathering.SUM),
        (Kind.HOURS, Gathering.SUM),
        (Kind.PERCENTAGE, Gathering.AVERAGE),
        (Kind.RATE, Gathering.AVERAGE),
        (Kind.RATIO, Gathering.LAST),
        (Kind.RANK, Gathering.LAST),
        (Kind.LEVEL, Gathering.LAST),
        (Kind.GRADE, Gathering.LAST),
        (Kind.QUALITATIVE, Gathering.LAST),
    ],
)
def test_how_a_year_is_usually_made_of_its_periods(kind, gathering):
    assert kind.gathering is gathering


def test_grades_and_findings_are_said_in_words():
    assert [kind for kind in Kind if kind.is_words] == [Kind.GRADE, Kind.QUALITATIVE]
