"""How the register is narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import HttpRequest

from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.filters import MethodChoice, SearchFilter
from kpa_tracker.base.toolkit.pages import visible
from risks.models import Risk

HANGING = (
    ("linked", "Linked to an ambition or deliverable"),
    ("unlinked", "Linked to nothing"),
    ("resting_on_red", "Resting on a red deliverable"),
    ("without_owner", "Without an owner"),
)


def posts(request: HttpRequest) -> Any:
    """Return the posts that own a risk, of those this person may see."""
    return visible(Post, request.user).filter(risks__archived_at=None, risks__isnull=False).distinct()


def committees(request: HttpRequest) -> Any:
    """Return the committees that oversee a risk, of those this person may see."""
    return visible(Committee, request.user).filter(risks__archived_at=None, risks__isnull=False).distinct()


class ArchivedRiskFilter(django_filters.FilterSet):
    """Words alone: there are few."""

    words = SearchFilter()

    class Meta:
        model = Risk
        fields: list[str] = []


class RiskFilter(django_filters.FilterSet):
    """Words, owner, committee, and how a risk hangs together with the plan."""

    words = SearchFilter()
    owner = django_filters.ModelChoiceFilter(queryset=posts, empty_label="Any owner")
    committee = django_filters.ModelChoiceFilter(queryset=committees, empty_label="Any committee")
    state = MethodChoice(label="Show", choices=HANGING, empty_label="All risks")

    class Meta:
        model = Risk
        fields: list[str] = []
