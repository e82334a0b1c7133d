"""A table of measures as it was found: its headings, its rows, and the year that stands over it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpa_tracker.base.toolkit.grids import Row
from kpa_tracker.interfaces.exchange.reading.measures.headings import said_beside_period
from kpa_tracker.interfaces.exchange.reading.measures.periods import Span, period_of
from kpa_tracker.interfaces.exchange.reading.measures.shortyears import spelled_out


@dataclass(frozen=True)
class Line:
    """A row of a table and where it stands."""

    row: Row
    place: str


@dataclass
class MeasureTable:
    """Rows under one heading. `number` says which table of the file it is, `columns` the field of each column; `year`
    is the one that stands over the table, in the title `year_from`."""

    number: int
    signature: str
    headings: list[str]
    caption: str
    place: str
    columns: dict[int, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    year: Span | None = None
    year_from: str = ""
    titles: list[str] = field(default_factory=list)

    def values_of(self, column: int) -> list[str]:
        return [line.row.cell(column).text for line in self.lines if line.row.cell(column).text]

    def columns_of(self, name: str) -> list[int]:
        return [index for index in sorted(self.columns) if self.columns[index] == name]

    @property
    def spelled(self) -> list[str]:
        return spelled_out(self.headings)

    def span_of(self, column: int) -> Span | None:
        """The days that a column is of, by its heading."""
        return period_of(self.spelled[column], self.year)

    @property
    def whole_period(self) -> tuple[Span, str] | None:
        """The days that the whole table is of, and the title or the sheet's name that says nothing else."""
        named = ((period_of(title), title) for title in self.titles if not said_beside_period(title))
        found = {span: title for span, title in named if span and span[0] != span[1]}
        return next(iter(found.items())) if len(found) == 1 else None
