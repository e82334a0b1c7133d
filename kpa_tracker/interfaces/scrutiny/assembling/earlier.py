"""What the committee had before it at its meeting before."""

from __future__ import annotations

from dataclasses import dataclass

from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.plain import from_plain
from kpa_tracker.interfaces.scrutiny.assembling.items import items
from kpa_tracker.interfaces.scrutiny.assembling.others import risks_on
from kpa_tracker.interfaces.scrutiny.models import Pack
from kpa_tracker.interfaces.scrutiny.packs.contents import Contents, Exposure, Item


@dataclass(frozen=True)
class Earlier:
    """How it stood then, and how that is known."""

    label: str
    items: list[Item]
    risks: list[Exposure]


def earlier_of(pack: Pack) -> Earlier | None:
    """Return how the pack's items stood at the meeting before: as its frozen pack of the same shows them; where it had
    none, as was recorded by the end of its day. Nothing where no meeting was held since the plan began."""
    meeting = meeting_before(pack)
    if meeting is None:
        return None
    given = pack_given(pack, meeting)
    if given:
        contents = from_plain(Contents, given.content)
        label = f"the pack of the meeting of {format_date(meeting.held_on)}"
        return Earlier(label, list(contents.items), list(contents.risks))
    held = format_date(meeting.held_on)
    label = f"what was recorded by the end of the meeting of {held}, for which no such pack was frozen"
    return Earlier(label, items(pack, on=meeting.held_on), risks_on(pack, meeting.held_on))


def meeting_before(pack: Pack) -> Meeting | None:
    """Return the committee's last meeting that was held before this one, and since the plan began."""
    until = min(pack.meeting.held_on, clock.today())
    held = pack.meeting.committee.meetings.filter(held_on__lt=until, held_on__gte=pack.plan.starts_on)
    found: Meeting | None = held.order_by("-held_on").first()
    return found


def pack_given(pack: Pack, meeting: Meeting) -> Pack | None:
    """Return the last edition of the same that was frozen for a meeting."""
    given = Pack.objects.frozen().filter(meeting=meeting, plan=pack.plan_id, scope=pack.scope)
    found: Pack | None = given.order_by("-number").first()
    return found
