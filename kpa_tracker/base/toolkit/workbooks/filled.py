"""Writing workbooks that people fill in: cells that are only read, lists to choose from, cells that are marked wrong,
sheets out of sight."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from kpa_tracker.base.toolkit.workbooks.books import Page, page_rows, set_up
from kpa_tracker.base.toolkit.workbooks.writing import clean, sheet_name

READ_ONLY = PatternFill("solid", fgColor="EEEEEE")
WRONG = PatternFill("solid", fgColor="FFD7D2")
NOTE_SIZE = {"width": 320, "height": 120}
Place = tuple[int, int]
"""A row of the page, the heading being 0, and a column of it, from 0."""


@dataclass(frozen=True)
class Filled:
    """A sheet to fill in: its page, the columns that are only read, for each column to choose in where its list stands
    (as "Lists!$A$1:$A$3"), what is wrong by place, how many columns stay in sight, and whether it is out of sight."""

    page: Page
    read_only: frozenset[int] = field(default=frozenset())
    choices: Mapping[int, str] = field(default_factory=dict)
    wrong: Mapping[Place, str] = field(default_factory=dict)
    in_sight: int = 0
    hidden: bool = False


def write_filled(sheets: Iterable[Filled], *, foot: str = "", by: str = "") -> bytes:
    """Return a workbook of such sheets; `foot` stands at the foot of every page, `by` signs what is wrong."""
    book = Workbook(write_only=True)
    for one in sheets:
        sheet = book.create_sheet(sheet_name(one.page.title))
        set_up(sheet, one.page, foot)
        sheet.freeze_panes = f"{get_column_letter(one.in_sight + 1)}2"
        sheet.sheet_state = "hidden" if one.hidden else "visible"
        _offer(sheet, one)
        for number, row in enumerate(page_rows(sheet, one.page)):
            sheet.append([_dressed(cell, one, (number, index), by) for index, cell in enumerate(row)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _offer(sheet: WriteOnlyWorksheet, one: Filled) -> None:
    """Offer the list of each column to choose in, down to the last row. Something else may be typed, and is looked at
    when the workbook comes back: a spreadsheet's own refusal would not say what to do."""
    last = max(2, len(list(one.page.rows)))
    for index, place in one.choices.items():
        rule = DataValidation(type="list", formula1=place, allow_blank=True, showErrorMessage=False)
        rule.add(f"{get_column_letter(index + 1)}2:{get_column_letter(index + 1)}{last}")
        sheet.data_validations.append(rule)


def _dressed(cell: WriteOnlyCell, one: Filled, place: Place, by: str) -> WriteOnlyCell:
    """Give a cell the looks of its place: its own, since others share those that it came with."""
    _, index = place
    cell._style = copy(cell._style)
    if index in one.read_only:
        cell.fill = READ_ONLY
    if place in one.wrong:
        cell.fill, cell.font = WRONG, Font(bold=True)
        cell.comment = Comment(clean(one.wrong[place]), clean(by), **NOTE_SIZE)
    return cell
