"""How the lists of bodies and posts are narrowed, and every list to one authority."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import HttpRequest

from kpa_tracker.base.people.models import Authority, Committee, Meeting, Post
from kpa_tracker.base.toolkit.filters import ListFilter, MethodChoice, RecordFilter, SearchFilter
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


class AuthorityFilter(ListFilter):
    """An authority, asked for only where the person sees more than one, or where the address names one: dashboards lead
    here with theirs."""

    authority = RecordFilter(Authority, label="Authority")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.request.user.authority_ids) < 2 and not self.data.get("authority"):
            del self.filters["authority"]


def bodies_asked(user: Any, asked: dict[str, Any]) -> set[int]:
    """Return the authorities that a list is read of in memory: the one that is asked for, which is taken out of what is
    asked, or all that the person may see."""
    authority = asked.pop("authority", None)
    return {authority.pk} if authority else set(user.authorities_granting("people.view_authority"))
