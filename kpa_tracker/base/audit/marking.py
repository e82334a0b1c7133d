"""Marking a record higher, or lower for a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit import markings
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.marked import markings_of
from kpa_tracker.base.toolkit.models import Record

R = TypeVar("R", bound=Record)


@transaction.atomic
def mark(marked: R, *, to: str, seen: int, by: Any, reason: str = "") -> R:
    """Give a record another protective marking; in a closed plan as well, because what is written there still has to
    be kept. Refuses a marking that nobody knows, to mark it lower without the right to or without a reason, and
    (Conflict) a version that was not the last."""
    refuse_where((to not in offered(marked, lower=True), "Choose one of the markings.", "marking"))
    record: Any = marked
    record.marking = to
    return edits.change(marked, seen=seen, fields=["marking"], by=by, reason=reason.strip())


def offered(marked: Any, *, lower: bool) -> list[str]:
    """Return the markings that a record may be given: what is offered, what it has, and, where it stands in something
    marked, none of its own. Without `lower` no marking below its own."""
    none = [""] if hasattr(marked, "marked_around") else []
    found = dict.fromkeys([*none, *markings.OFFERED, marked.marking])
    return [one for one in found if lower or not markings.lowers(marked.marking, one)]


def markings_told(events: Iterable[Event]) -> list[str]:
    """Return the markings that those records have now of which some events tell, each once: an event keeps their words.
    One query for the events of a page, two for all that a file has."""
    found: dict[str, Any] = defaultdict(set)
    if isinstance(events, QuerySet):
        kinds = events.order_by().values_list("subject_type", flat=True).distinct()
        found.update({kind: events.filter(subject_type=kind).order_by().values("subject_id") for kind in kinds})
    else:
        for event in events:
            found[event.subject_type].add(event.subject_id)
    models = {model._meta.label_lower: model for model in apps.get_models()}
    return markings_of(models[kind]._base_manager.filter(pk__in=found[kind]) for kind in found if kind in models)
