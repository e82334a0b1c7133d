"""The register as a table."""

from __future__ import annotations

import datetime

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.ratings import rating_of, worst_of
from kpa_tracker.base.toolkit.tables import GapColumn, LinkColumn, RatingColumn, rating_html
from risks.models import Risk


class RiskTable(tables.Table):
    """A risk, who answers for it, and what hangs on it with the worst rating among that."""

    reference = LinkColumn()
    title = tables.Column("Risk")
    owner = GapColumn("Owner", gap="No owner", order_by="owner__title")
    committee = GapColumn("Committee", gap="No committee", order_by="committee__name")
    hangs_on = tables.Column("Ambitions it hangs on", accessor="ambitions", orderable=False, empty_values=())
    treated_by = tables.Column("Deliverables", accessor="deliverables", orderable=False, empty_values=())
    worst = RatingColumn("Worst rating among them", accessor="deliverables", orderable=False)

    class Meta:
        model = Risk
        fields = ("reference", "title", "owner", "committee", "hangs_on", "treated_by", "worst")

    def render_hangs_on(self, record: Risk) -> str:
        return ", ".join(str(one) for one in record.ambitions.all() if not one.is_archived) or "None"

    def render_treated_by(self, record: Risk) -> str:
        return ", ".join(one.reference for one in record.deliverables.all() if not one.is_archived) or "None"

    def render_worst(self, record: Risk) -> str:
        return rating_html(*worst_among(record))

    def value_worst(self, record: Risk) -> str:
        return rating_of(*worst_among(record)).word


class RestoreColumn(tables.Column):
    """A way to bring the risk of a row back."""

    empty_values = ()

    def render(self, record: Risk) -> str:
        hidden = '<span class="govuk-visually-hidden"> {}</span>'
        url = reverse("risk-restore", args=[record.pk])
        return format_html(f'<a class="govuk-link" href="{{}}">Restore{hidden}</a>', url, record.reference)


class ArchivedRiskTable(tables.Table):
    """A risk that left the register: when, why, by whom."""

    reference = LinkColumn()
    title = tables.Column("Risk")
    archived_at = tables.Column("Archived on")
    archived_by = tables.Column("By", order_by="archived_by__name")
    archived_reason = tables.Column("Why", orderable=False)
    restore = RestoreColumn("Bring it back", orderable=False, exclude_from_export=True)

    class Meta:
        model = Risk
        fields = ("reference", "title", "archived_at", "archived_by", "archived_reason", "restore")

    def render_archived_at(self, value: datetime.datetime) -> str:
        return format_date(timezone.localdate(value))


def worst_among(risk: Risk) -> tuple[str, str]:
    """Return the worst rating among the loaded deliverables of a risk, with its plan's own word for it."""
    words = {one.rating: one.rating_word or "" for one in risk.deliverables.all() if not one.is_archived}
    code = worst_of(words).code
    return code, words.get(code, "")
