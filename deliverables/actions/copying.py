"""Copying a plan into the draft of the next: its words, levels and deliverables. Nothing is invented on the way."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from deliverables.actions.deliverables import create_deliverable, next_reference
from deliverables.actions.parts import measurements_of, sub_items_of
from deliverables.models import Deliverable
from kpa_tracker.base.toolkit.dates import PartialDate, parse_partial_date
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.markings import lowers
from plans.actions import copy_pictures, create_part, create_plan
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority, Section
from plans.periods import Rhythm

WORDS = (
    *("marking", "vision", "values", "foreword", "ambition_word", "descriptor_word", "deliverable_word"),
    *("reports_every", "opens_after", "due_after", "bank_holidays", "scale", "under"),
)
"""What a plan takes over from the one before it as it is."""


@dataclass
class Homes:
    """Where in the new plan the parts of the old one stand, by the number of the old part."""

    plan: Plan
    ambitions: dict[int, Ambition] = field(default_factory=dict)
    descriptors: dict[int, Descriptor] = field(default_factory=dict)
    priorities: dict[int, Priority] = field(default_factory=dict)


Copies = dict[int, Deliverable]
"""What was made in the new plan, by the number of what it was made from."""
ALSO: dict[str, Callable[[Homes, Copies, Any], None]] = {}
"""What the apps above take over as well, such as the risks that hang on parts of the plan."""


def take_over(homes: Homes, copies: Copies, *, by: Any) -> None:
    """Let the apps above take over what hangs on what was copied."""
    for also in ALSO.values():
        also(homes, copies, by)


def copy_plan(plan: Plan, *, title: str, starts_on: datetime.date, ends_on: datetime.date, by: Any) -> Homes:
    """Make a draft that follows a plan, with its words and its levels, and no deliverable yet."""
    words = {name: getattr(plan, name) for name in WORDS}
    if plan.reports_every == Rhythm.CUSTOM.value:
        words["reports_every"] = Rhythm.QUARTER.value
    new = Plan(authority=plan.authority, previous=plan, title=title, starts_on=starts_on, ends_on=ends_on, **words)
    homes = Homes(create_plan(new, by=by))
    _copy_words(plan, homes, by=by)
    _copy_levels(plan, homes, by=by)
    return homes


def _copy_words(plan: Plan, homes: Homes, *, by: Any) -> None:
    into = homes.plan
    copy_pictures(plan.pictures.current().for_list(), into=into, by=by)
    for one in plan.sections.current():
        copied = Section(plan=into, title=one.title, body=one.body, place=one.place, is_public=one.is_public)
        copied.marking = one.marking
        create_part(copied, by=by)
    for one in plan.glossary.current():
        create_part(GlossaryEntry(plan=into, term=one.term, meaning=one.meaning), by=by)
    for one in plan.priorities.current():
        homes.priorities[one.pk] = create_part(Priority(plan=into, title=one.title), by=by)


def _copy_levels(plan: Plan, homes: Homes, *, by: Any) -> None:
    for one in plan.ambitions.current().prefetch_related("priorities"):
        copied = Ambition(plan=homes.plan, reference=one.reference, title=one.title, description=one.description)
        homes.ambitions[one.pk] = create_part(copied, links={"priorities": _priorities(one, homes)}, by=by)
    under = Descriptor.objects.current().filter(ambition__in=list(homes.ambitions))
    for part in under.order_by("position", "pk"):
        under_new = Descriptor(ambition=homes.ambitions[part.ambition_id], title=part.title)
        homes.descriptors[part.pk] = create_part(under_new, by=by)


def _priorities(of: Any, homes: Homes) -> list[Priority]:
    return [homes.priorities[one.pk] for one in of.priorities.all() if one.pk in homes.priorities]


def homes_in(plan: Plan, deliverable: Deliverable) -> Homes:
    """Find the place of one deliverable in a plan that follows its own: the ambition of the same words, the descriptor
    of the same words under it, where there is one. Refuses a plan without such an ambition."""
    ambition = plan.ambitions.current().filter(title=deliverable.ambition.title).first()
    if ambition is None:
        raise Refused(f"The new plan has no “{deliverable.ambition.title}”. Add it, or enter the deliverable by hand.")
    homes = Homes(plan, ambitions={deliverable.ambition_id: ambition})
    title = deliverable.descriptor.title if deliverable.descriptor else ""
    descriptor = ambition.descriptors.filter(archived_at=None, title=title).first()
    if descriptor and deliverable.descriptor_id:
        homes.descriptors[deliverable.descriptor_id] = descriptor
    named = {one.title: one for one in plan.priorities.current()}
    homes.priorities = {one.pk: named[one.title] for one in deliverable.priorities.all() if one.title in named}
    return homes


def copy_deliverable(old: Deliverable, homes: Homes, *, by: Any) -> Deliverable:
    """Put a copy of a deliverable into its place in the new plan: all that it promises, and nothing of its progress."""
    new = _placed(old, homes)
    for name in ("title", "description", "public_wording", "source_owner", "lead", "committee", "marking"):
        setattr(new, name, getattr(old, name))
    if lowers(old.shown_marking, new.shown_marking):
        new.marking = old.shown_marking  # it stood in something marked, and what it stands in now is not
    new.deadline = carried_deadline(old, homes.plan.starts_on)
    links = {name: list(getattr(old, name).all()) for name in ("supporting", "measures", "recommendations")}
    links["priorities"] = _priorities(old, homes)
    parts = {"measurements": measurements_of(old), "sub_items": sub_items_of(old)}
    return create_deliverable(new, links=links, **parts, by=by)


def replace_deliverable(old: Deliverable, homes: Homes, *, title: str, by: Any) -> Deliverable:
    """Put something else into the place of a deliverable: its title, and honest gaps."""
    new = _placed(old, homes)
    new.title = title
    return create_deliverable(new, by=by)


def _placed(old: Deliverable, homes: Homes) -> Deliverable:
    """Return a new deliverable in the place of an old one, with its reference where that is free."""
    ambition, descriptor = homes.ambitions[old.ambition_id], homes.descriptors.get(old.descriptor_id or 0)
    taken = Deliverable.objects.filter(plan=homes.plan, reference=old.reference).exists()
    reference = next_reference(ambition, descriptor) if taken else old.reference
    return Deliverable(plan=homes.plan, ambition=ambition, descriptor=descriptor, reference=reference)


def carried_deadline(old: Deliverable, starts_on: datetime.date) -> PartialDate:
    """Return the deadline that goes into a plan: none where it passed before the plan starts."""
    has_passed = old.deadline_due is not None and old.deadline_due < starts_on
    return parse_partial_date("") if has_passed else old.deadline
