"""The tracker of recommendations, in the shape that members know: what, who, when, how it stands, what remains."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.tables import DayColumn, GapColumn, LinkColumn
from targets.models import Recommendation


class StateColumn(tables.Column):
    """The state, with what the dates say beside it."""

    def render(self, value: Any, record: Recommendation) -> str:
        shown = '{} <span class="app-flag app-flag--strong">Overdue</span>' if record.is_overdue else "{}"
        return format_html(shown, value)

    def value(self, value: Any, record: Recommendation) -> str:
        return f"{value}, overdue" if record.is_overdue else str(value)


class RemainsColumn(tables.Column):
    """What remains to be done: nothing once it is closed or rejected, whatever was said before."""

    empty_values = ()

    def render(self, value: str, record: Recommendation) -> str:
        return self.value(value, record) or format_html('<span class="app-muted">{}</span>', "Nothing said")

    def value(self, value: str, record: Recommendation) -> str:
        return "Nothing" if record.is_finished else value


class RecommendationTable(tables.Table):
    """What is asked for, who answers for it, by when, how it stands, what remains."""

    reference = tables.Column("Ref")
    text = LinkColumn("What is asked for", attrs={"td": {"class": "app-table__main"}})
    kind = tables.Column()
    inspection = tables.Column(order_by="inspection__title")
    owner = GapColumn("Owner", gap="No owner", order_by="owner__title")
    committee = GapColumn("Committee", gap="No committee", order_by="committee__name")
    due_text = GapColumn("Due", gap="Not set", order_by="due_due")
    state = StateColumn("Status")
    remains = RemainsColumn("What remains", orderable=False)

    class Meta:
        model = Recommendation
        fields = ("reference", "text", "kind", "inspection", "owner", "committee", "due_text", "state", "remains")


class PastRecommendationTable(RecommendationTable):
    """The same as of a day, with the day in every row of a file."""

    stood_on = DayColumn("As of", orderable=False)


class ArchivedRecommendationTable(tables.Table):
    """A recommendation that left the tracker: when, why, by whom. Its own page brings it back."""

    reference = LinkColumn("Ref")
    text = tables.Column("What is asked for")
    inspection = tables.Column(order_by="inspection__title")
    archived_at = tables.Column("Archived on")
    archived_by = tables.Column("By", order_by="archived_by__name")
    archived_reason = tables.Column("Why", orderable=False)

    class Meta:
        model = Recommendation
        fields = ("reference", "text", "inspection", "archived_at", "archived_by", "archived_reason")

    def render_archived_at(self, value: datetime.datetime) -> str:
        return format_date(timezone.localdate(value))
