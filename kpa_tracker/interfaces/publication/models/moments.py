"""Moments as the office writes and reads them: by the clock on its wall, kept to the second."""

from __future__ import annotations

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils import timezone

from kpa_tracker.base.toolkit.dates import format_date

CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d))?")


def read_time(text: str) -> datetime.time:
    """Return a time of day as people type it: 9:30, 09.30, 23:59:59."""
    found = CLOCK.fullmatch(text.strip())
    if not found:
        raise ValidationError(f"“{text}” is not a time of day. Write it like 09:30, or 23:59:59.")
    hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime.time(hour, minute, second)


def moment_at(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """Return the moment at which the clocks of the office show a time on a day.

    Refuses the hour that is left out when clocks go forward, and the one that comes twice when they go back.
    """
    zone = timezone.get_current_timezone()
    first, second = (datetime.datetime.combine(day, time.replace(fold=fold), zone) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    when = f"{time:%H:%M} on {format_date(day)}"
    if first.astimezone(datetime.timezone.utc).astimezone(zone).time() != time:
        raise ValidationError(f"There is no {when}: the clocks go forward. Choose a time before or after that hour.")
    raise ValidationError(f"{when} comes twice: the clocks go back. Choose a time before or after that hour.")


def said(moment: datetime.datetime) -> str:
    """Return a moment in words: 1 April 2010, 09:30; with its seconds where it has any."""
    local = timezone.localtime(moment)
    return f"{format_date(local.date())}, {local:%H:%M}" + (f":{local:%S}" if local.second else "")
