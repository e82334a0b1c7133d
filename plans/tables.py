"""The list of plans."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables

from kpa_tracker.base.toolkit.tables import GapColumn, LinkColumn
from plans.models import Plan
from plans.periods import years_name


class PlanTable(tables.Table):
    """Plans, the latest first."""

    title = LinkColumn(verbose_name="Plan")
    years = tables.Column(accessor="starts_on", verbose_name="Years", order_by=("starts_on", "ends_on"))
    state = tables.Column(verbose_name="State")
    previous = GapColumn(verbose_name="Follows", gap="No earlier plan", order_by="previous__title")
    authority = tables.Column(verbose_name="Authority", order_by="authority__name")

    class Meta:
        model = Plan
        fields = ("title", "years", "state", "previous", "authority")

    def render_years(self, record: Plan) -> str:
        return years_name(record.starts_on, record.ends_on)

    def value_years(self, record: Plan) -> Any:
        return self.render_years(record)
