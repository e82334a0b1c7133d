"""From start to first page, and the memory of a server that has answered 10,000 requests."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from benchmarks.bench.asking import Question, ask_all
from benchmarks.bench.beside.bars import Bar
from benchmarks.bench.pages import EDITOR, HELLO, NOBODY, OFFICER
from benchmarks.bench.serving import Served

MOST_SECONDS, MOST_MEGABYTES, MOST_GROWN = 2.5, 120.0, 5.0
REQUESTS, AT_ONCE = 10_000, 8
MIXED = (
    *((NOBODY, "{public}"), (NOBODY, "{public}ambitions/1/"), (OFFICER, "/deliverables/{deliverable}/")),
    *((EDITOR, "/deliverables/?plan={plan}"), (EDITOR, "/risks/"), (EDITOR, "/measures/"), (OFFICER, "/my-work/")),
    *((EDITOR, HELLO),) * 13,
)
"""What is asked for in turns: each kind of page once among twenty requests, the rest small ones."""


def bars(site: Served, places: Any, requests: int = REQUESTS) -> Iterator[Bar]:
    """Ask thousands of times. Memory is that of the worker with the most: its own, and its part of what both share."""
    yield Bar("start to first page", "s", site.started, MOST_SECONDS, f"{site.spent:.1f} s of the processor")
    held = [_held_after(site, places, requests // 10) for _ in range(10)]
    told = f"after each tenth: {', '.join(f'{one:.0f}' for one in held)}"
    yield Bar(f"memory after {requests:,} requests", "MB PSS a worker", held[-1], MOST_MEGABYTES, told)
    yield Bar(
        f"memory from {requests // 5:,} to {requests:,} requests", "MB more", held[-1] - held[1], MOST_GROWN, told
    )


def _held_after(site: Served, places: Any, requests: int) -> float:
    turns = [(places.cookies[who], Question(path.format(**places.names))) for who, path in MIXED]
    ask_all(site.port, islice(cycle(turns), requests), at_once=AT_ONCE)
    return max(site.memory())
