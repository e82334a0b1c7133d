"""Where a series leads: what its year will come to or came to, and how far that is from baseline to target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from plans.periods import Slot
from targets.models.counted import counted_as
from targets.models.held import rule_held
from targets.models.judging import definition_on, last_day_of, shown, wanted_of
from targets.models.results import Result
from targets.models.spans import days_before
from targets.models.standing.now import Now
from targets.models.workings import shows_rounded, value_of, worked_out
from targets.performance import Forecast, Gathering, Kind, Method, Rule, forecast, judge, progress

A_YEAR = 12
MISSED = ("red", "amber")
NOT_FORECAST = (Kind.QUALITATIVE, Kind.GRADE)


@dataclass(frozen=True)
class Ahead(Now):
    """A series on a day: what its year comes to."""

    @cached_property
    def forecast(self) -> Forecast | None:
        """What the year will come to; nothing for words and grades."""
        kind = Kind(self.measure.kind)
        if kind in NOT_FORECAST:
            return None
        year, before = self.years_results, self.results_of(*days_before(*self.year, A_YEAR))
        return forecast(
            Method(self.measure.forecast_by),
            year.values,
            periods=len(year.slots),
            gathering=year.gathering,
            profile=self._profile(year.slots),
            last_year=before.values,
            parts=year.parts,
            shown=lambda value: shows_rounded(self.series, value),
            kind=kind,
            nothing=self.gap,
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
        return self.measure.gathering == Gathering.LAST or len(self.years_results.slots) == 1

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
        judged by, and where the last stands for it and is closed, what that was closed with."""
        if not self.forecast or not self.forecast.is_outcome:
            return self.of_year.rule
        if self.to_date and self.to_date.is_whole:
            return self.to_date.held.rule
        return rule_held(self.latest) if self.latest and self._is_closed_outcome else self.of_year.rule

    @property
    def _is_closed_outcome(self) -> bool:
        """The one result that makes the year is closed: it was held against the year's own target."""
        made = self.years_results.found[-1] if self._is_last_alone else None
        return made is not None and made.is_closed and made == self.latest

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
        start = Result(series=self.series, value=target.baseline.value, second=target.baseline.second)
        return progress(value_of(start), wanted_of(target), self._come_to)

    @property
    def _come_to(self) -> Decimal | None:
        """What is set beside the year's target: of what adds up the forecast, of an average the year to date."""
        if self.measure.gathering == Gathering.SUM:
            return self.forecast.value if self.forecast else None
        return self.to_date.value if self.to_date else value_of(self.latest)

    def _profile(self, year: Sequence[Slot]) -> list[Decimal | None]:
        steps = {step.ends: step.value for step in self.target.expected_values.all()} if self.target else {}
        return [steps.get(slot.ends) for slot in year]
