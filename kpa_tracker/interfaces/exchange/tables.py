"""The kept readings of columns, as a table."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone

from kpa_tracker.base.toolkit.tables import DayColumn, LinkColumn
from kpa_tracker.interfaces.exchange.models import ImportMapping


class ReadingTable(tables.Table):
    """A reading: its name, whose it is, what it reads, its headings."""

    name = LinkColumn("Name")
    authority = tables.Column("Authority", order_by="authority__name")
    sort = tables.Column("What the file holds")
    headings = tables.Column("Headings of the table")
    changed_at = DayColumn("Last kept")

    class Meta:
        model = ImportMapping
        fields = ("name", "authority", "sort", "headings", "changed_at")

    def value_changed_at(self, value: Any) -> str:
        return f"{timezone.localtime(value):%Y-%m-%d}"

    def render_changed_at(self, value: Any) -> str:
        return f"{timezone.localtime(value):%-d %B %Y}"
