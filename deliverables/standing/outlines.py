"""A whole plan as a tree, as it stood at the end of a day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from deliverables.models import Deliverable
from deliverables.standing.rewound import Then
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority, Section

WORDS = (Section, Priority, GlossaryEntry)


@dataclass(frozen=True)
class Branch:
    """A part of a plan with the deliverables that stood straight under it."""

    record: Any
    deliverables: list[Deliverable]


@dataclass(frozen=True)
class OutlineThen:
    """A plan as it was, with its ambitions, each followed by its descriptors, and with its words around them."""

    plan: Plan
    branches: list[tuple[Branch, list[Branch]]]
    sections: dict[str, list[Section]]
    """Its narrative sections by their place: before the ambitions and after them."""
    priorities: list[Priority]
    glossary: list[GlossaryEntry]


def outline_then(plan: Plan, *, on: datetime.date) -> OutlineThen | None:
    """Return a plan as it stood at the end of a day; None where it had not been begun."""
    then = Then([plan], on=on, further=[kind.objects.filter(plan=plan) for kind in WORDS])
    was = then.records[Plan].get(plan.pk)
    if was is None:
        return None
    below: dict[tuple[int, int | None], list[Deliverable]] = defaultdict(list)
    for one in then.stood:
        below[one.ambition_id, one.descriptor_id].append(one)
    under: dict[int, list[Branch]] = defaultdict(list)
    for part in _in_order(then.records[Descriptor]):
        under[part.ambition_id].append(Branch(part, below[part.ambition_id, part.pk]))
    ambitions = _in_order(then.records[Ambition])
    branches = [(Branch(one, below[one.pk, None]), under[one.pk]) for one in ambitions]
    sections = _in_order(then.records[Section])
    placed = {place: [one for one in sections if one.place == place] for place in Section.Place.values}
    glossary = sorted(_in_order(then.records[GlossaryEntry]), key=lambda entry: entry.term)
    return OutlineThen(was, branches, placed, _in_order(then.records[Priority]), glossary)


def _in_order(parts: dict[int, Any]) -> list[Any]:
    """Return the parts that were not archived, in their order."""
    current = [part for part in parts.values() if not part.is_archived]
    return sorted(current, key=lambda part: (part.position, part.pk))
