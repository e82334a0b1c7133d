"""Writing workbooks of several sheets that people work in and send back: widths, columns that are kept out of sight,
cells in which a spreadsheet leaves what is typed as it is typed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xlsxwriter.worksheet import Worksheet

from kpa_tracker.base.toolkit.workbooks.writing import Rows, add_sheet, new_book, write_rows


@dataclass(frozen=True)
class Page:
    """A sheet: its rows, the first of them its heading, and for each column its width, whether it is hidden, and
    whether a spreadsheet keeps what is typed there as text."""

    title: str
    rows: Rows
    widths: Sequence[int] = ()
    hidden: frozenset[int] = field(default=frozenset())
    as_typed: frozenset[int] = field(default=frozenset())


def write_book(pages: Iterable[Page], *, foot: str = "") -> bytes:
    """Return a workbook of some sheets; `foot` stands at the foot of every printed page."""
    file = io.BytesIO()
    with new_book(file) as (book, looks):
        for page in pages:
            sheet = add_sheet(book, page.title, foot=foot)
            set_up(sheet, page)
            write_rows(sheet, page.rows, looks, as_typed=page.as_typed)
    return file.getvalue()


def set_up(sheet: Worksheet, page: Page) -> None:
    """A page of print is as wide as the sheet."""
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for index, width in enumerate(page.widths):
        sheet.set_column(index, index, width, None, {"hidden": index in page.hidden})
