"""How the log of what was sent is narrowed."""

from __future__ import annotations

from typing import Any

import django_filters

from kpa_tracker.base.people.filters import AuthorityFilter
from kpa_tracker.base.toolkit.filters import DayFilter, ListFilter, SearchFilter, not_a_choice
from kpa_tracker.interfaces.notifications.models import Message


def choice(label: str, choices: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label="All", error_messages=not_a_choice(label)
    )


class MessageFilter(AuthorityFilter):
    """Words, what it is, what became of it, from which day to which, and of which authority."""

    words = SearchFilter()
    state = choice("What became of it", Message.State.choices)
    kind = choice("What it is", Message.Kind.choices)
    since = DayFilter(label="From", help_text="", field_name="day", lookup_expr="gte")
    until = DayFilter(label="To", help_text="", field_name="day", lookup_expr="lte")

    class Meta(ListFilter.Meta):
        model = Message
        fields: list[str] = []
