"""Texts for the public and publications as tables."""

from __future__ import annotations

from typing import Any, ClassVar

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from kpa_tracker.base.toolkit.tables import GapColumn, LinkColumn, TickColumn
from kpa_tracker.interfaces.publication.models import Publication
from kpa_tracker.interfaces.publication.models.moments import said
from kpa_tracker.interfaces.publication.wordings import Standing

SHORT = 160
"""Characters of a text that its row shows; a file has all of it."""


class TextColumn(tables.Column):
    """What the public would read, cut to a line or two; whole in a file."""

    def render(self, record: Standing) -> str:
        return Truncator(" ".join(self.value(record).split())).chars(SHORT)

    def value(self, record: Standing) -> str:
        return "\n".join(text for _, text in record.unit.texts)


class NameColumn(tables.Column):
    """What a text is about: the way to what was said of it, else to the record itself."""

    def render(self, value: str, record: Standing) -> str:
        url = record.wording.get_absolute_url() if record.wording else record.unit.url
        return format_html('<a class="govuk-link" href="{}">{}</a>', url, value)

    def value(self, value: str) -> str:
        return value


class StandingTable(tables.Table):
    """A text for the public, where it stands, what changed since, who submitted it and who decided."""

    row = TickColumn()
    kind = tables.Column("Kind", accessor="unit__kind_word")
    name = NameColumn(verbose_name="About", accessor="unit__name", attrs={"td": {"class": "app-table__main"}})
    text = TextColumn("What the public would read", accessor="unit", orderable=False)
    stands = tables.Column("Where it stands", accessor="state__label")
    changed = GapColumn("Changed since", accessor="names_changed", gap="Nothing")
    submitted = GapColumn("Submitted by", gap="Nobody", orderable=False)
    decided = GapColumn("Decided by", gap="Nobody", orderable=False)

    class Meta:
        fields: ClassVar = ("row", "kind", "name", "text", "stands", "changed", "submitted", "decided")


class PublicationTable(tables.Table):
    """What was published: which plan, by its number, from when, by whom, how it stands."""

    number = LinkColumn("Publication")
    plan = tables.Column("Plan", order_by="plan__title", attrs={"td": {"class": "app-table__main"}})
    stands = tables.Column("How it stands", accessor="stands", orderable=False)
    published_at = tables.Column("Published")
    published_by = tables.Column("By", order_by="published_by__name")
    note = GapColumn("What is new", gap="Not said", orderable=False)
    why_all_the_same = GapColumn("Why past the checklist", gap="Nothing was missing", orderable=False)

    class Meta:
        model = Publication
        fields: ClassVar = ()

    def render_published_at(self, value: Any) -> str:
        return said(value)

    def value_published_at(self, value: Any) -> str:
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
