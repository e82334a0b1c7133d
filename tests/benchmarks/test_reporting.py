"""How costs are counted, told and compared."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from benchmarks.bench.beside.bars import Bar
from benchmarks.bench.measuring import AT_ONCE, FEWEST, Figures, bounded, figures_of
from benchmarks.bench.pages import LISTS
from benchmarks.bench.reporting import compared, put_into, table
from benchmarks.bench.running import said

MACHINE = {
    "day": "2020-02-03",
    "processor": "One",
    "cores": 2,
    "memory_gb": 8,
    "load": 0.5,
    "python": "3.11",
    "sqlite": "3.40",
    "versions": {"Django": "5.2"},
    "commit": "abc",
    "uncommitted": 0,
}


def costs(cpu, queries=5):
    return Figures(cpu, cpu, cpu, cpu, queries, 1000, 500, 10)


def run_of(**pages):
    """Return a run with the cost of each page, beside a floor of 10 ms and a hello of 2 ms."""
    found = {
        name: said(LISTS[0], {n: {"page": one, "floor": costs(10), "hello": costs(2)} for n in AT_ONCE}) | {"pss": 90}
        for name, one in pages.items()
    }
    bars = {f"{bar.name}: {bar.unit}": bar.said() for bar in (Bar("xlsx", "times its floor", 1.4, 1.3, "4 s"),)}
    held = {"size": "S", "database": "sqlite", "numbers": {"risks": 2}, "machine": MACHINE}
    return {**held, "pages": found, "beside": bars}


def test_what_an_answer_costs_is_the_median_and_the_slow_ones():
    lines = [
        {"cpu": n / 1000, "wall": 2 * n / 1000, "queries": 3, "bytes": 10, "database": 0.004} for n in range(1, 22)
    ]
    assert figures_of(lines, 5) == Figures(11, pytest.approx(20), 22, pytest.approx(40), 3, 10, 5, 21, 4)


def test_a_page_that_takes_long_is_asked_for_less_often():
    assert [bounded(40, seconds) for seconds in (0.01, 0.5, 60)] == [40, 24, FEWEST]


@pytest.mark.parametrize(("cpu", "holds"), [(18, True), (18.1, False)])
def test_a_bar_holds_up_to_its_most(cpu, holds):
    assert run_of(list=costs(cpu))["pages"]["list"]["holds"] is holds


def test_the_table_says_which_bar_is_missed():
    rows = table(run_of(list=costs(18), slow=costs(19))).splitlines()
    assert [row.split(" | ")[3] for row in rows if row.startswith(("| list", "| slow"))] == ["holds", "**missed**"]
    assert rows[-1] == "| xlsx | 1.40 times its floor | 1.3 | **missed** | 4 s |"


def test_what_moved_is_told_in_hellos_and_queries():
    told = compared(run_of(a=costs(18), b=costs(18), c=costs(18)), run_of(a=costs(36), b=costs(18.1), c=costs(18, 6)))
    assert told.splitlines()[2:] == [
        "  a: 2.00 times as dear, 5 queries then, 5 now",
        "  c: 1.00 times as dear, 5 queries then, 6 now",
    ]


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("a\n<!-- S -->\nold\n<!-- end of S -->\nb", "a\n<!-- S -->\nnew\n<!-- end of S -->\nb"),
        ("a\n<!-- M -->\nold\n<!-- end of M -->\nb", "a\n<!-- M -->\nold\n<!-- end of M -->\nb"),
        ("a\n<!-- S -->\nno end", "a\n<!-- S -->\nno end"),
    ],
)
def test_a_table_takes_the_place_of_the_one_before(text, then):
    assert put_into(text, "S", "new\n") == then


def test_figures_are_kept_as_they_are():
    assert run_of(list=costs(18))["pages"]["list"]["figures"]["1"]["page"] == asdict(costs(18))
