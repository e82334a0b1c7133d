"""A table of risks as it was found: its headings, its rows, what its columns are."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpa_tracker.base.toolkit.grids import Row


@dataclass(frozen=True)
class Line:
    """A row of a table, where it stands, and the title or sheet that it stands under."""

    row: Row
    place: str
    caption: str


@dataclass
class RegisterTable:
    """All rows under one kind of heading, over however many sheets they are spread."""

    signature: str
    headings: list[str]
    places: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)

    def values_of(self, column: int) -> list[str]:
        return [line.row.cell(column).text for line in self.lines if line.row.cell(column).text]

    def columns_of(self, name: str) -> list[int]:
        return [index for index in sorted(self.columns) if self.columns[index] == name]
