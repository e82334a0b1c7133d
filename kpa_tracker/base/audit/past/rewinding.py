"""Records on their way back: all that was recorded since a day is taken back.

The records are loaded as they are now and changed in memory alone, event by event, the newest first. So at each step
everything stands as it stood right after that event, and a name in an event leads to the record that bore it then.
Nothing of this is ever saved.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from kpa_tracker.base.audit.models import Event, EventQuerySet

Key = tuple[str, int]
"""A kind of record and its number, as an event names its subject."""


def end_of(day: datetime.date) -> datetime.datetime:
    """Return the moment at which a day ends in the installation's time zone: what is earlier belongs to it."""
    following = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(following)


def events_since(moment: datetime.datetime, *, authorities: Iterable[int], kinds: Iterable[Any]) -> EventQuerySet:
    """Select what was recorded of some kinds of record from a moment on, the newest first."""
    labels = [kind._meta.label_lower for kind in kinds]
    return Event.objects.filter(authority_id__in=list(authorities), subject_type__in=labels, at__gte=moment)


def key_of(record: models.Model) -> Key:
    return (record._meta.label_lower, record.pk)


class Rewinding:
    """Records on their way back. What an event changed that is no column of theirs is handed to `take_back`.

    `parents` names, by kind, the columns that say what a record stands under: what stands under the same is in one
    order, and of two with one name the one under the same is meant.
    """

    def __init__(self, records: Iterable[models.Model], *, parents: Mapping[Any, tuple[str, ...]]) -> None:
        self.records: dict[Key, Any] = {key_of(one): one for one in records}
        self.parents = {kind._meta.label_lower: columns for kind, columns in parents.items()}
        self._named: dict[str, dict[str, list[Any]]] = {}

    def to(self, events: Iterable[Event]) -> None:
        """Take back some events, which come newest first."""
        for event in events:
            record = self.records.get((event.subject_type, event.subject_id))
            if record is not None and is_own(event):
                self._undo(record, event)

    def called(self, kind: Any, name: str) -> list[Any]:
        """Return the records of a kind that bear a name at this point of the way back."""
        label = kind._meta.label_lower
        if label not in self._named:
            self._named[label] = defaultdict(list)
            for record in self._of(label):
                self._named[label][str(record)].append(record)
        return self._named[label].get(name, [])

    def meant(self, record: Any, kind: Any, name: Any) -> Any:
        """Return the record that an event names; where several have the name, the one beside this record."""
        found = self.called(kind, name) if name else []
        return max(found, key=lambda one: self._is_beside(record, one), default=None)

    def settle(self, record: Any) -> None:
        """Put right what follows from what was put back."""

    def take_back(self, record: Any, name: str, before: Any) -> None:
        """Put back what an event says of a record beside its columns: its links, its parts."""

    def _of(self, label: str) -> list[Any]:
        return [record for (kind, _), record in self.records.items() if kind == label]

    def _undo(self, record: Any, event: Event) -> None:
        columns = {field.name: field for field in record._meta.concrete_fields}
        if event.verb.endswith(" moved"):
            self._undo_moving(record, event)
        else:
            for name, (before, _) in event.changes.items():
                if name == "marking":  # what is sensitive today is so on every day that is read today
                    continue
                if name in columns:
                    self._put_back(record, columns[name], before)
                else:
                    self.take_back(record, name, before)
        _undo_archiving(record, event)
        self.settle(record)
        self._named.pop(event.subject_type, None)

    def _undo_moving(self, moved: Any, event: Event) -> None:
        """Give all that stood in order together the places that they had. Older events tell two of them alone."""
        if "positions" in event.changes:
            for one in self._of(event.subject_type):
                one.position = event.changes["positions"][0].get(str(one.pk), one.position)
            return
        before, after = event.changes["position"]
        for one in self._of(event.subject_type):
            if one.position == before and self._is_beside(moved, one):
                one.position = after
        moved.position = before

    def _put_back(self, record: Any, field: Any, before: Any) -> None:
        if field.is_relation:
            setattr(record, field.name, self.meant(record, field.related_model, before))
        elif before is None:
            setattr(record, field.attname, None if field.null else field.get_default())
        else:
            setattr(record, field.attname, field.to_python(_of_words(field, before)))

    def _is_beside(self, record: Any, other: Any) -> bool:
        columns = self.parents.get(other._meta.label_lower, ())
        return all(getattr(record, column, None) == getattr(other, column) for column in columns)


def is_own(event: Event) -> bool:
    """Whether an event tells of its subject itself, and not of an update or a file that belongs to it."""
    return event.verb.split(" ")[0] == event.subject_type.split(".")[1]


def _of_words(field: Any, told: Any) -> Any:
    """Return the value that an event tells in words: that of one of some numbered choices."""
    return next((value for value, word in field.flatchoices if isinstance(value, int) and word == told), told)


def _undo_archiving(record: Any, event: Event) -> None:
    if event.verb.endswith(" archived"):
        record.archived_at = None
    elif event.verb.endswith(" restored"):
        record.archived_at = event.at
