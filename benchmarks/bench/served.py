"""The shipped application with a meter around it: what gunicorn serves in a benchmark.

Each answer's costs are a line of a file: the page as the asker calls it, the processor's time of the thread that
answered, the time on the clock, queries and the tables that they name, bytes, and the processor's time of the
PostgreSQL process that it asked. What further processes PostgreSQL takes for one query is in the clock alone.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

from django.core.wsgi import get_wsgi_application
from django.db import connection

NAMED = "HTTP_X_BENCHMARK"
TABLES = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')
shipped = get_wsgi_application()


def process_asked() -> tuple[int, float]:
    """Return which process of PostgreSQL this thread's connection speaks to, and the seconds it has worked so far."""
    line = connection.connection
    if line is None or connection.vendor != "postgresql" or line.closed:
        return 0, 0.0
    pid = line.get_backend_pid()
    return pid, int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


class Meter:
    """Counts what one answer costs, from its question to its last byte."""

    def __init__(self, page: str) -> None:
        self.page, self.queries, self.bytes = page, 0, 0
        self.statements: set[str] = set()
        self.asked, self.worked = process_asked()
        self.cpu, self.wall = time.thread_time(), time.perf_counter()

    def count(self, execute: Callable[..., Any], *asked: Any) -> Any:
        self.queries += 1
        self.statements.add(asked[0])
        return execute(*asked)

    def worked_since(self) -> float:
        """Return the seconds that the database's process has had of the processor; its own whole life if it is new."""
        asked, worked = process_asked()
        return worked - (self.worked if asked == self.asked else 0)

    def end(self) -> None:
        found = {
            "page": self.page,
            "cpu": time.thread_time() - self.cpu,
            "wall": time.perf_counter() - self.wall,
            "queries": self.queries,
            "database": self.worked_since(),
            "bytes": self.bytes,
        }
        found["tables"] = sorted({table for one in self.statements for table in TABLES.findall(one)})
        with open(os.environ["KPA_METERED"], "ab", buffering=0) as file:
            file.write(json.dumps(found).encode() + b"\n")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the shipped application does; measure where the question has a name."""
    if NAMED not in environ:
        return shipped(environ, start_response)
    return metered(Meter(environ[NAMED]), environ, start_response)


def metered(meter: Meter, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
    with connection.execute_wrapper(meter.count):
        answer = shipped(environ, start_response)
        try:
            for part in answer:
                meter.bytes += len(part)
                yield part
        finally:
            getattr(answer, "close", lambda: None)()
    meter.end()
