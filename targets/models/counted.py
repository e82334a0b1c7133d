"""The results of a year in its places: by which definition each was counted, and what a result of several periods gives
to each of them.

A year that begins or ends within a period is looked at by months, so that a quarter which began before it is not taken
for the year's: what adds up or is averaged counts results of the year's own days alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from plans.periods import Frequency, Slot, slot_of, slots
from targets.models.judging import amount_of, definition_on, parts_of
from targets.models.measures import Definition, Measure
from targets.models.results import Result
from targets.models.spans import Span
from targets.models.workings import value_of
from targets.performance import Gathering
from targets.performance.years import Value, Year, year_of

Counted = tuple[Definition | None, Definition | None]


def counted_as(measure: Measure, span: Span) -> Counted:
    """The definitions by which a period was counted on its first and its last day: two where it straddles a new one,
    which makes it like no other."""
    return definition_on(measure, span.starts), definition_on(measure, span.ends)


def exact_of(result: Result) -> Fraction:
    """The value of a result to add, exact where its numerator and denominator are known."""
    parts = parts_of(result)
    return Fraction(parts[0]) / Fraction(parts[1]) if parts else Fraction(amount_of(result) or 0)


def spread(found: list[Result | None], year: Sequence[Slot], results: Iterable[Result]) -> list[Result | None]:
    """Let a result of several of the year's periods stand in each of them, so that a quarter weighs as three months;
    where each of them has its own result, those stand."""
    own = [
        one is not None and (one.starts, one.ends) == (at.starts, at.ends) for one, at in zip(found, year, strict=True)
    ]
    spread_out = list(found)
    for one in results:
        within = [place for place, at in enumerate(year) if one.starts <= at.starts and at.ends <= one.ends]
        is_part = 1 < len(within) < len(year) and not all(own[place] for place in within)
        if is_part and (year[within[0]].starts, year[within[-1]].ends) == (one.starts, one.ends):
            spread_out[within[0] : within[-1] + 1] = [one] * len(within)
    return spread_out


def shares_of(found: Sequence[Result | None]) -> list[Decimal | Fraction | None]:
    """What each place of a year has of what stands there: of a result in three places a third."""
    times = [sum(other is one for other in found) for one in found]
    return [
        None if one is None or one.value is None else amount_of(one) if count == 1 else exact_of(one) / count
        for one, count in zip(found, times, strict=True)
    ]


def shares_of_parts(found: Sequence[Result | None]) -> list[tuple[Fraction, Fraction] | None]:
    """The numerators and denominators, of a result in three places a third in each."""
    pairs = [parts_of(one) if one else None for one in found]
    times = [sum(other is one for other in found) for one in found]
    return [
        (Fraction(pair[0]) / count, Fraction(pair[1]) / count) if pair else None
        for pair, count in zip(pairs, times, strict=True)
    ]


@dataclass(frozen=True)
class YearsResults:
    """The results of a year, one for each of its places. What was counted by another definition than `now` is none."""

    measure: Measure
    starts: datetime.date
    ends: datetime.date
    results: Sequence[Result]
    now: Counted | None

    @property
    def gathering(self) -> Gathering:
        return Gathering(self.measure.gathering)

    @cached_property
    def slots(self) -> list[Slot]:
        """The places of the year: its periods; its months, where it begins or ends within one and they are gathered."""
        every = Frequency(self.measure.frequency)
        first, last = slot_of(self.starts, every=every).starts, slot_of(self.ends, every=every).ends
        if self.gathering is Gathering.LAST or (first, last) == (self.starts, self.ends):
            return slots(first, self.ends, every=every)
        return slots(self.starts.replace(day=1), self.ends, every=Frequency.MONTH)

    @cached_property
    def found(self) -> list[Result | None]:
        """What stands in each place; of what does not add up also what ends with it."""
        within = [one for one in self.results if self._is_within(one)]
        exact = {(one.starts, one.ends): one for one in within}
        by_end = {} if self.gathering is Gathering.SUM else {one.ends: one for one in within}
        found = [exact.get((slot.starts, slot.ends)) or by_end.get(slot.ends) for slot in self.slots]
        if self.gathering is not Gathering.LAST:
            found = spread(found, self.slots, within)
        return [one if one and counted_as(self.measure, one) == self.now else None for one in found]

    def _is_within(self, one: Result) -> bool:
        return self.gathering is Gathering.LAST or (self.starts <= one.starts and one.ends <= self.ends)

    @property
    def values(self) -> list[Value | None]:
        """One for each place; of a result for several places, where they add up, its share."""
        return shares_of(self.found) if self.gathering is Gathering.SUM else [value_of(one) for one in self.found]

    @property
    def parts(self) -> list[tuple[Fraction, Fraction] | None]:
        return shares_of_parts(self.found)

    @property
    def year(self) -> Year:
        return year_of(self.values, len(self.slots), self.gathering, parts=self.parts)

    @property
    def empty(self) -> list[Slot]:
        """The places without a value."""
        filled = zip(self.slots, self.found, strict=True)
        return [slot for slot, one in filled if one is None or one.value is None]

    def up_to(self, day: datetime.date) -> YearsResults:
        """The same as far as a day."""
        return replace(self, ends=day, results=[one for one in self.results if one.ends <= day])
