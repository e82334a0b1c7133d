"""Finding the tables of a register: titles above them, headings in one row or two, the same table on several sheets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from kpa_tracker.base.toolkit.grids import Grid, Paragraph, Row, SourceDocument
from kpa_tracker.interfaces.exchange.reading.asides import is_note
from kpa_tracker.interfaces.exchange.reading.headings import signature_of
from kpa_tracker.interfaces.exchange.reading.measures.tables import SEARCHED_FOR_HEADINGS, own_signature
from kpa_tracker.interfaces.exchange.reading.plan import Fragment
from kpa_tracker.interfaces.exchange.reading.registers.headrows import joined, names_columns, only_scores
from kpa_tracker.interfaces.exchange.reading.registers.table import Line, RegisterTable

WORDS_TABLE = "Table "
SHOWN = 200


@dataclass
class Finder:
    """Goes through a document once. `chosen` are the rows of headings that a person pointed at, by signature."""

    chosen: Collection[str] = ()
    tables: dict[str, RegisterTable] = field(default_factory=dict)
    unread: list[Fragment] = field(default_factory=list)
    caption: str = ""
    open: RegisterTable | None = None

    def read(self, document: SourceDocument) -> None:
        for block in document.blocks:
            if isinstance(block, Paragraph):
                self.caption, self.open = block.text, None
            else:
                self._read_grid(block)

    def _read_grid(self, grid: Grid) -> None:
        if grid.name and not grid.name.startswith(WORDS_TABLE):
            self.caption, self.open = grid.name, None
        start = self._first_heading(grid)
        if start is None and self.open and _width(grid) == len(self.open.headings):
            start = 0
        elif start is None:
            self._leave(grid, grid.rows)
            return
        self._leave(grid, grid.rows[:start])
        self._read_rows(grid, grid.rows[start:])

    def _first_heading(self, grid: Grid) -> int | None:
        heads = [index for index, row in enumerate(grid.rows[:SEARCHED_FOR_HEADINGS]) if self._is_heading(row)]
        if not heads:
            return None
        first = heads[0]
        return first - 1 if self._over(grid.rows, first) else first

    def _is_heading(self, row: Row) -> bool:
        return own_signature(row) in self.chosen if self.chosen else names_columns(row)

    def _over(self, rows: list[Row], index: int) -> Row | None:
        """Return the row over a row of headings, where it only says what several of them are of."""
        above = rows[index - 1] if index else None
        return above if above and only_scores(above) else None

    def _read_rows(self, grid: Grid, rows: list[Row]) -> None:
        skipped = -1
        for index, row in enumerate(rows):
            if self._is_heading(row):
                below = rows[index + 1] if index + 1 < len(rows) else None
                under = below if below and only_scores(below) else None
                skipped = index + 1 if under else skipped
                self._start(grid, joined(row, under) if under else joined(self._over(rows, index), row), row)
            elif index != skipped and row.filled and not _is_over_next(rows, index, self._is_heading):
                self._read_row(grid, row)

    def _start(self, grid: Grid, headings: list[str], row: Row) -> None:
        signature = signature_of(headings)
        self.open = self.tables.setdefault(signature, RegisterTable(signature, headings))
        self.open.places.append(grid.place(row.number))

    def _read_row(self, grid: Grid, row: Row) -> None:
        if self.open is None or is_note(row.filled[0].text):
            self._leave(grid, [row])
        else:
            self.open.lines.append(Line(row, grid.place(row.number), self.caption))

    def _leave(self, grid: Grid, rows: list[Row]) -> None:
        """What is no row of a register is shown: one line for rows that stand together."""
        filled = [row for row in rows if row.filled]
        if filled:
            text = " | ".join(cell.text for cell in filled[0].filled)[:SHOWN]
            what = "Not part of the table" if len(filled) == 1 else f"{len(filled)} rows"
            self.unread.append(Fragment(grid.place(filled[0].number), what, text))


def _is_over_next(rows: list[Row], index: int, is_heading: object) -> bool:
    """Whether a row only stands over the headings that follow it."""
    following = rows[index + 1] if index + 1 < len(rows) else None
    return bool(following and callable(is_heading) and is_heading(following) and only_scores(rows[index]))


def _width(grid: Grid) -> int:
    return max((len(row.cells) for row in grid.rows), default=0)
