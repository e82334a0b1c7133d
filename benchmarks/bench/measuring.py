"""A page and its floor, asked for in turns of the same server; what each costs. No Django."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.bench.asking import Question, ask, ask_all
from benchmarks.bench.serving import Served

AT_ONCE = (1, 8)
FEWEST = 10
"""Rounds of a page that takes long."""
PATIENCE = 10
SECONDS = 12
"""How long a page is asked for, about, before it takes less rounds."""


@dataclass(frozen=True)
class Figures:
    """What an answer costs: ms of the processor and on the clock, queries, bytes as they are and as gzip packs them."""

    cpu: float
    cpu_p95: float
    wall: float
    wall_p95: float
    queries: int
    bytes: int
    packed: int = 0
    answers: int = 0
    database: float = 0.0
    """ms of the processor in PostgreSQL's process, the median."""


def figures_of(lines: list[dict[str, Any]], packed: int = 0) -> Figures:
    """Return the medians and 95th percentiles of what the meter wrote down, and the most queries of any answer."""
    cpu, wall = ([line[name] * 1000 for line in lines] for name in ("cpu", "wall"))
    queries, size = (max(line[name] for line in lines) for name in ("queries", "bytes"))
    worked = median(line["database"] * 1000 for line in lines)
    return Figures(median(cpu), p95(cpu), median(wall), p95(wall), queries, size, packed, len(lines), worked)


def p95(values: list[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


@dataclass(frozen=True)
class Asked:
    """A question, and the cookies of whoever asks it."""

    question: Question
    cookies: str

    def named(self, name: str) -> tuple[str, Question]:
        return self.cookies, replace(self.question, name=name)


def in_turns(site: Served, asked: Mapping[str, Asked], *, rounds: int, at_once: int) -> dict[str, Figures]:
    """Ask for several things in turns and return what each costs.

    Each process and its connections are warmed up first. A page that takes long is asked for in fewer rounds.
    """
    packed = {name: warmed_up(site, one) for name, one in asked.items()}
    rounds = bounded(rounds, _round_time(site, asked))
    turns = [one.named(name) for _ in range(rounds) for name, one in asked.items()]
    lines = metered(site, turns, at_once=at_once)
    return {name: figures_of(lines[name], packed[name]) for name in asked}


def warmed_up(site: Served, one: Asked) -> int:
    """Ask as often as there are threads, and return the bytes of an answer that is packed."""
    answer = ask(site.port, one.cookies, one.question)
    ask_all(site.port, [one.named("")] * max(AT_ONCE), at_once=max(AT_ONCE))
    return len(gzip.compress(answer.content, 6)) if answer.content else 0


def bounded(rounds: int, seconds: float) -> int:
    return max(min(rounds, FEWEST), min(rounds, int(SECONDS / seconds)))


def _round_time(site: Served, asked: Mapping[str, Asked]) -> float:
    began = time.monotonic()
    for one in asked.values():
        ask(site.port, one.cookies, one.question)
    return time.monotonic() - began


def metered(site: Served, turns: list[tuple[str, Question]], *, at_once: int) -> dict[str, list[dict[str, Any]]]:
    """Ask and return what the meter wrote down, by name. It writes the last line when its answer is read already."""
    begins = site.metered.stat().st_size
    ask_all(site.port, turns, at_once=at_once)
    return by_name(lines_since(site, begins, len(turns)))


def lines_since(site: Served, begins: int, count: int) -> list[dict[str, Any]]:
    """Return what the meter has written down since it had written so many bytes, once it is so many lines."""
    until = time.monotonic() + PATIENCE
    while (lines := _lines_from(site.metered, begins)).count("\n") < count:
        if time.monotonic() > until:
            raise RuntimeError(f"The meter wrote {lines.count(chr(10))} lines of {count}.")
        time.sleep(0.01)
    return [json.loads(line) for line in lines.splitlines()]


def _lines_from(file: Path, place: int) -> str:
    with file.open() as opened:
        opened.seek(place)
        return opened.read()


def by_name(lines: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        found.setdefault(line["page"], []).append(line)
    return found
