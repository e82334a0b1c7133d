"""When a plan reports: its periods, and for each a window in which updates are taken, which begins and ends on working
days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from kpa_tracker.base.toolkit.dates import Precision, format_date, format_months, parse_partial_date
from plans.periods.working import Nation, working_day_from, working_days_after
from plans.periods.years import Beat, Slot, beats, financial_year_of, number_in_year

OPENS_AFTER, DUE_AFTER = 1, 14
"""Updates are taken from the day after a period on, and are due fourteen working days later."""


class Rhythm(Beat):
    """How often a plan reports: as often as a measure may, in terms, or on days of its own."""

    MONTH = "month"
    QUARTER = "quarter"
    TERM = "term"
    HALF_YEAR = "half_year"
    YEAR = "year"
    CUSTOM = "custom"


@dataclass(frozen=True)
class Calendar:
    """How often a plan reports; how many days after a period updates open, how many working days later they are due;
    whose bank holidays count; and, for days of its own, the last day of each period but the last."""

    every: Rhythm = Rhythm.QUARTER
    opens_after: int = OPENS_AFTER
    due_after: int = DUE_AFTER
    nation: Nation = Nation.ENGLAND
    ends: tuple[date, ...] = ()

    def slots(self, start: date, end: date) -> list[Slot]:
        """The reporting periods from a day to a day, in order and without a gap; the first and the last are cut."""
        if start > end:
            return []
        spans = self._own(start, end) if self.every is Rhythm.CUSTOM else beats(start, end, months=self.every.months)
        return [self._slot(at, *span) for at, span in enumerate(spans, start=1)]

    def _own(self, start: date, end: date) -> Iterator[tuple[date, date]]:
        for last in sorted({*(day for day in self.ends if start <= day < end), end}):
            yield start, last
            start = last + timedelta(days=1)

    def _slot(self, at: int, starts: date, ends: date) -> Slot:
        number = number_in_year(starts, months=self.every.months) if self.every.months else at
        opens = working_day_from(ends + timedelta(days=self.opens_after), self.nation)
        due = working_days_after(opens, self.due_after, self.nation)
        return Slot(number, self._name(number, starts, ends), starts, ends, opens, due)

    def _name(self, number: int, starts: date, ends: date) -> str:
        """Quarter 1, April to June 2009."""
        months = format_months(starts, ends)
        if self.every is Rhythm.CUSTOM:
            return f"Period to {format_date(ends)}"
        if self.every is Rhythm.YEAR:
            return f"Year {financial_year_of(starts).name}, {months}"
        return months if self.every is Rhythm.MONTH else f"{self.every.noun} {number}, {months}"


def days_written(text: str) -> tuple[date, ...]:
    """The days that a text names, one a line. Raises ValueError with the line that names none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(sorted({_day(line) for line in lines}))


def beside_years(text: str, start: date, end: date) -> str:
    """What is wrong with days written that do not lie within a plan's years. Of what names no day, nothing is said."""
    with suppress(ValueError):
        for day in days_written(text):
            if not start <= day <= end:
                return f"{format_date(day)} is not within the plan's years."
    return ""


def _day(line: str) -> date:
    found = parse_partial_date(line)
    if found.precision is not Precision.DAY or found.due is None:
        raise ValueError(f"“{line}” is no day. Write one day a line, such as 31 July 2009.")
    return found.due
