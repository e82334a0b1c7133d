"""When a risk is looked at again: the graver, the sooner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kpa_tracker.base.toolkit.dates import end_of_month, months_later
from risks.scoring.levels import Level

STANDARD_MONTHS = {Level.VERY_HIGH: 1, Level.HIGH: 3, Level.MEDIUM: 6, Level.LOW: 12}
"""Months from one review to the next that an authority starts from."""

SOON_DAYS = 14


def next_review(level: int, reviewed_on: date, months: Mapping[Level, int]) -> date:
    """The day by which a risk of this level, reviewed on that day, is to be reviewed again: the same day of a later
    month, or that month's last."""
    month = months_later(reviewed_on, months[Level(level)])
    return min(end_of_month(month.year, month.month), month + timedelta(days=reviewed_on.day - 1))


def problems_of_months(months: Mapping[Level, int]) -> list[str]:
    """What is wrong with the months between reviews: a graver level that would be looked at less often."""
    return [
        f"{above.word} risks would be reviewed less often than {below.word.lower()} ones."
        for below, above in zip(list(Level), list(Level)[1:], strict=False)
        if months[above] > months[below]
    ]
