"""How measures year by year are narrowed."""

from __future__ import annotations

from typing import ClassVar

from kpa_tracker.base.people.filters import AuthorityFilter
from kpa_tracker.base.people.models import Authority, Committee, Post
from kpa_tracker.base.toolkit.filters import ListFilter, MethodChoice, RecordFilter, SearchFilter
from targets.models import MeasureSet, Series


class YearsFilter(AuthorityFilter):
    """Words, the set, who answers for a measure, and what it lacks; the authority, for those who see several."""

    words = SearchFilter(label="Words in it")
    set = RecordFilter(MeasureSet, label="Set", field_name="measure__set")
    owner = RecordFilter(Post, archived=True, label="Owner", field_name="measure__owner")
    committee = RecordFilter(Committee, archived=True, label="Committee", field_name="measure__committee")
    show = MethodChoice(
        label="Show only",
        choices=(
            ("overdue_for_data", "Overdue for data"),
            ("without_data", "Without data"),
            ("without_owner", "Without an owner"),
        ),
    )
    authority = RecordFilter(Authority, label="Authority", field_name="measure__authority")

    class Meta(ListFilter.Meta):
        model = Series
        fields: ClassVar[list[str]] = []
