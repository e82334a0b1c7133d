"""What leaves the site in a file is text, whatever somebody typed."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.toolkit.exports import CONTROL, csv_lines, defused, plain


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1"])
def test_a_formula_gets_an_apostrophe(formula):
    assert defused(formula) == f"'{formula}"


@pytest.mark.parametrize("text", ["", "Estates", "a=b", "1-2", "’=", "'=1"])
def test_other_text_stays_as_it_is(text):
    assert defused(text) == text


def test_nothing_is_an_empty_cell_and_numbers_are_text():
    assert (plain(None), plain(0), plain("a\x00b\x0bc")) == ("", "0", "abc")


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=5))
def test_whatever_is_typed_comes_back_from_a_csv_as_text(rows):
    text = "".join(csv_lines(rows)).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [[defused(CONTROL.sub("", cell)) for cell in row] for row in rows]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in read for cell in row)
