"""How a score moves: against the review before, and over four quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kpa_tracker.base.toolkit.dates import end_of_month, months_later
from risks.scoring.levels import Pair, score

QUARTERS = 4


class Travel(str, Enum):
    """A risk that rises gets worse: its arrow goes up."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"
    NEW = "new"

    @property
    def word(self) -> str:
        return WORDS[self]

    @property
    def arrow(self) -> str:
        """The name of the picture beside the word; nothing beside what is scored for the first time."""
        return "" if self is Travel.NEW else self.value


WORDS = {Travel.UP: "Risen", Travel.DOWN: "Fallen", Travel.LEVEL: "Unchanged", Travel.NEW: "Scored once"}


@dataclass(frozen=True)
class Scored:
    """One assessment of a risk as it is: its day, and likelihood and impact."""

    on: date
    pair: Pair

    @property
    def score(self) -> int:
        return score(*self.pair)


def travel(now: Pair, before: Pair | None) -> Travel:
    """From one score to the next. Equal scores of other likelihood and impact are unchanged."""
    if before is None:
        return Travel.NEW
    rise = score(*now) - score(*before)
    return Travel.LEVEL if not rise else Travel.UP if rise > 0 else Travel.DOWN


def stood_on(history: Sequence[Scored], day: date) -> Scored | None:
    """The assessment that held on a day: the last of that day or before. `history` runs from the oldest on."""
    return next((one for one in reversed(history) if one.on <= day), None)


def quarter_ends(today: date) -> list[date]:
    """The last days of the four quarters before today, the oldest first; quarters end with March, June, September and
    December."""
    this_quarter = months_later(today, -((today.month - 1) % 3))
    months = [months_later(this_quarter, -1 - 3 * back) for back in reversed(range(QUARTERS))]
    return [end_of_month(month.year, month.month) for month in months]


def over_quarters(history: Sequence[Scored], today: date) -> list[tuple[date, Scored | None]]:
    """What stood at the end of each of the last four quarters, and what stands today."""
    return [(day, stood_on(history, day)) for day in (*quarter_ends(today), today)]


def unchanged_since(history: Sequence[Scored]) -> date | None:
    """The day from which on every assessment, up to the last, gives the same likelihood and impact."""
    since = None
    for one in reversed(history):
        if one.pair != history[-1].pair:
            break
        since = one.on
    return since
