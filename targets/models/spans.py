"""Periods by their first and last days: the same ones earlier, and those that follow one another."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from kpa_tracker.base.toolkit.dates import end_of_month, months_later

A_DAY = datetime.timedelta(days=1)


class Span(Protocol):
    """Anything with a first and a last day."""

    starts: Any
    ends: Any


Spans = TypeVar("Spans", bound=Span)


def unbroken(spans: Iterable[Spans], first: datetime.date, last: datetime.date) -> list[Spans]:
    """The finest of the periods that follow one another from a first to a last day without a gap; none where there is
    one."""
    reached: dict[datetime.date, list[Spans]] = {first: []}
    for one in sorted(spans, key=lambda span: (span.ends, span.starts)):
        path = [*reached[one.starts], one] if one.starts in reached else []
        if len(path) > len(reached.get(one.ends + A_DAY, [])):
            reached[one.ends + A_DAY] = path
    return reached.get(last + A_DAY, [])


def days_before(starts: datetime.date, ends: datetime.date, months: int) -> tuple[datetime.date, datetime.date]:
    """The same days so many months ago: of whole months, of a survey from the 15th to the 14th, of a single day, which
    stays the last of its month."""
    if starts != ends:
        return _same_day(starts, -months), _same_day(ends + A_DAY, -months) - A_DAY
    is_last = (ends + A_DAY).day == 1
    day = _same_day(ends + A_DAY, -months) - A_DAY if is_last else _same_day(ends, -months)
    return day, day


def _same_day(day: datetime.date, months: int) -> datetime.date:
    """The same day of another month, or its last one where it has fewer."""
    month = months_later(day, months)
    return month.replace(day=min(day.day, end_of_month(month.year, month.month).day))
