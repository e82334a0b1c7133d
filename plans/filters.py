"""The facets of the list of plans."""

from __future__ import annotations

from typing import ClassVar

import django_filters

from kpa_tracker.base.toolkit.filters import ListFilter, SearchFilter
from plans.models import Plan


class PlanFilter(ListFilter):
    """Words in the title, and a plan's state."""

    words = SearchFilter(label="Words in the title")
    state = django_filters.ChoiceFilter(label="State", choices=Plan.State.choices, empty_label="All")

    class Meta(ListFilter.Meta):
        model = Plan
        fields: ClassVar[list[str]] = []
