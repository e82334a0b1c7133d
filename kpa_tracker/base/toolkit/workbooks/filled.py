"""Writing workbooks that people fill in: cells that are only read, lists to choose from, cells that are marked wrong,
sheets out of sight."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kpa_tracker.base.toolkit.workbooks.books import Page, set_up
from kpa_tracker.base.toolkit.workbooks.writing import (
    AS_TYPED,
    DAY,
    Looks,
    Value,
    add_sheet,
    clean,
    new_book,
    write_cell,
)

READ_ONLY, WRONG = "#EEEEEE", "#FFD7D2"
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
    file = io.BytesIO()
    with new_book(file) as (book, looks):
        for one in sheets:
            sheet = add_sheet(book, one.page.title, foot=foot)
            set_up(sheet, one.page)
            sheet.freeze_panes(1, one.in_sight)
            if one.hidden:
                sheet.hide()
            _offer(sheet, one)
            _write(sheet, one, looks, by)
    return file.getvalue()


def _offer(sheet: Worksheet, one: Filled) -> None:
    """Offer the list of each column to choose in, down to the last row. Something else may be typed, and is looked at
    when the workbook comes back: a spreadsheet's own refusal would not say what to do."""
    last = max(1, len(list(one.page.rows)) - 1)
    for index, place in one.choices.items():
        rule = {"validate": "list", "source": f"={place}", "ignore_blank": True, "show_error": False}
        sheet.data_validation(1, index, last, index, rule)


def _write(sheet: Worksheet, one: Filled, looks: Looks, by: str) -> None:
    for number, row in enumerate(one.page.rows):
        for index, value in enumerate(row):
            place = number, index
            write_cell(sheet, number, index, value, _look(looks, one, place, value))
            if place in one.wrong:
                sheet.write_comment(number, index, clean(one.wrong[place]), {"author": clean(by), **NOTE_SIZE})


def _look(looks: Looks, one: Filled, place: Place, value: Value) -> Format:
    row, column = place
    format = AS_TYPED if column in one.page.as_typed else DAY if isinstance(value, datetime.date) else ""
    fill = WRONG if place in one.wrong else READ_ONLY if column in one.read_only else ""
    return looks.of(is_bold=not row or place in one.wrong, format=format if row else "", fill=fill)
