"""On which days somebody is reminded of something that has a day. No Django."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

GRACE_DAYS = 3
"""For how long a run that did not take place on the day itself is made up for."""


@dataclass(frozen=True)
class Rhythm:
    """So many days before the day, on the day, and every so many days after it; 0 is not at all."""

    before: int = 7
    on_the_day: bool = True
    after: int = 7

    def occasion(self, due: date, today: date) -> date | None:
        """The latest day of reminding that has come, of something due on a day; None where none has, or it is past."""
        return max((day for day in self._days(due, today) if day <= today), default=None)

    def _days(self, due: date, today: date) -> Iterator[date]:
        late = (today - due).days
        if self.before and late < 0:
            yield date.fromordinal(max(1, due.toordinal() - self.before))
        if self.on_the_day and 0 <= late <= GRACE_DAYS:
            yield due
        if self.after and late >= self.after:
            yield today - timedelta(days=late % self.after)


@dataclass(frozen=True)
class Standard:
    """What an authority's editors have set, and which of it nobody may turn off."""

    rhythm: Rhythm = Rhythm()
    must_before: bool = False
    must_on_the_day: bool = False
    must_after: bool = False

    def without_musts(self) -> Standard:
        """The same days, of which everybody may turn off what they like."""
        return Standard(self.rhythm)

    def kept(self, *, before: int | None, on_the_day: bool | None, after: int | None) -> Rhythm:
        """The rhythm of somebody with wishes of their own (None: no wish). Of what they must have, they may have more:
        earlier before the day, and more often after it."""
        standard = self.rhythm
        return Rhythm(
            before=_kept(before, standard.before, max if self.must_before else None),
            on_the_day=standard.on_the_day if on_the_day is None or self.must_on_the_day else on_the_day,
            after=_kept(after, standard.after, _more_often if self.must_after else None),
        )


def _more_often(wish: int, standard: int) -> int:
    """The shorter of two intervals, where 0 is none at all."""
    return min(filter(None, (wish, standard)), default=0)


def _kept(wish: int | None, standard: int, bound: Callable[[int, int], int] | None) -> int:
    if wish is None:
        return standard
    return bound(wish, standard) if bound else wish
