"""How auditors narrow the history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.occurring import occurring
from kpa_tracker.base.toolkit.filters import DayFilter, SearchFilter
from kpa_tracker.interfaces.scrutiny.tables.history import type_name


class EventFilter(django_filters.FilterSet):
    """Who, what kind of record, what was done, when, through which door, and words anywhere in it."""

    words = SearchFilter()
    who = django_filters.CharFilter(label="Who", field_name="actor_name", lookup_expr="icontains")
    type = django_filters.ChoiceFilter(label="Kind of record", field_name="subject_type", empty_label="Any")
    verb = django_filters.ChoiceFilter(label="What was done", empty_label="Anything")
    door = django_filters.ChoiceFilter(label="Through", choices=Event.DOORS, empty_label="Any way")
    since = DayFilter(label="From", help_text="", field_name="at", lookup_expr="date__gte")
    until = DayFilter(label="To", help_text="", field_name="at", lookup_expr="date__lte")
    number = django_filters.NumberFilter(label="Number of the record", field_name="subject_id")

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types, verbs = choices_of(occurring(self.request.user))
        self.filters["type"].extra["choices"] = types
        self.filters["verb"].extra["choices"] = verbs


def choices_of(pairs: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return kinds of record and verbs, for choosing."""
    types = sorted(((one, type_name(one)) for one in {pair[0] for pair in pairs}), key=lambda choice: choice[1])
    verbs = sorted((verb, verb_words(verb)) for verb in {pair[1] for pair in pairs})
    return types, sorted(verbs, key=lambda choice: choice[1])


def verb_words(verb: str) -> str:
    noun, _, done = verb.partition(" ")
    return f"{type_name(noun)} {done}".strip()
