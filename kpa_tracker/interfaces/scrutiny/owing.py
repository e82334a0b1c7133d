"""What committees wait for: reminders and calendars tell whoever holds the post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from kpa_tracker.base.people.owing import Owed, Source, one_line
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, Question


def questions(found: Any) -> Iterator[Owed]:
    """Yield questions that wait for an answer. They have no day of their own: they wait since they were asked."""
    for one in found.open().select_related("committee"):
        since, key = timezone.localdate(one.asked_at), f"question {one.pk}"
        url, scope = one.get_absolute_url(), one.authority_id
        yield Owed("question", key, one_line(one), since, url, scope, one.to_id, waits=True)


def minuted_actions(found: Any) -> Iterator[Owed]:
    """Yield what a meeting asked for and nobody has answered yet. Without a day it waits since the meeting."""
    for one in found.open().select_related("meeting__committee"):
        key, url, day = f"minuted {one.pk}", one.get_absolute_url(), one.due_on or one.meeting.held_on
        yield Owed("minuted", key, one_line(one), day, url, one.authority_id, one.owner_id, waits=one.due_on is None)


def ratings(found: Any) -> Iterator[Owed]:
    """Yield what committees rated otherwise than the owner, who has not answered yet: it waits since the meeting."""
    for one in found.unanswered().differing().select_related("meeting__committee", "deliverable"):
        since, lead = one.meeting.held_on, one.deliverable.lead_id
        title = one_line(one.deliverable)
        key, url, scope = f"rating {one.pk}", one.get_absolute_url(), one.authority_id
        yield Owed("rating", key, title, since, url, scope, lead, waits=True)


SOURCES = (
    Source(
        sort="question",
        heading="Questions of members",
        noun="Question",
        of_posts=lambda posts: questions(Question.objects.addressed_to(posts)),
        of_authority=lambda authority: questions(Question.objects.filter(committee__authority=authority)),
    ),
    Source(
        sort="minuted",
        heading="Minuted actions",
        noun="Minuted action due",
        of_posts=lambda posts: minuted_actions(MinutedAction.objects.owned_by(posts)),
        of_authority=lambda authority: minuted_actions(
            MinutedAction.objects.filter(meeting__committee__authority=authority)
        ),
    ),
    Source(
        sort="rating",
        heading="Ratings of committees to answer",
        noun="Rating of a committee",
        of_posts=lambda posts: ratings(CommitteeRating.objects.filter(deliverable__lead__in=posts)),
        of_authority=lambda authority: ratings(CommitteeRating.objects.filter(meeting__committee__authority=authority)),
    ),
)
