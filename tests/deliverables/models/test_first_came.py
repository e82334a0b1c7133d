"""An update is late when it first came after its due day: what a reviewer sent back in between had come, what its
writer pulled back by the due day had not."""

from __future__ import annotations

import datetime

import pytest

from deliverables.actions.periods import close_period
from deliverables.actions.reviews import accept_update, pull_back_update, send_back_update
from deliverables.actions.updates import newest_version, place_of, save_draft, submit_update
from deliverables.models import ClosedReturn, Deliverable
from kpa_tracker.base.toolkit import clock
from tests.factories.situations import GREEN

pytestmark = pytest.mark.django_db
IN_TIME, DUE, LATE, LATER = 14, 21, 26, 28
"""Days of April 2010: updates are due on the 21st."""
EARLY = [(IN_TIME, "submit"), (IN_TIME, "send back")]


@pytest.fixture
def happens(deliverable, period, owner, editor):
    """Return a function that does things on days of April 2010, and returns the update."""

    def submit(words):
        seen = place_of(newest_version(deliverable, period))
        submit_update(deliverable, period=period, content={**GREEN, "done": words}, seen=seen, by=owner)

    def draft(words):
        seen = place_of(newest_version(deliverable, period))
        save_draft(deliverable, period=period, content={"done": words}, seen=seen, by=owner)

    def send_back(words):
        update = newest_version(deliverable, period)
        send_back_update(update, reason=words, seen=update.version, by=editor)

    def pull_back(words):
        update = newest_version(deliverable, period)
        pull_back_update(update, reason=words, seen=update.version, by=owner)

    def accept(words):
        update = newest_version(deliverable, period)
        accept_update(update, seen=update.version, by=editor)

    known = {"submit": submit, "draft": draft, "send back": send_back, "pull back": pull_back, "accept": accept}

    def do(*steps):
        for number, (day, step) in enumerate(steps):
            with clock.at(on(day, hour=9 + number)):
                known[step](f"Step {number}.")
        return newest_version(deliverable, period)

    return do


def on(day, hour=9):
    return datetime.datetime(2010, 4, day, hour, tzinfo=datetime.timezone.utc)


def is_late(period):
    return Deliverable.objects.in_period(period).get().late_in


ORDERS = {
    "once, in time": ([(DUE, "submit")], False),
    "once, late": ([(LATE, "submit")], True),
    "sent back, again late": ([*EARLY, (LATE, "submit")], False),
    "sent back late, again late": ([(IN_TIME, "submit"), (LATE, "send back"), (LATER, "submit")], False),
    "sent back, a draft between": ([*EARLY, (IN_TIME, "draft"), (LATE, "submit")], False),
    "sent back twice": ([*EARLY, (LATE, "submit"), (LATE, "send back"), (LATER, "submit")], False),
    "late, sent back": ([(LATE, "submit"), (LATE, "send back"), (LATER, "submit")], True),
    "pulled back, again in time": ([(IN_TIME, "submit"), (DUE, "pull back"), (DUE, "submit")], False),
    "pulled back, again late": ([(IN_TIME, "submit"), (IN_TIME, "pull back"), (LATE, "submit")], True),
    "pulled back on the due day": ([(IN_TIME, "submit"), (DUE, "pull back"), (LATE, "submit")], True),
    "pulled back after the due day": ([(IN_TIME, "submit"), (LATE, "pull back"), (LATER, "submit")], False),
    "pulled back, late, sent back": (
        [(IN_TIME, "submit"), (DUE, "pull back"), (LATE, "submit"), (LATE, "send back"), (LATER, "submit")],
        True,
    ),
    "sent back, then pulled back": ([*EARLY, (IN_TIME, "submit"), (DUE, "pull back"), (LATE, "submit")], False),
    "corrected": ([(IN_TIME, "submit"), (IN_TIME, "accept"), (LATE, "submit")], False),
    "a correction pulled back": (
        [(IN_TIME, "submit"), (IN_TIME, "accept"), (DUE, "submit"), (DUE, "pull back"), (LATE, "submit")],
        False,
    ),
}
every_order = pytest.mark.parametrize(("steps", "late"), list(ORDERS.values()), ids=list(ORDERS))


@every_order
def test_an_update_is_late_when_the_office_was_without_it_on_the_due_day(steps, late, happens, period):
    happens(*steps)
    assert is_late(period) is late


@every_order
def test_a_closed_period_keeps_the_same(steps, late, happens, period, editor):
    happens(*steps, (LATER, "accept"))
    with clock.at(on(30)):
        close_period(period, seen=period.version, by=editor)
    assert ClosedReturn.objects.get().late_in is late


def test_the_time_at_which_it_first_came_stays_and_the_last_one_moves(happens):
    update = happens(*EARLY, (LATE, "submit"))
    assert (update.first_submitted_at, update.submitted_at) == (on(IN_TIME), on(LATE, hour=11))


def test_what_was_pulled_back_in_time_has_not_come(happens, period):
    assert happens((IN_TIME, "submit"), (DUE, "pull back")).first_submitted_at is None
    assert Deliverable.objects.in_period(period).get().place == "begun"
