"""A year's profile in one cell: “1 April 2009 to 30 June 2009: 48”, a line for each of its periods."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.interfaces.exchange.actions.book.values import Unread, day_in, figure, figure_in
from targets.actions.yardsticks import Step

LINE = re.compile(r"(?P<starts>.+?)\s+to\s+(?P<ends>.+?)\s*:\s*(?P<value>\S+)", re.IGNORECASE)
NO_STEP = "“{}” is no line of a year's profile. Write it as 1 April 2009 to 30 June 2009: 48."


def profile_of(steps: Iterable[Any]) -> str:
    """Return a profile as its text, which is the same for two that are the same."""
    lines = sorted((one.starts.isoformat(), one.ends.isoformat(), figure(one.value)) for one in steps)
    return "\n".join(map(" ".join, lines))


def profile_shown(profile: str) -> str:
    """Return what a cell shows of a profile's text."""
    found = steps_of(profile)
    return "\n".join(f"{format_date(one.starts)} to {format_date(one.ends)}: {figure(one.value)}" for one in found)


def steps_of(profile: str) -> list[Step]:
    """Return the steps of a profile's text."""
    rows = [line.split() for line in profile.split("\n") if line]
    day = datetime.date.fromisoformat
    return [Step(day(starts), day(ends), Decimal(value)) for starts, ends, value in rows]


def profile_in(text: str) -> str:
    """Return the profile that somebody wrote into a cell. Raises Unread where a line says no period and figure."""
    return "\n".join(sorted(_lines(text)))


def _lines(text: str) -> Iterator[str]:
    for line in filter(None, map(str.strip, text.split("\n"))):
        match = LINE.fullmatch(line)
        if match is None:
            raise Unread(NO_STEP.format(line))
        yield f"{day_in(match['starts'])} {day_in(match['ends'])} {figure_in(match['value'])}"
