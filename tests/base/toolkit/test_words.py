import pytest

from kpa_tracker.base.toolkit.words import counted, listed, plural


@pytest.mark.parametrize(
    ("word", "several"),
    [
        ("ambition", "ambitions"),
        ("activity", "activities"),
        ("day", "days"),
        ("process", "processes"),
        ("branch", "branches"),
    ],
)
def test_words_in_the_plural(word, several):
    assert plural(word) == several


def test_things_are_counted():
    assert [counted(number, "priority") for number in (1, 2)] == ["1 priority", "2 priorities"]


@pytest.mark.parametrize(
    ("words", "sentence"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), ([], "")]
)
def test_things_are_listed_as_a_sentence_lists_them(words, sentence):
    assert listed(words) == sentence
