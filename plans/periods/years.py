"""Financial years and their parts: months, quarters, halves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from kpa_tracker.base.toolkit.dates import end_of_month, financial_year_name, format_months, months_later

FIRST_MONTH = 4
SUBMISSION_DAYS = 21
BEATS = {
    "month": (1, "Month", "Every month"),
    "quarter": (3, "Quarter", "Every quarter"),
    "term": (4, "Term", "Three times a year (to July, November and March)"),
    "half_year": (6, "Half", "Twice a year"),
    "year": (12, "Year", "Once a year"),
    "custom": (0, "Period", "On days of our own"),
}
"""How many months lie between, what such a part of the year is called, and how that is said."""


class Beat(str, Enum):
    """How often something comes round."""

    @property
    def months(self) -> int:
        return BEATS[self.value][0]

    @property
    def noun(self) -> str:
        return BEATS[self.value][1]

    @property
    def word(self) -> str:
        return BEATS[self.value][2]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(beat.value, beat.word) for beat in cls]


class Frequency(Beat):
    """How often a measure has a result: its frequency, as the plan's own tables say."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


@dataclass(frozen=True)
class FinancialYear:
    """April to March, named as 2009/10."""

    starts_in: int

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return financial_year_name(self.starts_in)

    @property
    def start(self) -> date:
        return date(self.starts_in, FIRST_MONTH, 1)

    @property
    def end(self) -> date:
        return end_of_month(self.starts_in + 1, FIRST_MONTH - 1)

    @property
    def quarters(self) -> list[Slot]:
        return slots(self.start, self.end, every=Frequency.QUARTER)


@dataclass(frozen=True)
class Slot:
    """One reporting period: what it looks at (starts to ends), and when updates on it are taken (opens to closes)."""

    number: int
    name: str
    starts: date
    ends: date
    opens: date
    closes: date


def financial_year_of(day: date) -> FinancialYear:
    """The financial year that a day lies in."""
    return FinancialYear(day.year if day.month >= FIRST_MONTH else day.year - 1)


def years_name(start: date, end: date) -> str:
    """A plan's period as people say it: 2009/10 for one financial year, 2009-12 for several, otherwise its months."""
    first, last = financial_year_of(start), financial_year_of(end)
    if (start, end) != (first.start, last.end):
        return format_months(start, end)
    return first.name if first == last else f"{start.year}-{end.year % 100:02d}"


def slots(
    start: date, end: date, *, every: Frequency = Frequency.QUARTER, submission_days: int = SUBMISSION_DAYS
) -> list[Slot]:
    """The reporting periods of a plan, in order. Quarters and halves keep the financial year's beat; the first and the
    last are cut to the plan's own dates. Updates are taken from the day after a period ends, for `submission_days`."""
    return [_slot(starts, ends, every, submission_days) for starts, ends in beats(start, end, months=every.months)]


def slot_of(day: date, *, every: Frequency = Frequency.QUARTER) -> Slot:
    """The period of the financial year that a day lies in."""
    year = financial_year_of(day)
    return next(slot for slot in slots(year.start, year.end, every=every) if slot.starts <= day <= slot.ends)


def beats(start: date, end: date, *, months: int) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each part of the financial year that long; the first and the last are cut."""
    beat = months_later(start, -((start.month - FIRST_MONTH) % 12 % months))
    while beat <= end:
        following = months_later(beat, months)
        yield max(beat, start), min(following - timedelta(days=1), end)
        beat = following


def number_in_year(day: date, *, months: int) -> int:
    """Which part of its financial year a day lies in, counted from 1, where parts are that many months long."""
    return (day.month - FIRST_MONTH) % 12 // months + 1


def _slot(starts: date, ends: date, every: Frequency, submission_days: int) -> Slot:
    opens = ends + timedelta(days=1)
    number = number_in_year(starts, months=every.months)
    closes = opens + timedelta(days=submission_days - 1)
    return Slot(number, _name(number, starts, ends, every), starts, ends, opens, closes)


def _name(number: int, starts: date, ends: date, every: Frequency) -> str:
    """Quarter 1, April to June 2009."""
    months = format_months(starts, ends)
    return months if every is Frequency.MONTH else f"{_prefix(number, starts, every)}, {months}"


def _prefix(number: int, starts: date, every: Frequency) -> str:
    return f"Year {financial_year_of(starts).name}" if every is Frequency.YEAR else f"{every.noun} {number}"
