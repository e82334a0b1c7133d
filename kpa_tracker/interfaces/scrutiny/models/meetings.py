"""What a meeting has before it and leaves behind, in the order in which a panel works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kpa_tracker.base.people.models import Meeting, Post
from kpa_tracker.base.toolkit.marked import known_around
from kpa_tracker.base.toolkit.markings import OFFICIAL, highest
from kpa_tracker.interfaces.scrutiny.models.agenda import AgendaItem, Attendance
from kpa_tracker.interfaces.scrutiny.models.minuted import MinutedAction, Resolution
from kpa_tracker.interfaces.scrutiny.models.questions import Question
from kpa_tracker.interfaces.scrutiny.models.ratings import CommitteeRating


@dataclass
class Said:
    """What was said under an item of the agenda, or under none."""

    item: AgendaItem | None = None
    questions: list[Question] = field(default_factory=list)
    ratings: list[CommitteeRating] = field(default_factory=list)
    actions: list[MinutedAction] = field(default_factory=list)
    resolutions: list[Resolution] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.questions, self.ratings, self.actions, self.resolutions))

    @property
    def records(self) -> list[Any]:
        """The item and all that was said under it: what a meeting's history is made of."""
        item = [self.item] if self.item else []
        return [*item, *self.questions, *self.ratings, *self.actions, *self.resolutions]


def outstanding_for(meeting: Meeting) -> list[MinutedAction]:
    """Return the actions of earlier meetings that no meeting before this one has closed, what was due first at the
    top. One query."""
    earlier = MinutedAction.objects.standing().filter(
        meeting__committee=meeting.committee, meeting__held_on__lt=meeting.held_on
    )
    open_then = Q(closed_at=None) | Q(closed_meeting__held_on__gte=meeting.held_on)
    return list(earlier.filter(open_then).for_list())


def said_at(meeting: Meeting) -> dict[str, Iterable[Any]]:
    """Return what was said at a meeting, by kind: four queries."""
    return {
        "questions": Question.objects.standing().filter(meeting=meeting).for_list().order_by("asked_at", "pk"),
        "ratings": CommitteeRating.objects.standing().filter(meeting=meeting).for_list().order_by("pk"),
        "actions": MinutedAction.objects.standing().filter(meeting=meeting).for_list().order_by("pk"),
        "resolutions": Resolution.objects.standing().filter(meeting=meeting).order_by("pk"),
    }


def minutes_of(meeting: Meeting) -> dict[str, Any]:
    """Return the agenda with what was said under each item, what was said under none, and who was there.

    Eight queries at most, however much it is.
    """
    items = {item.pk: Said(item) for item in AgendaItem.objects.standing().filter(meeting=meeting).for_list()}
    apart = Said()
    for kind, records in said_at(meeting).items():
        for record in records:
            getattr(items.get(record.item_id, apart), kind).append(record)
    return {"agenda": list(items.values()), "apart": apart, **there_at(meeting)}


def marking_of_minutes(minutes: dict[str, Any], outstanding: Iterable[Any]) -> str:
    """Return how a meeting's page and its minutes are marked: as the highest of what was said there is about, of the
    plans on the agenda, and of what was outstanding."""
    said = [record for part in (*minutes["agenda"], minutes["apart"]) for record in part.records]
    return highest([OFFICIAL, *map(known_around, (*said, *outstanding))])


def there_at(meeting: Meeting) -> dict[str, list[Post]]:
    """Return the posts that were there and those that sent apologies. Three queries at most."""
    kept = Attendance.objects.filter(meeting=meeting).prefetch_related("present", "apologies").first()
    if kept is None:
        return {"present": [], "apologies": []}
    return {"present": list(kept.present.all()), "apologies": list(kept.apologies.all())}


def said_under(item: AgendaItem) -> Said:
    """Return what was said under one item: four queries."""
    kinds = said_at(item.meeting)
    return Said(item, **{kind: [one for one in records if one.item_id == item.pk] for kind, records in kinds.items()})
