"""What a page asks of the database, how often, and which of it scans a table that grows with history."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from deliverables.models import ClosedReturn, ProgressUpdate
from kpa_tracker.base.audit.models import Event
from risks.models import Assessment
from targets.models import Result

GROWING = tuple(model._meta.db_table for model in (ProgressUpdate, ClosedReturn, Event, Result, Assessment))
"""A row more for each period, or for each thing that is done."""
EXPLAIN = {"postgresql": "EXPLAIN", "sqlite": "EXPLAIN QUERY PLAN"}
SCAN = {"postgresql": r"Seq Scan on {}\b", "sqlite": r"SCAN {}\b"}
IN_ORDER = r"SCAN {} USING (?:COVERING )?INDEX"
"""Reading an index from its end, which a LIMIT breaks off, is no scan."""
ALIAS = r'"{}" (U\d+|T\d+)\b'
"""Django's own short name of a table in a query; SQLite's plans know it by this alone."""


@dataclass(frozen=True)
class Query:
    """A query with its values as the database was asked."""

    sql: str
    values: Any
    seconds: float = 0.0

    def plan(self) -> str:
        """Return how the database would answer; nothing of what is no query."""
        if not self.sql.startswith(("SELECT", "WITH")):
            return ""
        with connection.cursor() as cursor:
            cursor.execute(f"{EXPLAIN[connection.vendor]} {self.sql}", self.values)
            return "\n".join(str(row[-1]) for row in cursor.fetchall())

    def scans(self) -> list[str]:
        """Return the growing tables that are read from end to end."""
        plan = self.plan()
        return [table for table in GROWING if any(self._is_scanned(name, plan) for name in self._names_of(table))]

    def _names_of(self, table: str) -> list[str]:
        return [table, *re.findall(ALIAS.format(table), self.sql)]

    def _is_scanned(self, name: str, plan: str) -> bool:
        breaks_off = "LIMIT" in self.sql and re.search(IN_ORDER.format(name), plan)
        return bool(re.search(SCAN[connection.vendor].format(name), plan)) and not breaks_off

    def tables(self) -> set[str]:
        return set(re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', self.sql))


@contextmanager
def queries_asked() -> Iterator[list[Query]]:
    """Yield a list that fills with what is asked meanwhile."""
    asked: list[Query] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, values, many, context)
        finally:
            asked.append(Query(sql, values, time.perf_counter() - began))

    with connection.execute_wrapper(note):
        yield asked


def told(asked: list[Query]) -> str:
    """Return each query once with how often it was asked, its plan and what it scans."""
    often = Counter(one.sql for one in asked)
    return "\n".join(_told(one, often[one.sql]) for one in {one.sql: one for one in asked}.values())


def _told(query: Query, often: int) -> str:
    scans = query.scans()
    warning = f"  SCANS {', '.join(scans)}\n" if scans else ""
    return f"{often} x, {query.seconds * 1000:.1f} ms: {query.sql[:1500]}\n{warning}{_indented(query.plan())}\n"


def _indented(text: str) -> str:
    return "\n".join(f"      {line}" for line in text.splitlines())
