"""What committees ask and say, where other pages show it: `{% load committee_work %}{% scrutiny_of deliverable %}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.db.models import Prefetch
from django.urls import reverse

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Appointment, Committee, Meeting, Post
from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.present import present
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, Question
from kpa_tracker.interfaces.scrutiny.models.drafts import open_to, put_to_committees
from plans.models import Plan

register = template.Library()
MEETINGS_SHOWN = 3


@dataclass(frozen=True)
class Said:
    """What committees asked, minuted and, of a deliverable, rated about one record; not what was taken back."""

    questions: list[Question]
    actions: list[MinutedAction]
    rated: list[CommitteeRating]

    @property
    def ratings(self) -> list[CommitteeRating]:
        """Each committee's latest rating."""
        latest: dict[int, Any] = {}
        for one in self.rated:  # the latest meeting first
            latest.setdefault(one.meeting.committee_id, one.meeting.held_on)
        return [one for one in self.rated if one.meeting.held_on == latest[one.meeting.committee_id]]

    @property
    def asked_at_meetings(self) -> list[Question]:
        """What was asked at a meeting or for one, the latest meeting first."""
        asked = [(one.meeting.held_on, one.pk, one) for one in self.questions if one.meeting]
        return [one for _, _, one in sorted(asked, reverse=True)]


def said_of(subject: Any) -> Said:
    """Return what committees said about a record, kept with it: one query, and one more for each kind that there is."""
    if not hasattr(subject, "committees_say"):
        asked, minuted = Question.objects.standing().about(subject), MinutedAction.objects.standing().about(subject)
        rated = CommitteeRating.objects.standing().filter(deliverable=subject) if is_deliverable(subject) else None
        kinds = {"questions": asked, "actions": minuted, **({"rated": rated} if rated is not None else {})}
        found = present(subject, **{name: rows.for_list() for name, rows in kinds.items()})
        subject.committees_say = Said(**{"rated": [], **found})
    said: Said = subject.committees_say
    return said


def is_deliverable(subject: Any) -> bool:
    return isinstance(subject, Deliverable)


@register.inclusion_tag("scrutiny/parts/beside.html")
def committee_ratings_beside(deliverable: Any) -> dict[str, Any]:
    """The committees' ratings that differ and wait for an answer: they stand beside the owner's own."""
    return {"ratings": [one for one in said_of(deliverable).ratings if not one.is_answered and one.differs]}


@register.inclusion_tag("scrutiny/scrutiny_of.html", takes_context=True)
def scrutiny_of(context: Mapping[str, Any], subject: Any, level: int = 2) -> dict[str, Any]:
    """What committees have asked and minuted about a record, how they rated it where it is a deliverable, and the way
    to ask."""
    user = context["request"].user
    if not user.has_perm("people.view_meeting", subject):
        return {"may_read": False}
    may, said = not subject.is_archived and user.has_perm("scrutiny.ask_question", subject), said_of(subject)
    return {
        "may_read": True,
        "level": level,
        "ratings": said.ratings,
        "questions": said.questions,
        "actions": said.actions,
        "ask_url": f"{reverse('question-ask')}?{subject._meta.model_name}={subject.pk}" if may else "",
        "rate_url": reverse("committee-rating-add", args=[subject.pk]) if may and is_rated(subject) else "",
    }


def is_rated(subject: Any) -> bool:
    return is_deliverable(subject) and subject.plan.state in (Plan.State.ADOPTED, Plan.State.CLOSED)


@dataclass(frozen=True)
class Asked:
    """What committees ask of one person's posts."""

    questions: list[Question] = field(default_factory=list)
    actions: list[MinutedAction] = field(default_factory=list)
    ratings: list[CommitteeRating] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.questions) + len(self.actions) + len(self.ratings)


@register.simple_tag(takes_context=True)
def asked_of_me(context: Mapping[str, Any]) -> Asked:
    """What waits for an answer of the posts of whoever looks: three queries, and none without a post."""
    posts = working_posts(context["request"].user)
    if not posts:
        return Asked()
    return Asked(
        list(Question.objects.open().addressed_to(posts).for_list()),
        list(MinutedAction.objects.open().owned_by(posts).for_list()),
        list(CommitteeRating.objects.disputed().asked_of(posts).for_list()),
    )


@register.simple_tag(takes_context=True)
def drafts_for_me(context: Mapping[str, Any]) -> list[Any]:
    """The draft plans on which whoever looks may comment today as a committee's member, and has not: one query."""
    return list(open_to(context["request"].user))


@register.inclusion_tag("scrutiny/committee.html", takes_context=True)
def committee_work(context: Mapping[str, Any], committee: Committee) -> dict[str, Any]:
    """Who sits on a committee, its next meeting and the last ones, and what waits. Nine queries at most."""
    user = context["request"].user
    return {
        "request": context["request"],
        "committee": committee,
        "seats": seats_of(committee),
        "figures": figures_of(committee),
        "drafts": list(put_to_committees().filter(committee=committee).with_numbers()),
        "may_comment": user.has_perm("deliverables.add_comment", committee),
        "coming": Meeting.objects.filter(committee=committee).coming().first(),
        "held": list(Meeting.objects.filter(committee=committee).past().order_by("-held_on")[:MEETINGS_SHOWN]),
        "may_ask": not committee.is_archived and user.has_perm("scrutiny.record_minutes", committee),
    }


def seats_of(committee: Committee) -> list[Any]:
    """Return the members' posts, with today's holders as `held_today`: two queries."""
    holders = Appointment.objects.in_force(clock.today()).filter(person__is_active=True).select_related("person")
    seats: Any = Post.objects.filter(committees=committee).current()
    return list(
        seats.prefetch_related(Prefetch("appointments", holders.order_by("person__name"), to_attr="held_today"))
    )


def figures_of(committee: Committee) -> list[tuple[int, str, str]]:
    """Return (number, label, address of its list) of what waits: four queries."""
    actions, questions, rated = map(reverse, ("minuted-action-list", "question-list", "committee-rating-list"))
    ratings = CommitteeRating.objects.filter(meeting__committee=committee)
    of, scope = f"committee={committee.pk}", MinutedAction.objects.filter(meeting__committee=committee)
    asked = Question.objects.filter(committee=committee)
    return [
        (scope.outstanding().count(), "Actions outstanding", f"{actions}?state=outstanding&{of}"),
        (scope.overdue().count(), "Actions overdue", f"{actions}?state=overdue&{of}"),
        (asked.open().count(), "Questions to be answered", f"{questions}?state=open&{of}"),
        (ratings.disputed().count(), "Ratings to be answered", f"{rated}?state=disputed&{of}"),
    ]
