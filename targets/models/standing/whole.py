"""How a series stands, from where it comes, and which of its periods are missing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kpa_tracker.base.toolkit.dates import format_months
from plans.periods import Frequency, Slot
from targets.models.counted import counted_as
from targets.models.judging import definition_on, shown
from targets.models.measures import Definition, Series
from targets.models.overdue import is_overdue, last_due
from targets.models.results import Result
from targets.models.spans import days_before
from targets.models.standing.ahead import A_YEAR, Ahead
from targets.models.workings import value_of
from targets.performance import Direction, Kind, Travel, travel


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
class Standing(Ahead):
    """A series on a day, worked out from what was loaded with it."""

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
        """Every period from the first one that is known to today's last one that was due; those without a result are
        gaps, also before the series' own first one, where what it stands with was known already."""
        known = [one.ends for one in self.results]
        began = [day for day in (*known[:1], self.series.began) if day]  # type: ignore[attr-defined]
        if not began:
            return []
        found: list[Period] = []
        for slot in self._slots(min(began), max([*known[-1:], self.due.ends])):
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
        first, last = definition_on(self.measure, starts), definition_on(self.measure, ends)
        return Period(starts, ends, result, last, counted_as=(first and first.pk, last and last.pk))


def standing_of(series: Series, day: datetime.date) -> Standing:
    """How a series that `with_standing` loaded stands on a day. No query."""
    return Standing(series, day)
