"""Writing workbooks. Text stays text, so that nothing that somebody typed is a formula; numbers and days are such."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
LONGEST_CELL, LONGEST_NAME, LONGEST_FOOT = 32_767, 31, 253
DAY, AS_TYPED = "d mmmm yyyy", "@"
STREAMED = {"constant_memory": True}
"""A row is written out before the next one is asked for."""

Value = str | int | float | Decimal | datetime.date


Rows = Iterable[Sequence[Value]]


class ExactSheet(Worksheet):
    """A sheet that gives back each text as it was written. Spreadsheets read "_x0041_" as the code of a character;
    XlsxWriter escapes such, but for one whose first underscore is another's last."""

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        return CODE.sub("_x005F_", data).replace("\r", "_x000D_")


class Looks:
    """How the cells of a book look; each look is made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[bool, str, str], Format] = {}

    def of(self, *, is_bold: bool = False, format: str = "", fill: str = "") -> Format:
        """Return a look: whether it is bold, how it shows numbers and days, and its ground, as "#EEEEEE"."""
        key = is_bold, format, fill
        if key not in self._made:
            said = {"bold": is_bold, "num_format": format, "bg_color": fill}
            asked = {name: value for name, value in said.items() if value}
            self._made[key] = self._book.add_format({"text_wrap": True, "valign": "top", **asked})
        return self._made[key]


def write_workbook(rows: Rows, *, title: str, foot: str = "") -> bytes:
    """Return a workbook of one sheet; the first row is its heading, repeated on print and kept in sight."""
    return write_sheets([(title, rows)], foot=foot)


def write_sheets(sheets: Iterable[tuple[str, Rows]], *, foot: str = "") -> bytes:
    """Return a workbook of some sheets, each with its title; `foot` stands at the foot of every printed page."""
    file = io.BytesIO()
    with new_book(file) as (book, looks):
        for title, rows in sheets:
            write_rows(add_sheet(book, title, foot=foot), rows, looks)
    return file.getvalue()


@contextmanager
def new_book(file: io.BytesIO) -> Iterator[tuple[Workbook, Looks]]:
    """Yield a book with the looks of its cells; it is in the file once all is written."""
    with Workbook(file, STREAMED) as book:
        yield book, Looks(book)


def add_sheet(book: Workbook, title: str, *, foot: str) -> Worksheet:
    """Add a sheet whose first row stays in sight and is repeated on print."""
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    sheet = book.add_worksheet(_free_name(sheet_name(title), taken), worksheet_class=ExactSheet)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    if foot:
        sheet.set_footer(f"&C{foot_of(foot)}")
    return sheet


def sheet_name(title: str) -> str:
    """Return what a sheet is called, in one line: as much as there is room for, without what Excel forbids."""
    line = " ".join(NOT_IN_A_SHEET_NAME.sub(" ", clean(title)).splitlines())
    return cut(line, LONGEST_NAME).strip("'") or "Sheet"


def _free_name(name: str, taken: Collection[str]) -> str:
    """Return a name that no other sheet of the book has, in whatever case."""
    place, free = 1, name
    while free.casefold() in taken:
        place += 1
        free = f"{cut(name, LONGEST_NAME - len(str(place)) - 1)} {place}"
    return free


def foot_of(foot: str) -> str:
    """Return what stands at the foot of a printed page, as much as there is room for. An ampersand is doubled there."""
    return re.sub("(?<!&)(&&)*&$", r"\1", cut(clean(foot).replace("&", "&&"), LONGEST_FOOT))


def cut(text: str, most: int) -> str:
    """Return the beginning of a text as Excel counts: a sign beyond the first 65,536, as of a face, is two."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def clean(text: str) -> str:
    """Return a text without what no workbook can hold: one such character, and the whole of it cannot be opened."""
    return NOT_IN_XML.sub("", text)


def write_rows(sheet: Worksheet, rows: Rows, looks: Looks, *, as_typed: Collection[int] = ()) -> None:
    """Write rows, the first of them the heading; in the columns of some numbers cells are kept as they are typed."""
    heading, plain, day, typed = (
        looks.of(is_bold=True),
        looks.of(),
        looks.of(format=DAY),
        looks.of(format=AS_TYPED),
    )
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if not number:
                look = heading
            elif place in as_typed:
                look = typed
            else:
                look = day if isinstance(value, datetime.date) else plain
            write_cell(sheet, number, place, value, look)


def write_cell(sheet: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    """Write a text as text, whatever it begins with; a number as one; a day as one."""
    if isinstance(value, str):
        if text := clean(value)[:LONGEST_CELL]:
            sheet.write_string(row, column, text, look)
        else:
            sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)
