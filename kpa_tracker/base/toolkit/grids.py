"""What every readable file becomes: paragraphs and grids of cells, before anyone asks what they mean. No Django."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]|_x000D_")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85]")
SPACES = re.compile("[ \t\u00a0\u2007\u202f]+")


class UnreadableFile(Exception):
    """A file that cannot be read. The message is for the person who chose the file."""


def clean_text(text: str) -> str:
    """Take out what no database, workbook or feed accepts; keep the lines, and one space where there were several."""
    lines = LINE_ENDS.sub("\n", NOT_TEXT.sub("", text)).split("\n")
    return "\n".join(line for line in (SPACES.sub(" ", line).strip() for line in lines) if line)


@dataclass(frozen=True)
class Bounds:
    """How much of a file is read at most: several times the largest plan seen, and well within a small server."""

    rows: int = 12_000
    furthest_row: int = 50_000
    columns: int = 100
    cells: int = 150_000
    characters: int = 6_000_000
    cell_characters: int = 33_000  # Excel's own limit is 32,767


@dataclass(slots=True)
class Cell:
    """One cell: its lines, its fill as RRGGBB, whether it only continues a merged cell ("up" or "left"), its ink."""

    text: str = ""
    fill: str = ""
    merged: str = ""
    ink: str = ""

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n") if self.text else []


@dataclass(slots=True)
class Row:
    """One row with the number it has in its file."""

    number: int
    cells: list[Cell]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if 0 <= column < len(self.cells) else Cell()

    @property
    def filled(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.text]


@dataclass
class Grid:
    """A sheet, a table of a document, or a block of separated lines; `unit` is what one of its rows is called."""

    name: str
    rows: list[Row]
    unit: str = "row"

    def place(self, number: int) -> str:
        return f"{self.name}, {self.unit} {number}" if self.name else f"{self.unit} {number}"


@dataclass
class Paragraph:
    """Running text outside any table; heading level 0 is ordinary text."""

    text: str
    heading: int = 0


@dataclass
class SourceDocument:
    """A file as read: paragraphs and grids in their order, and notes on what was left out."""

    blocks: list[Paragraph | Grid] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def grids(self) -> list[Grid]:
        return [block for block in self.blocks if isinstance(block, Grid)]

    def to_json(self) -> dict[str, Any]:
        return {"blocks": [_block_to_json(block) for block in self.blocks], "notes": self.notes}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> SourceDocument:
        return cls([_block_from_json(block) for block in data["blocks"]], list(data["notes"]))


def _block_to_json(block: Paragraph | Grid) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return asdict(block)
    rows = [[row.number, [[cell.text, cell.fill, cell.merged, cell.ink] for cell in row.cells]] for row in block.rows]
    return {"name": block.name, "unit": block.unit, "rows": rows}


def _block_from_json(data: dict[str, Any]) -> Paragraph | Grid:
    if "rows" not in data:
        return Paragraph(**data)
    rows = [Row(number, [Cell(*cell) for cell in cells]) for number, cells in data["rows"]]
    return Grid(data["name"], rows, data["unit"])


class Tally:
    """Counts what is being read, and stops at the bounds."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.rows = self.cells = self.characters = 0

    def add_text(self, text: str) -> None:
        self.characters += len(text)
        if self.characters > self.bounds.characters or len(text) > self.bounds.cell_characters:
            raise UnreadableFile(
                "The file holds far more text than can be read. Copy the table into a file of its own."
            )

    def add_row(self, cells: Sequence[Cell]) -> None:
        self.rows += 1
        self.cells += sum(1 for cell in cells if cell.text or cell.fill)
        if self.rows > self.bounds.rows or self.cells > self.bounds.cells:
            limit = f"{self.bounds.rows:,} rows or {self.bounds.cells:,} cells"
            raise UnreadableFile(f"The file has more than {limit}. Copy the table into a file of its own.")
        for cell in cells:
            self.add_text(cell.text)
