"""What a meeting cannot be moved from under: packs that members were given, and what was minuted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpa_tracker.base.people.models import Meeting
from kpa_tracker.interfaces.scrutiny.models.agenda import Attendance
from kpa_tracker.interfaces.scrutiny.models.minuted import MinutedAction, Resolution
from kpa_tracker.interfaces.scrutiny.models.packs import Pack
from kpa_tracker.interfaces.scrutiny.models.questions import Question
from kpa_tracker.interfaces.scrutiny.models.ratings import CommitteeRating


def standing_of(meeting: Meeting) -> Iterator[str]:
    """Yield by name what says a meeting's day: seven queries. An agenda and questions before the meeting move with it,
    and so does a pack that is still being assembled. What was taken back counts for nothing."""
    for pack in Pack.objects.frozen().filter(meeting=meeting).select_related("plan"):
        yield f"the pack on “{pack.plan}” that members were given"
    if Attendance.objects.filter(meeting=meeting).exists():
        yield "who was there"
    for kind, found in minuted_at(meeting).items():
        for minute in found.order_by("pk").values_list("minute", flat=True):
            yield f"{kind} {minute}"
    for minute in MinutedAction.objects.closed().filter(closed_meeting=meeting).values_list("minute", flat=True):
        yield f"the end of action {minute}"


def minuted_at(meeting: Meeting) -> dict[str, Any]:
    """Return what was minuted at a meeting, by what its records are called."""
    return {
        "rating": CommitteeRating.objects.standing().filter(meeting=meeting),
        "action": MinutedAction.objects.standing().filter(meeting=meeting),
        "resolution": Resolution.objects.standing().filter(meeting=meeting),
        "question": Question.objects.standing().filter(meeting=meeting).exclude(minute=""),
    }
