"""A page drawn in one process under the profiler: `bin/bench S --profile deliverables`."""

from __future__ import annotations

import cProfile
import io
import pstats
import re
import time
from collections.abc import Callable
from typing import Any

from benchmarks.bench.pages import PAGES, Page
from benchmarks.bench.places import PEOPLE, Places, signed_in
from benchmarks.bench.plans import Query, queries_asked, told
from benchmarks.bench.serving import ROOT
from kpa_tracker.base.people.unchanged import DRAWN

DRAWINGS, LINES = 10, 45
OURS = rf"{re.escape(str(ROOT))}/(?!\.venv|benchmarks)"
"""Of what is told by its whole time, only the site's own: Django's layers are above each of them."""


def opened(page: Page, places: Places) -> Any:
    """Return a function that asks for a page as its reader does, within this process."""
    client = signed_in(PEOPLE.get(page.who, ""))
    path = page.path.format(**places.names)
    headers = {"If-None-Match": client.get(path).headers["ETag"]} if page.unchanged else {}
    return lambda: _drawn(page, lambda: b"".join(client.get(path, headers=headers)))


def _drawn(page: Page, draw: Callable[[], bytes]) -> bytes:
    """Draw a page; where it is meant, as if nothing were kept of how it was drawn before."""
    kept = DRAWN.most
    DRAWN.most = 0 if page.anew else kept
    try:
        return draw()
    finally:
        DRAWN.most = kept


def asked_by(page: Page, places: Places) -> list[Query]:
    """Return what a page asks of the database once its process is warm."""
    opening = opened(page, places)
    opening()
    with queries_asked() as asked:
        opening()
    return asked


def profile(name: str, places: Places, *, drawn: int = DRAWINGS) -> str:
    """Return what a page's functions cost, by their whole and by their own time, and its queries with their plans."""
    page = next(one for one in PAGES if one.name == name)
    opening = opened(page, places)
    opening()
    began = time.thread_time()
    for _ in range(drawn):
        opening()
    each = (time.thread_time() - began) / drawn * 1000
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(drawn):
        opening()
    profiler.disable()
    parts = [f"{name}: {each:.1f} ms of the processor unprofiled; below, {drawn} drawings under the profiler"]
    parts += [_sorted(profiler, "cumulative", OURS), _sorted(profiler, "tottime")]
    return "\n".join([*parts, told(asked_by(page, places))])


def _sorted(profiler: cProfile.Profile, order: str, *only: str) -> str:
    said = io.StringIO()
    pstats.Stats(profiler, stream=said).sort_stats(order).print_stats(*only, LINES)
    return said.getvalue().replace(f"{ROOT}/", "").replace(".venv/lib/python", "")
