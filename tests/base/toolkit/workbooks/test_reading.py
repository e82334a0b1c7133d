import datetime

import pytest
from openpyxl import Workbook
from openpyxl.styles import Color, Font, PatternFill

from kpa_tracker.base.toolkit.grids import Bounds, UnreadableFile
from kpa_tracker.base.toolkit.workbooks.colours import Palette, tinted
from kpa_tracker.base.toolkit.workbooks.reading import read_workbook
from tests.exchange.files import part_of, repacked, saved, workbook

SHEET = "xl/worksheets/sheet1.xml"


def cells(content, row=0):
    return read_workbook(content).grids[0].rows[row].cells


@pytest.mark.parametrize(
    ("value", "number_format", "said"),
    [
        ("text", "General", "text"),
        (3, "General", "3"),
        (2.5, "0.0", "2.5"),
        (0.8, "0%", "80%"),
        (True, "General", "Yes"),
        (False, "General", "No"),
        (datetime.date(2010, 6, 30), "dd/mm/yyyy", "30 June 2010"),
        (datetime.datetime(2010, 6, 1), "mmm-yy", "June 2010"),
        (datetime.datetime(2010, 6, 1), "yyyy", "1 June 2010"),
        (datetime.time(9, 30), "hh:mm", "09:30"),
        (None, "General", ""),
    ],
)
def test_a_value_is_read_as_its_readers_see_it(value, number_format, said):
    content = workbook([[value, "x"]], formats={"A1": number_format})
    assert cells(content)[0].text == said


def test_rows_keep_their_numbers_and_empty_ones_are_left_out():
    grid = read_workbook(workbook([["a"], [], [], ["b"]])).grids[0]
    assert [row.number for row in grid.rows] == [1, 4]


def test_merges_are_marked_up_and_left():
    grid = read_workbook(workbook([["a", None], [None, None], ["b", "c"]], merges=["A1:B2"])).grids[0]
    assert [[cell.merged for cell in row.cells] for row in grid.rows[:1]] == [["", "left"]]
    grid = read_workbook(workbook([["a", "b"], [None, "c"]], merges=["A1:A2"])).grids[0]
    assert grid.rows[1].cells[0].merged == "up"


def test_hidden_sheets_are_mentioned_and_not_read():
    book = Workbook()
    book.active.append(["seen"])
    book.create_sheet("Secret").sheet_state = "hidden"
    document = read_workbook(saved(book))
    assert [grid.name for grid in document.grids] == ["Sheet"]
    assert document.notes == ["The hidden sheet “Secret” was not read."]


def filled(colour, pattern="solid"):
    book = Workbook()
    book.active["A1"] = "x"
    book.active["A1"].fill = PatternFill(pattern, fgColor=colour)
    return cells(saved(book))[0].fill


def test_a_fill_is_read_whichever_way_it_is_named():
    assert filled("FFC000") == "FFC000"
    assert filled(Color(indexed=10)) == "FF0000"
    assert filled(Color(theme=5)) == "C0504D"
    assert filled(Color(theme=0)) == "FFFFFF"
    assert filled("FFC000", "gray125") == ""
    assert filled(Color(theme=99)) == ""


def test_a_theme_of_the_workbook_counts_before_the_usual_one():
    theme = b'<a:accent2><a:srgbClr val="00b050"/></a:accent2>'
    assert Palette(theme).theme["accent2"] == "00B050"
    assert Palette(None).theme["accent2"] == "C0504D"


def test_a_tint_lightens_and_darkens():
    assert tinted("FF0000", 0.6) == "FF9999"
    assert tinted("FF0000", -0.5) == "800000"
    assert tinted("FF0000", 0) == "FF0000"


def test_cells_without_an_address_stand_where_excel_puts_them():
    content = workbook([["x"]])
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet += b'<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>'
    sheet += b"</sheetData></worksheet>"
    assert [cell.text for cell in cells(repacked(content, {SHEET: sheet}))] == ["a", "b"]


def test_more_merges_than_a_plan_has_are_passed_over():
    content = workbook([["a"] * 90])
    sheet = part_of(content, SHEET)
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(2, 3_000))
    merge = b'</sheetData><mergeCells><mergeCell ref="A1:CV2999"/></mergeCells>'
    grid = read_workbook(repacked(content, {SHEET: sheet.replace(b"</sheetData>", rows + merge)})).grids[0]
    assert not any(cell.merged for cell in grid.rows[1].cells)


def test_reading_stops_at_the_bounds():
    with pytest.raises(UnreadableFile):
        read_workbook(workbook([["a"], ["b"]]), Bounds(rows=1))


def test_the_colour_of_letters_is_read_where_one_was_chosen():
    book = Workbook()
    book.active.append(["a", "b", "c"])
    book.active["A1"].font = Font(color="FFFF0000")
    book.active["B1"].font = Font(color=Color(theme=5))
    assert [cell.ink for cell in cells(saved(book))] == ["FF0000", "C0504D", ""]


def test_hidden_rows_and_columns_are_read_and_mentioned():
    book = Workbook()
    for number in range(12):
        book.active.append([number, "x"])
    for number in (*range(2, 12), 40):
        book.active.row_dimensions[number].hidden = True
    book.active.column_dimensions["B"].hidden = True
    document = read_workbook(saved(book))
    assert len(document.grids[0].rows) == 12
    rows = ", ".join(f"row {number}" for number in range(2, 10))
    assert document.notes == [f"Sheet “Sheet” hides {rows} and 3 more. What stands there was read as well."]
