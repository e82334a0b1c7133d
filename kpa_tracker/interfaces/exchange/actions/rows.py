"""What an import of any sort does in the same way: a refusal says its row, and what was done is counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from django.core.exceptions import ValidationError

from kpa_tracker.base.toolkit.errors import Refused


class Sorted(Protocol):
    """A proposal: its steps, by what becomes of each."""

    @property
    def new(self) -> Collection[Any]: ...
    @property
    def changed(self) -> Collection[Any]: ...
    @property
    def same(self) -> Collection[Any]: ...


@contextmanager
def at_its_row(place: str, title: str) -> Iterator[None]:
    """Let a refusal say which row it is about: one sentence without a place is no help in fifty rows."""
    try:
        yield
    except ValidationError as error:
        raise Refused(f"{place}, “{title}”: {' '.join(error.messages)}") from error
    except Refused as refused:
        raise Refused(f"{place}, “{title}”: {refused.message}") from refused


def counts_of(proposal: Sorted) -> dict[str, int]:
    return {"made": len(proposal.new), "changed": len(proposal.changed), "unchanged": len(proposal.same)}


def as_changes(counts: Mapping[str, int]) -> dict[str, list[Any]]:
    """Return what was counted as an event of the history tells it."""
    return {name: [None, number] for name, number in counts.items()}
