"""The history of what is entered: one chain for each authority, as the actions write it."""

from __future__ import annotations

import datetime
from typing import Any

from kpa_tracker.base.audit.actions import stream_of
from kpa_tracker.base.audit.chain import GENESIS
from kpa_tracker.base.audit.models import ChainHead, Event

AT_ONCE = 2_000


class Chain:
    """The chain of an authority, to whose end events are added some thousands at a time."""

    def __init__(self, authority: Any, *, is_kept: bool = True) -> None:
        self.is_kept = is_kept
        self.authority, self.stream = authority, stream_of(authority.pk)
        self.number, self.hash = 0, GENESIS
        self.waiting: list[Event] = []

    def add(
        self, verb: str, subject: Any, by: Any, day: datetime.date, changes: dict[str, list[Any]] | None = None
    ) -> None:
        self.number += 1
        event = Event(
            stream=self.stream,
            number=self.number,
            at=datetime.datetime(day.year, day.month, day.day, 10, tzinfo=datetime.timezone.utc),
            actor_id=by.pk,
            actor_name=by.name,
            authority_id=self.authority.pk,
            door="page",
            verb=f"{subject._meta.model_name} {verb}",
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            subject_name=str(subject)[:400],
            changes=changes or {},
            previous_hash=self.hash,
        )
        self.hash = event.hash = event.expected_hash()
        self.waiting.append(event)
        if len(self.waiting) >= AT_ONCE:
            self.write()

    def write(self) -> None:
        if self.is_kept:
            Event.objects.bulk_create(self.waiting)
        self.waiting.clear()

    def end(self) -> None:
        """Write what waits, and where the chain ends."""
        self.write()
        ChainHead.objects.update_or_create(stream=self.stream, defaults={"number": self.number, "hash": self.hash})
