"""Reads a return that came back: which rows were filled in, and what they say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from deliverables.actions.updates import NOTHING_SEEN, Seen
from deliverables.models import ReportingPeriod
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.grids import Grid, Row, SourceDocument
from kpa_tracker.interfaces.exchange.actions.book.stamps import is_of
from kpa_tracker.interfaces.exchange.actions.returns.columns import ANSWERS, BY_HEADING, COLUMNS, KEY, REFERENCE
from kpa_tracker.interfaces.exchange.actions.returns.words import mark_of
from kpa_tracker.interfaces.exchange.reading.returned import (
    KNOWN_BY,
    SHEET,
    VERSION,
    is_return,
    said,
    sheet_of,
)

A_KEY = re.compile(r"D(\d{1,18})")
A_VERSION = re.compile(r"(\d{1,9})\.(\d{1,9})")
NO_RETURN = "This is not a return that was taken out here. Take your return out, fill it in and send that file in."
OTHER_VERSION = "This return was taken out by another version of this site. Take your return out again."
OTHER_PLAN = "This return was taken out for {}, and this page is for {}, {}. Send it in on its own page."
NO_SHEET = "The sheet “Return” or its row of headings is missing. Take your return out again."
NO_COLUMN = "The column “{}” is missing. Put it back, or take your return out again."
TWO_COLUMNS = "The heading “{}” stands twice. Each column has one heading."


@dataclass(frozen=True)
class Known:
    """What the hidden sheet keeps of a row: its reference, the version seen, the sum of its answers."""

    reference: str
    seen: Seen
    mark: str


@dataclass(frozen=True)
class Line:
    """A row as it came back: its number in the file, its cells by name, and what the return knew of it."""

    number: int
    cells: dict[str, str]
    known: Known | None
    is_twice: bool = False

    @property
    def deliverable_pk(self) -> int:
        found = A_KEY.fullmatch(self.cells["key"])
        return int(found[1]) if found else 0

    @property
    def title(self) -> str:
        return f"{self.cells['reference']} {self.cells['title']}".strip() or "A row without a reference"

    @property
    def is_filled_in(self) -> bool:
        """Whether anything in its answers is other than it was taken out."""
        if self.known is None:
            return any(self.cells[column.name] for column in ANSWERS)
        is_empty = self.known.seen == NOTHING_SEEN and not any(self.cells[column.name] for column in ANSWERS)
        return not is_empty and mark_of(self.cells) != self.known.mark

    @property
    def fault(self) -> str:
        """Say why it cannot be told which deliverable it is of; nothing where it can."""
        if self.known is None:
            return "This row was not in the return. Write this update on the site."
        if self.is_twice:
            return "This row stands twice. Leave one of them."
        if " ".join(self.cells["reference"].split()) != " ".join(self.known.reference.split()):
            return f"This row is of {self.known.reference}. Sort whole rows, not single columns."
        return ""


def refuse_other(document: SourceDocument, period: ReportingPeriod) -> None:
    """Refuse a file that is no return, or one of another version, site, plan or period."""
    refuse_where(
        (not is_return(document), NO_RETURN, "file"),
        (said(document, "Version") != VERSION, OTHER_VERSION, "file"),
        (not _is_its(document, period), _other_plan(document, period), "file"),
    )


def _is_its(document: SourceDocument, period: ReportingPeriod) -> bool:
    own = is_of(said(document, "Stamp"), period.plan)
    return own and said(document, "Period") == str(period.pk)


def _other_plan(document: SourceDocument, period: ReportingPeriod) -> str:
    return OTHER_PLAN.format(said(document, "Named")[:200] or "another plan", period.plan, period)


def lines_of(document: SourceDocument) -> list[Line]:
    """Return the rows of a return. Refuses one whose sheet or columns are no longer there."""
    grid = sheet_of(document, SHEET)
    heading = heading_row(grid)
    places = _places(heading)
    known = dict(_known(sheet_of(document, KNOWN_BY)))
    rows = [(row.number, _cells(row, places)) for row in grid.rows if row.number > heading.number]
    rows = [(number, cells) for number, cells in rows if any(cells.values())]
    keys = Counter(cells["key"] for _, cells in rows)
    return [Line(number, cells, known.get(cells["key"]), keys[cells["key"]] > 1) for number, cells in rows]


def heading_row(grid: Grid) -> Row:
    """Return the row of headings: the first that holds the key's and the reference's, whatever stands above it."""
    for row in grid.rows:
        if {KEY, REFERENCE} <= {BY_HEADING.get(_heading(cell.text)) for cell in row.cells}:
            return row
    raise Refused(NO_SHEET, field="file")


def _heading(text: str) -> str:
    return " ".join(text.split()).casefold()


def _places(heading: Row) -> dict[str, int]:
    """Return where each column stands now, by its name."""
    found = [(BY_HEADING.get(_heading(cell.text)), index) for index, cell in enumerate(heading.cells)]
    counts = Counter(column for column, _ in found if column)
    for column in COLUMNS:
        refuse_where(
            (not counts[column], NO_COLUMN.format(column.heading), "file"),
            (counts[column] > 1, TWO_COLUMNS.format(column.heading), "file"),
        )
    return {column.name: index for column, index in found if column}


def _cells(row: Row, places: dict[str, int]) -> dict[str, str]:
    return {column.name: row.cell(places[column.name]).text.strip() for column in COLUMNS}


def _known(grid: Grid) -> Iterator[tuple[str, Known]]:
    for row in grid.rows:
        key, reference, seen, mark = (row.cell(index).text.strip() for index in range(4))
        version = A_VERSION.fullmatch(seen)
        if A_KEY.fullmatch(key):
            yield key, Known(reference, (int(version[1]), int(version[2])) if version else NOTHING_SEEN, mark)
