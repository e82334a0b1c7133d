"""Recognises a plan's own workbook, as this site takes it out: its cells are then read exactly as they stand."""

from __future__ import annotations

import io
import zipfile

from kpa_tracker.base.toolkit.grids import Bounds, Grid, SourceDocument

WHAT, VERSION = "kpa_tracker plan workbook", "2"
READABLE = frozenset({"1", VERSION})
"""Version 1 had no grades, sources, sets, definitions, tolerances and profiles; what it has means the same."""
TITLE = "Read me"
OTHER_VERSION = (
    "This workbook was taken out by another version of this site, which had other sheets. Take the plan out again, and "
    "put what was edited into the new workbook."
)
BOUNDS = Bounds(rows=30_000, cells=400_000, characters=12_000_000)
"""A plan's workbook holds a row for each record and no guesses: more of it is read than of a stranger's file."""
TEXTS = {"xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"}
"""Where its words stand: in the first sheet as it is taken out, among the shared texts once a spreadsheet saved it."""


def may_be_book(content: bytes) -> bool:
    """Whether the words by which a plan's workbook is known stand in a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(WHAT.encode() in archive.read(name) for name in TEXTS & set(archive.namelist()))


def is_book(document: SourceDocument) -> bool:
    """Whether what was read is a plan's workbook."""
    return bool(said(document, "What this is") == WHAT)


def fault_of(document: SourceDocument) -> str:
    """Say why a plan's workbook cannot be read; nothing where it can."""
    return "" if said(document, "Version") in READABLE else OTHER_VERSION


def said(document: SourceDocument, what: str) -> str:
    """Return what the sheet “Read me” says beside some words."""
    for grid in document.grids:
        if _plain(grid) == TITLE.casefold():
            return next((row.cell(1).text.strip() for row in grid.rows if row.cell(0).text.strip() == what), "")
    return ""


def _plain(grid: Grid) -> str:
    return grid.name.strip().casefold()
