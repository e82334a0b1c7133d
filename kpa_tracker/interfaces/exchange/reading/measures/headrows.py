"""Headings that stand in two rows, or at the side: what is read as one row of headings."""

from __future__ import annotations

import re

from kpa_tracker.base.toolkit.grids import Cell, Grid, Row
from kpa_tracker.interfaces.exchange.reading.measures.headings import (
    LONGEST_HEADING,
    field_of,
    is_beside,
    is_to_be_reached,
)
from kpa_tracker.interfaces.exchange.reading.measures.periods import Span, period_of
from targets.performance import read_figures

LONGEST_SPAN = 60
NUMBER = re.compile(r"[-+(]?£?(?!(?:19|20)\d\d$)\d[\d,.]*%?\)?")
SIDEWAYS = 3
"""From so many rows on, a table with periods down its side is turned."""


def says_something(text: str) -> bool:
    """Whether a text reads as a heading: of a field, of nothing but a period, of a column beside the figures."""
    return bool(field_of(text)) or is_beside(text) or is_to_be_reached(text)


def has_numbers(row: Row) -> bool:
    """Whether figures stand in a row, as they do in no row of headings."""
    return any(NUMBER.fullmatch(cell.text) for cell in row.filled)


def row_over(above: Row | None, row: Row) -> Row | None:
    """Return the row above where it holds headings that span those of this row: "2009/10" over "Q1", "Q2"."""
    if above is None or not above.filled or has_numbers(above):
        return None
    is_title = len(above.filled) == 1 and bool(above.cell(0).text)
    spans = [cell.text for cell in above.filled]
    fits = all(len(text) <= LONGEST_SPAN and says_something(text) for text in spans)
    return above if fits and not is_title and len(spans) < len(row.filled) else None


def row_under(row: Row, below: Row | None) -> Row | None:
    """Return the row below where it only parts headings of this row that span several columns."""
    if below is None or not below.filled or has_numbers(below):
        return None
    short = all(len(cell.text) <= LONGEST_SPAN and _may_be_heading(cell.text) for cell in below.filled)
    return below if short and _parts_spans(row, below) else None


def _parts_spans(row: Row, below: Row) -> bool:
    """Whether several cells of a row stand only under what spans columns in the row above, the first column aside."""
    spanned = {index for index, cell in enumerate(row.cells) if not cell.text}
    spanned |= {index - 1 for index in spanned}
    filled = {index for index, cell in enumerate(below.cells) if cell.text}
    return filled <= spanned and len(filled) > 1 and 0 not in filled


def _may_be_heading(text: str) -> bool:
    """Under a heading that spans several columns even the name of an area is one: it says whose the figures are."""
    return says_something(text) or (not read_figures(text).unavailable and not text.endswith((".", "?")))


def turned(grid: Grid, year: Span | None) -> Grid | None:
    """Return a table that has its periods down its side as one that has them over its columns; None for any other."""
    rows = [row for row in grid.rows if row.filled]
    sides = [row.cell(0).text for row in rows[1:]]
    titles = _titles_in(rows[0]) if _are_periods(sides, year) else []
    if not titles:
        return None
    heads = Row(1, [Cell("Indicator"), *(Cell(text) for text in sides)])
    columns = [Row(index + 1, [cell, *(row.cell(index) for row in rows[1:])]) for index, cell in titles]
    return Grid(grid.name, [heads, *columns], "column")


def _titles_in(row: Row) -> list[tuple[int, Cell]]:
    """The titles of what is measured, with their columns, in a row that holds nothing else; else none."""
    titles = [(index, cell) for index, cell in enumerate(row.cells) if index and cell.text]
    is_headings = has_numbers(row) or any(says_something(cell.text) for _, cell in titles)
    return [] if is_headings else titles


def _are_periods(sides: list[str], year: Span | None) -> bool:
    return len(sides) >= SIDEWAYS - 1 and all(_names(text, year) for text in sides)


def _names(text: str, year: Span | None) -> bool:
    return 0 < len(text) <= LONGEST_HEADING and period_of(text, year) is not None
