"""A workbook of 50,000 rows of twelve cells, beside openpyxl writing the same cells by itself."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.bench.beside.apart import in_turns
from benchmarks.bench.beside.bars import Bar
from benchmarks.seeding.words import Writer

MOST_TIMES, MOST_MEGABYTES = 1.3, 20.0
FEW, MANY, COLUMNS, KINDS = 2_000, 50_000, 12, 500
DAY = datetime.date(2020, 2, 3)


def rows(number: int) -> Iterator[list[Any]]:
    """Yield so many rows as the list of deliverables exports them: mostly text, two days, two numbers."""
    writer = Writer(number)
    some = [[writer.title(), *(writer.plan()[:40] for _ in range(7)), DAY, DAY, place, 0.5] for place in range(KINDS)]
    yield [f"Column {place}" for place in range(COLUMNS)]
    for place in range(number):
        yield some[place % KINDS]


def ours(number: str) -> Callable[[], object]:
    import django

    django.setup()
    from kpa_tracker.base.toolkit.exports import native
    from kpa_tracker.base.toolkit.workbooks.writing import write_workbook

    return lambda: write_workbook(([native(cell) for cell in row] for row in rows(int(number))), title="Deliverables")


def bare(number: str) -> Callable[[], object]:
    from openpyxl import Workbook

    def write() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in rows(int(number)):
            sheet.append(row)
        book.save(io.BytesIO())

    return write


def bars() -> Iterator[Bar]:
    site, floor, few = in_turns(2, (__name__, "ours", MANY), (__name__, "bare", MANY), (__name__, "ours", FEW))
    told = f"{site.cpu:.1f} s of the processor; openpyxl by itself {floor.cpu:.1f} s"
    yield Bar(f"xlsx, {MANY:,} rows of {COLUMNS}", "times its floor", site.cpu / floor.cpu, MOST_TIMES, told)
    told = f"{site.mb:.0f} MB at the peak; {few.mb:.0f} MB for {FEW:,} rows"
    yield Bar(f"xlsx, {MANY:,} rows of {COLUMNS}", "MB more", site.mb - few.mb, MOST_MEGABYTES, told)
