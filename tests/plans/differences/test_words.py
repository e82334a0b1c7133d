"""Words that were taken out and put in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.differences import Mark, marked
from plans.differences.words import MOST_WORDS

OUT, IN, SAME = Mark.OUT, Mark.IN, Mark.SAME
texts = st.lists(st.sampled_from(["agree", "the", "budget", "by", "June", "  ", "\n", " "])).map("".join)


def said(pieces):
    return [(piece.mark, piece.text) for piece in pieces]


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("Agree the plan", "Agree the plan", [(SAME, "Agree the plan")]),
        ("Agree the plan", "Agree a plan", [(SAME, "Agree"), (OUT, " the"), (IN, " a"), (SAME, " plan")]),
        ("", "Agree it", [(IN, "Agree it")]),
        ("Agree it", "", [(OUT, "Agree it")]),
        ("", "", []),
    ],
)
def test_what_was_taken_out_and_put_in(old, new, pieces):
    assert said(marked(old, new)) == pieces


@given(texts, texts)
def test_both_texts_can_be_read_from_the_pieces(old, new):
    pieces = marked(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark is not IN) == old
    assert "".join(piece.text for piece in pieces if piece.mark is not OUT) == new


def test_texts_too_long_to_compare_word_by_word_are_shown_whole():
    long = "word " * MOST_WORDS
    assert [piece.mark for piece in marked(long, f"{long}more")] == [OUT, IN]


@pytest.mark.parametrize(("old", "new"), [("a " * 700, "a b " * 350), ("x y " * 350, "y x " * 350)])
def test_texts_that_say_one_word_again_and_again_are_shown_whole(old, new):
    """Compared word by word they would keep a reader waiting for half a minute."""
    assert [piece.mark for piece in marked(old, new)] == [OUT, IN]
