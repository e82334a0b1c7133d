"""What committees wait for: reminders and calendars tell whoever holds the post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from kpa_tracker.base.people.owing import Owed, Source, one_line
from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit.marked import quotable
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, Question
from kpa_tracker.interfaces.scrutiny.models.about import SUBJECTS_AND_PLANS
from kpa_tracker.interfaces.scrutiny.models.drafts import waiting_for


def questions(found: Any) -> Iterator[Owed]:
    """Yield questions that wait for an answer. They have no day of their own: they wait since they were asked."""
    for one in found.open().select_related("committee", *SUBJECTS_AND_PLANS):
        since, key = timezone.localdate(one.asked_at), f"question {one.pk}"
        url, scope = one.get_absolute_url(), one.authority_id
        yield Owed("question", key, one_line(quotable(one)), since, url, scope, one.to_id, waits=True)


def minuted_actions(found: Any) -> Iterator[Owed]:
    """Yield what a meeting asked for and nobody has answered yet. Without a day it waits since the meeting."""
    for one in found.open().select_related("meeting__committee", *SUBJECTS_AND_PLANS):
        key, url, day = f"minuted {one.pk}", one.get_absolute_url(), one.due_on or one.meeting.held_on
        yield Owed(
            "minuted", key, one_line(quotable(one)), day, url, one.authority_id, one.owner_id, waits=one.due_on is None
        )


def ratings(found: Any) -> Iterator[Owed]:
    """Yield what committees rated otherwise than the owner, who has not answered yet: it waits since the meeting."""
    for one in found.disputed().select_related("meeting__committee", "deliverable"):
        since, lead = one.meeting.held_on, one.deliverable.lead_id
        title = one_line(quotable(one.deliverable))
        key, url, scope = f"rating {one.pk}", one.get_absolute_url(), one.authority_id
        yield Owed("rating", key, title, since, url, scope, lead, waits=True)


def consultations(person: Any) -> Iterator[Owed]:
    """Yield the draft plans that wait for a member's comment. Nobody has to say anything, and no post above is told."""
    for one in waiting_for(person):
        title, key = one_line(f"{quotable(one.plan)}, put to {one.committee}"), f"consultation {one.pk}"
        url = reverse("comment-add", args=[one.pk]) if one.is_open else one.get_absolute_url()
        yield Owed("consultation", key, title, one.closes_on, url, one.authority_id, optional=True)


SOURCES = (
    Source(
        sort="question",
        heading="Questions of members",
        noun="Question",
        of_person=lambda person: questions(Question.objects.addressed_to(working_posts(person))),
        of_authority=lambda authority: questions(Question.objects.filter(committee__authority=authority)),
    ),
    Source(
        sort="minuted",
        heading="Minuted actions",
        noun="Minuted action due",
        of_person=lambda person: minuted_actions(MinutedAction.objects.owned_by(working_posts(person))),
        of_authority=lambda authority: minuted_actions(
            MinutedAction.objects.filter(meeting__committee__authority=authority)
        ),
    ),
    Source(
        sort="rating",
        heading="Ratings of committees to answer",
        noun="Rating of a committee",
        of_person=lambda person: ratings(CommitteeRating.objects.asked_of(working_posts(person))),
        of_authority=lambda authority: ratings(
            CommitteeRating.objects.filter(meeting__committee__authority=authority, deliverable__lead__isnull=False)
        ),
    ),
    Source(
        sort="consultation",
        heading="Draft plans to comment on",
        noun="Last day to comment",
        of_person=consultations,
        of_authority=lambda authority: (),
    ),
)
