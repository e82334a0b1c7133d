"""Columns that several lists share."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html

from kpa_tracker.base.toolkit import ratings


class LinkColumn(tables.Column):
    """A text that leads to the record of its row."""

    def render(self, value: Any, record: Any) -> str:  # type: ignore[override]
        return format_html('<a class="govuk-link" href="{}">{}</a>', record.get_absolute_url(), value)

    def value(self, value: Any) -> Any:  # type: ignore[override]
        return value


class GapColumn(tables.Column):
    """A text whose absence is an honest gap, said in words."""

    def __init__(self, *args: Any, gap: str = "Not set", **kwargs: Any) -> None:
        super().__init__(*args, default=gap, **kwargs)


class RatingColumn(tables.Column):
    """A rating in the one component that all pages share; exported as its word."""

    empty_values = ()

    def render(self, value: Any) -> str:  # type: ignore[override]
        return render_to_string("components/rating.html", {"rating": ratings.rating_of(value or "")})

    def value(self, value: Any) -> str:  # type: ignore[override]
        return ratings.rating_of(value or "").word
