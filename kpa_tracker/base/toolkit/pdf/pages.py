"""What pydyf does anew for every element of a document's structure: it lists all pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf

KEPT = "_listed_pages"


@contextmanager
def pages_listed_once() -> Iterator[None]:
    """Let a file remember the list of its pages while it is written. Without it writing costs the number of elements
    times that of pages: half a minute of a document of 500 pages. For one document at a time."""
    honest = pydyf.PDF.page_references
    pydyf.PDF.page_references = property(remembered)
    try:
        yield
    finally:
        pydyf.PDF.page_references = honest


def remembered(pdf: Any) -> tuple[bytes, ...]:
    """Return the references to all pages; listed anew when a page has come since."""
    kids = pdf.pages["Kids"]  # three entries a page: its number, 0, R
    kept: tuple[bytes, ...] = pdf.__dict__.get(KEPT, ())
    if 3 * len(kept) != len(kids):
        kept = pdf.__dict__[KEPT] = tuple(f"{number} 0 R".encode("ascii") for number in kids[::3])
    return kept
