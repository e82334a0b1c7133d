"""How a score moves."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.scoring import Scored, Travel, over_quarters, pairs, quarter_ends, stood_on, travel, unchanged_since

TODAY = date(2010, 4, 12)
PAIR = st.sampled_from(list(pairs()))


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((3, 4), (3, 3), Travel.UP),
        ((3, 3), (3, 4), Travel.DOWN),
        ((3, 4), (3, 4), Travel.LEVEL),
        ((3, 4), (4, 3), Travel.LEVEL),
        ((3, 4), None, Travel.NEW),
    ],
)
def test_from_one_score_to_the_next(now, before, expected):
    assert travel(now, before) is expected


@given(PAIR, PAIR)
def test_the_way_back_is_the_other_way(now, before):
    other = {Travel.UP: Travel.DOWN, Travel.DOWN: Travel.UP, Travel.LEVEL: Travel.LEVEL}
    assert travel(before, now) is other[travel(now, before)]


def test_each_way_has_a_word_and_what_moved_an_arrow():
    assert [(one.word, one.arrow) for one in Travel] == [
        ("Risen", "up"),
        ("Fallen", "down"),
        ("Unchanged", "level"),
        ("Scored once", ""),
    ]


@pytest.mark.parametrize(
    ("today", "ends"),
    [
        (TODAY, [date(2009, 6, 30), date(2009, 9, 30), date(2009, 12, 31), date(2010, 3, 31)]),
        (date(2010, 3, 31), [date(2009, 3, 31), date(2009, 6, 30), date(2009, 9, 30), date(2009, 12, 31)]),
        (date(2010, 1, 1), [date(2009, 3, 31), date(2009, 6, 30), date(2009, 9, 30), date(2009, 12, 31)]),
    ],
)
def test_four_quarters_end_before_today(today, ends):
    assert quarter_ends(today) == ends


def history(*rows):
    return [Scored(day, pair) for day, pair in rows]


ROWS = history((date(2009, 7, 1), (2, 2)), (date(2009, 11, 5), (3, 4)), (date(2010, 4, 12), (3, 5)))


def test_over_four_quarters_stands_what_held_at_each_end_and_what_holds_today():
    found = [one and one.score for _, one in over_quarters(ROWS, TODAY)]
    assert found == [None, 4, 12, 12, 15]


def test_before_the_first_assessment_nothing_stood():
    assert stood_on(ROWS, date(2009, 6, 30)) is None
    assert stood_on([], TODAY) is None


def test_of_two_assessments_on_a_day_the_later_one_stood():
    twice = history((TODAY, (2, 2)), (TODAY, (4, 4)))
    assert stood_on(twice, TODAY).pair == (4, 4)


def test_unchanged_runs_back_to_the_first_assessment_with_the_same_likelihood_and_impact():
    rows = history(
        (date(2008, 1, 1), (3, 4)),
        (date(2008, 6, 1), (4, 3)),
        (date(2009, 1, 1), (3, 4)),
        (date(2010, 1, 1), (3, 4)),
    )
    assert unchanged_since(rows) == date(2009, 1, 1)
    assert unchanged_since([]) is None
