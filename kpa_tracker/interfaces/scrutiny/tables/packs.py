"""Packs as a table."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html

from kpa_tracker.base.toolkit.tables import DayColumn, GapColumn
from kpa_tracker.interfaces.scrutiny.models import Pack

ASSEMBLING = "Being assembled"


class FrozenColumn(DayColumn):
    """The day of a moment, in the installation's time zone."""

    def render(self, value: Any) -> Any:
        return super().render(timezone.localdate(value) if value else None)

    def value(self, value: Any) -> str:
        return super().value(timezone.localdate(value) if value else None)


class PackTable(tables.Table):
    """A pack: for which meeting, of which plan, which edition, when it was frozen and by whom."""

    held_on = DayColumn("Meeting", accessor="meeting__held_on")
    committee = tables.Column("Committee", accessor="meeting__committee__name")
    plan = tables.Column("Plan", order_by="plan__title")
    scope = tables.Column("What is in it")
    number = tables.Column("Edition")
    frozen_at = FrozenColumn("Frozen", gap=ASSEMBLING)
    frozen_by = GapColumn("By", gap="–", order_by="frozen_by__name")

    class Meta:
        model = Pack
        fields = ("held_on", "committee", "plan", "scope", "number", "frozen_at", "frozen_by")

    def render_committee(self, value: str, record: Pack) -> str:
        hidden = '<span class="govuk-visually-hidden">: the pack</span>'
        return format_html(f'<a class="govuk-link" href="{{}}">{{}}{hidden}</a>', record.get_absolute_url(), value)

    def value_committee(self, value: str) -> str:
        return value
