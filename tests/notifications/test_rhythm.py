"""On which days somebody is reminded: tables, and what holds on every day of every rhythm."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.interfaces.notifications.rhythm import GRACE_DAYS, Rhythm, Standard

DUE = date(2010, 4, 21)


def day(number):
    return DUE + timedelta(days=number)


@pytest.mark.parametrize(
    ("today", "occasion"),
    [
        (-8, None), (-7, -7), (-1, -7), (0, 0), (1, 0), (GRACE_DAYS, 0), (GRACE_DAYS + 1, None),
        (6, None), (7, 7), (13, 7), (14, 14), (365, 364),
    ],
)  # fmt: skip
def test_before_on_and_after_the_day(today, occasion):
    assert Rhythm().occasion(DUE, day(today)) == (None if occasion is None else day(occasion))


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (Rhythm(before=0), [0, 7, 14]),
        (Rhythm(on_the_day=False), [-7, 7, 14]),
        (Rhythm(after=0), [-7, 0]),
        (Rhythm(before=14, after=10), [-14, 0, 10]),
        (Rhythm(0, False, 0), []),
        (Rhythm(0, False, 1), list(range(1, 16))),
    ],
)
def test_what_is_turned_off_never_comes(rhythm, days):
    occasions = {rhythm.occasion(DUE, day(number)) for number in range(-30, 16)} - {None}
    assert sorted(occasions) == [day(number) for number in days]


def test_the_turn_of_the_year_and_of_the_clocks_move_no_day():
    assert Rhythm(before=7).occasion(date(2010, 1, 2), date(2009, 12, 26)) == date(2009, 12, 26)
    assert Rhythm(after=7).occasion(date(2010, 3, 25), date(2010, 4, 1)) == date(2010, 4, 1)
    assert Rhythm(after=7).occasion(date(2009, 10, 22), date(2009, 10, 29)) == date(2009, 10, 29)
    assert Rhythm().occasion(date(2008, 2, 29), date(2008, 3, 7)) == date(2008, 3, 7)


def test_the_first_day_of_the_calendar_is_no_fault():
    assert Rhythm(before=90).occasion(date(1, 1, 2), date(1, 1, 1)) == date(1, 1, 1)


RHYTHMS = st.builds(Rhythm, st.integers(0, 90), st.booleans(), st.integers(0, 90))
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@given(RHYTHMS, DAYS, st.integers(-200, 400))
def test_a_day_of_reminding_has_come_and_stays_until_the_next(rhythm, due, number):
    today = due + timedelta(days=number)
    occasion = rhythm.occasion(due, today)
    if occasion is None:
        return
    assert occasion <= today
    assert rhythm.occasion(due, occasion) == occasion
    assert (occasion - due).days in {-rhythm.before, 0} or (occasion - due).days % rhythm.after == 0


@given(RHYTHMS, DAYS)
def test_days_of_reminding_never_go_back(rhythm, due):
    found = [rhythm.occasion(due, due + timedelta(days=number)) for number in range(-95, 95)]
    known = [one for one in found if one]
    assert known == sorted(known)


@pytest.mark.parametrize(
    ("standard", "wish", "kept"),
    [
        (Standard(), {}, Rhythm()),
        (Standard(), {"before": 0, "on_the_day": False, "after": 0}, Rhythm(0, False, 0)),
        (Standard(), {"before": 14, "after": 30}, Rhythm(14, True, 30)),
        (Standard(must_before=True), {"before": 0}, Rhythm()),
        (Standard(must_before=True), {"before": 10}, Rhythm(before=10)),
        (Standard(must_on_the_day=True), {"on_the_day": False}, Rhythm()),
        (Standard(must_after=True), {"after": 0}, Rhythm()),
        (Standard(must_after=True), {"after": 30}, Rhythm()),
        (Standard(must_after=True), {"after": 2}, Rhythm(after=2)),
        (Standard(Rhythm(on_the_day=False)), {"on_the_day": True}, Rhythm()),
        (Standard(Rhythm(after=0), must_after=True), {"after": 5}, Rhythm(after=5)),
    ],
)
def test_what_somebody_wishes_holds_but_for_what_nobody_may_turn_off(standard, wish, kept):
    assert standard.kept(**{"before": None, "on_the_day": None, "after": None, **wish}) == kept


@given(RHYTHMS, st.integers(0, 90), st.booleans(), st.integers(0, 90))
def test_nobody_has_less_than_what_they_must_have(rhythm, before, on_the_day, after):
    must = Standard(rhythm, must_before=True, must_on_the_day=True, must_after=True)
    kept = must.kept(before=before, on_the_day=on_the_day, after=after)
    assert kept.before >= rhythm.before
    assert kept.on_the_day == rhythm.on_the_day
    assert not rhythm.after or 0 < kept.after <= rhythm.after
