"""The grid of a person's measures as a file to fill in: what is known stands in it, and the import reads it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kpa_tracker.base.toolkit.dates import format_months
from targets.forms.cells import typed
from targets.forms.entry import Cell, Grid, Row
from targets.models import Result
from targets.models.judging import figure_of
from targets.performance import Kind, decimals_of, show

HEADINGS = ("Reference", "Measure", "Series")
WITH_THEIR_SIGN = (Kind.PERCENTAGE, Kind.LEVEL)
"""Kinds whose bare number would be taken for a count."""


@dataclass(frozen=True)
class EntrySheet:
    """Tables of one sheet, one for each frequency. Measures in words are left out: no cell of a table holds them."""

    grids: Sequence[Grid]

    def as_values(self) -> Iterator[list[str]]:
        """Yield the rows: for each frequency its headings and a row a series, with an empty row between two."""
        tables = [
            (grid, [row for row in grid.rows if not row.series.measure.is_judged_in_words]) for grid in self.grids
        ]
        filled = [(grid, rows) for grid, rows in tables if rows]
        for place, (grid, rows) in enumerate(filled):
            if place:
                yield [""]
            yield [*HEADINGS, *(format_months(slot.starts, slot.ends) for slot in grid.slots)]
            yield from (_row(row) for row in rows)


def _row(row: Row) -> list[str]:
    measure = row.series.measure
    return [measure.reference, measure.title, row.series.name, *map(_known, row.cells)]


def _known(cell: Cell) -> str:
    """What is saved, with every digit that it has and the sign by which it is known."""
    if cell.is_withheld:
        return "withheld"
    is_signed = cell.saved is not None and Kind(cell.series.measure.kind) in WITH_THEIR_SIGN
    return _signed(cell.saved) if is_signed and cell.saved else typed(cell.saved)


def _signed(result: Result) -> str:
    figure = replace(figure_of(result), unit="") if result.series.measure.kind == Kind.PERCENTAGE else figure_of(result)
    return show(replace(figure, decimals=decimals_of((figure.value or Decimal(0)).normalize())))
