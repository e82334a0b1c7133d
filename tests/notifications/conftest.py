"""A mail box, and mail servers that fail in known ways."""

from __future__ import annotations

import datetime
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from kpa_tracker.base.toolkit import clock
from tests.factories.notifications import MessageFactory


class Failing(EmailBackend):
    """Takes mail as long as nothing is planned for it; what is planned for one address happens once for each plan."""

    plans: dict = {}
    is_down = False

    def open(self):
        if self.is_down:
            raise ConnectionRefusedError("Nobody answers.")
        return super().open()

    def send_messages(self, messages):
        for message in messages:
            planned = self.plans.get(message.to[0], [])
            if planned:
                raise planned.pop(0)
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    """The mail server, to plan failures for."""
    settings.EMAIL_BACKEND = f"{Failing.__module__}.Failing"
    Failing.plans, Failing.is_down = {}, False
    yield Failing
    Failing.plans, Failing.is_down = {}, False


@pytest.fixture
def box(server):
    """What has arrived."""
    mail.outbox = []
    return mail.outbox


@pytest.fixture
def var(settings, tmp_path):
    """A folder of its own for the lock of the runs."""
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def waiting(authority):
    """Three messages that wait, to people one after the other."""
    return [MessageFactory(authority=authority, person__email=f"p{n}@authority.example") for n in range(3)]


def on(day, time=None):
    """Let it be a day, at noon, for a run."""
    moment = datetime.datetime.combine(day, time or datetime.time(12), tzinfo=datetime.timezone.utc)
    return clock.at(moment)


DUE = datetime.date(2010, 4, 21)
"""The day on which updates of the open period are due."""
REFUSED = smtplib.SMTPDataError(451, b"Try later.")
BROKEN_LINE = smtplib.SMTPServerDisconnected("The line broke.")
