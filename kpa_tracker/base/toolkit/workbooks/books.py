"""Writing workbooks of several sheets that people work in and send back: widths, columns that are kept out of sight,
cells in which a spreadsheet leaves what is typed as it is typed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from kpa_tracker.base.toolkit.workbooks.writing import Rows, Value, cell_of, foot_of, sheet_name

UNESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
AS_TYPED = "@"


@dataclass(frozen=True)
class Page:
    """A sheet: its rows, the first of them its heading, and for each column its width, whether it is hidden, and
    whether a spreadsheet keeps what is typed there as text."""

    title: str
    rows: Rows
    widths: Sequence[int] = ()
    hidden: frozenset[int] = field(default=frozenset())
    as_typed: frozenset[int] = field(default=frozenset())


def write_book(pages: Iterable[Page], *, foot: str = "") -> bytes:
    """Return a workbook of some sheets; `foot` stands at the foot of every printed page."""
    book = Workbook(write_only=True)
    for page in pages:
        sheet = book.create_sheet(sheet_name(page.title))
        set_up(sheet, page, foot)
        for number, row in enumerate(page.rows):
            sheet.append([page_cell(sheet, page, index, value, heading=number == 0) for index, value in enumerate(row)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def set_up(sheet: WriteOnlyWorksheet, page: Page, foot: str) -> None:
    """The heading stays in sight and is repeated on print; a page of print is as wide as the sheet."""
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = foot_of(foot)
    for index, width in enumerate(page.widths):
        column = sheet.column_dimensions[get_column_letter(index + 1)]
        column.width, column.hidden = width, index in page.hidden


def page_cell(sheet: WriteOnlyWorksheet, page: Page, index: int, value: Value, *, heading: bool) -> WriteOnlyCell:
    """A text is escaped where a spreadsheet would read part of it as the code of a character."""
    cell = cell_of(sheet, UNESCAPED.sub("_x005F_", value) if isinstance(value, str) else value, heading=heading)
    if index in page.as_typed and not heading:
        cell.number_format = AS_TYPED
    return cell
