"""The list of deliverables as CSV, beside a floor that streams the same rows; the workers' memory meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.bench.asking import Question
from benchmarks.bench.beside.bars import Bar
from benchmarks.bench.measuring import figures_of, metered
from benchmarks.bench.pages import INSPECTOR
from benchmarks.bench.serving import Served

MOST_TIMES, MOST_MEGABYTES = 3.0, 20.0
SITE, FLOOR, FEW = "/deliverables/?export=csv", "/floor/csv/", "/deliverables/?export=csv&plan={plan}"
TIMES = 3


def bars(site: Served, places: Any, rows: int) -> Iterator[Bar]:
    """Ask for the file of everything in sight of somebody who reads all authorities."""
    cookies = places.cookies[INSPECTOR]
    few = [(cookies, Question(path.format(**places.names), "few")) for path in (FEW, FLOOR) for _ in range(8)]
    metered(site, few, at_once=8)
    before = _peak(site)
    turns = [(cookies, Question(path, name)) for _ in range(TIMES) for name, path in (("page", SITE), ("floor", FLOOR))]
    found = {name: figures_of(lines) for name, lines in metered(site, turns, at_once=1).items()}
    page, floor = found["page"], found["floor"]
    told = f"{page.cpu / 1000:.1f} s, {page.bytes / 1e6:.1f} MB; streamed by hand {floor.cpu / 1000:.1f} s"
    yield Bar(f"CSV, {rows:,} rows", "times its floor", page.cpu / floor.cpu, MOST_TIMES, told)
    yield Bar(f"CSV, {rows:,} rows", "MB more", _peak(site) - before, MOST_MEGABYTES, "against the file of one plan")


def _peak(site: Served) -> float:
    """Return the most that any worker has held since it was asked last, in MB, and begin anew."""
    found = []
    for pid in site.workers():
        status = Path(f"/proc/{pid}/status").read_text()
        found.append(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    return max(found)
