import datetime
import io
from decimal import Decimal

from openpyxl import load_workbook

from kpa_tracker.base.toolkit.workbooks.books import Page, write_book

ROWS = [["Key", "Title", "Check"], ["A1", "=1+1", "sum"]]


def opened(*pages, **options):
    return load_workbook(io.BytesIO(write_book(pages, **options)))


def test_the_heading_stays_in_sight_and_is_repeated_on_print():
    sheet = opened(Page("Plan", ROWS), foot="OFFICIAL. R&D")["Plan"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
    assert sheet.oddFooter.center.text == "OFFICIAL. R&&D"
    assert [cell.font.bold for cell in sheet[1]] == [True] * 3
    assert not sheet["A2"].font.bold


def test_columns_have_widths_and_may_be_out_of_sight():
    sheet = opened(Page("Plan", ROWS, widths=(8, 50, 10), hidden=frozenset({2})))["Plan"]
    columns = [sheet.column_dimensions[letter] for letter in "ABC"]
    assert [int(one.width) for one in columns] == [8, 50, 10]  # with the room beside the text, as spreadsheets keep it
    assert [one.hidden for one in columns] == [False, False, True]


def test_a_text_is_no_formula_and_what_is_typed_over_it_stays_text_where_that_is_asked():
    sheet = opened(Page("Plan", ROWS, as_typed=frozenset({1})))["Plan"]
    assert (sheet["B2"].data_type, sheet["B2"].value, sheet["B2"].number_format) == ("s", "=1+1", "@")
    assert sheet["A2"].number_format == sheet["B1"].number_format == "General"
    assert sheet["B2"].alignment.wrap_text


def test_days_and_numbers_are_such():
    sheet = opened(Page("Plan", [["Heading"], [datetime.date(2010, 3, 31)], [Decimal("52.5")]]))["Plan"]
    assert (sheet["A2"].value, sheet["A2"].number_format) == (datetime.datetime(2010, 3, 31), "d mmmm yyyy")
    assert (sheet["A3"].value, sheet["A3"].data_type) == (52.5, "n")


def test_several_sheets_stand_in_their_order_under_names_that_a_workbook_can_have():
    assert opened(Page("Read me", ROWS), Page("A/B: " + "x" * 40, ROWS)).sheetnames == ["Read me", "A B  " + "x" * 26]


def test_without_a_foot_there_is_none():
    assert opened(Page("Plan", ROWS))["Plan"].oddFooter.center.text is None
