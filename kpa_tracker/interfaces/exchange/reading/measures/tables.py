"""Finding tables of measures: their headings, their rows with what goes on from above, and the notes under them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from kpa_tracker.base.toolkit.grids import Grid, Paragraph, Row, SourceDocument
from kpa_tracker.interfaces.exchange.reading.headingrows import joined_headings
from kpa_tracker.interfaces.exchange.reading.headings import signature_of
from kpa_tracker.interfaces.exchange.reading.measures.headings import LONGEST_HEADING, field_of
from kpa_tracker.interfaces.exchange.reading.measures.notes import Note, NoteLists, note_in, note_of
from kpa_tracker.interfaces.exchange.reading.plan import Fragment

SEARCHED_FOR_HEADINGS = 60
REFERENCE = re.compile(r"[A-Za-z]{0,8}[ ./-]?\d{1,3}(?:[./-]\d{1,3})*[a-z]?\*{0,3}")
LONG_TEXT = 20


@dataclass(frozen=True)
class Line:
    """A row of a table and where it stands."""

    row: Row
    place: str


@dataclass
class MeasureTable:
    """Rows under one heading. `number` says which table of the file it is, `columns` the field of each column."""

    number: int
    signature: str
    headings: list[str]
    caption: str
    place: str
    columns: dict[int, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def values_of(self, column: int) -> list[str]:
        return [line.row.cell(column).text for line in self.lines if line.row.cell(column).text]

    def columns_of(self, name: str) -> list[int]:
        return [index for index in sorted(self.columns) if self.columns[index] == name]


@dataclass
class Surveyed:
    """All that a file holds for an import of measures."""

    tables: list[MeasureTable]
    notes: NoteLists
    unread: list[Fragment]


def survey(document: SourceDocument, fields: Collection[str], mappings: Mapping[str, dict[int, str]]) -> Surveyed:
    """Go through a document once. `mappings` are the columns that a person settled, by the headings' signature."""
    finder = Finder(fields, mappings)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            finder.read_paragraph(block)
        else:
            finder.read_grid(block)
    for table in finder.tables:
        table.columns = mappings.get(table.signature) or guessed(table, fields)
    return Surveyed(finder.tables, finder.notes, finder.unread)


class Finder:
    """Remembers the open table and the last line of text."""

    def __init__(self, fields: Collection[str], mappings: Mapping[str, dict[int, str]]) -> None:
        self.fields, self.mappings = fields, mappings
        self.tables: list[MeasureTable] = []
        self.notes = NoteLists()
        self.unread: list[Fragment] = []
        self.caption = ""
        self.is_open = False

    def read_paragraph(self, paragraph: Paragraph) -> None:
        note = note_of(paragraph.text, paragraph.text[:40])
        self.is_open = False
        if note and not (paragraph.heading and paragraph.text[:1].isdecimal() and paragraph.text[0].isascii()):
            self.notes.add(note, after=len(self.tables))
        elif paragraph.heading:
            self.caption = paragraph.text

    def read_grid(self, grid: Grid) -> None:
        searched = grid.rows[:SEARCHED_FOR_HEADINGS]
        start = next((index for index, row in enumerate(searched) if self._is_heading(row)), None)
        goes_on = self.is_open and max(len(row.cells) for row in grid.rows) == len(self.tables[-1].headings)
        if start is None and not goes_on:
            self._read_notes(grid, grid.rows)
            return
        self._read_notes(grid, grid.rows[: start or 0])
        self._read_rows(grid, grid.rows[start or 0 :])

    def _is_heading(self, row: Row) -> bool:
        texts = [cell.text for cell in row.cells]
        if signature_of(texts) in self.mappings:
            return True
        if len(row.filled) < 2 or max(map(len, texts)) > LONGEST_HEADING:
            return False
        found = [field_of(text) for text in texts if text]
        known = [name for name in found if name]
        return is_about(set(known), self.fields) and len(known) * 2 >= len(found)

    def _read_rows(self, grid: Grid, rows: list[Row]) -> None:
        last = rows[0].number - 1
        for index, row in enumerate(rows):
            if self._is_heading(row):
                self._start(grid, row)
            else:
                self._read_row(grid, row, after_gap=row.number > last + 1, is_last=index == len(rows) - 1)
            last = row.number if row.filled else last

    def _read_row(self, grid: Grid, row: Row, *, after_gap: bool, is_last: bool) -> None:
        """Notes stand under a table, alone in their row; those of two cells only after an empty row."""
        place = grid.place(row.number)
        note = note_in(row, place)
        if note and (len(row.filled) == 1 or after_gap or not self.is_open):
            self.notes.add(note, after=len(self.tables))
            self.is_open = self.is_open and len(row.filled) == 1
        elif row.filled:
            self.is_open = True
            self.tables[-1].lines.append(Line(row, place))

    def _start(self, grid: Grid, row: Row) -> None:
        texts = [cell.text for cell in row.cells]
        headings = joined_headings(row, None)
        number = len(self.tables) + 1
        self.tables.append(MeasureTable(number, signature_of(texts), headings, self.caption, grid.place(row.number)))
        self.is_open = True

    def _read_notes(self, grid: Grid, rows: list[Row]) -> None:
        """Rows outside any table: notes, a title, or what is not read."""
        for row in rows:
            note: Note | None = note_in(row, grid.place(row.number))
            if note:
                self.notes.add(note, after=len(self.tables))
            elif len(row.filled) == 1 and len(row.filled[0].text) <= LONGEST_HEADING:
                self.caption = row.filled[0].text
        others = [row for row in rows if len(row.filled) > 1 and note_in(row, "") is None]
        if others:
            text = " | ".join(cell.text for cell in others[0].filled)
            self.unread.append(Fragment(grid.place(others[0].number), f"{len(others)} rows", text[:200]))


def is_about(known: set[str], fields: Collection[str]) -> bool:
    """Whether headings are those that are looked for: targets beside what is measured, or results beside it."""
    if "target" in fields:
        return "target" in known and bool(known & {"measure", "objective", "priority", "reference", "baseline"})
    return "result" in known and bool(known & {"measure", "objective", "reference"})


def guessed(table: MeasureTable, fields: Collection[str]) -> dict[int, str]:
    """Return the field of each column by its heading and, where that is not enough, by what stands below."""
    found = {index: field_of(heading) for index, heading in enumerate(table.headings)}
    _tell_references(table, found)
    if "measure" not in found.values():
        _find_measure(table, found)
    if "target" in fields and "baseline" not in found.values() and list(found.values()).count("result") == 1:
        found = {index: "baseline" if name == "result" else name for index, name in found.items()}
    kept: dict[int, str] = {}
    for index, name in found.items():
        if name in fields and (name == "result" or name not in kept.values()):
            kept[index] = name
    return kept


def _tell_references(table: MeasureTable, found: dict[int, str]) -> None:
    """A column of nothing but references is one, whatever its heading says: "Indicators", with SPI 1.1 below."""
    for index, name in found.items():
        values = table.values_of(index)
        if name in ("measure", "") and values and all(REFERENCE.fullmatch(value.strip()) for value in values):
            taken = "reference" in found.values() or (not name and bool(table.headings[index]))
            found[index] = "" if taken else "reference"


def _find_measure(table: MeasureTable, found: dict[int, str]) -> None:
    """What is measured stands in the longest texts under no known heading, else in the lowest level there is."""
    lengths = {index: _mean_length(table.values_of(index)) for index, name in found.items() if not name}
    longest = max(lengths, key=lambda index: lengths[index], default=None)
    if longest is not None and lengths[longest] >= LONG_TEXT:
        found[longest] = "measure"
        return
    for level in ("objective", "priority"):
        column = next((index for index, name in found.items() if name == level), None)
        if column is not None:
            found[column] = "measure"
            return


def _mean_length(values: list[str]) -> float:
    return sum(map(len, values)) / len(values) if values else 0
