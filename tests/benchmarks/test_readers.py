"""What is told of many readers of the public site."""

from __future__ import annotations

import pytest

from benchmarks.bench.asking import Answer, Question, Unexpected
from benchmarks.bench.beside import readers
from benchmarks.bench.beside.audit import of_page
from benchmarks.bench.visiting import Visit

FIRST, AGAIN = [Question("/public/"), Question("/public/a/b/")], [Question("/public/a/b/")]


@pytest.fixture
def asked(monkeypatch):
    """What one reader asks: where, for which answer, with which mark. Each page has a mark of its own."""
    found = []

    def ask(port, cookies, question):
        found.append((cookies, question.path, question.status, question.headers.get("If-None-Match")))
        if port == 9:
            raise Unexpected("It answers 500.")
        return Answer(question.status, {"ETag": f'"{question.path}"'}, b"")

    monkeypatch.setattr(readers, "ask", ask)
    return found


def test_a_reader_has_no_cookie_and_comes_again_with_the_mark_of_the_copy(asked):
    assert readers.errors_of(80, FIRST, AGAIN) == 0
    assert asked == [
        ("", "/public/", 200, None),
        ("", "/public/a/b/", 200, None),
        ("", "/public/a/b/", 304, '"/public/a/b/"'),
    ]


def test_each_wrong_answer_is_an_error(asked):
    assert readers.errors_of(9, FIRST, AGAIN) == 3


@pytest.mark.parametrize(
    ("tables", "holds"),
    [
        (readers.PUBLICATIONS, True),
        ({"publication_publication", "plans_plan"}, False),
        ({"publication_wording"}, False),
    ],
)
def test_a_working_table_that_is_named_is_no_longer_none(tables, holds):
    assert readers.of_tables("readers", tables).holds is holds


def test_rows_that_were_read_before_are_not_counted():
    before = {"plans_plan": 9, "publication_publication": 5}
    assert readers.of_rows("readers", before, {"plans_plan": 9, "publication_publication": 7}).holds
    assert not readers.of_rows("readers", before, {"plans_plan": 10, "publication_publication": 7}).holds


def test_a_page_is_held_against_its_bars_by_the_median_and_what_moved_by_the_worst():
    visits = [
        (Visit(painted={"at": at}, shifts=[{"by": by}]), Visit(painted={"at": 200}))
        for at, by in ((700, 0), (800, 0), (1900, 0.1))
    ]
    paint, again, moved, blocked = of_page("risks", visits)
    assert (paint.figure, again.figure, moved.figure, blocked.figure) == (0.8, 0.2, 0.1, 0)
    assert [one.holds for one in (paint, again, moved, blocked)] == [True, True, False, True]
