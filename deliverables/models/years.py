"""A promise across the years: the deliverables that it was and became, each with what was reported on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from deliverables.models.deliverables import Deliverable
from deliverables.models.updates import ProgressUpdate


@dataclass(frozen=True)
class Year:
    """A deliverable of the line, with its updates of record in the order of their periods."""

    deliverable: Deliverable
    updates: list[ProgressUpdate]
    is_this: bool

    @property
    def fate(self) -> Any:
        return getattr(self.deliverable, "fate", None)

    @property
    def origins(self) -> list[Any]:
        """The fates that led to it."""
        return list(self.deliverable.origins.all())


def years_of(deliverable: Deliverable) -> list[Year]:
    """Return all that a deliverable was before and became since, the earliest plan first. One query for each year in
    either direction, and nine more, however long each was reported on."""
    line = {deliverable.pk} | _line(deliverable.pk, "fate__became") | _line(deliverable.pk, "origins__deliverable")
    found = Deliverable.objects.filter(pk__in=line).select_related("plan", "committee", "lead", "fate")
    rows = found.prefetch_related("fate__became__plan", "origins__deliverable__plan")
    updates = _updates(line)
    in_order = rows.order_by("plan__starts_on", "plan", "position", "pk")
    return [Year(one, updates[one.pk], one.pk == deliverable.pk) for one in in_order]


def _line(start: int, towards: str) -> set[int]:
    """Return what lies in one direction from a deliverable, generation by generation."""
    found: set[int] = set()
    last = {start}
    while last:
        rows = Deliverable.objects.filter(**{f"{towards}__in": last}).order_by().values_list("pk", flat=True)
        last = set(rows) - found - {start}
        found |= last
    return found


def _updates(line: Iterable[int]) -> dict[int, list[ProgressUpdate]]:
    rows = ProgressUpdate.objects.of_record().filter(deliverable__in=line).with_words().select_related("period")
    found: dict[int, list[ProgressUpdate]] = defaultdict(list)
    for update in rows.order_by("period__observed_from", "pk"):
        found[update.deliverable_id].append(update)
    return found
