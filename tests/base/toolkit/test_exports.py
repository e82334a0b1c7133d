"""What leaves the site in a file is text, whatever somebody typed."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.toolkit.exports import CONTROL, Lines, csv_parts, defused, native, plain


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "\n1", "＝1", "＋1", "－1", "＠A1"]
)
def test_a_formula_gets_an_apostrophe(formula):
    assert defused(formula) == f"'{formula}"


@pytest.mark.parametrize("text", ["", "Estates", "a=b", "1-2", "’=", "'=1"])
def test_other_text_stays_as_it_is(text):
    assert defused(text) == text


def test_nothing_is_an_empty_cell_and_numbers_are_text():
    assert (plain(None), plain(0), plain("a\x00b\x0bc")) == ("", "0", "abc")


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=5))
def test_whatever_is_typed_comes_back_from_a_csv_as_text(rows):
    text = "".join(csv_parts(rows)).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [[defused(CONTROL.sub("", cell)) for cell in row] for row in rows]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in read for cell in row)


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (12, 12),
        (1.5, 1.5),
        (Decimal("0.49"), Decimal("0.49")),
        (datetime.date(2010, 6, 30), datetime.date(2010, 6, 30)),
        (True, "True"),
        (None, ""),
        ("=1\x00", "=1"),
        (datetime.datetime(2010, 6, 30, 9, tzinfo=datetime.timezone.utc), "2010-06-30 09:00:00+00:00"),
    ],
)
def test_numbers_and_days_are_such_in_a_workbook_and_all_else_is_text(value, held):
    assert native(value) == held
    assert type(native(value)) is type(held)


def test_the_rows_of_a_list_stand_under_their_headings():
    assert list(Lines(("Risk", "Level"), iter([("Dark", 3)])).as_values()) == [("Risk", "Level"), ("Dark", 3)]
