"""Finding the plan's tables: where the headings are, where they repeat, and which rows belong together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from kpa_tracker.base.toolkit.grids import Grid, Paragraph, Row, SourceDocument
from kpa_tracker.interfaces.exchange.reading.cards import CardRow, with_cards_as_rows
from kpa_tracker.interfaces.exchange.reading.headingrows import heading_score, joined_headings, second_heading_row
from kpa_tracker.interfaces.exchange.reading.headings import signature_of
from kpa_tracker.interfaces.exchange.reading.plan import Fragment

SEARCHED_FOR_HEADINGS = 60
MOSTLY = 0.8
"""The share of a row's cells that read like headings, where it is to begin a table within another."""
PAGE_MARK = re.compile(r"(page\s*)?[-–]?\s*\d+\s*[-–]?(\s*(of|/)\s*\d+)?$", re.I)
GENERIC_NAMES = ("sheet", "table", "tabelle", "feuil")


@dataclass(frozen=True)
class PlacedRow:
    """A row of a table, where it stands, whether a page or sheet began just above, and the caption over it."""

    row: Row
    place: str
    after_break: bool
    caption: str


@dataclass
class Table:
    """All rows under one kind of heading, over however many pages, sheets or blocks they are spread."""

    signature: str
    headings: list[str]
    width: int
    rows: list[PlacedRow] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def values_of(self, column: int) -> list[str]:
        return [placed.row.cell(column).text for placed in self.rows if placed.row.cell(column).text]


def find_tables(document: SourceDocument, chosen_headings: Iterable[str] = ()) -> list[Table]:
    """Return each kind of table once, in order of appearance, with all its rows."""
    return list(survey(document, chosen_headings).tables.values())


def survey(document: SourceDocument, chosen_headings: Iterable[str] = ()) -> TableFinder:
    """Go through a document once, and return its tables with what stands around them.

    `chosen_headings` are signatures that a person has mapped: their rows count as headings whatever they say.
    """
    finder = TableFinder(set(chosen_headings))
    blocks, strays = with_cards_as_rows(document)
    for block in blocks:
        if isinstance(block, Paragraph):
            finder.read_paragraph(block)
        elif isinstance(block, CardRow):
            finder.read_card(block)
        else:
            finder.read_grid(block)
    finder.aside += strays
    return finder


class TableFinder:
    """Goes through a document's blocks in order, and remembers the last headings and the last caption."""

    def __init__(self, chosen: set[str]) -> None:
        self.chosen = chosen
        self.tables: dict[str, Table] = {}
        self.current: Table | None = None
        self.caption = ""
        self.text_between = False
        self.aside: list[Fragment] = []
        self.unread: list[Grid] = []
        self.sheets: set[str] = set()

    def read_paragraph(self, paragraph: Paragraph) -> None:
        if PAGE_MARK.match(paragraph.text):
            return
        self.text_between = True
        if paragraph.heading:
            self.caption = paragraph.text

    def read_grid(self, grid: Grid) -> None:
        """Read one grid: under its own headings, or as the rest of the table before it."""
        start = self._heading_row(grid)
        if start is None:
            if self._continues_current(grid):
                self._add_rows(grid, grid.rows)
            else:
                self.unread.append(grid)
            self.text_between = False
            return
        self._take_caption(grid, start)
        self._add_rows(grid, grid.rows[start:])
        self.text_between = False

    def read_card(self, card: CardRow) -> None:
        """Read a card: its labels are headings whatever they say, and it goes on with none before it."""
        headings, values = card.rows
        self.chosen.add(signature_of([cell.text for cell in headings.cells]))
        self._start(headings, None)
        self._add_row(card, values, after_break=False)
        if self.current is not None and card.name not in self.current.places:
            self.current.places.append(card.name or card.place(values.number))
        self.text_between = False

    def _heading_row(self, grid: Grid) -> int | None:
        scores = [(self._score(row), -index) for index, row in enumerate(grid.rows[:SEARCHED_FOR_HEADINGS])]
        best = max(scores, default=(0, 0))[0]
        return next(index for index, (score, _) in enumerate(scores) if score * 4 >= best * 3) if best else None

    def _score(self, row: Row) -> int:
        signature = signature_of([cell.text for cell in row.cells])
        return 100 if signature in self.chosen or signature in self.tables else heading_score(row)

    def _continues_current(self, grid: Grid) -> bool:
        width = max((len(row.cells) for row in grid.rows), default=0)
        return self.current is not None and not self.text_between and width == self.current.width

    def _take_caption(self, grid: Grid, start: int) -> None:
        """The caption is the last single line above the headings, or the sheet's own name."""
        titles = [row.filled[0].text for row in grid.rows[:start] if len(row.filled) == 1]
        above = [row for row in grid.rows[:start] if row.filled and [cell.text for cell in row.filled] != titles[-1:]]
        self.aside += [
            Fragment(grid.place(row.number), "", " | ".join(cell.text for cell in row.filled)) for row in above
        ]
        if titles:
            self.caption = titles[-1]
        elif grid.name and not grid.name.lower().startswith(GENERIC_NAMES):
            self.caption = grid.name
            self.sheets.add(grid.name)

    def _add_rows(self, grid: Grid, rows: list[Row]) -> None:
        after_break, below = True, None
        for row, following in zip_longest(rows, rows[1:]):
            if self._is_heading(row):
                below = second_heading_row(row, following) if following else None
                self._start(row, below)
                after_break = True
            elif row is not below:
                after_break = self._add_row(grid, row, after_break) and after_break
        if self.current is not None:
            self.current.places.append(grid.name or grid.place(rows[0].number))

    def _add_row(self, grid: Grid, row: Row, after_break: bool) -> bool:
        """Add a row to the open table; return whether it leaves the page's break just above the next one."""
        if self.current is not None and (row.filled or any(cell.fill for cell in row.cells)):
            self.current.rows.append(PlacedRow(row, grid.place(row.number), after_break, self.caption))
        return not row.filled

    def _is_heading(self, row: Row) -> bool:
        signature = signature_of([cell.text for cell in row.cells])
        if signature in self.tables or signature in self.chosen:
            return bool(signature)
        if self.current is None:
            return heading_score(row) > 0
        score = heading_score(row, forgiving=False, least=MOSTLY)
        return score >= 3 and score >= len(row.filled) * MOSTLY

    def _start(self, row: Row, below: Row | None) -> None:
        headings = [cell.text for cell in row.cells]
        signature = signature_of(headings)
        if signature not in self.tables:
            self.tables[signature] = Table(signature, joined_headings(row, below), len(headings))
        self.current = self.tables[signature]


def candidate_headings(document: SourceDocument) -> Iterator[Row]:
    """Yield, for a file with no recognisable headings, the rows that a person could name as headings."""
    for grid in document.grids:
        rows = [row for row in grid.rows[:SEARCHED_FOR_HEADINGS] if len(row.filled) >= 3]
        yield from rows[:1]
