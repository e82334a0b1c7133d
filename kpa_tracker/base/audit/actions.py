"""Writing the history, reading one record's, and proving that nobody touched it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from kpa_tracker.base.audit.chain import GENESIS
from kpa_tracker.base.audit.doors import current_door
from kpa_tracker.base.audit.models import ChainHead, Event, EventQuerySet
from kpa_tracker.base.audit.sharing import share_end_of
from kpa_tracker.base.audit.waiting import Waiting
from kpa_tracker.base.toolkit import clock

P = ParamSpec("P")
T = TypeVar("T")
NAME_LENGTH = 400
"""What an event keeps of its record's name. What has to be read at the name's end is put there by the caller."""
EVENTS_AT_ONCE = 500


def stream_of(authority_id: int | None) -> str:
    return f"authority {authority_id}" if authority_id else "installation"


@dataclass
class Run:
    """The end of a chain while very many events are added to it, and those of them that are not written yet, each with
    the record that it is about. `rows` are the new records that wait with them, where what is made goes `together`."""

    head: ChainHead
    together: bool = False
    waiting: list[tuple[Event, models.Model]] = field(default_factory=list)
    rows: Waiting | None = None

    def add(self, event: Event, subject: models.Model) -> None:
        self.waiting.append((event, subject))
        if len(self.waiting) >= EVENTS_AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write the rows that wait, and then the events, which name them by their keys."""
        self.write_rows()
        for event, subject in self.waiting:
            event.subject_id = subject.pk
            _chain(event, self.head)
        Event.objects.bulk_create(event for event, _ in self.waiting)
        _move_on(self.head)
        self.waiting.clear()

    def write_rows(self) -> None:
        if self.rows:
            self.rows.write()


_run: ContextVar[Run | None] = ContextVar("run", default=None)
_beside: ContextVar[str | None] = ContextVar("beside", default=None)
"""The chain whose writers work beside one another."""


def _run_of(stream: str) -> Run | None:
    run = _run.get()
    return run if run and run.head.stream == stream else None


def run_under_way() -> Run | None:
    return _run.get()


def whole(act: Callable[P, T]) -> Callable[P, T]:
    """Let an action be one transaction. Within a run, of which all is kept or all undone, it has no savepoint of its
    own: where it fails, nothing more can be written until the transaction around the run is undone."""

    @wraps(act)
    def acted(*args: P.args, **kwargs: P.kwargs) -> T:
        with transaction.atomic(savepoint=_run.get() is None):
            return act(*args, **kwargs)

    return acted


@contextmanager
def in_one_run(authority_id: int | None, *, together: bool = False) -> Iterator[None]:
    """Read the end of an authority's chain once and write its events some hundreds at a time: for one change of very
    many records.

    All that happens within is kept, or all of it undone: what is undone by itself would leave its events in the chain.
    Events get their numbers and hashes as they are written; nothing within may read them. New records may be made
    `together` (together.py).
    """
    run = Run(hold_chain(authority_id), together)
    token = _run.set(run)
    try:
        yield
        run.write()
    finally:
        _run.reset(token)


def hold_chain(authority_id: int | None) -> ChainHead:
    """Lock the end of an authority's chain until the transaction ends.

    An action takes it before it reads what it writes upon, so that writers queue in one order, none waiting on another
    over a record. One that writes upon a single record may work `beside_others` instead. New rows that wait within a
    run are written first: the action may read them.
    """
    if run := _run_of(stream_of(authority_id)):
        run.write_rows()
        return run.head
    return hold_end(authority_id)


def hold_end(authority_id: int | None) -> ChainHead:
    """Do as `hold_chain`, and let new rows wait: for what reads nothing that a run may just have made."""
    if run := _run_of(stream_of(authority_id)):
        return run.head
    stream = stream_of(authority_id)
    held = ChainHead.objects.select_for_update(no_key=_beside.get() == stream)
    try:
        return held.get(stream=stream)
    except ChainHead.DoesNotExist:  # the chain's first event; two writers of it make one row
        ChainHead.objects.get_or_create(stream=stream)
        return held.get(stream=stream)


@contextmanager
def beside_others(authority_id: int | None) -> Iterator[None]:
    """Let others of the authority write upon other records meanwhile; they meet at the end of its chain, for its last
    row alone.

    For an action that first locks the one record that it writes upon, and no other after it. Whatever holds the whole
    chain (`hold_chain`) still waits for it, and it for that: on PostgreSQL it keeps the weakest of the four locks on
    the chain's end, which those of its kind share, and takes the second weakest for its event. Elsewhere, and within a
    larger transaction, which may want the whole chain later, it holds the chain.
    """
    stream = stream_of(authority_id)
    if connection.vendor != "postgresql" or connection.savepoint_ids or _run_of(stream):
        hold_chain(authority_id)
        yield
        return
    token = _beside.set(stream)
    try:
        share_end_of(stream)
        yield
    finally:
        _beside.reset(token)


def hold_chains(authority_ids: Iterable[int | None]) -> None:
    """Lock the ends of several authorities' chains, always in the same order."""
    for authority_id in sorted(set(authority_ids), key=stream_of):
        hold_chain(authority_id)


def as_stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the database gives them back, so that what was written and what is read hash alike."""
    stored: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return stored


@whole
def record(
    verb: str,
    subject: models.Model,
    *,
    by: Any,
    authority_id: int | None,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
    name: str = "",
) -> Event:
    """Add one event to the history. The action that made the change calls it as its last step, in its transaction.

    `changes` maps a field's name to [old, new]. Costs three queries, within one run nearly none (there the event is
    numbered later); writers of one authority queue for its last row.
    """
    head = hold_end(authority_id)
    event = Event(
        stream=head.stream,
        at=clock.now(),
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "The system",
        authority_id=authority_id,
        door=current_door(),
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_name=(name or str(subject))[:NAME_LENGTH],
        changes=as_stored(changes or {}),
        reason=reason,
    )
    if run := _run_of(head.stream):
        run.add(event, subject)
    else:
        _chain(event, head)
        event.save(force_insert=True)
        _move_on(head)
    return event


def _chain(event: Event, head: ChainHead) -> None:
    """Let an event be the next of its chain."""
    event.number, event.previous_hash = head.number + 1, head.hash
    event.hash = event.expected_hash()
    head.number, head.hash = event.number, event.hash


def _move_on(head: ChainHead) -> None:
    ChainHead.objects.filter(pk=head.pk).update(number=head.number, hash=head.hash)


def history_of(subject: models.Model, *parts: models.Model) -> EventQuerySet:
    """Return one record's history, newest first; with that of its parts, where they are given."""
    return Event.objects.of(subject, *parts)


def snapshot(record_: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """Return the plain values of some fields of a record, as an event shows them (a foreign key by its name)."""
    return {name: _shown(_in_words(record_, name)) for name in fields}


def _in_words(record_: models.Model, name: str) -> Any:
    """Return a value; one of numbered choices by its words, because its number says nothing to a reader."""
    value = getattr(record_, name)
    words = getattr(record_, f"get_{name}_display", None)
    return words() if words and isinstance(value, int) else value


def _shown(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"  # 52, whether it was typed as that or read from the database as 52.0000
    return str(value) if isinstance(value, models.Model) else value


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return {field: [old, new]} of what differs."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


@dataclass(frozen=True)
class Tampering:
    """One place where the history does not hold together."""

    stream: str
    number: int
    what: str


def verify_history(*, using: str = "default") -> Iterator[Tampering]:
    """Walk every chain of a database and yield what was edited, removed, inserted, reordered or cut off. Memory stays
    flat. What the chain itself says was written anew, and reads as it says, is no fault."""
    for head in ChainHead.objects.using(using).order_by("stream"):
        yield from _verify_chain(head, Event.objects.using(using).filter(stream=head.stream))
    known = ChainHead.objects.using(using).values("stream")
    for event in Event.objects.using(using).exclude(stream__in=known).order_by("stream", "number").iterator():
        yield Tampering(event.stream, event.number, "stands in a chain that has no end on record")


def _verify_chain(head: ChainHead, events: EventQuerySet) -> Iterator[Tampering]:
    expected, before, anew = 1, GENESIS, events.redactions()
    for event in events.order_by("number").iterator():
        if event.number != expected:
            yield Tampering(head.stream, expected, f"is missing: the next is number {event.number}")
        elif event.previous_hash != before:
            yield Tampering(head.stream, event.number, "does not follow from the event before it")
        if event.expected_hash() not in (event.hash, anew.get(event.number)):
            yield Tampering(head.stream, event.number, "was changed after it was written")
        expected, before = event.number + 1, event.hash
    if (expected - 1, before) != (head.number, head.hash):
        yield Tampering(head.stream, expected, f"is where the chain stops, but {head.number} events were written")
