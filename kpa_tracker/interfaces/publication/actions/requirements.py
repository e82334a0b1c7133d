"""Making the checklist one's own, and changing it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.audit.edits import archive, change, create, reorder, restore
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.models import next_position
from kpa_tracker.interfaces.publication.checklist import has_own, usual
from kpa_tracker.interfaces.publication.models import Requirement
from plans.models import Section

FIELDS = ("title", "source", "seen_by")


@transaction.atomic
def take_over_checklist(authority: Authority, *, by: Any) -> list[Requirement]:
    """Store the usual checklist as the authority's own, to be changed. Refuses where it has one."""
    hold_chain(authority.pk)
    refuse_where((has_own(authority), "This authority has a checklist of its own already."))
    return [create(requirement, by=by) for requirement in usual(authority)]


@transaction.atomic
def add_requirement(new: Requirement, *, sections: Iterable[Section] = (), by: Any) -> Requirement:
    """Add to an authority's checklist; the usual one is made its own first. Refuses another authority's section."""
    hold_chain(new.authority_id)
    if not has_own(new.authority):
        take_over_checklist(new.authority, by=by)
    links = own_sections(new, sections)
    new.position = next_position(Requirement.objects.filter(authority=new.authority))
    return create(new, links={"sections": links}, by=by)


@transaction.atomic
def change_requirement(
    requirement: Requirement, *, sections: Iterable[Section] | None = None, seen: int, by: Any
) -> Requirement:
    """Say otherwise what a plan has to have, how it is seen, or which sections answer it."""
    refuse_where((requirement.is_archived, "This is not on the checklist any more."))
    links = None if sections is None else {"sections": own_sections(requirement, sections)}
    return change(requirement, seen=seen, fields=FIELDS, links=links, by=by)


def drop_requirement(requirement: Requirement, *, reason: str, seen: int, by: Any) -> Requirement:
    """Take something off the checklist, with the reason. Nothing that was published changes by it."""
    return archive(requirement, reason=reason, seen=seen, by=by)


def restore_requirement(requirement: Requirement, *, seen: int, by: Any) -> Requirement:
    """Put something back on the checklist."""
    return restore(requirement, seen=seen, by=by)


def move_requirement(requirement: Requirement, *, up: bool, seen: int, by: Any) -> None:
    """Move something one place up or down on the checklist."""
    siblings = Requirement.objects.filter(authority=requirement.authority_id).current()
    reorder(requirement, siblings=siblings, up=up, seen=seen, by=by)


def own_sections(requirement: Requirement, sections: Iterable[Section]) -> list[Section]:
    found = list(sections)
    if any(section.plan.authority_id != requirement.authority_id for section in found):
        raise Refused("A section of another authority's plan cannot answer this.", field="sections")
    return found
