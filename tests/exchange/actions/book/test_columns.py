import datetime
from decimal import Decimal

import pytest

from kpa_tracker.base.toolkit.workbooks.exact import FAILED
from kpa_tracker.interfaces.exchange.actions.book.columns import (
    Column,
    Sort,
    in_words,
    joined,
    lines_of,
    mark_of,
    read,
    shown,
    tidied,
)
from kpa_tracker.interfaces.exchange.actions.book.values import Unread, figure

DAY, FIGURE, YES = Column("on", "On", Sort.DAY), Column("value", "Value", Sort.FIGURE), Column("is", "Is", Sort.YES)
LINE, TEXT, LINES = Column("title", "Title"), Column("body", "Text", Sort.TEXT), Column("many", "Many", Sort.LINES)
NAMES, ROW, ROWS = Column("who", "Who", Sort.NAMES), Column("of", "Of", Sort.ROW), Column("all", "All", Sort.ROWS)
CHOICE = Column("place", "Where", Sort.CHOICE, choices={"before": "Before the ambitions", "after": "After"})


@pytest.mark.parametrize(
    ("column", "value", "cell"),
    [
        (DAY, "2010-03-31", datetime.date(2010, 3, 31)),
        (FIGURE, "52.5", Decimal("52.5")),
        (YES, "yes", "Yes"),
        (YES, "", "No"),
        (CHOICE, "after", "After"),
        (LINE, "=1+1", "=1+1"),
        (DAY, "", ""),
        (FIGURE, "", ""),
    ],
)
def test_a_cell_shows_a_value_as_what_it_is(column, value, cell):
    assert shown(column, value) == cell


def test_a_reader_sees_a_day_as_people_write_it():
    assert (in_words(DAY, "2010-03-31"), in_words(DAY, ""), in_words(FIGURE, "52.5")) == ("31 March 2010", "", "52.5")


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (DAY, "31 March 2010", "2010-03-31"),
        (DAY, " 31/3/2010 ", "2010-03-31"),
        (DAY, "", ""),
        (FIGURE, "1,250.50", "1250.5"),
        (FIGURE, "100", "100"),
        (FIGURE, "-0.49", "-0.49"),
        (FIGURE, "", ""),
        (YES, "YES", "yes"),
        (YES, "n", ""),
        (YES, "", ""),
        (CHOICE, "before  the AMBITIONS", "before"),
        (CHOICE, "", ""),
        (ROW, "A12 · Safe streets", "A12"),
        (ROW, " A12 ", "A12"),
        (ROW, "Safe streets", "Safe streets"),
        (ROW, "A12 of them", "A12 of them"),
        (ROWS, "M1 · One\nM2\n\n", "M1\nM2"),
        (LINE, "  as it stands ", "  as it stands "),
        (TEXT, "a\n\n b ", "a\n\n b "),
    ],
)
def test_what_stands_in_a_cell_is_read_back(column, text, value):
    assert read(column, text) == value


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (DAY, "March 2010"),
        (DAY, "31 February 2010"),
        (FIGURE, "many"),
        (FIGURE, "Infinity"),
        (FIGURE, "NaN"),
        (YES, "perhaps"),
        (CHOICE, "elsewhere"),
        (LINE, FAILED),
    ],
)
def test_what_is_no_value_is_said(column, text):
    with pytest.raises(Unread):
        read(column, text)


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        (LINE, "Light the lanes", " Light  the\tlanes "),
        (TEXT, "a\n\nb", "a  \n\nb\n\n"),
        (LINES, "One\nTwo", " One \n\nTwo"),
        (NAMES, "Clerk\nAnalyst", "Analyst\nClerk\nClerk "),
        (ROWS, "M1\nM2", "M2\nM1"),
    ],
)
def test_spaces_that_nobody_sees_and_the_order_of_names_make_no_difference(column, one, other):
    assert tidied(column, one) == tidied(column, other)
    assert mark_of(column, one) == mark_of(column, other)


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        (LINE, "Light the lanes", "Light the Lanes"),
        (TEXT, "a\nb", "a\n\nb"),
        (LINES, "One\nTwo", "Two\nOne"),
        (NAMES, "Clerk", "Clerk\nAnalyst"),
        (YES, "yes", ""),
    ],
)
def test_everything_else_does(column, one, other):
    assert mark_of(column, one) != mark_of(column, other)


@pytest.mark.parametrize("texts", [[], ["One"], ["Two\nlines", "⏎", "a⏎b\nc"], ["  spaced ", "=1+1"]])
def test_several_texts_come_out_of_a_cell_as_they_went_in(texts):
    assert lines_of(joined(texts)) == texts
    assert len(joined(texts).split("\n")) == max(1, len(texts))


@pytest.mark.parametrize(("number", "text"), [(None, ""), (0, "0"), (100, "100"), (Decimal("0.5000"), "0.5")])
def test_a_number_has_no_needless_zeros(number, text):
    assert figure(number) == text
