"""Writing workbooks. Text stays text, so that nothing that somebody typed is a formula; numbers and days are such."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LONGEST_CELL = 32_767
DAY = "d mmmm yyyy"

Value = str | int | float | Decimal | datetime.date


Rows = Iterable[Sequence[Value]]


def write_workbook(rows: Rows, *, title: str, foot: str = "") -> bytes:
    """Return a workbook of one sheet; the first row is its heading, repeated on print and kept in sight."""
    return write_sheets([(title, rows)], foot=foot)


def write_sheets(sheets: Iterable[tuple[str, Rows]], *, foot: str = "") -> bytes:
    """Return a workbook of some sheets, each with its title; `foot` stands at the foot of every printed page."""
    book = Workbook(write_only=True)
    for title, rows in sheets:
        write_sheet(book, title, rows, foot=foot)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_name(title: str) -> str:
    """Return what a sheet is called: 31 characters at most, without those that Excel forbids."""
    return NOT_IN_A_SHEET_NAME.sub(" ", clean(title))[:31].strip("'") or "Sheet"


def foot_of(foot: str) -> str | None:
    """Return what stands at the foot of a printed page: there, an ampersand is doubled."""
    return clean(foot).replace("&", "&&") or None


def clean(text: str) -> str:
    """Return a text without what no workbook can hold: one such character, and the whole of it cannot be opened."""
    return NOT_IN_XML.sub("", text)


def write_sheet(book: Workbook, title: str, rows: Rows, *, foot: str) -> None:
    sheet = book.create_sheet(sheet_name(title))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = foot_of(foot)
    heading, plain, day = styles_of(sheet)
    rows = iter(rows)
    sheet.append([cell_of(sheet, value, heading, heading) for value in next(rows, ())])
    for row in rows:
        sheet.append([cell_of(sheet, value, plain, day) for value in row])


def styles_of(sheet: WriteOnlyWorksheet) -> tuple[Any, Any, Any]:
    """Return how headings look, what stands under them, and days."""
    return style_of(sheet, is_bold=True), style_of(sheet), style_of(sheet, format=DAY)


def style_of(sheet: WriteOnlyWorksheet, *, is_bold: bool = False, format: str = "") -> Any:
    """Return how cells look. Worked out once for all of them: for each it would cost four times the writing."""
    cell = WriteOnlyCell(sheet)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if is_bold:
        cell.font = Font(bold=True)
    if format:
        cell.number_format = format
    return cell._style


def cell_of(sheet: WriteOnlyWorksheet, value: Value, style: Any, of_days: Any) -> WriteOnlyCell:
    """Return a cell that holds a text as text, whatever it begins with; a number as one; a day as one."""
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=clean(value)[:LONGEST_CELL])
        cell.data_type = "s"
    else:
        cell = WriteOnlyCell(sheet, value=value)
    cell._style = of_days if isinstance(value, datetime.date) else style
    return cell
