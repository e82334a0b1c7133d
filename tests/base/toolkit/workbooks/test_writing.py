"""What is written into a workbook is what it is: text as text, numbers as numbers, days as days."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from kpa_tracker.base.toolkit.workbooks.writing import write_sheets, write_workbook

DAY = datetime.date(2010, 6, 30)


def written(*row):
    book = load_workbook(io.BytesIO(write_workbook([["Head"] * len(row), row], title="Risks: all/[live]")))
    return book.active


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "12", "2010-06-30", "TRUE"])
def test_text_is_text_whatever_it_looks_like(text):
    cell = written(text)["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("number", [0, 12, -3, 1.5, Decimal("0.49")])
def test_a_number_is_a_number(number):
    cell = written(number)["A2"]
    assert (cell.value, cell.data_type) == (pytest.approx(float(number)), "n")


def test_a_day_is_a_day_in_words():
    cell = written(DAY)["A2"]
    assert (cell.value.date(), cell.is_date, cell.number_format) == (DAY, True, "d mmmm yyyy")


def test_the_head_is_repeated_and_the_sheet_named():
    sheet = written("A")
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.title) == ("A2", "$1:$1", "Risks  all  live ")
    assert sheet["A1"].font.bold


def test_what_is_too_long_for_a_cell_is_cut():
    assert len(written("x" * 40_000)["A2"].value) == 32_767


def test_several_sheets_stand_in_their_order_with_what_stands_at_their_foot():
    content = write_sheets([("One", [["A"]]), ("Two", [["B"], [2]])], foot="OFFICIAL & mine")
    book = load_workbook(io.BytesIO(content))
    assert [(sheet.title, sheet.max_row) for sheet in book] == [("One", 1), ("Two", 2)]
    assert {sheet.oddFooter.center.text for sheet in book} == {"OFFICIAL && mine"}


def test_sheets_of_one_name_are_told_apart():
    long = "A committee whose name is longer than a sheet's may be"
    book = load_workbook(io.BytesIO(write_sheets([(long, [["A"]]), (long.upper(), [["B"]]), (f"{long} 2", [["C"]])])))
    names = [sheet.title for sheet in book]
    assert len({name.casefold() for name in names}) == len(names) == 3
    assert max(map(len, names)) <= 31


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("\N{POLICE OFFICER}" * 40, "\N{POLICE OFFICER}" * 15),
        ("A" + "\N{POLICE OFFICER}" * 40, "A" + "\N{POLICE OFFICER}" * 15),
        ("Two\nlines\x00\u2028of it", "Two lines of it"),
        ("''", "Sheet"),
    ],
)
def test_a_sheets_name_is_as_long_as_excel_counts_and_in_one_line(title, named):
    assert load_workbook(io.BytesIO(write_workbook([["A"]], title=title))).active.title == named


def test_sheets_named_with_many_faces_are_told_apart():
    book = load_workbook(io.BytesIO(write_sheets([("\N{POLICE OFFICER}" * 40, [["A"]])] * 11)))
    assert len({sheet.title for sheet in book}) == 11


def test_a_long_text_of_faces_is_cut_between_two_of_them():
    assert written("\N{POLICE OFFICER}" * 20_000)["A2"].value == "\N{POLICE OFFICER}" * 16_383


@pytest.mark.parametrize("length", [251, 252, 253, 400])
def test_a_foot_that_is_too_long_is_cut_and_its_last_ampersand_stays_whole(length):
    foot = load_workbook(io.BytesIO(write_sheets([("One", [["A"]])], foot="x" * (length - 1) + "&" * 9))).active
    shown = foot.oddFooter.center.text
    assert 250 <= len(shown) <= 253
    assert len(shown) - len(shown.rstrip("&")) in (0, 2, 4)


def test_without_a_foot_nothing_is_printed_there():
    assert written("A").oddFooter.center.text is None


@pytest.mark.parametrize("odd", ["\x00", "\x07", "\x0b", "\x1b", "\ufffe", "\uffff", "\ud83d"])
def test_what_no_workbook_can_hold_is_left_out_wherever_it_stands(odd):
    text = f"Bud{odd}get"
    book = load_workbook(io.BytesIO(write_sheets([(text, [[text], [text]])], foot=f"{text} & more")))
    sheet = book.active
    assert (sheet.title, sheet["A1"].value, sheet["A2"].value) == ("Budget",) * 3
    assert sheet.oddFooter.center.text == "Budget && more"


def test_no_sheet_is_named_between_apostrophes():
    assert load_workbook(io.BytesIO(write_workbook([["A"]], title="'Risks'"))).sheetnames == ["Risks"]
