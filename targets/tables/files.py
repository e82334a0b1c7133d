"""Scorecards and results as files: what the page shows, with both judgements and what a forecast was made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.exports import Lines
from kpa_tracker.base.toolkit.ratings import rating_of
from targets.models import Comparator, Result
from targets.models.standing import Period, Standing, shows_rounded
from targets.performance import Travel, number_as_it_is
from targets.tables.scorecard import NO_OBJECTIVE, NO_PRIORITY, Row

OF_A_SCORECARD = (
    *("Priority", "Objective", "Reference", "Measure", "Series", "Owner", "Target", "Latest result", "Period"),
    *("How firm", "Status by the rule", "The rule", "Owner's judgement", "Owner's reason", "Since the last period"),
    *("Since a year before", "Forecast for year end", "Forecast status", "How it is forecast", "Overdue for data"),
)
OF_RESULTS = (
    *("Series", "First day", "Last day", "Result", "Figure", "Second figure", "Numerator", "Denominator", "Wanted"),
    *("Status by the rule", "The rule", "Owner's judgement", "Owner's reason", "How firm", "Closed"),
    *("Withheld because", "Note", "Version", "Corrected because"),
)

OF_COMPARATORS = ("First day", "Last day", "What it is", "Figure", "Of how many")


@dataclass(frozen=True)
class ScorecardFile:
    """The rows of a scorecard that are shown."""

    rows: Sequence[Row]

    def as_values(self) -> Iterator[Sequence[str]]:
        yield OF_A_SCORECARD
        for row in self.rows:
            yield [*_place(row), *_latest(row.standing), *_ahead(row.standing)]


def _place(row: Row) -> list[str]:
    measure = row.standing.measure
    return [
        str(row.priority or NO_PRIORITY),
        str(row.objective or NO_OBJECTIVE),
        *(measure.reference, measure.title, row.standing.series.name),
        str(measure.owner or ""),
        row.target.text if row.target else "",
    ]


def _latest(standing: Standing) -> list[str]:
    latest = standing.latest
    return [
        *(standing.figure, standing.period),
        latest.get_standing_display() if latest and not latest.is_withheld else "",
        *(word_of(standing.status), standing.rule, word_of(standing.judged_status)),
        latest.judged_reason if latest else "",
    ]


def _ahead(standing: Standing) -> list[str]:
    forecast = standing.forecast
    return [
        *(travelled(standing, standing.since_last_period), travelled(standing, standing.since_last_year)),
        *(standing.forecast_figure, word_of(standing.forecast_status), forecast.made if forecast is not None else ""),
        "Yes" if standing.is_overdue else "",
    ]


def travelled(standing: Standing, found: Travel) -> str:
    """Direction of travel in words, with the reason where nothing is compared."""
    return f"{found.word}: {found.reason}" if found.reason else found.word


def word_of(status: str) -> str:
    """A status in its word; nothing where there is none."""
    return rating_of(status).word if status else ""


@dataclass(frozen=True)
class ResultsFile:
    """Every period of every series of a measure, with or without a result: (series, its periods, what was wanted)."""

    sheets: Iterable[tuple[Standing, list[tuple[Period, Decimal | None]]]]

    def as_values(self) -> Iterator[Sequence[str]]:
        yield OF_RESULTS
        for standing, periods in self.sheets:
            for period, wanted in periods:
                value = shows_rounded(standing.series, wanted) if wanted is not None else ""
                row = [standing.series.name, *_period(period), *_figures(period.result), value]
                yield [*row, *(_said(period.result) if period.result else [""] * (len(OF_RESULTS) - len(row)))]


def _period(period: Period) -> list[str]:
    return [format_date(period.starts), format_date(period.ends), period.figure]


def _figures(result: Result | None) -> list[str]:
    if result is None:
        return [""] * 4
    held = (result.value, result.second, result.numerator, result.denominator)
    return [number_as_it_is(value) if value is not None else "" for value in held]


def _said(result: Result) -> list[str]:
    return [
        *(word_of(result.status), result.rule, word_of(result.judged_status), result.judged_reason),
        "" if result.is_withheld else result.get_standing_display(),
        "Yes" if result.is_closed else "",
        *(result.withheld_reason, result.note, str(result.number), result.corrects_because),
    ]


def comparators_in_file(rows: Iterable[tuple[Comparator, str]]) -> Lines:
    """Return how others stood beside a series, as their page shows it."""
    return Lines(
        OF_COMPARATORS, [(one.starts, one.ends, one.get_sort_display(), figure, one.of or "") for one, figure in rows]
    )
