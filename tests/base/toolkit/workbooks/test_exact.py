import datetime
import io

import pytest
from openpyxl import Workbook

from kpa_tracker.base.toolkit.grids import Bounds, UnreadableFile
from kpa_tracker.base.toolkit.workbooks.books import Page, write_book
from kpa_tracker.base.toolkit.workbooks.exact import FAILED, plain_lines, read_exactly
from kpa_tracker.base.toolkit.workbooks.reading import read_workbook

ODD = [
    "=1+1",
    "  spaced  out ",
    "two\n\nlines\n",
    "_x000D_",
    "_x005F_x000D_",
    "_x005F_",
    "x005F_",
    "#N/A",
    "😀 عربى",
    "'",
    "0012",
]


def texts(content, bounds=None):
    document = read_exactly(content, bounds or Bounds())
    return [[cell.text for cell in row.cells] for grid in document.grids for row in grid.rows]


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("text", ODD)
def test_a_text_comes_back_as_it_was_written(text):
    assert texts(write_book([Page("Sheet", [["Heading"], [text]])])) == [["Heading"], [text]]


def test_a_strangers_reading_tidies_where_this_one_does_not():
    content = write_book([Page("Sheet", [["Heading"], ["  spaced  out "]])])
    assert read_workbook(content).grids[0].rows[1].cells[0].text == "spaced out"


def test_hidden_sheets_rows_and_columns_are_read():
    book = Workbook()
    book.active.append(["seen", "hidden"])
    book.active.column_dimensions["B"].hidden = True
    book.active.append(["hidden", "too"])
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("Hidden").append(["more"])
    book["Hidden"].sheet_state = "veryHidden"
    assert texts(saved(book)) == [["seen", "hidden"], ["hidden", "too"], ["more"]]


def test_days_and_numbers_are_read_as_they_are_shown():
    book = Workbook()
    book.active.append([datetime.date(2010, 3, 31), 52.5, 100, True])
    book.active.cell(1, 1).number_format = "d mmmm yyyy"
    assert texts(saved(book)) == [["31 March 2010", "52.5", "100", "Yes"]]


def test_errors_and_formulas_without_results_are_told_apart_from_empty_cells():
    book = Workbook()
    book.active.append(["#REF!", "=A1+1", None, "end"])
    book.active["A1"].data_type = "e"
    assert texts(saved(book)) == [[FAILED, FAILED, "", "end"]]


def test_it_stops_at_its_bounds():
    content = write_book([Page("Sheet", [[str(n)] for n in range(20)])])
    with pytest.raises(UnreadableFile, match="more than 10 rows"):
        texts(content, Bounds(rows=10))


@pytest.mark.parametrize(
    ("text", "plain"),
    [("a_x000D_\nb", "a\nb"), ("a\r\nb\rc", "a\nb\nc"), ("a\x00\x0bb", "ab"), ("_x005F_x000D_", "_x000D_")],
)
def test_line_ends_are_plain_and_what_no_database_holds_is_left_out(text, plain):
    assert plain_lines(text) == plain
