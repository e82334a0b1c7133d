"""The agenda of a meeting, and who was there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.audit.edits import change, create, held, reorder
from kpa_tracker.base.people.actions import refuse_other_authorities
from kpa_tracker.base.people.models import Meeting, Post
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.models import assign, next_position
from kpa_tracker.interfaces.scrutiny.actions.checks import WITHDRAWN, refuse_foreign, refuse_gone, refuse_unheld
from kpa_tracker.interfaces.scrutiny.models import AgendaItem, Attendance


@transaction.atomic
def add_item(item: AgendaItem, *, by: Any) -> AgendaItem:
    """Put an item at the end of a meeting's agenda. Refuses an archived committee, and a plan or post of elsewhere."""
    hold_chain(item.authority_id)
    refuse_gone(item.committee)
    refuse_foreign(item)
    item.position = next_position(item.meeting.agendaitems.all())
    return create(item, by=by)


@transaction.atomic
def change_item(item: AgendaItem, *, seen: int, changes: Mapping[str, Any], by: Any) -> AgendaItem:
    """Change what an item says: its title, who presents it, and afterwards what was presented and what had changed.

    Refuses an item that was taken off the agenda, and a plan or post of another authority.
    """
    now = held(item, seen=seen)
    refuse_gone(now.committee)
    refuse_where((now.is_withdrawn, WITHDRAWN))
    fields, _ = assign(item, changes)
    refuse_foreign(item)
    return change(item, seen=seen, fields=fields, by=by)


def move_item(item: AgendaItem, *, up: bool, seen: int, by: Any) -> None:
    """Move an item one place up or down on its agenda. Refuses one that was taken off it."""
    refuse_where((item.is_withdrawn, WITHDRAWN))
    reorder(item, siblings=item.meeting.agendaitems.standing(), up=up, seen=seen, by=by)


@transaction.atomic
def record_attendance(
    meeting: Meeting, *, present: Iterable[Post], apologies: Iterable[Post], seen: int, by: Any
) -> Attendance:
    """Record who was at a meeting, and who sent apologies. `seen` is 0 where nothing is recorded yet.

    Refuses a meeting that was not held, somebody who was both there and not, and posts of another authority.
    """
    hold_chain(meeting.authority_id)
    refuse_gone(meeting.committee)
    refuse_unheld(meeting)
    links = {"present": list(present), "apologies": list(apologies)}
    refuse_other_authorities(meeting.authority_id, links)
    both = sorted(str(post) for post in set(links["present"]) & set(links["apologies"]))
    refuse_where((both, f"Either there or not: {', '.join(both)}.", "apologies"))
    kept = Attendance.objects.filter(meeting=meeting).first()
    if kept is None:
        return create(Attendance(meeting=meeting), links=links, by=by)
    return change(kept, seen=seen, fields=[], links=links, by=by)
