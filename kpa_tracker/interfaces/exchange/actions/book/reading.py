"""From the sheets of a plan's workbook to rows of values, and all that cannot be read in them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.grids import Grid, Row, SourceDocument
from kpa_tracker.interfaces.exchange.actions.book.columns import Column, in_words, mark_of, read, tidied
from kpa_tracker.interfaces.exchange.actions.book.sheets import GOES_ON, KEY_HEADING, MARKS_HEADING, SHEETS, Sheet
from kpa_tracker.interfaces.exchange.actions.book.values import Unread
from kpa_tracker.interfaces.exchange.reading.book import TITLE, fault_of, said
from kpa_tracker.interfaces.exchange.reading.plan import Problem

NO_DAYS = "The sheet “Plan” does not say when the plan starts and ends."
TWICE = "Its key is {} as above. Empty the key of a row that is new."
TOO_LONG = "“{}” has more than the {} characters that it may have."
MISSING = "“{}” is empty."
NO_SHEET = "There is no sheet “{}” in the file, so nothing of it changes."
NO_COLUMN = "Sheet “{}” has no column “{}”, so nothing of it changes."
NOT_USED = "Sheet “{}”: the column “{}” is none of the workbook's own and was not used."


@dataclass
class BookRow:
    """A row of a sheet: its values by column, and the sums of those with which it was taken out."""

    sheet: Sheet
    key: str
    place: str
    values: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return in_words(self.sheet.column(self.sheet.known_by), self.values.get(self.sheet.known_by, "")) or self.key

    def is_as_taken(self, column: Column) -> bool:
        """Whether a cell says what it said when the workbook was taken out."""
        return self.marks.get(column.name) == mark_of(column, self.values[column.name])

    def value_of(self, column: Column) -> str:
        """Return a value: exactly as it was where nobody edited it, else tidied."""
        value = self.values[column.name]
        return value if self.is_as_taken(column) else tidied(column, value)


@dataclass
class ReadBook:
    """What was read of a plan's workbook. Rows stand in the file's order."""

    stamp: str
    rows: dict[str, list[BookRow]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_book(document: SourceDocument) -> ReadBook:
    """Read all sheets. Refuses a workbook of another version."""
    fault = fault_of(document)
    refuse_where((fault, fault))
    book = ReadBook(said(document, "Stamp"), notes=list(document.notes))
    grids = {grid.name.strip().casefold(): grid for grid in document.grids}
    for sheet in SHEETS:
        grid = grids.pop(sheet.title.casefold(), None)
        book.rows[sheet.name] = SheetReader(sheet, grid, book).rows() if grid else []
        book.notes += [] if grid else [NO_SHEET.format(sheet.title)]
    grids.pop(TITLE.casefold(), None)
    book.notes += [
        f"The sheet “{grid.name}” is none of the workbook's own and was not used." for grid in grids.values()
    ]
    return book


def dates_of(book: ReadBook) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of the plan that a workbook tells of. Refuses one that names none."""
    said = book.rows["plan"][0].values if book.rows["plan"] else {}
    days = [said.get(name, "") for name in ("starts_on", "ends_on")]
    if not all(days):
        raise Refused(NO_DAYS)
    first, last = map(datetime.date.fromisoformat, days)
    return first, last


class SheetReader:
    """Reads one sheet: finds its columns by their headings, wherever they stand, and the rows that have anything."""

    def __init__(self, sheet: Sheet, grid: Grid, book: ReadBook) -> None:
        self.sheet, self.grid, self.book = sheet, grid, book
        self.columns = {_plain(column.heading): column for column in sheet.columns}

    def rows(self) -> list[BookRow]:
        found = list(self._upright() if self.sheet.upright else self._lying())
        seen: set[str] = set()
        for row in found:
            self._check(row)
            if row.key and row.key in seen:
                self._trouble(row.place, TWICE.format(row.key))
            seen.add(row.key)
        return found

    # --- Finding ------------------------------------------------------------------------------------------------------

    def _lying(self) -> Iterator[BookRow]:
        """A row for each record, under headings."""
        start = next((n for n, row in enumerate(self.grid.rows) if _has(row, KEY_HEADING)), None)
        if start is None:
            self._trouble(self.grid.place(1), f"The row of headings, which begins with “{KEY_HEADING}”, is missing.")
            return
        headings = [_plain(cell.text) for cell in self.grid.rows[start].cells]
        self._say_columns(headings, self.grid.rows[start])
        for number, cells in self._joined(headings, self.grid.rows[start + 1 :]):
            yield self._row(cells.pop(_plain(KEY_HEADING), ""), self.grid.place(number), cells)

    def _upright(self) -> Iterator[BookRow]:
        """A row for each value of the only record: what it is, what it says, its sum."""
        cells: dict[str, str] = {}
        marks: list[str] = []
        for row in self.grid.rows:
            name, text, mark = (row.cell(index).text for index in range(3))
            heading = _plain(name.removesuffix(GOES_ON))
            cells[heading] = cells.get(heading, "") + text
            marks += [mark] if "=" in mark else []
        self._say_columns(list(cells), self.grid.rows[0], said_of=("what",))
        yield self._row(self.sheet.letter, self.grid.name, {**cells, _plain(MARKS_HEADING): " ".join(marks)})

    def _joined(self, headings: list[str], rows: list[Row]) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield rows with the cells of those that go on with them: a cell holds no more than Excel lets it."""
        found: list[tuple[int, dict[str, str]]] = []
        by_key: dict[str, dict[str, str]] = {}
        for row in rows:
            cells = {heading: row.cell(index).text for index, heading in enumerate(headings) if heading}
            key = cells.get(_plain(KEY_HEADING), "").strip()
            if key.endswith(GOES_ON) and key.removesuffix(GOES_ON) in by_key:
                held = by_key[key.removesuffix(GOES_ON)]
                held.update({name: held[name] + text for name, text in cells.items() if name != _plain(KEY_HEADING)})
            elif any(text.strip() for name, text in cells.items() if name != _plain(MARKS_HEADING)):
                found.append((row.number, cells))
                by_key[key] = cells
        yield from found

    def _say_columns(self, headings: list[str], shown: Row, said_of: tuple[str, ...] = ()) -> None:
        own = {*self.columns, _plain(KEY_HEADING), _plain(MARKS_HEADING), "", *said_of}
        words = {_plain(cell.text): cell.text.strip() for cell in shown.cells}
        missing = [column.heading for name, column in self.columns.items() if name not in headings]
        self.book.notes += [NO_COLUMN.format(self.sheet.title, heading) for heading in missing]
        extra = [words.get(heading, heading) for heading in headings if heading not in own]
        self.book.notes += [NOT_USED.format(self.sheet.title, heading) for heading in extra]

    # --- Reading a row ------------------------------------------------------------------------------------------------

    def _row(self, key: str, place: str, cells: dict[str, str]) -> BookRow:
        marks = dict(mark.split("=", 1) for mark in cells.get(_plain(MARKS_HEADING), "").split() if "=" in mark)
        row = BookRow(self.sheet, key.strip(), place, marks=marks)
        for name, column in self.columns.items():
            if name in cells:
                self._read_cell(row, column, cells[name])
        return row

    def _read_cell(self, row: BookRow, column: Column, text: str) -> None:
        try:
            row.values[column.name] = read(column, text)
        except Unread as unread:
            self._trouble(row.place, f"{column.heading}: {unread}")

    def _check(self, row: BookRow) -> None:
        for column in self.sheet.columns:
            value = row.value_of(column) if column.name in row.values else None
            if column.needed and value is not None and not value.strip():
                self._trouble(row.place, MISSING.format(column.heading))
            if column.longest and value and len(value) > column.longest:
                self._trouble(row.place, TOO_LONG.format(column.heading, column.longest))

    def _trouble(self, place: str, text: str) -> None:
        self.book.problems.append(Problem(place, text))


def _plain(heading: str) -> str:
    return " ".join(heading.casefold().split())


def _has(row: Row, heading: str) -> bool:
    return any(_plain(cell.text) == _plain(heading) for cell in row.cells)
