"""The main pages as Lighthouse looks at them: what Debian's Chromium paints, moves and works behind slow 4G.

The largest paint is on the clock, so it holds what the machine does otherwise; what trips and bytes alone come to
stands beside it. The main thread is idle where no task after the first paint takes longer than 50 ms, which nobody
notices.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from playwright.sync_api import Browser

from benchmarks.bench.asking import Unexpected
from benchmarks.bench.beside.bars import Bar
from benchmarks.bench.pages import EDITOR, NOBODY, OFFICER, SAVING
from benchmarks.bench.serving import Served
from benchmarks.bench.visiting import PHONE, WIDE, Visit, browser, visit, window

MOST_SECONDS, MOST_SHIFTED, MOST_BLOCKED = 1.0, 0.0, 0.0
TIMES = 3
"""First visits at each size, each in a browser that has never been here."""
AUDITED = {
    "sign-in": (NOBODY, "/accounts/login/"),
    "public-front": (NOBODY, "/public/"),
    "public-ambition": (NOBODY, "{public}ambitions/1/"),
    "my-work": (OFFICER, "/my-work/"),
    "authority": (EDITOR, "/authorities/{authority}/"),
    "deliverables": (EDITOR, "/deliverables/?plan={plan}"),
    "deliverable": (OFFICER, "/deliverables/{deliverable}/"),
    "update": (SAVING.who, SAVING.path),
    "measure": (EDITOR, "/measures/{measure}/"),
    "risks": (EDITOR, "/risks/?sort=-current"),
}


def bars(site: Served, places: Any, times: int = TIMES) -> Iterator[Bar]:
    names = places.names | {"reported": places.reported[0]}
    with browser() as chromium:
        for name, (who, path) in AUDITED.items():
            address = f"http://127.0.0.1:{site.port}{path.format(**names)}"
            visits = [one for _ in range(times) for one in visited(chromium, address, places.cookies[who])]
            yield from of_page(name, visits)


def visited(chromium: Browser, address: str, cookies: str) -> Iterator[tuple[Visit, Visit]]:
    """Yield a first and a later visit at each size."""
    for size in (WIDE, PHONE):
        with window(chromium, address, cookies, size) as page:
            pair = visit(page, address), visit(page, address)
            if refused := {one.answers[address]["status"] for one in pair} - {200, 304}:
                raise Unexpected(f"{address} answered {refused}.")
            yield pair


def of_page(name: str, visits: list[tuple[Visit, Visit]]) -> Iterator[Bar]:
    first, later = ([pair[place] for pair in visits] for place in (0, 1))
    every = [one for pair in visits for one in pair]
    paints, again = ([one.painted.get("at", 0) / 1000 for one in some] for some in (first, later))
    told = f"{min(paints):.2f} to {max(paints):.2f} s; {first[0].reckoned:.2f} s by trips and bytes"
    yield Bar(f"{name}, largest paint, first visit", "s", median(paints), MOST_SECONDS, told)
    told = f"{min(again):.2f} to {max(again):.2f} s"
    yield Bar(f"{name}, largest paint, later visit", "s", median(again), MOST_SECONDS, told)
    moved = max(one.shifted for one in every)
    yield Bar(
        f"{name}, layout shift", "at most of all visits", moved, MOST_SHIFTED, f"{len(every)} visits at two sizes"
    )
    longest = [max(one.tasks, default=0) for one in every]
    told = f"no task of 50 ms in {longest.count(0)} of {len(every)} visits, the longest {max(longest):.0f} ms"
    yield Bar(f"{name}, total blocking time", "ms", median(one.blocked for one in every), MOST_BLOCKED, told)
