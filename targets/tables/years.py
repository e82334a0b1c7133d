"""Measures year by year: a row for each series, a column for each year, and the years without a figure in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import django_tables2 as tables
from django.utils.html import format_html

from kpa_tracker.base.toolkit.tables import GapColumn, rating_html
from plans.periods import FinancialYear
from targets.models import Result, Series
from targets.models.standing import Standing, standing_of
from targets.performance import Direction
from targets.performance.footnotes import Footnotes
from targets.tables.drawn import marks, travel
from targets.tables.files import travelled

NOT_AVAILABLE = "Not available"
NUMBER = {"class": "app-table__number"}


@dataclass(frozen=True)
class InAYear:
    """What a series came to in a year; `aside` says what a reader has to know of the figure."""

    figure: str = ""
    aside: str = ""
    notes: Sequence[Any] = ()

    @property
    def text(self) -> str:
        """As a file has it: with its footnotes in words, because it has nothing under its table."""
        said = [self.aside, *(note.text for note in self.notes)]
        also = "; ".join(one.rstrip(".") for one in said if one)
        return (f"{self.figure} ({also})" if also else self.figure) or NOT_AVAILABLE


def in_a_year(series: Series, year: FinancialYear, today: datetime.date) -> InAYear:
    """How a series stood at the end of a year, or stands in the year that runs. No query."""
    standing = standing_of(series, min(year.end, today))
    latest = standing.latest
    if latest is None or latest.ends < year.start:
        return InAYear()
    stands = standing.to_date or latest
    is_year = stands.starts <= year.start and stands.ends == year.end
    said = ["" if is_year else standing.period, *_how_firm(latest)]
    return InAYear(standing.figure, ", ".join(filter(None, said)), tuple(latest.footnotes.all()))


def _how_firm(latest: Result) -> list[str]:
    is_open = latest.standing == Result.Standing.PROVISIONAL and not latest.is_withheld
    return ["provisional" if is_open else "", "made up" if latest.is_invented else ""]


class NamedColumn(tables.Column):
    """A measure with the name of the series, and the marks of its footnotes."""

    def render(self, record: Series, table: YearsTable) -> str:
        link = format_html('<a class="govuk-link" href="{}">{}</a>', record.get_absolute_url(), self.value(record))
        return format_html("{}{}", link, marks(table.footnotes.marks(record.measure.footnotes.all())))

    def value(self, record: Series) -> str:
        return f"{record.measure.title}: {record.name}" if record.name else record.measure.title


class YearColumn(tables.Column):
    """What each series came to in a year, or that there is no figure."""

    empty_values = ()

    def __init__(self, year: FinancialYear, today: datetime.date) -> None:
        self.year, self.today = year, today
        super().__init__(year.name, accessor="pk", orderable=False, attrs={"th": NUMBER, "td": NUMBER})

    def render(self, record: Series, table: YearsTable) -> str:
        found = in_a_year(record, self.year, self.today)
        if not found.figure:
            return format_html('<span class="app-muted">{}</span>', NOT_AVAILABLE)
        aside = format_html('<br><span class="app-muted">{}</span>', found.aside) if found.aside else ""
        return format_html("{}{}{}", found.figure, marks(table.footnotes.marks(found.notes)), aside)

    def value(self, record: Series) -> str:
        return in_a_year(record, self.year, self.today).text


class SinceColumn(tables.Column):
    """Which way a series went since the same period a year before."""

    empty_values = ()

    def render(self, record: Series, table: YearsTable) -> str:
        return travel(record, table.now(record).since_last_year)

    def value(self, record: Series, table: YearsTable) -> str:
        return travelled(table.now(record), table.now(record).since_last_year)


class StandingColumn(tables.Column):
    """How a series stands now; of what only informs, that."""

    empty_values = ()

    def render(self, record: Series, table: YearsTable) -> str:
        if record.measure.direction == Direction.NONE:
            return format_html('<span class="app-muted">{}</span>', Direction.NONE.word)
        return rating_html(table.now(record).shown_status)

    def value(self, record: Series, table: YearsTable) -> str:
        if record.measure.direction == Direction.NONE:
            return Direction.NONE.word
        return str(table.now(record).shown_status).capitalize()


class YearsTable(tables.Table):
    """Each series with what it came to in each year. Its footnotes are numbered as its cells are drawn."""

    reference = tables.Column(
        "Ref",
        accessor="measure__reference",
        default="",
        order_by="measure__position",
        attrs={"td": {"class": "app-nowrap"}},
    )
    named = NamedColumn("Measure", accessor="measure__title", attrs={"td": {"class": "app-table__main"}})
    owner = GapColumn(gap="No owner", accessor="measure__owner")
    since = SinceColumn("Since a year before", accessor="pk", orderable=False)
    standing = StandingColumn("Status now", accessor="pk", orderable=False)

    class Meta:
        model = Series
        fields: ClassVar = ()
        attrs: ClassVar = {"caption": ""}

    def __init__(self, *args: Any, years: Iterable[FinancialYear] = (), today: datetime.date, **kwargs: Any) -> None:
        self.footnotes, self.today = Footnotes(), today
        more = [(f"in_{year.starts_in}", YearColumn(year, today)) for year in years]
        order = ("reference", "named", "owner", *(name for name, _ in more), "since", "standing")
        super().__init__(*args, extra_columns=more, sequence=order, **kwargs)

    def now(self, record: Series) -> Standing:
        """How a series stands today."""
        return standing_of(record, self.today)
