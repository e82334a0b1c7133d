"""The sheets of a file, and the file without some of them."""

from __future__ import annotations

from collections.abc import Collection

from kpa_tracker.base.toolkit.grids import Grid, SourceDocument


def sheets_of(document: SourceDocument) -> list[tuple[str, int]]:
    """Return (name, number of rows) of the sheets or tables of a file that have names and hold anything."""
    return [(grid.name, len(grid.rows)) for grid in document.grids if grid.name and grid.rows]


def without_sheets(document: SourceDocument, names: Collection[str]) -> SourceDocument:
    """Return a document as if it did not have the sheets of these names."""
    kept = [block for block in document.blocks if not (isinstance(block, Grid) and block.name in names)]
    return SourceDocument(kept, document.notes)
