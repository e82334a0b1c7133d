"""Where a workbook that this site took out belongs, when it is sent in somewhere else."""

from __future__ import annotations

from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange.reading.book import is_book
from kpa_tracker.interfaces.exchange.reading.returned import is_return

A_RETURN = (
    "This is a return that was taken out here to be filled in. Send it in on its own page: My work leads there, by "
    "“Take your return out as a workbook”."
)
A_BOOK = "This is a plan's own workbook. Import it on the page “Import a plan”."


def belongs_elsewhere(document: SourceDocument, *, takes_books: bool = False) -> str:
    """Say where a workbook of this site's own belongs; nothing where it is a stranger's file, or a plan's workbook
    where those are taken."""
    if is_return(document):
        return A_RETURN
    return A_BOOK if is_book(document) and not takes_books else ""
