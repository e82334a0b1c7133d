"""The command: idempotent, alone on its machine, and saying what it did."""

from __future__ import annotations

import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from kpa_tracker.interfaces.notifications.actions.writing import write_all
from kpa_tracker.interfaces.notifications.alone import only_run
from kpa_tracker.interfaces.notifications.models import Message
from tests.notifications.conftest import DUE as DAY
from tests.notifications.conftest import on

pytestmark = pytest.mark.django_db


def send(*options):
    said = StringIO()
    with on(DAY):
        call_command("send_reminders", *options, stdout=said)
    return said.getvalue().splitlines()


@pytest.fixture
def due(deliverable, period, owner, var, box):
    return deliverable


def test_run_twice_nothing_goes_twice(due, owner, box):
    assert send() == ["Messages written: 1", "Sent: 1"]
    assert send() == ["Messages written: 0"]
    assert [mail.to for mail in box] == [[owner.email]]


def test_killed_while_sending_the_next_run_says_so(due, owner, server, box):
    server.plans = {owner.email: [SystemExit()]}
    with pytest.raises(SystemExit):
        send()
    told = "Perhaps sent by a run that broke off: 1. See the log of reminders."
    assert send() == ["Messages written: 0", told]
    assert (send(), box) == (["Messages written: 0"], [])


def test_a_rehearsal_says_who_would_be_told_and_does_nothing(due, owner, box):
    assert send("--dry-run") == [
        f"{owner.email}: Reminder, 1 to tell of",
        "  1.1 Adopt the plan (2010-04-21)",
        "Nothing was written or sent.",
    ]
    assert (Message.objects.count(), box) == (0, [])


def test_beside_another_run_it_leaves_the_work_to_that_one(due, var, box):
    with only_run(var / "reminders.lock") as alone:
        assert alone
        assert send() == ["Another run is under way. It sends what is due."]
    assert send() == ["Messages written: 1", "Sent: 1"]


def test_midnight_and_the_turn_of_the_clocks_are_those_of_london(due, box):
    """Half past eleven in the evening of 20 April by Greenwich is the 21st in London."""
    with on(DAY - datetime.timedelta(days=1), datetime.time(22, 30)):
        before = [one.day for one in write_all()]
    with on(DAY - datetime.timedelta(days=1), datetime.time(23, 30)):
        after = [one.day for one in write_all()]
    assert (before, after) == ([DAY - datetime.timedelta(days=1)], [DAY])
