"""How a series stands now: its latest figure or its year to date, the target of its year, and the rule that holds."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from kpa_tracker.base.toolkit.dates import format_months
from plans.periods import Frequency, Slot, financial_year_of, slot_of, slots
from targets.models.counted import YearsResults, counted_as
from targets.models.goals import Target
from targets.models.held import rule_held
from targets.models.judging import Yardstick, shown, target_on, tolerance_on, yardstick
from targets.models.measures import Measure, Series
from targets.models.results import Result
from targets.models.to_date import Gap, YearToDate, year_to_date
from targets.performance import Direction, unplaced


@dataclass(frozen=True)
class Now:
    """A series on a day: what is known of it."""

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
        return year_to_date(self.series, self.latest, self.target, self.years_results)

    @property
    def to_date(self) -> YearToDate | None:
        """The year to date, where the periods add up or are averaged and more than one is in."""
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

    @property
    def why_not_rated(self) -> str:
        """Why a figure has no status: the rule says so itself, or what it wants of a figure is not there."""
        if self.shown_status or self.latest is None or self.latest.is_withheld:
            return ""
        return unplaced(rule_held(self.latest), self.latest.second) or self.rule

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

    @cached_property
    def years_results(self) -> YearsResults:
        return self.results_of(*self.year)

    def results_of(self, starts: datetime.date, ends: datetime.date) -> YearsResults:
        """The results of some days in their places, counted as the latest one is."""
        now = counted_as(self.measure, self.latest) if self.latest else None
        return YearsResults(self.measure, starts, ends, self.results, now)

    def _slots(self, starts: datetime.date, ends: datetime.date) -> list[Slot]:
        every = Frequency(self.measure.frequency)
        return slots(slot_of(starts, every=every).starts, ends, every=every)
