"""Marking a record higher, or lower for a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from kpa_tracker.base.audit import edits
from kpa_tracker.base.toolkit import markings
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.models import Record

R = TypeVar("R", bound=Record)

RAISED: dict[str, Callable[[Any, Any], None]] = {}
"""What is done with a record that the public may not read any more, and with whoever marked it, in the same
transaction. An app above adds its own by name when it is ready."""


@transaction.atomic
def mark(marked: R, *, to: str, seen: int, by: Any, reason: str = "") -> R:
    """Give a record another protective marking; in a closed plan as well, because what is written there still has to
    be kept. Refuses a marking that nobody knows, to mark it lower without the right to or without a reason, and
    (Conflict) a version that was not the last."""
    refuse_where((to not in offered(marked, lower=True), "Choose one of the markings.", "marking"))
    record: Any = marked
    was = record.marking
    record.marking = to
    changed = edits.change(marked, seen=seen, fields=["marking"], by=by, reason=reason.strip())
    if markings.is_open(was) and not markings.is_open(to):
        for follows in RAISED.values():
            follows(changed, by)
    return changed


def offered(marked: Any, *, lower: bool) -> list[str]:
    """Return the markings that a record may be given: what is offered, what it has, and, where it stands in something
    marked, none of its own. Without `lower` no marking below its own."""
    none = [""] if hasattr(marked, "marked_around") else []
    found = dict.fromkeys([*none, *markings.OFFERED, marked.marking])
    return [one for one in found if lower or not markings.lowers(marked.marking, one)]
