"""What the filters of all lists share."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet


class SearchFilter(django_filters.CharFilter):
    """Free text: hands the words to the QuerySet method `matching`, which knows where to look."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=kwargs.pop("label", "Search"), **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.matching(value.replace("\x00", "")) if value else qs  # type: ignore[attr-defined]


class MethodChoice(django_filters.ChoiceFilter):
    """A choice of QuerySet methods by name: `overdue`, `stale`, `without_owner`."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        selected: QuerySet[Any] = getattr(qs, value)() if value else qs
        return selected
