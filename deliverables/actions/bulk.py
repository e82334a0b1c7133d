"""One change to several deliverables at once: all of it or nothing, one event a record, by the door "bulk"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from deliverables.actions.deliverables import archive_deliverable, change_deliverable
from deliverables.models import Deliverable
from kpa_tracker.base.audit.actions import hold_chains
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.toolkit.errors import Refused

COMMITTEE, LEAD, ARCHIVE = "committee", "lead", "archive"
KINDS = {COMMITTEE: "Set the committee", LEAD: "Set the lead post", ARCHIVE: "Archive"}
MOST = 500
"""Rows of one bulk change: what a person can still look through in a preview."""


class ChangedMeanwhile(Refused):
    """Somebody changed some of the records after they were shown; the preview no longer says what would happen."""

    def __init__(self, records: Iterable[Deliverable]) -> None:
        names = ", ".join(record.reference for record in records)
        super().__init__(f"Changed by somebody else since you looked: {names}. Nothing was changed. Look again below.")


@dataclass(frozen=True)
class Line:
    """What would happen to one deliverable."""

    deliverable: Deliverable
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


def preview(deliverables: Iterable[Deliverable], *, kind: str, to: Any) -> list[Line]:
    """Say what a bulk change would do to each deliverable, without doing it."""
    if kind == ARCHIVE:
        return [Line(one, "In the lists", "Archived") for one in deliverables]
    return [Line(one, _named(getattr(one, kind)), _named(to)) for one in deliverables]


def _named(record: Any) -> str:
    return str(record) if record else "None"


@transaction.atomic
def change_several(
    deliverables: Iterable[Deliverable], *, kind: str, to: Any = None, seen: Mapping[int, int], reason: str, by: Any
) -> list[Deliverable]:
    """Set one committee or lead post, or archive, for a reason; returns what was changed.

    `seen` maps each record to the version that the preview showed. Refuses the whole, naming the records, where one was
    changed since, may not be changed by this person, or refuses by itself; what is so already is left alone.
    """
    chosen = sorted(deliverables, key=lambda one: one.pk)
    _refuse(chosen, seen=seen, reason=reason, by=by)
    hold_chains(one.authority_id for one in chosen)
    with through("bulk"):
        todo = [line.deliverable for line in preview(chosen, kind=kind, to=to) if line.differs]
        return [_change_one(one, kind=kind, to=to, seen=seen[one.pk], reason=reason, by=by) for one in todo]


def _refuse(chosen: list[Deliverable], *, seen: Mapping[int, int], reason: str, by: Any) -> None:
    if not chosen:
        raise Refused("Choose at least one deliverable.")
    if len(chosen) > MOST:
        raise Refused(f"At most {MOST} deliverables can be changed at once. Narrow the list first.")
    if not reason.strip():
        raise Refused("Say why. The reason is kept in the history of each of them.", field="reason")
    _refuse_each(chosen, seen=seen, by=by)


def _refuse_each(chosen: list[Deliverable], *, seen: Mapping[int, int], by: Any) -> None:
    """Refuse by name what this person may not change, and what was changed since."""
    forbidden = [one.reference for one in chosen if not by.has_perm("deliverables.change_deliverable", one)]
    if forbidden:
        raise Refused(f"You may not change {', '.join(forbidden)}.")
    changed = [one for one in chosen if one.version != seen.get(one.pk)]
    if changed:
        raise ChangedMeanwhile(changed)


def _change_one(one: Deliverable, *, kind: str, to: Any, seen: int, reason: str, by: Any) -> Deliverable:
    """Make one of the changes through the action that a page would call; a refusal names the record."""
    try:
        if kind == ARCHIVE:
            return archive_deliverable(one, seen=seen, reason=reason, by=by)
        return change_deliverable(one, seen=seen, changes={kind: to}, reason=reason, by=by)
    except ValidationError as error:
        raise Refused(f"{one.reference}: {' '.join(error.messages)} Nothing was changed.") from None
    except Refused as refused:
        raise Refused(f"{one.reference}: {refused.message} Nothing was changed.") from None
