"""A list as a file: exactly the rows and columns that the page shows, in which no spreadsheet runs anything."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.text import slugify
from django_tables2 import Table

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.cells import lines_of
from kpa_tracker.base.toolkit.marked import known_around, markings_of
from kpa_tracker.base.toolkit.markings import closed
from kpa_tracker.base.toolkit.workbooks.writing import Value, write_workbook

FORMATS = ("xlsx", "csv")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are wide ones, which some spreadsheets take for the first four."""
LINES_AT_ONCE = 500
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Lines:
    """The rows of a list that a template of its own draws, under their headings."""

    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]

    def as_values(self) -> Iterator[Sequence[Any]]:
        yield self.headings
        yield from self.rows


def plain(value: Any) -> str:
    """Return a cell's text without the control characters that break a workbook."""
    text = "" if value is None else str(value)
    return text if text.isprintable() else CONTROL.sub("", text)


def native(value: Any) -> Value:
    """Return what a cell of a workbook holds: a number or a day as such, everything else as text. A time is text: a
    workbook knows no time zones."""
    if type(value) is str:
        return plain(value)
    is_day = isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    return value if is_day or is_number else plain(value)


def safe(value: Any) -> Value:
    """Return what a CSV file holds: a number, also one below nought, and a day as such, text that nothing computes."""
    if type(value) is str and value[:1].isalnum() and value.isprintable():  # as nearly all are
        return value
    cell = native(value)
    return defused(cell) if isinstance(cell, str) else cell


def defused(text: str) -> str:
    """Return text that a spreadsheet opening a CSV file shows instead of computing: a formula gets an apostrophe."""
    is_formula = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if is_formula else text


def csv_parts(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield the lines of a CSV file, many at a time because each part is sent by itself; the first with the mark by
    which Excel knows UTF-8."""
    rows = iter(rows)
    yield "\ufeff"
    while some := list(islice(rows, LINES_AT_ONCE)):
        part = io.StringIO()
        csv.writer(part).writerows([safe(value) for value in row] for row in some)
        yield part.getvalue()


MARKING = "Protective marking"


def markings_in(table: Any) -> Iterable[str]:
    """Return the markings that the records of a table are shown under; of those of a query each once, asked of the
    database, so that no row is read before its turn. The lines of another list are nobody's records."""
    if not isinstance(table, Table):
        return []
    data = table.data.data
    is_asked = isinstance(data, QuerySet) and not data.query.is_sliced  # of the first few the rows themselves say it
    return markings_of([data]) if is_asked else map(known_around, data)


def with_markings(table: Any) -> Iterator[Sequence[Any]]:
    """Yield a table's values with a column more that says of each row how it is marked."""
    lines = lines_of(table)
    yield [*next(lines)[1], MARKING]
    yield from ([*values, known_around(record)] for record, values in lines)


def rows_of(table: Any) -> Iterator[Sequence[Any]]:
    """Yield the values of a table, or the lines of another list."""
    return (values for _, values in lines_of(table)) if isinstance(table, Table) else table.as_values()


def export(table: Any, *, format: str, name: str, beside: Iterable[str] = ()) -> HttpResponse | StreamingHttpResponse:
    """Return a table's rows as a file to download. Columns marked `exclude_from_export` stay out.

    Where a row is marked so that it is kept from others, the file says so of that row, at the head of its name and at
    the foot of each printed page. `beside` are the markings of what rows tell of that have none themselves.
    """
    own = closed(markings_in(table))
    marking = closed([own, *beside])
    rows = with_markings(table) if own else rows_of(table)
    filename = f"{slugify(f'{marking} {name}')}-{clock.today():%Y-%m-%d}.{format}"
    response: HttpResponse | StreamingHttpResponse
    if format == "csv":
        response = StreamingHttpResponse(csv_parts(rows), content_type="text/csv; charset=utf-8")
    else:
        cells = ([native(value) for value in row] for row in rows)
        response = HttpResponse(write_workbook(cells, title=name, foot=marking), content_type=WORKBOOK_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
