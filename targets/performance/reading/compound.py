"""Amounts in a row, and which of the words between them is whose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from targets.performance.reading.amounts import AMOUNT, PER
from targets.performance.reading.text import MARKER, marker_of
from targets.performance.reading.words import ENUMERATOR

_TOKEN = re.compile(
    rf"(?P<marker>{MARKER})|(?P<words>{PER}|{ENUMERATOR}(?= ?[£(.+-]?[0-9]))|(?P<gap>[;|]| / |,(?= ))"
    rf"|(?P<missing>(?<![\w/])(?i:u/a|n/a|n/k|tbc|tba)(?![\w/]))|(?P<amount>{AMOUNT})|(?P<note>\([^()]*[A-Za-z]{{3}}[^()]*\))"
)


@dataclass(frozen=True)
class Slot:
    """An amount of the cell, or a word that stands for a missing one, with its markers."""

    found: re.Match[str]
    markers: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        return bool(self.found["missing"])

    @property
    def is_bracketed(self) -> bool:
        return bool(self.found["open"])


Run = list[str]
"""The words between two amounts; more than one piece where a comma, semicolon or line parts them."""


def scan(line: str) -> tuple[list[Slot], list[Run]]:
    """The amounts of a line, and the runs of words before, between and after them."""
    slots: list[Slot] = []
    runs: list[Run] = [[""]]
    end = 0
    for found in _TOKEN.finditer(line):
        runs[-1][-1] += line[end : found.start()]
        _take(found, slots, runs)
        end = found.end()
    runs[-1][-1] += line[end:]
    return slots, [[bare(piece) for piece in run] for run in runs]


def _take(found: re.Match[str], slots: list[Slot], runs: list[Run]) -> None:
    if found["words"] or found["note"]:
        runs[-1][-1] += found[0]
    elif found["gap"]:
        runs[-1].append("")
    elif not found["marker"]:
        slots.append(Slot(found))
        runs.append([""])
    elif slots:
        slots[-1] = replace(slots[-1], markers=(*slots[-1].markers, marker_of(found["marker"])))


def bare(words: str) -> str:
    """Words without the signs and the "and" that only join them to their neighbours."""
    return re.sub(r"^(?:and|&)(?= )|(?<= )(?:and|&)$", "", " ".join(words.split()).strip(" :,-.")).strip(" :,-.")


def labels_and_units(runs: list[Run]) -> tuple[list[str], list[str]]:
    """A label and the words after it for each amount."""
    if len(runs) == 2:
        return runs[0], runs[1]
    if runs[0][0] or any(run[1] for run in runs if len(run) > 1):
        return _labels_before(runs)
    return _labels_after([run[0] for run in runs[1:]])


def _labels_before(runs: list[Run]) -> tuple[list[str], list[str]]:
    """Between two amounts stand the words of the first, then the label of the second. Where nothing parts them, the
    words are those that follow the last amount too."""
    common = runs[-1][0]
    parted = [(run[0], run[1]) if len(run) > 1 else _part(run[0], common) for run in runs[1:-1]]
    return [runs[0][0], *(label for _, label in parted)], [*(unit for unit, _ in parted), common]


def _part(words: str, common: str) -> tuple[str, str]:
    begins = not common or words.startswith(f"{common} ")
    return (common, words[len(common) :].strip()) if begins else (words, "")


def _labels_after(runs: list[str]) -> tuple[list[str], list[str]]:
    """What all runs begin with is the unit if it is a "per"; the rest is the label, perhaps in brackets."""
    common = _common_per(runs)
    labels = [run[len(common) :].strip() for run in runs]
    unit = re.sub(r" (?:in|of|for|at)$", "", common)
    return [label if re.fullmatch(ENUMERATOR, label) else label.strip("() ") for label in labels], [unit] * len(runs)


def _common_per(runs: Sequence[str]) -> str:
    shared = takewhile(lambda words: len(set(words)) == 1, zip(*(run.split() for run in runs), strict=False))
    common = " ".join(words[0] for words in shared)
    return common if re.search(r"\bper\b", common) else ""
