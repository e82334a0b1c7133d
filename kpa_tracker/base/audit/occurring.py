"""Which kinds of record and which verbs occur in histories, without reading the histories again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from kpa_tracker.base.audit.actions import stream_of
from kpa_tracker.base.audit.models import ChainHead, Event, events_of_nobody

Pairs = frozenset[tuple[str, str]]
"""Kinds of record, each with a verb: ("people.committee", "committee archived")."""


@dataclass(frozen=True)
class Read:
    """What occurs in a chain up to an event, whose hash says that all before it is what was read."""

    number: int
    hash: str
    pairs: Pairs


_read: dict[str, Read] = {}
"""By chain, in the memory of this process. A chain is only ever added to: what was read of it stays so."""


def occurring(user: Any) -> Pairs:
    """Return the kinds of record with their verbs that occur in what somebody may read of the history.

    A process reads each chain once, then what was added since. Three queries at most, two where nothing was.
    """
    streams = [stream_of(one) for one in user.authorities_granting("audit.view_event")]
    heads = {one.stream: one for one in ChainHead.objects.filter(stream__in=streams)}
    _read_on([one for one in heads.values() if not _is_read(one)])
    of_nobody = Event.objects.filter(events_of_nobody(user)).order_by().values_list("subject_type", "verb").distinct()
    return frozenset(of_nobody).union(*(_read[one].pairs for one in heads))


def _is_read(head: ChainHead) -> bool:
    known = _read.get(head.stream)
    return known is not None and (known.number, known.hash) == (head.number, head.hash)


def _read_on(heads: list[ChainHead]) -> None:
    """Read what chains have since they were last read; all of one that is not the same any more."""
    if not heads:
        return
    held = _still_held(heads)
    since = (Q(stream=one.stream, number__gt=_number(held, one), number__lte=one.number) for one in heads)
    rows = Event.objects.filter(reduce(or_, since)).order_by().values_list("stream", "subject_type", "verb").distinct()
    found = list(rows)
    for head in heads:
        before = held[head.stream].pairs if head.stream in held else frozenset()
        added = {(kind, verb) for stream, kind, verb in found if stream == head.stream}
        _read[head.stream] = Read(head.number, head.hash, before | added)


def _still_held(heads: Iterable[ChainHead]) -> dict[str, Read]:
    """Return what was read of some chains, as far as the last event that was read is still the same."""
    known = {one.stream: _read[one.stream] for one in heads if one.stream in _read}
    if not known:
        return {}
    last = reduce(or_, (Q(stream=stream, number=one.number, hash=one.hash) for stream, one in known.items()))
    same = set(Event.objects.filter(last).values_list("stream", flat=True))
    return {stream: one for stream, one in known.items() if stream in same}


def _number(held: dict[str, Read], head: ChainHead) -> int:
    return held[head.stream].number if head.stream in held else 0
