"""How the lists of bodies and posts are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import HttpRequest

from kpa_tracker.base.people.models import Committee, Meeting, Post
from kpa_tracker.base.toolkit.filters import MethodChoice, SearchFilter
from kpa_tracker.base.toolkit.pages import visible

COMMITTEES = (("without_chair", "Without a chair"), ("without_meeting", "Without a meeting to come"))


def committees(request: HttpRequest) -> Any:
    """Return the committees that this person may see."""
    return visible(Committee, request.user).current()


class CommitteeFilter(django_filters.FilterSet):
    """Words, and what is missing."""

    words = SearchFilter()
    state = MethodChoice(label="Show", choices=COMMITTEES, empty_label="All committees")

    class Meta:
        model = Committee
        fields: list[str] = []


class PostFilter(django_filters.FilterSet):
    """Words (the holder's name among them), the committee, and what is vacant."""

    words = SearchFilter()
    committee = django_filters.ModelChoiceFilter(
        field_name="committees", queryset=committees, label="Sits on", empty_label="Any committee"
    )
    state = MethodChoice(label="Show", choices=[("vacant", "Vacant posts")], empty_label="All posts")

    class Meta:
        model = Post
        fields: list[str] = []


class MeetingFilter(django_filters.FilterSet):
    """Words, the committee, past or to come."""

    words = SearchFilter()
    committee = django_filters.ModelChoiceFilter(queryset=committees, empty_label="Any committee")
    when = MethodChoice(label="When", choices=[("coming", "To come"), ("past", "Past")], empty_label="Any time")

    class Meta:
        model = Meeting
        fields: list[str] = []
