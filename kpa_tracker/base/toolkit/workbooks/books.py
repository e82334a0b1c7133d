"""Writing workbooks of several sheets that people work in and send back: widths, columns that are kept out of sight,
cells in which a spreadsheet leaves what is typed as it is typed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from kpa_tracker.base.toolkit.workbooks.writing import Rows, Value, cell_of, foot_of, sheet_name, style_of, styles_of

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
        for row in page_rows(sheet, page):
            sheet.append(row)
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


def page_rows(sheet: WriteOnlyWorksheet, page: Page) -> Iterator[list[WriteOnlyCell]]:
    """Yield the rows of a sheet as cells. Cells that look alike share their looks."""
    heading, plain, day = styles_of(sheet)
    typed = style_of(sheet, format=AS_TYPED)
    rows = iter(page.rows)
    yield [page_cell(sheet, value, heading, heading) for value in next(rows, ())]
    for row in rows:
        looks = ((typed, typed) if index in page.as_typed else (plain, day) for index in range(len(row)))
        yield [page_cell(sheet, value, *look) for value, look in zip(row, looks, strict=True)]


def page_cell(sheet: WriteOnlyWorksheet, value: Value, style: Any, of_days: Any) -> WriteOnlyCell:
    """A text is escaped where a spreadsheet would read part of it as the code of a character."""
    return cell_of(sheet, UNESCAPED.sub("_x005F_", value) if isinstance(value, str) else value, style, of_days)
