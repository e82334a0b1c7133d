"""The security sheet answers every requirement of the standard, and what it names is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.test_repository import ROOT, tracked_files

SHEET = ROOT / "docs" / "security.md"
# The requirements of levels 1 and 2 of ASVS 5.0.0, by section: 70 and 183.
ASKED = """
1.1: 1-2 | 1.2: 1-9 | 1.3: 1-11 | 1.4: 1-3 | 1.5: 1-2
2.1: 1-3 | 2.2: 1-3 | 2.3: 1-4 | 2.4: 1
3.2: 1-2 | 3.3: 1-4 | 3.4: 1-6 | 3.5: 1-5 | 3.7: 1-2
4.1: 1-3 | 4.2: 1 | 4.3: 1-2 | 4.4: 1-4
5.1: 1 | 5.2: 1-3 | 5.3: 1-2 | 5.4: 1-3
6.1: 1-3 | 6.2: 1-12 | 6.3: 1-4 | 6.4: 1-4 | 6.5: 1-5 | 6.6: 1-3 | 6.8: 1-4
7.1: 1-3 | 7.2: 1-4 | 7.3: 1-2 | 7.4: 1-5 | 7.5: 1-2 | 7.6: 1-2
8.1: 1-2 | 8.2: 1-3 | 8.3: 1 | 8.4: 1
9.1: 1-3 | 9.2: 1-4
10.1: 1-2 | 10.2: 1-2 | 10.3: 1-4 | 10.4: 1-11 | 10.5: 1-5 | 10.6: 1-2 | 10.7: 1-3
11.1: 1-2 | 11.2: 1-3 | 11.3: 1-3 | 11.4: 1-4 | 11.5: 1 | 11.6: 1
12.1: 1-3 | 12.2: 1-2 | 12.3: 1-4
13.1: 1 | 13.2: 1-5 | 13.3: 1-2 | 13.4: 1-5
14.1: 1-2 | 14.2: 1-4 | 14.3: 1-3
15.1: 1-3 | 15.2: 1-3 | 15.3: 1-7
16.1: 1 | 16.2: 1-5 | 16.3: 1-4 | 16.4: 1-3 | 16.5: 1-3
17.1: 1 | 17.2: 1-4 | 17.3: 1-2
"""
LACKING = ("partly", "not met")
NEEDS_REASON = (*LACKING, "does not apply")
VERDICTS = ("met", "met by the office's set-up", *NEEDS_REASON)
ROW = re.compile(r"\| *(\d+\.\d+\.\d+)\b(.*)")
SHORT = 180
"""Letters of a cell's words: a table of longer ones is not read."""


def asked() -> Iterator[str]:
    """Return the numbers of the standard."""
    for section, first, last in re.findall(r"(\d+\.\d+): (\d+)(?:-(\d+))?", ASKED):
        yield from (f"{section}.{n}" for n in range(int(first), int(last or first) + 1))


def rows_of(text: str) -> list[list[str]]:
    """Return the rows that begin with a number of the standard, each with its cells."""
    lines = (line.strip() for line in text.splitlines())
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if ROW.match(line)]


def verdict_of(row: list[str]) -> str:
    return row[2].partition(":")[0].strip()


@cache
def held() -> frozenset[str]:
    """Return the files and folders that git holds, or would hold at the next commit."""
    files = [file.relative_to(ROOT) for file in tracked_files()]
    return frozenset(str(one) for file in files for one in (file, *file.parents))


@cache
def names_of_tests(path: str) -> frozenset[str]:
    return frozenset(re.findall(r"^(?:async )?def (test_\w+)", (ROOT / path).read_text(), re.M))


def anchors_of(file: Path) -> set[str]:
    """Return what links to the headings of a document end with."""
    headings = re.findall(r"^#+ (.+)$", file.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", one).strip().lower().replace(" ", "-") for one in headings}


def is_there(named: str) -> bool:
    """Whether a file, a folder or a test that a cell names exists."""
    path, _, test = named.partition("::")
    return path.rstrip("/") in held() and (not test or test in names_of_tests(path))


def leads_somewhere(link: str) -> bool:
    """Whether a link from the sheet leads to a file, or to a heading of one."""
    where, _, anchor = link.partition("#")
    file = (SHEET.parent / where).resolve() if where else SHEET
    return str(file.relative_to(ROOT)) in held() and (not anchor or anchor in anchors_of(file))


A_PLACE = re.compile(r"[\w.@-]+(?:/[\w.@-]+)+(?:::\w+)?|[\w.-]*\.[a-z]+")


def named_in(text: str) -> list[str]:
    """Return what a text names that could be a place in the repository."""
    return [one for one in re.findall(r"`([^`]+)`", text) if A_PLACE.fullmatch(one)]


def links_in(text: str) -> list[str]:
    return [link for link in re.findall(r"\]\(([^)]+)\)", text) if "//" not in link]


def faults_of(row: list[str]) -> list[str]:
    """Return what is wrong with a row."""
    if len(row) != 4 or not all(row):
        return ["a cell is empty or missing"]
    verdict, where = verdict_of(row), row[3]
    named, links = named_in(where), links_in(where)
    told = {
        f"{verdict} is no verdict": verdict not in VERDICTS,
        f"{verdict} without a reason": verdict in NEEDS_REASON and not row[2].partition(":")[2].strip(),
        "nothing shows it": not named and not links,
        "too long to read": max(len(re.sub(r"`[^`]*`|\([^)]*\)", "", cell)) for cell in row) > SHORT,
        **{f"{one} is not there": not is_there(one) for one in named},
        **{f"{link} leads nowhere": not leads_somewhere(link) for link in links},
    }
    return [fault for fault, holds in told.items() if holds]


def faults(text: str) -> list[str]:
    """Return what is wrong with a sheet: rows, numbers that are missing or twice, and its two summaries."""
    rows = rows_of(text)
    numbers = Counter(row[0] for row in rows)
    found = [f"{row[0]}: {fault}" for row in rows for fault in faults_of(row)]
    found += [f"{number} is missing" for number in asked() if number not in numbers]
    found += [f"{number} is not asked" for number in numbers if number not in set(asked())]
    found += [f"{number} stands there twice" for number, times in numbers.items() if times > 1]
    found += faults_of_head(text, rows)
    return found


def faults_of_head(text: str, rows: list[list[str]]) -> list[str]:
    """Return where “What lacks” and the counts say otherwise than the rows, and links that lead nowhere."""
    lacks = text.partition("## What lacks")[2].partition("\n## ")[0]
    named = set(re.findall(r"\b\d+\.\d+\.\d+\b", lacks))
    lacking = {row[0] for row in rows if len(row) == 4 and verdict_of(row) in LACKING}
    counted = Counter(verdict_of(row) for row in rows if len(row) == 4)
    said = dict(re.findall(r"^\| ([a-z][a-z' -]*) \| (\d+) \|$", text, re.M))
    return [
        *(f"{number} lacks something that the head does not say" for number in sorted(lacking - named)),
        *(f"{number} is said to lack something" for number in sorted(named - lacking)),
        *(f"{one}: {counted[one]}, not {said.get(one)}" for one in VERDICTS if str(counted[one]) != said.get(one)),
        *(f"{link} leads nowhere" for link in links_in(text.partition("## The sheet")[0]) if not leads_somewhere(link)),
    ]


def test_the_sheet_answers_every_requirement_and_names_what_is_there():
    assert faults(SHEET.read_text()) == []


def test_the_standard_asks_this_many_things():
    assert len(list(asked())) == len(set(asked())) == 70 + 183


A_ROW = re.compile(r"^\| 5\.4\.2 \|.*$", re.M)


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("", "5.4.2 is missing"),
        ("| 5.4.2 | names | met | |", "5.4.2: a cell is empty or missing"),
        ("| 5.4.2 | names | met |", "5.4.2: a cell is empty or missing"),
        ("| 5.4.2 | names | fine | `pyproject.toml` |", "5.4.2: fine is no verdict"),
        ("| 5.4.2 | names | partly | `pyproject.toml` |", "5.4.2: partly without a reason"),
        ("| 5.4.2 | names | met | somewhere |", "5.4.2: nothing shows it"),
        ("| 5.4.2 | names | met | `tests/gone.py` |", "5.4.2: tests/gone.py is not there"),
        (
            "| 5.4.2 | names | met | `tests/architecture/test_files.py::test_gone` |",
            "5.4.2: tests/architecture/test_files.py::test_gone is not there",
        ),
        ("| 5.4.2 | names | met | [gone](decisions/0000-gone.md) |", "5.4.2: decisions/0000-gone.md leads nowhere"),
        ("| 5.4.2 | names | met | [gone](#nowhere) |", "5.4.2: #nowhere leads nowhere"),
        ("| 5.4.2 | names | met | `pyproject.toml` " + "and so on " * 20 + "|", "5.4.2: too long to read"),
        ("| 5.4.2 | names | not met: a lot | `pyproject.toml` |", "5.4.2 lacks something that the head does not say"),
        ("| 5.4.9 | names | met | `pyproject.toml` |", "5.4.9 is not asked"),
        ("| 5.4.1 | names | met | `pyproject.toml` |", "5.4.1 stands there twice"),
    ],
)
def test_a_planted_fault_is_found(planted, found):
    text = SHEET.read_text()
    assert A_ROW.search(text)
    assert found in faults(A_ROW.sub(lambda _: planted, text))


def test_what_the_head_says_and_the_rows_do_not_is_found():
    text = SHEET.read_text().replace("## What lacks\n", "## What lacks\n\nA word (1.1.1), see [gone](gone.md).\n")
    assert {"1.1.1 is said to lack something", "gone.md leads nowhere"} <= set(faults(text))
