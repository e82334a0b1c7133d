"""Dates with the precision they were given: due at the end of what they name, shown as written."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import Enum

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
FINANCIAL_YEAR_STARTS = 4


class Precision(str, Enum):
    """How much of the calendar a written date names."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    UNKNOWN = "unknown"
    NONE = "none"

    @property
    def word(self) -> str:
        return PRECISION_WORDS[self]


PRECISION_WORDS = {
    Precision.DAY: "A day",
    Precision.MONTH: "A month",
    Precision.QUARTER: "A quarter",
    Precision.YEAR: "A year",
    Precision.RECURRING: "Comes round again",
    Precision.ONGOING: "Ongoing",
    Precision.UNKNOWN: "Not understood",
    Precision.NONE: "Not set",
}


@dataclass(frozen=True)
class PartialDate:
    """A date with its precision. `due` is the last day of what the text names; undated texts have none."""

    text: str
    precision: Precision
    start: date | None = None
    due: date | None = None

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return self.is_set

    @property
    def is_set(self) -> bool:
        return self.precision is not Precision.NONE

    @classmethod
    def from_columns(cls, text: str, precision: str, due: date | None) -> PartialDate:
        """What a record stored. The start follows from the precision; a stored due date is never read again."""
        kept = Precision(precision or Precision.NONE)
        return cls(text, kept, _start_from(kept, due), due)


NOT_SET = PartialDate("", Precision.NONE)


def format_date(day: date) -> str:
    """30 June 2010, whatever the server's locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_months(start: date, end: date) -> str:
    """April to June 2009; the first year is named too where it differs."""
    first, last = MONTHS[start.month - 1], f"{MONTHS[end.month - 1]} {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return last
    return f"{first} to {last}" if start.year == end.year else f"{first} {start.year} to {last}"


def format_days(days: int) -> str:
    """1 day, 12 days."""
    return "1 day" if days == 1 else f"{days} days"


def end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def months_later(day: date, months: int) -> date:
    """The first day of the month so many months after the month of `day`."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def quarter_bounds(year: int, number: int) -> tuple[date, date]:
    """First and last day of a quarter of the financial year that starts in `year`."""
    start = months_later(date(year, FINANCIAL_YEAR_STARTS, 1), 3 * (number - 1))
    last = months_later(start, 2)
    return start, end_of_month(last.year, last.month)


def financial_year_name(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def _start_from(precision: Precision, due: date | None) -> date | None:
    months = {Precision.MONTH: 0, Precision.QUARTER: -2, Precision.YEAR: -11}
    if due is None or precision is Precision.DAY:
        return due
    return months_later(due, months[precision]) if precision in months else None
