"""What is measured beside the pages."""

from __future__ import annotations

import gzip
from types import SimpleNamespace

import pytest

from benchmarks.bench.beside import workbooks
from benchmarks.bench.beside.apart import apart
from benchmarks.bench.beside.bars import Bar
from benchmarks.bench.beside.weighing import _saved_by_packing
from benchmarks.bench.machine import machine, told

PAGE = b"<p>A page</p>" * 1000


def test_what_is_done_apart_tells_what_it_cost():
    spent = apart("benchmarks.bench.beside.workbooks", "bare", 50)
    assert 0 < spent.cpu < 60
    assert 10 < spent.mb < 500


def test_what_breaks_off_apart_says_why():
    with pytest.raises(RuntimeError, match="ValueError"):
        apart("benchmarks.bench.beside.workbooks", "bare", "many")


def test_rows_are_as_many_and_as_wide_as_is_said():
    assert {len(row) for row in workbooks.rows(3)} == {workbooks.COLUMNS}
    assert len(list(workbooks.rows(3))) == 1 + 3


@pytest.mark.parametrize(("figure", "most", "holds"), [(1.3, 1.3, True), (1.31, 1.3, False), (9.0, None, True)])
def test_a_bar_without_a_most_is_told_alone(figure, most, holds):
    assert Bar("xlsx", "times its floor", figure, most).holds is holds


@pytest.mark.parametrize(
    ("headers", "whole", "saved"),
    [
        ({}, 20.0, len(PAGE) - len(gzip.compress(PAGE, 6))),
        ({"content-encoding": "gzip"}, 20.0, 0),
        ({}, 1.0, 0),
    ],
)
def test_packing_spares_something_of_what_is_sent_open(headers, whole, saved):
    answer = SimpleNamespace(headers=headers, body=lambda: PAGE)
    assert _saved_by_packing(answer, whole) * 1000 == pytest.approx(saved)


def test_a_run_says_on_what_it_was_made():
    said = told(machine(), "sqlite")
    assert "sqlite, Python 3." in said
    assert "commit " in said
