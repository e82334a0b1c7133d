"""Taking words out of the history without breaking its chain.

What the hash of an event covers cannot change without being found, and a person's name may have to go. So the event
keeps the hash that it was written with, from which the next one follows; its words are written anew; and a later event
of the same chain says by a digest how they read now. That event is covered by the chain in its turn: an event that
reads otherwise than it was written is a fault, unless the chain itself says that it was written anew, when, by whom and
why (docs/decisions/0039).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.audit.models import REDACTED, Event, EventQuerySet

Rewrite = Callable[[Any], Any]
TOLD = ("actor_name", "subject_name", "changes", "reason")
"""What of an event says who somebody was."""


@dataclass(frozen=True)
class Telling:
    """What the history says of it: the verb, of whom, why, by whom. The verb ends as ERASED does."""

    verb: str
    subject: models.Model
    reason: str
    by: Any


def redact(events: EventQuerySet, rewrite: Rewrite, told: Telling) -> int:
    """Write the words of some events anew, and record in each of their chains which they were. Returns how many.

    `rewrite` takes an event and returns {column: how it reads from now on}. Runs in the caller's transaction.
    """
    chains = sorted(set(events.order_by().values_list("stream", "authority_id")))
    return sum(_redact(events.filter(stream=stream), rewrite, told, of=of) for stream, of in chains)


def _redact(events: EventQuerySet, rewrite: Rewrite, told: Telling, *, of: int | None) -> int:
    hold_chain(of)
    found = {str(one.number): _written_anew(one, rewrite) for one in events.order_by("number").iterator()}
    anew = {number: digest for number, digest in found.items() if digest}
    if anew:
        changes = {REDACTED: anew}
        record(told.verb, told.subject, by=told.by, authority_id=of, changes=changes, reason=told.reason)
    return len(anew)


def _written_anew(event: Event, rewrite: Rewrite) -> str:
    """Write an event anew; return the digest of how it reads now, nothing where it reads as before."""
    now = {name: value for name, value in rewrite(event).items() if value != getattr(event, name)}
    if not now:
        return ""
    for name, value in now.items():
        setattr(event, name, value)
    Event._base_manager.filter(pk=event.pk).update(**now)
    return event.expected_hash()


def replaced(value: Any, swap: Callable[[str], str]) -> Any:
    """Return a value of an event's changes with each of its texts swapped."""
    if isinstance(value, str):
        return swap(value)
    if isinstance(value, list):
        return [replaced(one, swap) for one in value]
    return {key: replaced(one, swap) for key, one in value.items()} if isinstance(value, dict) else value


def rewriting(swap: Callable[[str], str]) -> Rewrite:
    """Return what writes all the words of an event anew."""
    return lambda event: {name: replaced(getattr(event, name), swap) for name in TOLD}
