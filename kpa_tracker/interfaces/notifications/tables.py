"""What was sent, as a table."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.utils import timezone

from kpa_tracker.base.toolkit.tables import DayColumn, GapColumn, LinkColumn
from kpa_tracker.interfaces.notifications.models import Message


class SentColumn(GapColumn):
    """A time as people write it; exported as 2010-04-12 09:30, which sorts."""

    def render(self, value: datetime.datetime | None) -> Any:
        return super().render(f"{timezone.localtime(value):%-d %B %Y, %H:%M}" if value else None)

    def value(self, value: datetime.datetime | None) -> str:
        return super().value(f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else None)


class MessageTable(tables.Table):
    """A message: of which day, to whom, about how much, and what became of it."""

    day = DayColumn("Day", order_by="pk")
    subject = LinkColumn("Message")
    person = tables.Column("To", order_by="person__name")
    address = tables.Column("Address")
    kind = tables.Column("What it is")
    things = tables.Column("Things")
    state = tables.Column("What became of it")
    attempts = tables.Column("Tries")
    sent_at = SentColumn("Sent", gap="Not sent")

    class Meta:
        model = Message
        fields = ("day", "subject", "person", "address", "kind", "things", "state", "attempts", "sent_at")
