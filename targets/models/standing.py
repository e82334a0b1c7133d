"""How a series stands on a day: its latest figure, by which rule it is judged, where it comes from and where it leads.

Where the periods of a year add up, a series stands by its year to date (`targets.models.to_date`), and the latest
period stands beside it with its own status.

`with_standing` loads what is needed, in the same number of queries for one series or for a hundred; `standing_of` then
works from the loaded records alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from kpa_tracker.base.toolkit.dates import format_months
from plans.periods import Frequency, Slot, financial_year_of, slot_of, slots
from targets.models.goals import Target
from targets.models.held import rule_held
from targets.models.judging import (
    Yardstick,
    definition_on,
    last_day_of,
    shown,
    target_on,
    tolerance_on,
    wanted_of,
    yardstick,
)
from targets.models.measures import Definition, Measure, Series
from targets.models.overdue import is_overdue, last_due
from targets.models.results import Result
from targets.models.spans import days_before
from targets.models.to_date import Gap, YearToDate, counted_as, shares_of, shares_of_parts, spread, year_to_date
from targets.models.workings import shows_rounded, value_of, worked_out
from targets.performance import (
    Direction,
    Forecast,
    Gathering,
    Kind,
    Method,
    Rule,
    Travel,
    forecast,
    judge,
    progress,
    travel,
)
from targets.performance.years import Value

A_YEAR = 12
MISSED = ("red", "amber")
NOT_FORECAST = (Kind.QUALITATIVE, Kind.GRADE)


def with_standing(series: Any) -> Any:
    """Load what `standing_of` reads: one join of the measure's own, and eight queries for any number of series."""
    targets = Target.objects.current().select_related("baseline", "plan", "objective__priority")
    return series.select_related("measure__scale", "measure__owner", "latest").prefetch_related(
        Prefetch("results", Result.objects.current().select_related("judged_by"), to_attr="current_results"),
        Prefetch(
            "targets",
            targets.prefetch_related("tolerances__committee", "expected_values"),
            to_attr="current_targets",
        ),
        "measure__definitions",
        "measure__scale__grades",
    )


@dataclass(frozen=True)
class Period:
    """One line of the table: a period with its result, or without one, which is "no data"."""

    starts: datetime.date
    ends: datetime.date
    result: Result | None = None
    definition: Definition | None = None
    counted_as: object = None

    @property
    def name(self) -> str:
        return format_months(self.starts, self.ends)

    @property
    def figure(self) -> str:
        return shown(self.result)

    @property
    def value(self) -> Decimal | None:
        return value_of(self.result)


@dataclass(frozen=True)
class Standing:
    """A series on a day, worked out from what was loaded with it."""

    series: Series
    day: datetime.date

    @property
    def measure(self) -> Measure:
        return self.series.measure

    @cached_property
    def results(self) -> list[Result]:
        """The current results, the earliest first."""
        return sorted(self.series.current_results, key=lambda result: (result.ends, result.starts))  # type: ignore[attr-defined]

    @cached_property
    def latest(self) -> Result | None:
        """The newest result that was due to be known on the day."""
        return next((result for result in reversed(self.results) if result.ends <= self.day), None)

    @cached_property
    def _together(self) -> YearToDate | Gap | None:
        if self.latest is None:
            return None
        return year_to_date(self.series, self.latest, self.target, self.year, self.results)

    @property
    def to_date(self) -> YearToDate | None:
        """The year to date, where the periods add up and more than one is in."""
        return self._together if isinstance(self._together, YearToDate) else None

    @property
    def gap(self) -> str:
        """Why the year to date cannot be said; then the latest period stands for it."""
        return self._together.why if isinstance(self._together, Gap) else ""

    @property
    def figure(self) -> str:
        return self.to_date.figure if self.to_date else shown(self.latest)

    @property
    def period(self) -> str:
        return self.to_date.period if self.to_date else self.latest_period

    @property
    def latest_figure(self) -> str:
        return shown(self.latest)

    @property
    def latest_period(self) -> str:
        return format_months(self.latest.starts, self.latest.ends) if self.latest else ""

    @cached_property
    def target(self) -> Target | None:
        """The target of the year of the latest result; where there is none yet, of today's, else the last one set."""
        targets: list[Target] = self.series.current_targets  # type: ignore[attr-defined]
        if self.latest:
            return target_on(targets, self.latest.ends)
        return target_on(targets, self.day) or max(targets, key=lambda target: target.starts, default=None)

    @property
    def has_target(self) -> bool:
        return bool(self.series.current_targets)  # type: ignore[attr-defined]

    @property
    def lacks_target(self) -> bool:
        return not self.has_target and self.measure.direction != Direction.NONE

    @property
    def status(self) -> str:
        """By the rule: of the year to date, else of the latest result as it was when that was recorded."""
        if self.to_date:
            return self.to_date.status
        return self.latest.status if self.latest else ""

    @property
    def judged_status(self) -> str:
        return self.latest.judged_status if self.latest else ""

    @property
    def shown_status(self) -> str:
        """What the series counts as: by its owner's judgement of the latest result, else by the rule."""
        return self.judged_status or self.status

    @property
    def rule(self) -> str:
        """The rule printed beside the number: of the year to date, else the latest result's own; before the first one,
        the year's."""
        if self.to_date:
            return self.to_date.words
        return self.latest.rule if self.latest else self.of_year.words

    @cached_property
    def year(self) -> tuple[datetime.date, datetime.date]:
        """The year looked at: the target's, else the financial year of the latest result or of the day."""
        if self.target:
            return self.target.starts, self.target.ends
        year = financial_year_of(self.latest.ends if self.latest else self.day)
        return year.start, year.end

    @cached_property
    def of_year(self) -> Yardstick:
        starts, ends = self.year
        tolerance = tolerance_on(self.target, ends)
        return yardstick(self.series, self.target, tolerance, starts=starts, ends=ends)

    # --- Where it leads -----------------------------------------------------------------------------------------------

    @cached_property
    def forecast(self) -> Forecast | None:
        """What the year will come to; nothing for words and grades."""
        kind = Kind(self.measure.kind)
        if kind in NOT_FORECAST:
            return None
        year = self._slots(*self.year)
        before = self._slots(*days_before(*self.year, A_YEAR))
        return forecast(
            Method(self.measure.forecast_by),
            self._values(year),
            periods=len(year),
            gathering=Gathering(self.measure.gathering),
            profile=self._profile(year),
            last_year=self._values(before),
            parts=shares_of_parts(self._of_slots(year)),
            shown=lambda value: shows_rounded(self.series, value),
            kind=kind,
        )

    @property
    def forecast_figure(self) -> str:
        """The forecast or the outcome with the digits that decide; an outcome of one result alone as that result."""
        found = self.forecast
        if found is None or found.value is None:
            return ""
        if found.is_outcome and self.latest and self.latest.ends == self.year[1] and self._is_last_alone:
            return shown(self.latest)
        return worked_out(self.series, found.value, self.rule_of_year)

    @property
    def _is_last_alone(self) -> bool:
        return self.measure.gathering == Gathering.LAST or len(self._slots(*self.year)) == 1

    @property
    def forecast_method(self) -> str:
        if not self.forecast:
            return ""
        return self.forecast.name if self.forecast.is_outcome else self.forecast.method.word

    @property
    def forecast_status(self) -> str:
        """How the year will be judged if the forecast comes true; of a year that is over, how it is judged."""
        if not self.forecast:
            return ""
        return judge(self.forecast.value, self.rule_of_year)

    @property
    def rule_of_year(self) -> Rule:
        """What the year is judged by: as the target says it; of a year that is over what its periods together are
        judged by, and where all that make it are closed, what the last of them was closed with."""
        if not self.forecast or not self.forecast.is_outcome:
            return self.of_year.rule
        if self.to_date and self.to_date.is_whole:
            return self.to_date.held.rule
        return rule_held(self.latest) if self.latest and self._is_closed_outcome else self.of_year.rule

    @property
    def _is_closed_outcome(self) -> bool:
        """The results that make the year are closed, and the last of them was held against the year's own target."""
        made = self._of_slots(self._slots(*self.year))
        if self._is_last_alone:
            made = made[-1:]
        elif self.measure.gathering == Gathering.SUM:
            return False
        return made[-1] == self.latest and all(one is not None and one.is_closed for one in made)

    @property
    def misses_the_year(self) -> bool:
        """The year has missed its target, or is forecast to: amber is a miss as well."""
        return self.forecast_status in MISSED

    @property
    def was_recounted(self) -> bool:
        """The baseline was counted by another definition than the latest result."""
        if self.target is None or self.target.baseline is None or self.latest is None:
            return False
        before = definition_on(self.measure, last_day_of(self.target))
        return (before, before) != counted_as(self.measure, self.latest)

    @property
    def progress(self) -> Decimal | None:
        """Per cent of the way from baseline to target; of what adds up, by what the year is forecast to come to. None
        across a new definition."""
        target = self.target
        if target is None or target.baseline is None or self.measure.kind in NOT_FORECAST or self.was_recounted:
            return None
        adds_up = self.measure.gathering == Gathering.SUM
        actual = (self.forecast.value if self.forecast else None) if adds_up else value_of(self.latest)
        start = Result(series=self.series, value=target.baseline.value, second=target.baseline.second)
        return progress(value_of(start), wanted_of(target), actual)

    # --- Where it comes from ------------------------------------------------------------------------------------------

    @cached_property
    def since_last_period(self) -> Travel:
        return self._travel(1)

    @cached_property
    def since_last_year(self) -> Travel:
        return self._travel(A_YEAR // Frequency(self.measure.frequency).months)

    def _travel(self, periods: int) -> Travel:
        """Against the same days so many periods ago. Nothing is compared across a new definition."""
        direction, kind = Direction(self.measure.direction), Kind(self.measure.kind)
        if self.latest is None or kind is Kind.QUALITATIVE:
            return travel(None, None, direction, kind=kind)
        before = self._earlier(self.latest, periods * Frequency(self.measure.frequency).months)
        same = before is None or self._is_alike(before, self.latest)
        seconds = self.latest.second, before.second if before else None
        return travel(
            value_of(self.latest), value_of(before), direction, kind=kind, same_definition=same, seconds=seconds
        )

    def _is_alike(self, before: Result, now: Result) -> bool:
        """Both were counted by one definition from their first to their last day."""
        return len({*counted_as(self.measure, before), *counted_as(self.measure, now)}) == 1

    def _earlier(self, latest: Result, months: int) -> Result | None:
        """The result of the same days so many months ago."""
        days = days_before(latest.starts, latest.ends, months)
        return next((result for result in self.results if (result.starts, result.ends) == days), None)

    def definition_on(self, day: datetime.date) -> Definition | None:
        """The definition by which something was counted on a day."""
        return definition_on(self.measure, day)

    # --- What is missing ----------------------------------------------------------------------------------------------

    @cached_property
    def is_overdue(self) -> bool:
        return not self.series.is_archived and is_overdue(self.series, self.day)

    @property
    def due(self) -> Slot:
        """The last period whose result was due."""
        return last_due(self.measure.frequency, self.day)

    @cached_property
    def periods(self) -> list[Period]:
        """Every period from the first result to today's last one that was due; those without a result are gaps."""
        if not self.results:
            return []
        last = max(self.results[-1].ends, self.due.ends)
        found: list[Period] = []
        for slot in self._slots(self.results[0].ends, last):
            within = [result for result in self.results if slot.starts <= result.ends <= slot.ends]
            found += [self._period(one.starts, one.ends, one) for one in within]
            if not within and not any(one.starts <= slot.starts and slot.ends <= one.ends for one in self.results):
                found.append(self._period(slot.starts, slot.ends, None))
        return found

    @property
    def gaps(self) -> list[Period]:
        """The periods without any result: a gap in the chart, "no data" in the table."""
        return [period for period in self.periods if period.result is None]

    def _period(self, starts: datetime.date, ends: datetime.date, result: Result | None) -> Period:
        first, last = self.definition_on(starts), self.definition_on(ends)
        return Period(starts, ends, result, last, counted_as=(first and first.pk, last and last.pk))

    def _slots(self, starts: datetime.date, ends: datetime.date) -> list[Slot]:
        every = Frequency(self.measure.frequency)
        return slots(slot_of(starts, every=every).starts, ends, every=every)

    def _values(self, year: Sequence[Slot]) -> list[Value | None]:
        """The year's results, one for each period; of one for several periods, where they add up, its share."""
        found = self._of_slots(year)
        return shares_of(found) if self.measure.gathering == Gathering.SUM else [value_of(one) for one in found]

    def _of_slots(self, year: Sequence[Slot]) -> list[Result | None]:
        """A result for each period. What was counted by an older definition than the latest is none."""
        now = counted_as(self.measure, self.latest) if self.latest else None
        exact = {(result.starts, result.ends): result for result in self.results}
        by_end = {} if self.measure.gathering == Gathering.SUM else {result.ends: result for result in self.results}
        found = [exact.get((slot.starts, slot.ends)) or by_end.get(slot.ends) for slot in year]
        if self.measure.gathering != Gathering.LAST:
            found = spread(found, year, self.results)
        return [one if one and counted_as(self.measure, one) == now else None for one in found]

    def _profile(self, year: Sequence[Slot]) -> list[Decimal | None]:
        steps = {step.ends: step.value for step in self.target.expected_values.all()} if self.target else {}
        return [steps.get(slot.ends) for slot in year]


def standing_of(series: Series, day: datetime.date) -> Standing:
    """How a series that `with_standing` loaded stands on a day. No query."""
    return Standing(series, day)
