"""What changes a deliverable itself: its words, its owners, its measurements and sub-items, its place in the plan.

Its progress is reported by `updates`, its adopted deadline moves by `deadlines`. Nothing changes in a closed plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from deliverables.actions.parts import PARTS, Item, Line, parts_as_shown, write_parts
from deliverables.models import Deliverable
from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import hold_chain, whole
from kpa_tracker.base.audit.together import next_place, remembered
from kpa_tracker.base.people.actions import linked_records, refuse_other_authorities
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.models import assign, next_position
from plans.actions.plans import ARCHIVED, refuse_fixed
from plans.models import Ambition, Descriptor, Plan

EDITED = frozenset(
    {"reference", "title", "description", "lead", "supporting", "committee", "priorities", "deadline"}
    | {"public_wording", "source_owner", "marking", "measures", "recommendations", *PARTS}
)
"""What `change_deliverable` takes."""

ADOPTED_DEADLINE = (
    "The plan is adopted, so this deadline moves only by a request with a reason that somebody else decides. "
    "Ask for it on the deliverable's page."
)
LEAD_SUPPORTS = "The lead post cannot support the same deliverable as well."


@whole
def create_deliverable(
    deliverable: Deliverable,
    *,
    by: Any,
    links: Mapping[str, Iterable[Any]] | None = None,
    measurements: Iterable[Line] = (),
    sub_items: Iterable[Line] = (),
) -> Deliverable:
    """Add a deliverable at the end of its descriptor. Gaps stay gaps: owner, deadline and measurements may be missing.

    In an adopted plan its deadline is also its first adopted one. Refuses a closed plan, a place in another plan, posts
    and committees of another authority, and a lead post that also supports. May wait, where records are made together.
    """
    plan = deliverable.plan
    state = remembered(("fixed", plan.pk), lambda: refuse_fixed(plan))
    kept = edits.as_lists(links)
    _refuse_misfits(deliverable, kept)
    if state == Plan.State.ADOPTED:
        deliverable.first_deadline = deliverable.deadline
    deliverable.position = next_place(_place_of(deliverable), lambda: siblings_of(deliverable))
    parts = {"measurements": list(measurements), "sub_items": list(sub_items)}
    _refuse_foreign_items(deliverable, parts["sub_items"])
    also = {name: [None, parts_as_shown(lines)] for name, lines in parts.items() if lines}
    made = edits.create(deliverable, by=by, links=kept, also=also, waits=True)
    write_parts(made, {name: lines for name, lines in parts.items() if lines}, is_new=True)
    return made


@transaction.atomic
def change_deliverable(
    deliverable: Deliverable, *, seen: int, changes: Mapping[str, Any], by: Any, reason: str = ""
) -> Deliverable:
    """Change what a deliverable says, with its measurements and sub-items, as one event.

    `changes` takes the names in EDITED; the deadline as a PartialDate, parts as lines of text in their order. Refuses
    what `create_deliverable` refuses, what is archived, and another deadline once the plan is adopted.
    """
    hold_chain(deliverable.plan.authority_id)
    refuse_fixed(deliverable.plan)
    if deliverable.is_archived:
        raise Refused(ARCHIVED)
    parts = {name: list(changes[name]) for name in PARTS if name in changes}
    _refuse_foreign_items(deliverable, parts.get("sub_items", ()))
    taken = {name: value for name, value in changes.items() if name in EDITED and name not in PARTS}
    _refuse_adopted_deadline(deliverable, taken)
    fields, links = assign(deliverable, taken)
    _refuse_misfits(deliverable, links)
    also = _parts_that_differ(deliverable, parts)
    changed = edits.change(deliverable, seen=seen, fields=fields, links=links, also=also, by=by, reason=reason)
    write_parts(changed, {name: lines for name, lines in parts.items() if name in also})
    return changed


@transaction.atomic
def move_to(
    deliverable: Deliverable, *, ambition: Ambition, descriptor: Descriptor | None, seen: int, by: Any
) -> Deliverable:
    """Put a deliverable under another descriptor (or straight under an ambition) of its plan, at the end.

    Its reference stays: people know it by that. Refuses a place in another plan, and what is archived.
    """
    refuse_fixed(deliverable.plan)
    if any(one.is_archived for one in (deliverable, ambition, descriptor) if one):
        raise Refused(ARCHIVED)
    deliverable.ambition, deliverable.descriptor = ambition, descriptor
    _refuse_misfits(deliverable, {})
    deliverable.position = next_position(siblings_of(deliverable).exclude(pk=deliverable.pk))
    return edits.change(deliverable, seen=seen, fields=["ambition", "descriptor", "position"], by=by)


@transaction.atomic
def reorder_deliverable(deliverable: Deliverable, *, up: bool, seen: int, by: Any) -> None:
    """Move a deliverable one place up or down under its descriptor. Whoever saw an older order is told (Conflict)."""
    refuse_fixed(deliverable.plan)
    if deliverable.is_archived:
        raise Refused(ARCHIVED)
    edits.reorder(deliverable, siblings=siblings_of(deliverable), up=up, seen=seen, by=by)


@transaction.atomic
def archive_deliverable(deliverable: Deliverable, *, seen: int, reason: str, by: Any) -> Deliverable:
    """Take a deliverable out of the lists, for a reason; its updates and history stay. Refuses in a closed plan."""
    refuse_fixed(deliverable.plan)
    archived: Deliverable = edits.archive(deliverable, seen=seen, reason=reason, by=by)
    return archived


@transaction.atomic
def restore_deliverable(deliverable: Deliverable, *, seen: int, by: Any) -> Deliverable:
    """Bring an archived deliverable back to its place. Refuses in a closed plan."""
    refuse_fixed(deliverable.plan)
    restored: Deliverable = edits.restore(deliverable, seen=seen, by=by)
    return restored


def siblings_of(deliverable: Deliverable) -> models.QuerySet[Any]:
    """Return the deliverables that one stands in order with."""
    plan, ambition, descriptor = _place_of(deliverable)
    return Deliverable.objects.filter(plan=plan, ambition=ambition, descriptor=descriptor, archived_at=None)


def _place_of(deliverable: Deliverable) -> tuple[int, int, int | None]:
    return deliverable.plan_id, deliverable.ambition_id, deliverable.descriptor_id


def next_reference(ambition: Ambition, descriptor: Descriptor | None) -> str:
    """Return the reference that a new deliverable would get: 1.2.3 is the third of the second of the first.

    Numbers once given are not given again while their deliverable exists, archived or not.
    """
    taken = set(Deliverable.objects.filter(plan=ambition.plan_id).values_list("reference", flat=True))
    return next(one for one in references_from(ambition, descriptor) if one not in taken)


def references_from(ambition: Ambition, descriptor: Descriptor | None) -> Iterator[str]:
    """Yield the references of a place in the plan, from the first: 1.2.1, 1.2.2, 1.2.3 and so on."""
    parts = [
        ambition.reference or remembered(("number", ambition.pk), lambda: _place(ambition, ambition.plan.ambitions))
    ]
    if descriptor:
        parts.append(_place(descriptor, ambition.descriptors))
    return (".".join([*parts, str(number)]) for number in count(1))


def _place(part: Any, siblings: Any) -> str:
    ordered = list(siblings.filter(archived_at=None).order_by("position", "pk").values_list("pk", flat=True))
    return str(ordered.index(part.pk) + 1 if part.pk in ordered else len(ordered) + 1)


def _refuse_adopted_deadline(deliverable: Deliverable, changes: Mapping[str, Any]) -> None:
    """Look at the plan as it now stands: it may have been adopted while somebody typed."""
    if "deadline" not in changes or not Plan.objects.get(pk=deliverable.plan_id).is_adopted:
        return
    stored = Deliverable.objects.values_list("deadline_text", flat=True).get(pk=deliverable.pk)
    if changes["deadline"].text != stored:
        raise Refused(ADOPTED_DEADLINE, field="deadline")


def _parts_that_differ(deliverable: Deliverable, parts: Mapping[str, list[Line]]) -> dict[str, list[Any]]:
    """Return {kind of part: [saved, wanted]} of those that change."""
    both = {name: [parts_as_shown(PARTS[name](deliverable)), parts_as_shown(lines)] for name, lines in parts.items()}
    return {name: [saved, wanted] for name, (saved, wanted) in both.items() if saved != wanted}


def _refuse_misplaced(deliverable: Deliverable) -> None:
    descriptor = deliverable.descriptor
    if deliverable.ambition.plan_id != deliverable.plan_id:
        raise ValidationError({"ambition": "This belongs to another plan."})
    if descriptor and descriptor.ambition_id != deliverable.ambition_id:
        raise ValidationError({"descriptor": f"This does not belong to “{deliverable.ambition}”."})


def _refuse_misfits(deliverable: Deliverable, links: Mapping[str, list[Any]]) -> None:
    """Refuse what does not belong together: another plan's place, another authority's posts, a lead that supports."""
    _refuse_misplaced(deliverable)
    pointing = {name: record for name, record in linked_records(deliverable).items() if name in {"lead", "committee"}}
    shared = {name: links.get(name, []) for name in ("supporting", "measures", "recommendations")}
    refuse_other_authorities(deliverable.plan.authority_id, {**pointing, **shared})
    if any(priority.plan_id != deliverable.plan_id for priority in links.get("priorities", [])):
        raise ValidationError({"priorities": "This belongs to another plan."})
    if deliverable.lead and deliverable.lead in _supporters(deliverable, links):
        raise ValidationError({"supporting": LEAD_SUPPORTS})


def _refuse_foreign_items(deliverable: Deliverable, items: Iterable[Line]) -> None:
    committees = [item.committee for item in items if isinstance(item, Item)]
    refuse_other_authorities(deliverable.plan.authority_id, {"sub_items": committees})


def _supporters(deliverable: Deliverable, links: Mapping[str, list[Any]]) -> Iterable[Post]:
    if "supporting" in links:
        return links["supporting"]
    return deliverable.supporting.all() if deliverable.pk else []
