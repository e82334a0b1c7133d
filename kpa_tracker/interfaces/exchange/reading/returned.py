"""Recognises a return that this site took out as a workbook: its cells are then read exactly as they stand."""

from __future__ import annotations

import io
import zipfile

from kpa_tracker.base.toolkit.grids import Bounds, Grid, SourceDocument

WHAT, VERSION = "kpa_tracker return", "1"
SHEET, LISTS, KNOWN_BY, READ_ME = "Return", "Lists", "About this return", "Read me"
BOUNDS = Bounds(rows=2_000, cells=60_000, columns=60, furthest_row=20_000, characters=8_000_000)
"""A return has a row for each deliverable, at most 500 of them, and some lists to choose from."""


def may_be_return(content: bytes) -> bool:
    """Whether the words by which a return is known stand anywhere in a workbook's sheets or shared texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(WHAT.encode() in archive.read(name) for name in archive.namelist() if _holds_words(name))


def _holds_words(name: str) -> bool:
    return name == "xl/sharedStrings.xml" or name.startswith("xl/worksheets/sheet")


def is_return(document: SourceDocument) -> bool:
    """Whether what was read is a return: its hidden sheet says so."""
    return said(document, "What this is") == WHAT


def said(document: SourceDocument, what: str) -> str:
    """Return what the hidden sheet says beside some words."""
    rows = sheet_of(document, KNOWN_BY).rows
    return next((row.cell(1).text.strip() for row in rows if row.cell(0).text.strip() == what), "")


def sheet_of(document: SourceDocument, name: str) -> Grid:
    """Return a sheet by its name; an empty one where there is none."""
    return next((grid for grid in document.grids if grid.name.strip() == name), Grid(name, []))
