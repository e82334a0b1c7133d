"""Finding tables of measures: their headings, their rows with what goes on from above, and the notes under them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kpa_tracker.base.toolkit.grids import Grid, Paragraph, Row, SourceDocument
from kpa_tracker.interfaces.exchange.reading.headingrows import joined_headings
from kpa_tracker.interfaces.exchange.reading.headings import signature_of
from kpa_tracker.interfaces.exchange.reading.measures.headings import LONGEST_HEADING, field_of, is_to_be_reached
from kpa_tracker.interfaces.exchange.reading.measures.headrows import (
    has_numbers,
    row_over,
    row_under,
    says_something,
    turned,
)
from kpa_tracker.interfaces.exchange.reading.measures.notes import Note, NoteLists, note_in, note_of
from kpa_tracker.interfaces.exchange.reading.measures.periods import Span, year_in
from kpa_tracker.interfaces.exchange.reading.measures.shortyears import spelled_out
from kpa_tracker.interfaces.exchange.reading.measures.table import Line, MeasureTable
from kpa_tracker.interfaces.exchange.reading.plan import Fragment

SEARCHED_FOR_HEADINGS = 60
WORDS_TABLE = "Table "
MOST_OFFERED = 8


@dataclass
class Surveyed:
    """All that a file holds for an import of measures."""

    tables: list[MeasureTable]
    notes: NoteLists
    unread: list[Fragment]


def survey(
    document: SourceDocument, fields: Collection[str], *, named: Collection[str] = (), known: Collection[str] = ()
) -> Surveyed:
    """Go through a document once. `named` are the rows of headings, by their signatures, that a person pointed at;
    `known` those that somebody settled before."""
    finder = Finder(fields, set(named), set(known))
    for block in document.blocks:
        if isinstance(block, Paragraph):
            finder.read_paragraph(block)
        else:
            finder.read_grid(block)
    return Surveyed(finder.tables, finder.notes, finder.unread)


class Finder:
    """Remembers the open table, the last line of text, and the last year that a title named."""

    def __init__(self, fields: Collection[str], named: set[str], known: set[str]) -> None:
        self.fields, self.named, self.known = fields, named, known
        self.tables: list[MeasureTable] = []
        self.notes = NoteLists()
        self.unread: list[Fragment] = []
        self.caption = ""
        self.titles: list[str] = []
        self.year: tuple[Span | None, str] = (None, "")
        self.is_open = False

    def read_paragraph(self, paragraph: Paragraph) -> None:
        note = note_of(paragraph.text, paragraph.text[:40])
        self.is_open = False
        if note and not (paragraph.heading and paragraph.text[:1].isdecimal() and paragraph.text[0].isascii()):
            self.notes.add(note, after=len(self.tables))
            return
        if len(paragraph.text) <= LONGEST_HEADING:
            self._see_title(paragraph.text)
        if paragraph.heading:
            self.caption = paragraph.text

    def _see_title(self, text: str) -> None:
        self.titles.append(text)
        year = year_in([text])
        self.year = (year, text) if year else self.year

    def read_grid(self, grid: Grid) -> None:
        if grid.name and not grid.name.startswith(WORDS_TABLE):
            self.year, self.titles = (year_in([grid.name]), grid.name), [grid.name]
        heads = [index for index, row in enumerate(grid.rows) if own_signature(row) in self.named]
        heads = heads or [index for index, row in enumerate(grid.rows) if self._is_heading(row)]
        if not heads or heads[0] >= SEARCHED_FOR_HEADINGS:
            self._read_without_heading(grid)
            return
        over = row_over(_at(grid.rows, heads[0] - 1), grid.rows[heads[0]])
        start = heads[0] - (over is not None)
        self._read_notes(grid, grid.rows[:start])
        self._read_rows(grid, grid.rows[start:], {grid.rows[index].number for index in heads})
        self._close()

    def _read_without_heading(self, grid: Grid) -> None:
        """The rest of the table before, a table on its side, or rows of notes and titles."""
        turned_grid = turned(grid, self.year[0]) if "result" in self.fields else None
        if turned_grid:
            self._start(turned_grid, turned_grid.rows[0], None)
            self.tables[-1].lines = [Line(row, turned_grid.place(row.number)) for row in turned_grid.rows[1:]]
        elif self.is_open and _width(grid.rows) == len(self.tables[-1].headings):
            self._read_rows(grid, grid.rows, set())
            self._close()
        else:
            self._read_notes(grid, grid.rows)

    def _is_heading(self, row: Row) -> bool:
        if own_signature(row) in self.known:
            return True
        texts = [cell.text for cell in row.filled]
        if len(texts) < 2 or max(map(len, texts)) > LONGEST_HEADING or has_numbers(row):
            return False
        spelled = spelled_out(texts)
        known = {name for name in map(field_of, spelled) if name}
        known |= {"target"} if any(map(is_to_be_reached, spelled)) else set()
        said = sum(map(says_something, spelled))
        return is_about(known, self.fields) and said * 2 >= len(texts)

    def _read_rows(self, grid: Grid, rows: list[Row], heads: set[int]) -> None:
        last = rows[0].number - 1
        joined: set[int] = set()
        for index, row in enumerate(rows):
            following, below = _at(rows, index + 1), None
            if row.number in heads:
                over = row_over(_at(rows, index - 1), row)
                below = None if over else row_under(row, following)
                self._close(is_before_table=True)
                self._start(grid, over or row, row if over else below)
                joined |= {below.number} if below else set()
            elif row.number not in joined and not self._is_over(row, following, heads):
                self._read_row(grid, row, after_gap=row.number > last + 1)
            last = row.number if row.filled else last

    def _is_over(self, row: Row, following: Row | None, heads: set[int]) -> bool:
        return following is not None and following.number in heads and row_over(row, following) is not None

    def _read_row(self, grid: Grid, row: Row, *, after_gap: bool) -> None:
        """Notes stand under a table, alone in their row; those of two cells only after an empty row."""
        place = grid.place(row.number)
        note = note_in(row, place)
        if note and (len(row.filled) == 1 or after_gap or not self.is_open):
            self.notes.add(note, after=len(self.tables))
            self.is_open = self.is_open and len(row.filled) == 1
        elif row.filled:
            self.is_open = True
            self.tables[-1].lines.append(Line(row, place))

    def _start(self, grid: Grid, row: Row, below: Row | None) -> None:
        headings = joined_headings(row, below)
        number, place = len(self.tables) + 1, grid.place((below or row).number)
        table = MeasureTable(number, signature_of(headings), headings, self.caption, place)
        table.year, table.year_from = self.year
        table.titles, self.titles = self.titles, []
        self.tables.append(table)
        self.is_open = True

    def _close(self, *, is_before_table: bool = False) -> None:
        """What stands alone at the end of a table is no row of it: the title of the next one, or a remark under it."""
        lines = self.tables[-1].lines if self.tables and self.is_open else []
        while lines and len(lines[-1].row.filled) == 1 and lines[-1].row.cell(0).text:
            alone = lines.pop()
            text = alone.row.filled[0].text
            if is_before_table and len(text) <= LONGEST_HEADING:
                self.caption, is_before_table = text, False
                self._see_title(text)
            else:
                self.unread.append(Fragment(alone.place, "Text under a table", text))

    def _read_notes(self, grid: Grid, rows: list[Row]) -> None:
        """Rows outside any table: notes, a title, or what is not read."""
        for row in rows:
            note: Note | None = note_in(row, grid.place(row.number))
            if note:
                self.notes.add(note, after=len(self.tables))
            elif len(row.filled) == 1 and len(row.filled[0].text) <= LONGEST_HEADING:
                self.caption = row.filled[0].text
                self._see_title(self.caption)
        others = [row for row in rows if len(row.filled) > 1 and note_in(row, "") is None]
        if others:
            text = " | ".join(cell.text for cell in others[0].filled)
            self.unread.append(Fragment(grid.place(others[0].number), f"{len(others)} rows", text[:200]))


def own_signature(row: Row) -> str:
    """What a row of headings is known by."""
    return signature_of([cell.text for cell in row.cells])


def candidates(document: SourceDocument) -> list[tuple[str, str]]:
    """Return (signature, words) of the rows that a person could name as headings, the first few of every table."""
    found: dict[str, str] = {}
    for grid in document.grids:
        rows = [row for row in grid.rows[:SEARCHED_FOR_HEADINGS] if len(row.filled) > 1][:MOST_OFFERED]
        for row in rows:
            words = " | ".join(cell.text.replace("\n", " ")[:40] for cell in row.filled)
            found.setdefault(own_signature(row), f"{grid.place(row.number)}: {words}")
    return list(found.items())


def _at(rows: list[Row], index: int) -> Row | None:
    return rows[index] if 0 <= index < len(rows) else None


def _width(rows: Iterable[Row]) -> int:
    return max((len(row.cells) for row in rows), default=0)


def is_about(known: set[str], fields: Collection[str]) -> bool:
    """Whether headings are those that are looked for: targets beside what is measured, or results beside it."""
    if "target" in fields:
        return "target" in known and bool(known & {"measure", "objective", "priority", "reference", "baseline"})
    return "result" in known and bool(known & {"measure", "objective", "reference"})
