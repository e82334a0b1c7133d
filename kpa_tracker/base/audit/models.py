"""The history's records. They point at nothing by foreign key, so that no deletion can reach them."""

from __future__ import annotations

import datetime
from functools import cache
from itertools import chain
from typing import Any, ClassVar, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Cast

from kpa_tracker.base.audit.chain import GENESIS, event_hash
from kpa_tracker.base.toolkit.errors import Refused

DRAFTED = " drafted"
"""How the verb of an event ends whose words are not everybody's to read."""


FEW = 5
"""Of how many authorities each one's events are read by themselves."""
ERASED, REDACTED = " erased", "redacted"
"""How the verb of an event ends that says which earlier ones of its chain were written anew, and under which name it
says so: {number: digest}."""


def events_of_nobody(user: Any) -> Q:
    """What stands in no authority's history, of the people whose authorities' histories this person may read."""
    people = user.people_of(user.authorities_granting("audit.view_event"))
    return Q(authority_id=None, subject_type=user._meta.label_lower, subject_id__in=people)


class EventQuerySet(models.QuerySet["Event"]):
    """Events, newest first."""

    def of(self, *records: models.Model) -> EventQuerySet:
        """Select what happened to a record, or to it and the parts of it that have events of their own."""
        found = Q()
        for record in records:
            found |= Q(subject_type=record._meta.label_lower, subject_id=record.pk)
        return self.filter(found)

    def visible_to(self, user: Any) -> EventQuerySet:
        """Select the events of the authorities whose history this person may read; and what stands in no authority's
        (somebody set their own password) of the people who hold or held a post in one of those."""
        return self.filter(Q(authority_id__in=user.authorities_granting("audit.view_event")) | events_of_nobody(user))

    def _in_parts(self, user: Any) -> list[Any]:
        """Return these events, which `visible_to` selected for somebody, in parts.

        Of few authorities each one's are a part, along its own index, and those of no authority. Asked for together a
        database reads everybody's history until it has found enough: of a quiet authority among many, most of it. Of
        many authorities all are one part.
        """
        read = sorted(user.authorities_granting("audit.view_event"))
        parts = [*(self.filter(authority_id=one) for one in read), self.filter(events_of_nobody(user))]
        return parts if len(read) <= FEW else [self]

    def keys_beyond(self, user: Any, key: int | None, *, descending: bool, most: int) -> list[int]:
        """Return the numbers of those of these events, which `visible_to` selected for somebody, that come next after
        one in the order of numbers, or in the descending one: the nearest first. One query for each part."""
        nearby = self if key is None else self.filter(**{f"pk__{'lt' if descending else 'gt'}": key})
        in_order = (part.order_by("-pk" if descending else "pk") for part in nearby._in_parts(user))
        keys = (part.values_list("pk", flat=True)[:most] for part in in_order)
        return sorted(chain.from_iterable(keys), reverse=descending)[:most]

    def count_up_to(self, user: Any, most: int) -> int:
        """Return how many of these events, which `visible_to` selected for somebody, there are, or `most` where there
        are as many and more. One query for each part."""
        counted = 0
        for part in self._in_parts(user):
            if counted < most:
                counted += part.order_by("-pk")[: most - counted].count()
        return counted

    def matching(self, words: str) -> EventQuerySet:
        """Select the events that hold every word: in the record's name, who, the reason, or what changed.

        What somebody drafted is not searched: a search would tell its words to people who may not read it.
        """
        texts = models.TextField()
        nothing = Value("", output_field=texts)
        changed = Case(When(verb__endswith=DRAFTED, then=nothing), default=Cast("changes", texts), output_field=texts)
        selected = self.annotate(changed_text=changed)
        for word in words.split():
            selected = selected.filter(
                Q(subject_name__icontains=word)
                | Q(actor_name__icontains=word)
                | Q(reason__icontains=word)
                | Q(changed_text__icontains=word)
            )
        return selected

    def redactions(self) -> dict[int, str]:
        """Return by number how those of these events read that were written anew since: the digest of the last time.
        An event says so of earlier ones alone."""
        found: dict[int, str] = {}
        for event in self.filter(verb__endswith=ERASED).order_by("number"):
            anew = {int(number): digest for number, digest in event.changes.get(REDACTED, {}).items()}
            found |= {number: digest for number, digest in anew.items() if number < event.number}
        return found

    def update(self, **kwargs: Any) -> NoReturn:
        raise Refused("The history is only ever added to.")

    def delete(self) -> NoReturn:
        raise Refused("The history is only ever added to.")


@cache
def _hashed_columns() -> tuple[str, ...]:
    beside = {"id", "hash", "previous_hash", "at"}
    return tuple(f.attname for f in Event._meta.concrete_fields if f.name not in beside)


class Event(models.Model):
    """One change: who did what to which record, when, through which door, and what stood there before."""

    DOORS: ClassVar = [
        ("page", "page"), ("admin", "admin"), ("import", "import"), ("bulk", "bulk action"), ("command", "command"),
    ]  # fmt: skip

    stream = models.CharField(max_length=60, editable=False)
    number = models.PositiveBigIntegerField(editable=False)
    at = models.DateTimeField(editable=False)
    actor_id = models.BigIntegerField(null=True, editable=False)
    actor_name = models.CharField(max_length=200, editable=False)
    authority_id = models.BigIntegerField(null=True, editable=False)
    door = models.CharField(max_length=10, choices=DOORS, editable=False)
    verb = models.CharField(max_length=60, editable=False)
    subject_type = models.CharField(max_length=60, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    subject_name = models.CharField(max_length=400, editable=False)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    reason = models.TextField(blank=True, editable=False)
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "number"], name="audit_event_one_of_a_number")
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_event_of_a_record"),
            models.Index(fields=["authority_id", "-id"], name="audit_event_of_an_authority"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.verb} {self.subject_name}"

    @property
    def is_draft(self) -> bool:
        return self.verb.endswith(DRAFTED)

    def content(self) -> dict[str, Any]:
        """Return what the hash covers: everything but the hashes themselves."""
        return {
            **{name: getattr(self, name) for name in _hashed_columns()},
            "at": self.at.astimezone(datetime.timezone.utc).isoformat(),
        }

    def expected_hash(self) -> str:
        return event_hash(self.previous_hash, self.content())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to write an event twice: history is only ever added to."""
        if not self._state.adding:
            raise Refused("The history is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Refused("The history is only ever added to.")


class ChainHead(models.Model):
    """Where one chain of events ends: how many it has and the hash of its last. Its row is the lock of its writers."""

    stream = models.CharField(max_length=60, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.stream}: {self.number} events"
