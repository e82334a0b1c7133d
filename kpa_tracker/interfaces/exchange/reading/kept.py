"""Where a kept reading of columns fits a file: in every row that has all the headings that it names."""

from __future__ import annotations

from collections.abc import Mapping

from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange.reading.headings import signature_of
from kpa_tracker.interfaces.exchange.reading.tables import SEARCHED_FOR_HEADINGS

BETWEEN = " | "
"""What stands between the headings of a table, where they are kept as one text."""


def fields_by_heading(headings: str, columns: Mapping[int, str]) -> dict[str, str]:
    """Return the field of each heading that a reading names."""
    named = enumerate(headings.split(BETWEEN))
    return {heading: columns[index] for index, heading in named if heading and columns.get(index)}


def fitted(document: SourceDocument, headings: str, columns: Mapping[int, str]) -> dict[str, dict[int, str]]:
    """Return the columns of every row of headings that a reading fits, in whatever order and with whatever others."""
    fields = fields_by_heading(headings, columns)
    rows = (row for grid in document.grids for row in grid.rows[:SEARCHED_FOR_HEADINGS])
    signatures = {signature_of([cell.text for cell in row.cells]) for row in rows} if fields else set()
    return {one: _columns(one, fields) for one in sorted(signatures) if set(fields) <= set(one.split(BETWEEN))}


def _columns(signature: str, fields: Mapping[str, str]) -> dict[int, str]:
    return {index: fields[heading] for index, heading in enumerate(signature.split(BETWEEN)) if heading in fields}
