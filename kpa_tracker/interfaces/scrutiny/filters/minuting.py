"""How the lists of questions, of minuted actions and of committees' ratings are narrowed."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from deliverables.models import Deliverable
from kpa_tracker.base.people.filters import AuthorityFilter
from kpa_tracker.base.people.models import Authority, Committee, Meeting, Post
from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit.filters import ListFilter, MethodChoice, RecordFilter, SearchFilter, not_a_choice
from kpa_tracker.base.toolkit.pages import visible
from kpa_tracker.interfaces.scrutiny.models import AgendaItem, CommitteeRating, MinutedAction, Question
from plans.models import Plan

STANDING = "All but what was taken back"
QUESTIONS = (("open", "Waiting for an answer"), ("answered", "Answered"), ("withdrawn", "Taken back"))
ACTIONS = (
    ("outstanding", "Outstanding: no meeting has closed it"),
    ("open", "Waiting for an answer"),
    ("overdue", "Overdue"),
    ("answered", "Answered, to be closed"),
    ("closed", "Closed"),
    ("withdrawn", "Taken back"),
)
RATINGS = (
    ("disputed", "Beside the owner's: they differ, and the owner has not answered"),
    ("in_force", "In force: the latest of each committee"),
    ("answered", "Answered"),
    ("withdrawn", "Taken back"),
)
DIFFERING = (("differing", "Differ from the owner's then"), ("agreeing", "Agree with the owner's then"))


def meetings(request: HttpRequest) -> Any:
    """Return the meetings that this person may see, each with the committee that it is named by."""
    return visible(Meeting, request.user).select_related("committee").order_by("-held_on")


class MineFilter(django_filters.ChoiceFilter):
    """What falls to the posts of whoever looks: the QuerySet method `by` knows which."""

    def __init__(self, *, by: str) -> None:
        self.by = by
        said = not_a_choice("Whose")
        super().__init__(
            label="Whose", choices=[("mine", "Those of my posts")], empty_label="Everybody's", error_messages=said
        )

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        selected: QuerySet[Any] = getattr(qs, self.by)(working_posts(self.parent.request.user)) if value else qs
        return selected


class WorkFilter(AuthorityFilter):
    """What both lists are narrowed by. An item of an agenda is chosen on its page, not from a list."""

    main = ("words", "state", "whose", "committee")

    words = SearchFilter(label="Words in it")
    meeting = django_filters.ModelChoiceFilter(
        queryset=meetings, label="Meeting", empty_label="All", error_messages=not_a_choice("Meeting")
    )
    deliverable = RecordFilter(Deliverable, label="Deliverable")
    item = RecordFilter(AgendaItem, label="Agenda item")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.data.get("item"):
            self.filters.pop("item", None)


class QuestionFilter(WorkFilter):
    """Words, where it stands, who answers, who asks, when, about what."""

    state = MethodChoice(label="Show only", choices=QUESTIONS, empty_label=STANDING)
    whose = MineFilter(by="addressed_to")
    authority = RecordFilter(Authority, label="Authority", field_name="committee__authority")
    committee = RecordFilter(Committee, archived=True, label="Committee")
    to = RecordFilter(Post, archived=True, label="Who answers")

    class Meta(ListFilter.Meta):
        model = Question
        fields: ClassVar[list[str]] = []


class MinutedActionFilter(WorkFilter):
    """Words, where it stands, whose it is, which committee and meeting asked for it, about what."""

    state = MethodChoice(label="Show only", choices=ACTIONS, empty_label=STANDING)
    whose = MineFilter(by="owned_by")
    authority = RecordFilter(Authority, label="Authority", field_name="meeting__committee__authority")
    committee = RecordFilter(Committee, archived=True, label="Committee", field_name="meeting__committee")
    owner = RecordFilter(Post, archived=True, label="Owner")

    class Meta(ListFilter.Meta):
        model = MinutedAction
        fields: ClassVar[list[str]] = []


class CommitteeRatingFilter(WorkFilter):
    """Words, where it stands, whether it differs from the owner's, which committee and meeting, of what."""

    main = ("words", "state", "differs", "committee")

    state = MethodChoice(label="Show only", choices=RATINGS, empty_label=STANDING)
    differs = MethodChoice(label="Beside the owner's", choices=DIFFERING)
    authority = RecordFilter(Authority, label="Authority", field_name="meeting__committee__authority")
    committee = RecordFilter(Committee, archived=True, label="Committee", field_name="meeting__committee")
    plan = RecordFilter(Plan, archived=True, label="Plan", field_name="deliverable__plan")

    class Meta(ListFilter.Meta):
        model = CommitteeRating
        fields: ClassVar[list[str]] = []
