"""The list of measures."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.ratings import rating_of
from kpa_tracker.base.toolkit.tables import DayColumn, GapColumn, LinkColumn, rating_html
from targets.models import Measure, Series
from targets.models.to_date import in_a_list


@dataclass(frozen=True)
class Latest:
    """How one series stands: its name, figure and months; the status that counts, and the two that it may be of."""

    name: str
    figure: str
    months: str = ""
    status: str = ""
    by_rule: str = ""
    reason: str = ""

    @property
    def judged(self) -> str:
        """That an owner judged otherwise, and what the rule says."""
        if not self.reason:
            return ""
        return f"the owner's judgement; by the rule {word(self.by_rule)}" if self.by_rule else "the owner's judgement"

    @property
    def text(self) -> str:
        figure = f"{self.name}{self.figure}{f' ({self.months})' if self.months else ''}"
        parts = [figure, word(self.status), self.judged, self.reason and f"because: {self.reason}"]
        return ", ".join(part for part in parts if part)


def word(status: str) -> str:
    return rating_of(status).word if status else ""


class LatestColumn(tables.Column):
    """How each series stands, with its name and the months that the figure is for: the year to date where periods add
    up, else the latest result; "no data" where there is none. With its status, and whose that is."""

    empty_values = ()

    def render(self, record: Measure) -> str:
        return format_html_join("", "<div>{}{}{}{}{}</div>", map(drawn, standings_of(record)))

    def value(self, record: Measure) -> str:
        return "; ".join(one.text for one in standings_of(record))


def drawn(one: Latest) -> tuple[Any, ...]:
    """A series in pieces of HTML; what is not there is left out."""
    months = format_html('<span class="app-muted"> ({})</span>', one.months) if one.months else ""
    judged = format_html('<span class="app-muted"> {}</span>', one.judged) if one.judged else ""
    rating = format_html(" {}", rating_html(one.status)) if one.status else ""
    return one.name, format_html('<span class="app-nowrap">{}</span>', one.figure), months, rating, judged


def latest_of(measure: Measure) -> list[tuple[str, str, str]]:
    """Return (name of the series, figure, months) of each series as it stands, from what is loaded."""
    return [(one.name, one.figure, one.months) for one in standings_of(measure)]


def standings_of(measure: Measure) -> list[Latest]:
    """Return how each series stands, from what is loaded."""
    return [_latest(measure, series) for series in measure.series.all()]


def _latest(measure: Measure, series: Series) -> Latest:
    name = f"{series.name}: " if series.name else ""
    series.measure = measure
    found, latest = in_a_list(series), series.latest
    if latest is None or not latest.judged_status:
        return Latest(name, found.figure, found.months, found.status)
    by_rule = series.to_date.get("status", latest.status)
    return Latest(name, found.figure, found.months, found.status, by_rule, latest.judged_reason)


class MeasureTable(tables.Table):
    """Each measure: what it is, who answers for it, what it came to last."""

    reference = tables.Column("Ref", default="", attrs={"td": {"class": "app-nowrap"}})
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


class PastMeasureTable(MeasureTable):
    """The same as of a day, with the day in every row of a file."""

    stood_on = DayColumn("As of", orderable=False)

    def order_owner(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.in_order_of(lambda one: one.owner.title, descending=is_descending), True

    def order_committee(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.in_order_of(lambda one: one.committee.name, descending=is_descending), True

    def order_set(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.in_order_of(lambda one: one.set.position, descending=is_descending), True


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
