"""A reminder's day begins at midnight in London, whatever the clocks do, and each day is told of once."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.notifications.actions.writing import write_all
from kpa_tracker.interfaces.notifications.models import Message
from tests.factories.situations import meanwhile
from tests.notifications.conftest import on

pytestmark = pytest.mark.django_db


def told(moment):
    with clock.at(datetime.datetime.fromisoformat(f"{moment}+00:00")):
        return [one.address for one in write_all() if one.kind == Message.Kind.DIGEST]


@pytest.mark.parametrize(
    ("day", "eve", "begins", "ends"),
    [
        ("2010-04-21", "2010-04-20T22:59", "2010-04-20T23:00", "2010-04-21T22:59"),
        ("2010-12-31", "2010-12-30T23:59", "2010-12-31T00:00", "2010-12-31T23:59"),
        ("2011-03-31", "2011-03-30T22:59", "2011-03-30T23:00", "2011-03-31T22:59"),
        ("2010-10-31", "2010-10-30T22:59", "2010-10-30T23:00", "2010-10-31T23:59"),
        ("2011-03-27", "2011-03-26T23:59", "2011-03-27T00:00", "2011-03-27T22:59"),
    ],
    ids=["summer", "the year's end", "the financial year's end", "summer time ends", "summer time begins"],
)
def test_the_day_itself_is_told_of_from_its_first_minute_and_once(day, eve, begins, ends, deliverable, period, owner):
    due_on = datetime.date.fromisoformat(day)
    meanwhile(period, due_on=due_on)
    meanwhile(deliverable, deadline_text="", deadline_precision="none", deadline_due=None)
    with on(due_on - datetime.timedelta(days=7)):
        write_all()
    assert told(eve) == []
    assert told(begins) == [owner.email]
    assert told(ends) == []
