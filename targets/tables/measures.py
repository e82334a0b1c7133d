"""The list of measures."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.tables import GapColumn, LinkColumn
from targets.models import Measure, Series
from targets.models.to_date import in_a_list


class LatestColumn(tables.Column):
    """How each series stands, with its name and the months that the figure is for: the year to date where periods add
    up, else the latest result; "no data" where there is none."""

    empty_values = ()

    def render(self, record: Measure) -> str:
        lines = [(name, figure, f" ({months})" if months else "") for name, figure, months in latest_of(record)]
        return format_html_join(
            "", '<div>{}<span class="app-nowrap">{}</span><span class="app-muted">{}</span></div>', lines
        )

    def value(self, record: Measure) -> str:
        return "; ".join(
            f"{name}{figure}{f' ({months})' if months else ''}" for name, figure, months in latest_of(record)
        )


def latest_of(measure: Measure) -> list[tuple[str, str, str]]:
    """Return (name of the series, figure, months) of each series as it stands, from what is loaded."""
    return [_latest(measure, series) for series in measure.series.all()]


def _latest(measure: Measure, series: Series) -> tuple[str, str, str]:
    name = f"{series.name}: " if series.name else ""
    series.measure = measure
    found = in_a_list(series)
    return name, found.figure, found.months


class MeasureTable(tables.Table):
    """Each measure: what it is, who answers for it, what it came to last."""

    reference = tables.Column("Ref", default="")
    title = LinkColumn("Measure", attrs={"td": {"class": "app-table__main"}})
    authority = tables.Column()
    set = tables.Column(default="")
    kind = tables.Column("Its figures are")
    direction = tables.Column("What is better")
    owner = GapColumn(gap="No owner")
    committee = GapColumn(gap="No committee")
    frequency = tables.Column("Results come")
    latest = LatestColumn("Latest result", accessor="pk", orderable=False)

    class Meta:
        model = Measure
        fields: ClassVar = ()
        attrs: ClassVar = {"caption": ""}

    def order_owner(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return gaps_last(queryset, "owner__title", is_descending), True

    def order_committee(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return gaps_last(queryset, "committee__name", is_descending), True

    def order_set(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return gaps_last(queryset, "set__position", is_descending), True


def gaps_last(queryset: Any, field: str, is_descending: bool) -> Any:
    """Order by a field in which a gap comes last, whichever way round."""
    ordering = F(field).desc(nulls_last=True) if is_descending else F(field).asc(nulls_last=True)
    return queryset.order_by(ordering, "position", "pk")


class RestoreColumn(tables.Column):
    """A way to bring the measure of a row back."""

    empty_values = ()

    def render(self, record: Measure) -> str:
        hidden = '<span class="govuk-visually-hidden"> {}</span>'
        url = reverse("measure-restore", args=[record.pk])
        return format_html(f'<a class="govuk-link" href="{{}}">Restore{hidden}</a>', url, record)


class ArchivedMeasureTable(tables.Table):
    """A measure that left the list: when, why, by whom."""

    reference = tables.Column("Ref", default="")
    title = LinkColumn("Measure")
    archived_at = tables.Column("Archived on")
    archived_by = tables.Column("By", order_by="archived_by__name")
    archived_reason = tables.Column("Why", orderable=False)
    restore = RestoreColumn("Bring it back", accessor="pk", orderable=False, exclude_from_export=True)

    class Meta:
        model = Measure
        fields: ClassVar = ()
        attrs: ClassVar = {"caption": ""}

    def render_archived_at(self, value: datetime.datetime) -> str:
        return format_date(timezone.localdate(value))
