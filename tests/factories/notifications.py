"""Factories of reminders."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from kpa_tracker.interfaces.notifications.models import FeedToken, Message, Notice, Preference, Schedule
from tests.factories.people import AuthorityFactory, PersonFactory

SENT_AT = datetime.datetime(2010, 4, 12, 7, 0, tzinfo=datetime.timezone.utc)


class MessageFactory(DjangoModelFactory):
    """A message; `state="sent"` has a time as well."""

    class Meta:
        model = Message

    authority = factory.SubFactory(AuthorityFactory)
    person = factory.SubFactory(PersonFactory)
    address = factory.SelfAttribute("person.email")
    subject = factory.Sequence(lambda n: f"KPA: {n} things to do")
    text = "1.1 Adopt the plan"
    html = "<p>1.1 Adopt the plan</p>"
    things = 1
    next_try_at = datetime.datetime(
        2010, 4, 11, 12, 0, tzinfo=datetime.timezone.utc
    )  # before any hour of the tests' day
    sent_at = factory.LazyAttribute(lambda made: SENT_AT if getattr(made, "state", "") == "sent" else None)


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    message = factory.SubFactory(MessageFactory)
    person = factory.SelfAttribute("message.person")
    thing = factory.Sequence(lambda n: f"deadline {n}")
    occasion = datetime.date(2010, 4, 12)


class ScheduleFactory(DjangoModelFactory):
    class Meta:
        model = Schedule

    authority = factory.SubFactory(AuthorityFactory)


class PreferenceFactory(DjangoModelFactory):
    class Meta:
        model = Preference

    person = factory.SubFactory(PersonFactory)


class FeedTokenFactory(DjangoModelFactory):
    class Meta:
        model = FeedToken

    person = factory.SubFactory(PersonFactory)
    digest = factory.Sequence(lambda n: f"{n:064x}")
