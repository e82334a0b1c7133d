"""Reading text whose columns stand apart by spaces alone, as a table copied out of a PDF does.

A line of headings says where its columns begin. What stands in a line below goes into the column that it begins in.
Where that cannot be told the line is left out and named: a guess would put words into the wrong column unseen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kpa_tracker.base.toolkit.grids import Bounds, Cell, Grid, Paragraph, Row, SourceDocument, Tally, clean_text
from kpa_tracker.interfaces.exchange.reading.headingrows import heading_score

PIECE = re.compile(r"\S+(?: \S+)*")
FEWEST_COLUMNS = 3
LEEWAY = 1  # how far left of its heading a text may begin
AT_THE_EDGE = 3  # lines at the head and foot of a page among which those that repeat are looked for
GAP = re.compile(r"(?<=r)e+(?=r)")
NUMBERS = re.compile(r"\d+")
MOST_NAMED = 8
PARTED = "The columns of the text stand apart by spaces, and its rows by empty lines. Look through the rows below."
WRAPPED = (
    "The columns of the text stand apart by spaces. A line whose first column is empty goes on with the row above, "
    "unless an empty line stands between or it begins several columns with capitals. Look through the rows below."
)
LINES_TO_A_GAP = 10
"""Rows stand apart by empty lines where one comes at least so often; a stray one parts a table of other rows once."""
LEFT_OUT = "Not read, because it cannot be told which columns the words stand in: {}."
UNSURE = "Read as going on with the row above, but it may begin a row of its own: {}."
REPEATED = "Lines that repeat at the head or foot of pages were left out: {}."

Piece = tuple[int, str]
"""Where a text begins in its line, and the text."""


@dataclass
class Opened:
    """A table being read: where its columns begin, its rows so far, and whether the next line begins another."""

    starts: list[int]
    by_gaps: bool = False
    rows: list[tuple[int, list[list[str]]]] = field(default_factory=list)
    is_parted: bool = True
    unsure: list[int] = field(default_factory=list)

    def place_of(self, piece: Piece) -> int | None:
        """Return the column that a text belongs to; None where it begins in one and runs far into another."""
        start, text = piece
        column = max((n for n, first in enumerate(self.starts) if first <= start + LEEWAY), default=0)
        following = self.starts[column + 1] if column + 1 < len(self.starts) else None
        return None if following is not None and start + len(text) > following + LEEWAY else column

    def add(self, number: int, pieces: list[Piece]) -> bool:
        """Add a line as a row, or to the row above; return whether it could be put into the columns."""
        places = [self.place_of(piece) for piece in pieces]
        known = [place for place in places if place is not None]
        if len(set(known)) < len(places):
            return False
        if self.is_parted or not (self.by_gaps or self._goes_on(number, known, pieces)):
            self.rows.append((number, [[] for _ in self.starts]))
        for place, (_, text) in zip(known, pieces, strict=True):
            self.rows[-1][1][place].append(text)
        self.is_parted = False
        return True

    def _goes_on(self, number: int, places: list[int], pieces: list[Piece]) -> bool:
        """Whether a line goes on with the row above, as one without a first column does; one that looks like both is
        named."""
        begun = [text for _, text in pieces if not text[0].islower()]
        if 0 in places or (len(pieces) > 1 and len(begun) == len(pieces)):
            return False
        self.unsure += [number] if len(pieces) > 1 and begun else []
        return True


def is_spaced(text: str) -> bool:
    """Whether a line of the text names columns that stand apart by spaces, and lines below it follow them."""
    lines = [pieces_of(line) for line in text.splitlines()]
    return any(is_heading(line) for line in lines) and sum(1 for line in lines if len(line) >= FEWEST_COLUMNS) > 1


def read_spaced(text: str, bounds: Bounds | None = None) -> SourceDocument:
    """Read the tables of a text, with what stands between them, and notes on every line that was left out."""
    return SpacedReader(text, Tally(bounds or Bounds())).document()


def pieces_of(line: str) -> list[Piece]:
    return [(found.start(), found.group()) for found in PIECE.finditer(line.expandtabs())]


def is_heading(pieces: list[Piece]) -> bool:
    return len(pieces) >= FEWEST_COLUMNS and heading_score(_row(0, [text for _, text in pieces])) >= FEWEST_COLUMNS - 1


def _row(number: int, texts: list[str]) -> Row:
    return Row(number, [Cell(clean_text(text)) for text in texts])


def repeated_lines(text: str) -> set[str]:
    """Return the lines that stand at the head or foot of more than one page, their numbers aside."""
    edges = Counter(line for page in _pages(text) for line in {*page[:AT_THE_EDGE], *page[-AT_THE_EDGE:]})
    return {line for line, times in edges.items() if times > 1}


def _pages(text: str) -> Iterator[list[str]]:
    """Yield the lines of each page. Where no page is marked, as in pasted text, one ends before each line of headings:
    what stands just above the headings then has the foot of one page and the head of the next."""
    pages = text.split("\f")
    if len(pages) > 1:
        yield from ([without_numbers(line) for line in page.splitlines() if line.strip()] for page in pages)
        return
    above: list[str] = []
    for line in filter(str.strip, text.splitlines()):
        if is_heading(pieces_of(line)):
            yield above[-AT_THE_EDGE:]
            above = []
        else:
            above.append(without_numbers(line))
    yield above[-AT_THE_EDGE:]


def are_parted(text: str, repeated: set[str]) -> bool:
    """Whether empty lines stand between the rows: between two lines that are neither headings nor edges of a page."""
    lines = [_sort_of(line, repeated) for line in text.splitlines()]
    told = "".join(lines)
    gaps = sum(1 for _ in GAP.finditer(told))
    return gaps > 0 and gaps * LINES_TO_A_GAP >= told.count("r")


def _sort_of(line: str, repeated: set[str]) -> str:
    """Return one letter for a line: empty, an edge of a page or headings, or part of a row."""
    if not line.strip():
        return "e"
    return "x" if without_numbers(line) in repeated or is_heading(pieces_of(line)) else "r"


def without_numbers(line: str) -> str:
    return NUMBERS.sub("0", " ".join(line.split()))


class SpacedReader:
    """Goes through a text line by line."""

    def __init__(self, text: str, tally: Tally) -> None:
        self.text, self.tally = text, tally
        self.repeated = repeated_lines(text)
        self.by_gaps = are_parted(text, self.repeated)
        self.found = SourceDocument()
        self.table: Opened | None = None
        self.headings: tuple[int, list[str]] = (0, [])
        self.left_out: list[int] = []
        self.unsure: list[int] = []
        self.dropped: dict[str, None] = {}

    def document(self) -> SourceDocument:
        for number, line in enumerate(self.text.replace("\f", "\n").splitlines(), start=1):
            self._read(number, line)
        self._close()
        self.found.notes += self._notes()
        return self.found

    def _read(self, number: int, line: str) -> None:
        pieces = pieces_of(line)
        if is_heading(pieces):
            self._open(number, pieces)
        elif without_numbers(line) in self.repeated and line.strip():
            self.dropped.setdefault(" ".join(line.split()))
        elif not pieces:
            self._part()
        elif self.table is None:
            self._say(pieces)
        elif not self.table.add(number, pieces):
            self.left_out.append(number)

    def _part(self) -> None:
        if self.table is not None:
            self.table.is_parted = True

    def _open(self, number: int, pieces: list[Piece]) -> None:
        """Begin a table, or go on with the same one on the next page."""
        texts = [text for _, text in pieces]
        if self.table is not None and texts == self.headings[1]:
            self.table.starts, self.table.is_parted = [start for start, _ in pieces], True
            return
        self._close()
        self.headings, self.table = (number, texts), Opened([start for start, _ in pieces], self.by_gaps)

    def _close(self) -> None:
        if self.table is not None and self.table.rows:
            self.unsure += self.table.unsure
            self.found.blocks.append(Grid("", list(self._rows(self.table)), "line"))
        self.table = None

    def _rows(self, table: Opened) -> Iterator[Row]:
        for number, texts in [(self.headings[0], [[text] for text in self.headings[1]]), *table.rows]:
            row = _row(number, [" ".join(lines) for lines in texts])
            self.tally.add_row(row.cells)
            yield row

    def _say(self, pieces: list[Piece]) -> None:
        words = clean_text(" ".join(text for _, text in pieces))
        self.tally.add_text(words)
        if words:
            self.found.blocks.append(Paragraph(words))

    def _notes(self) -> Iterator[str]:
        yield PARTED if self.by_gaps else WRAPPED
        if self.dropped:
            yield REPEATED.format("; ".join(f"“{line}”" for line in list(self.dropped)[:MOST_NAMED]))
        for words, lines in ((LEFT_OUT, self.left_out), (UNSURE, self.unsure)):
            if lines:
                yield words.format(_first_few(lines))


def _first_few(lines: list[int]) -> str:
    more = f" and {len(lines) - MOST_NAMED} more" if len(lines) > MOST_NAMED else ""
    return ", ".join(f"line {number}" for number in lines[:MOST_NAMED]) + more
