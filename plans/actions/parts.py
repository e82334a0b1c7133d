"""What changes the parts of a plan: ambitions, descriptors, priorities, sections, glossary entries; and what takes a
plan or a part of it out of the lists and back.

All parts are edited alike, so each verb exists once. None changes anything in a plan that is closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import whole
from kpa_tracker.base.audit.together import next_place, remembered
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.models import assign
from plans.actions.plans import ARCHIVED, refuse_fixed
from plans.actions.settling import settle
from plans.models import Descriptor, Plan, Section

FIXED = frozenset({"plan", "ambition", "position"})
"""What a part of a plan keeps: it does not wander into another plan, and its place changes by `move` alone."""


def plan_of(part: Any) -> Plan:
    """Return the plan that a part belongs to."""
    plan: Plan = part.ambition.plan if isinstance(part, Descriptor) else part.plan
    return plan


def siblings_of(part: Any) -> models.QuerySet[Any]:
    """Return the parts that one stands in order with: those of its plan (of its ambition, of its place in the plan)."""
    return type(part).objects.filter(**dict(_row_of(part)[1:])).current()


def _row_of(part: Any) -> tuple[Any, ...]:
    """Return what parts that stand in one order have in common."""
    if isinstance(part, Descriptor):
        return Descriptor, ("ambition", part.ambition_id)
    place = [("place", part.place)] if isinstance(part, Section) else []
    return type(part), ("plan", part.plan_id), *place


@whole
def create_part(part: Any, *, by: Any, links: Mapping[str, Iterable[Any]] | None = None) -> Any:
    """Add a part at the end of its siblings. Refuses a closed plan, and priorities of another plan."""
    plan = plan_of(part)
    remembered(("fixed", plan.pk), lambda: refuse_fixed(plan))
    kept = {name: list(records) for name, records in (links or {}).items()}
    _refuse_other_plans(part, kept)
    part.position = next_place(_row_of(part), lambda: siblings_of(part))
    return edits.create(part, by=by, links=kept)


@transaction.atomic
def change_part(part: Any, *, seen: int, changes: Mapping[str, Any], by: Any) -> Any:
    """Change what a part says. Refuses a closed plan, what is archived, and priorities of another plan."""
    refuse_fixed(plan_of(part))
    if part.is_archived:
        raise Refused(ARCHIVED)
    fields, links = assign(part, {name: value for name, value in changes.items() if name not in FIXED})
    _refuse_other_plans(part, links)
    return edits.change(part, seen=seen, fields=fields, links=links, by=by)


def _refuse_other_plans(part: Any, links: Mapping[str, list[Any]]) -> None:
    plan = plan_of(part).pk
    wrong = [name for name, records in links.items() if any(one.plan_id != plan for one in records)]
    if wrong:
        raise ValidationError(dict.fromkeys(wrong, "This belongs to another plan."))


@transaction.atomic
def move(part: Any, *, up: bool, seen: int, by: Any) -> None:
    """Move a part one place up or down among its siblings. Refuses a closed plan, and what is archived; whoever saw an
    older order is told (Conflict)."""
    refuse_fixed(plan_of(part))
    if part.is_archived:
        raise Refused(ARCHIVED)
    edits.reorder(part, siblings=siblings_of(part), up=up, seen=seen, by=by)


@transaction.atomic
def archive(record: Any, *, seen: int, reason: str, by: Any) -> Any:
    """Take a plan or a part of one out of the lists, with all that hangs on it, for a reason. Refuses a closed plan's
    parts; a closed plan itself may be archived."""
    if isinstance(record, Plan):
        return settle(edits.archive(record, seen=seen, reason=reason, by=by), by=by)
    refuse_fixed(plan_of(record))
    return edits.archive(record, seen=seen, reason=reason, by=by)


@transaction.atomic
def restore(record: Any, *, seen: int, by: Any) -> Any:
    """Bring a plan or a part of one back. Refuses a closed plan's parts."""
    if not isinstance(record, Plan):
        refuse_fixed(plan_of(record))
    return edits.restore(record, seen=seen, by=by)
