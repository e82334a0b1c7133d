"""How the list of packs is narrowed."""

from __future__ import annotations

from kpa_tracker.base.people.filters import AuthorityFilter
from kpa_tracker.base.people.models import Authority, Committee
from kpa_tracker.base.toolkit.filters import DayFilter, ListFilter, MethodChoice, RecordFilter, SearchFilter
from kpa_tracker.interfaces.scrutiny.models import Pack
from plans.models import Plan

STATES = (
    ("latest_edition", "Frozen, the last edition"),
    ("superseded", "Frozen, with a later edition"),
    ("assembling", "Being assembled"),
)


class PackFilter(AuthorityFilter):
    """Words, the committee, the plan, how far it has come, and the days of the meetings."""

    words = SearchFilter()
    authority = RecordFilter(Authority, label="Authority", field_name="meeting__committee__authority")
    committee = RecordFilter(Committee, label="Committee", field_name="meeting__committee")
    plan = RecordFilter(Plan, label="Plan")
    state = MethodChoice(label="Show", choices=STATES, empty_label="All packs")
    since = DayFilter(label="Meetings from", help_text="", field_name="meeting__held_on", lookup_expr="gte")
    until = DayFilter(label="To", help_text="", field_name="meeting__held_on", lookup_expr="lte")

    class Meta(ListFilter.Meta):
        model = Pack
        fields: list[str] = []
