"""The changes that all records of measures and targets know: made, changed, archived, restored, moved.

Each looks first whether what the record stands under may still be changed: nothing is in a closed plan, nor under an
archived measure.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.people.actions import linked_records, refuse_other_authorities
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.models import Archivable, assign, next_position
from plans.actions.plans import refuse_fixed
from plans.models import Plan
from targets.models import Measure, MeasureSet, Objective, Series, Target

ARCHIVED = "This is archived. Restore it first."
FIXED = frozenset({"authority", "measure", "series", "plan", "target", "position", "latest"})
"""What a record keeps: it does not wander under another one, and its place changes by `move` alone."""


def stands_under(record: Any) -> Plan | Measure | None:
    """Return the plan or the measure that a record belongs to; None for what belongs to the authority itself."""
    plan = getattr(record, "plan", None)
    if isinstance(plan, Plan):
        return plan
    measure = getattr(record, "measure", None) or getattr(getattr(record, "series", None), "measure", None)
    return measure if isinstance(measure, Measure) else None


def refuse_settled(record: Any) -> None:
    """Refuse to change anything in a closed or archived plan, or under an archived measure."""
    over = stands_under(record)
    if isinstance(over, Plan):
        refuse_fixed(over)
    elif over is not None and Measure.objects.filter(pk=over.pk).exclude(archived_at=None).exists():
        raise Refused("Its measure is archived. Restore that first.")


def siblings_of(record: Any) -> models.QuerySet[Any]:
    """Return the current records that one stands in order with."""
    among: dict[type, tuple[str, ...]] = {
        Measure: ("authority", "set"),
        MeasureSet: ("authority",),
        Series: ("measure",),
        Objective: ("plan", "priority"),
        Target: ("plan", "objective"),
    }
    kind = type(record)
    same = {name: getattr(record, f"{name}_id") for name in among[kind]}
    selected: models.QuerySet[Any] = kind._default_manager.filter(archived_at=None, **same)
    return selected


@transaction.atomic
def add(record: Any, *, by: Any, links: Mapping[str, Iterable[Any]] | None = None, also: Any = None) -> Any:
    """Make a record, the last of its siblings where they have an order. Refuses a closed plan, an archived measure,
    what belongs to another authority, and to name what was archived meanwhile."""
    hold_chain(record.authority_id)
    refuse_settled(record)
    refuse_gone(record, linked_records(record))
    kept = {name: list(records) for name, records in (links or {}).items()}
    refuse_other_authorities(record.authority_id, {**linked_records(record), **kept})
    if hasattr(record, "position"):
        record.position = next_position(siblings_of(record))
    return edits.create(record, links=kept, also=also, by=by)


@transaction.atomic
def change(record: Any, *, seen: int, changes: Mapping[str, Any], by: Any, also: Any = None) -> Any:
    """Change what a record says. Refuses what is archived, a closed plan, an archived measure, what belongs to another
    authority, to name what was archived meanwhile, and (Conflict) a version that was not the last."""
    hold_chain(record.authority_id)
    refuse_settled(record)
    refuse_archived(record)
    fields, links = assign(record, {name: value for name, value in changes.items() if name not in FIXED})
    refuse_gone(record, {name: value for name, value in linked_records(record).items() if name in fields})
    refuse_other_authorities(record.authority_id, {**linked_records(record), **links})
    return edits.change(record, seen=seen, fields=fields, links=links, also=also, by=by)


def refuse_gone(record: Any, linked: Mapping[str, Any]) -> None:
    """Refuse to name anew what is kept as long as something names it, and is archived by now."""
    for name, one in linked.items():
        is_kept = one is not None and one._meta.model_name in RESTS_ON
        if is_kept and type(one)._default_manager.filter(pk=one.pk).exclude(archived_at=None).exists():
            named = type(record)._default_manager.filter(**{"pk": record.pk, name: one}).exists()
            refuse_where((not named, f"“{one}” was archived meanwhile. Choose another.", name))


def refuse_archived(record: Any) -> None:
    if isinstance(record, Archivable) and record.is_archived:
        raise Refused(ARCHIVED)


@transaction.atomic
def archive(record: Any, *, seen: int, reason: str, by: Any) -> Any:
    """Take a record out of the lists, for a reason. Refuses a closed plan, and what other current records rest on."""
    hold_chain(record.authority_id)
    refuse_settled(record)
    refuse_in_use(record)
    return edits.archive(record, seen=seen, reason=reason, by=by)


@transaction.atomic
def restore(record: Any, *, seen: int, by: Any) -> Any:
    """Bring a record back. Refuses a closed plan, an archived measure, and a place that was taken meanwhile."""
    refuse_settled(record)
    as_restored = copy.copy(record)
    as_restored.archived_at, as_restored.archived_by, as_restored.archived_reason = None, None, ""
    as_restored.validate_constraints()
    return edits.restore(record, seen=seen, by=by)


@transaction.atomic
def move(record: Any, *, up: bool, seen: int, by: Any) -> None:
    """Move a record one place up or down among its siblings. Refuses what is archived and a closed plan; whoever saw an
    older order is told (Conflict)."""
    refuse_settled(record)
    refuse_archived(record)
    edits.reorder(record, siblings=siblings_of(record), up=up, seen=seen, by=by)


RESTS_ON = {
    "source": (("measures", "measure"), ("series", "series")),
    "measureset": (("measures", "measure"),),
    "gradescale": (("measures", "measure"),),
    "objective": (("targets", "target"),),
}
"""What rests on a kind of record: (its name there, what a reader calls it)."""


def refuse_in_use(record: Any) -> None:
    """Refuse to take away what current measures or targets name; of a measure or a series, what has targets in plans
    that are not closed, and a measure's only series."""
    for name, noun in RESTS_ON.get(record._meta.model_name, ()):
        number = getattr(record, name).filter(archived_at=None).count()
        if number:
            named = f"{number} {noun if number == 1 or noun == 'series' else noun + 's'}"
            raise Refused(f"{named} {'names' if number == 1 else 'name'} this. Choose something else there first.")
    if isinstance(record, (Measure, Series)):
        _refuse_wanted(record)


def _refuse_wanted(record: Measure | Series) -> None:
    of = {"series__measure": record} if isinstance(record, Measure) else {"series": record}
    targets = Target.objects.current().filter(plan__archived_at=None, **of).exclude(plan__state=Plan.State.CLOSED)
    first = targets.select_related("plan").first()
    if first:
        raise Refused(f"{first.plan} has a target for this: “{first}”. Archive the target first.")
    if isinstance(record, Series) and not siblings_of(record).exclude(pk=record.pk).exists():
        raise Refused("A measure keeps at least one series. Archive the measure instead.")
