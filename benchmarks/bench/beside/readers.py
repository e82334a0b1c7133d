"""What 2,000 readers ask of the public site, fifty at once: how fast, for how much, and of which tables.

Each reader is a browser without cookies that has never been here. It asks for pages, packed, and later for two of them
with the marks of its copies. The load is on loopback, bounded, and shares the processor with the server.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from django.db import connection

from benchmarks.bench.asking import Question, Unexpected, ask
from benchmarks.bench.beside.bars import Bar
from benchmarks.bench.measuring import Figures, by_name, figures_of, lines_since, metered
from benchmarks.bench.pages import TO_ALL
from benchmarks.bench.serving import Served

READERS, WARM_UP, AT_ONCE = 2_000, 100, 50
MOST_GROWN = 5.0
"""MB more in the larger worker than after a hundred readers."""
FLOORS = 500
READ = ("/public/", "{public}", "{public}ambitions/1/", "{public}ambitions/2/")
"""An ambition's page has its deliverables."""
READ_AGAIN = READ[1:3]
AS_A_BROWSER = {"Accept-Encoding": "gzip, deflate"}
PUBLICATIONS = {f"publication_{name}" for name in ("publicaddress", "publication", "publicationfile", "withdrawal")}
REPORTED_BY = 12
"""Seconds after which an idle process of PostgreSQL has told what it read."""


def bars(site: Served, places: Any, readers: int = READERS) -> Iterator[Bar]:
    name = f"{readers:,} readers"
    first, again = questions(places)
    floor = hello(site)
    read_by(site, WARM_UP, first, again)
    before, held = rows_read(), max(site.memory())
    errors, seconds, lines = read_by(site, readers, first, again)
    memory, asked = max(site.memory()), readers * (len(first) + len(again))
    yield Bar(name, "errors", errors, 0, f"{asked:,} requests, {AT_ONCE} at once")
    told = f"{seconds:.0f} s on the clock, the asking among it"
    yield Bar(name, "requests a second", asked / seconds, None, told)
    for what, some in by_name(lines).items():
        yield of_processor(f"{name}, {what}", figures_of(some), floor)
    yield Bar(f"{name}, memory", "MB more", memory - held, MOST_GROWN, f"{memory:.0f} MB PSS a worker")
    yield of_tables(name, {table for line in lines for table in line["tables"]})
    if connection.vendor == "postgresql":
        yield of_rows(name, before, rows_read())


def questions(places: Any) -> list[list[Question]]:
    """Return what a reader asks for first, and what for again."""
    kinds = (("read", READ), ("read again", READ_AGAIN))
    return [
        [Question(path.format(**places.names), name, headers=AS_A_BROWSER) for path in paths] for name, paths in kinds
    ]


def read_by(
    site: Served, readers: int, first: list[Question], again: list[Question]
) -> tuple[int, float, list[dict[str, Any]]]:
    """Read as so many readers; return the errors, the seconds that it took, and what the meter wrote down."""
    begins, began = site.metered.stat().st_size, time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        errors = sum(pool.map(lambda _: errors_of(site.port, first, again), range(readers)))
    seconds = time.monotonic() - began
    return errors, seconds, lines_since(site, begins, readers * (len(first) + len(again)) - errors)


def hello(site: Served) -> Figures:
    """Return what it costs to say hello to anybody, as many at once."""
    return figures_of(metered(site, [("", Question(TO_ALL, "hello"))] * FLOORS, at_once=AT_ONCE)["hello"])


def errors_of(port: int, first: list[Question], again: list[Question]) -> int:
    """Read as one reader; return how often the answer was not the one that is right."""
    marks: dict[str, str] = {}
    errors = sum(_is_wrong(port, question, marks) for question in first)
    for question in again:
        mark = {"If-None-Match": marks.get(question.path, "")}
        errors += _is_wrong(port, replace(question, status=304, headers={**question.headers, **mark}), marks)
    return errors


def _is_wrong(port: int, question: Question, marks: dict[str, str]) -> bool:
    try:
        marks[question.path] = ask(port, "", question).headers["ETag"]
    except (Unexpected, OSError, http.client.HTTPException):
        return True
    return False


def of_processor(name: str, read: Figures, floor: Figures) -> Bar:
    told = f"{read.cpu:.1f} ms, p95 {read.cpu_p95:.1f}, at most {read.queries} queries; hello {floor.cpu:.1f} ms"
    return Bar(name, "times a hello to anybody, of the processor", read.cpu / floor.cpu, None, told)


def of_tables(name: str, tables: set[str]) -> Bar:
    others = sorted(tables - PUBLICATIONS)
    told = f"read: {', '.join(sorted(tables))}" + (f"; working: {', '.join(others)}" if others else "")
    return Bar(name, "working tables named in a query", len(others), 0, told)


def of_rows(name: str, before: dict[str, int], after: dict[str, int]) -> Bar:
    """What PostgreSQL itself has counted."""
    read = {table: count - before.get(table, 0) for table, count in after.items() if count > before.get(table, 0)}
    working = {table: count for table, count in read.items() if table not in PUBLICATIONS}
    told = ", ".join(f"{table} {count:,}" for table, count in sorted(read.items()))
    return Bar(name, "rows read of working tables", sum(working.values()), 0, f"as PostgreSQL counts: {told}")


def rows_read() -> dict[str, int]:
    """Return how many rows PostgreSQL has read of each table so far. This process's own connection is ended first."""
    connection.close()
    if connection.vendor != "postgresql":
        return {}
    time.sleep(REPORTED_BY)
    counted = "SELECT relname, seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables"
    with connection.cursor() as cursor:
        cursor.execute(counted)
        found = dict(cursor.fetchall())
    connection.close()
    return found
