"""A year of results, gathered exactly: sums, averages and straight lines of fractions, never of floats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from targets.performance.kinds import Gathering

Value = Decimal | Fraction
Values = Sequence[Value | None]
Parts = Sequence[tuple[Value, Value] | None]
"""A numerator and a denominator for each period, the numerator in the measure's unit: a hundredfold for per cent."""


@dataclass(frozen=True)
class Year:
    """The results of a year, one for each of its periods in order, what they were worked out from, and the pattern that
    they are held against."""

    results: tuple[Fraction | None, ...]
    gathering: Gathering
    pattern: tuple[Fraction, ...] = ()
    parts: tuple[tuple[Fraction, Fraction] | None, ...] = ()

    @property
    def known(self) -> tuple[int, ...]:
        return tuple(place for place, value in enumerate(self.results) if value is not None)

    @property
    def values(self) -> list[Fraction]:
        return [value for value in self.results if value is not None]

    @property
    def is_over(self) -> bool:
        """All that makes the year is in: every period, or the last one where that stands for the year."""
        last_alone = self.gathering is Gathering.LAST and self.results[-1] is not None
        return last_alone or len(self.known) == len(self.results)

    @property
    def by_parts(self) -> tuple[Fraction, Fraction] | None:
        """The numerators and the denominators together, where the year is an average and every result has its own."""
        found = [self.parts[place] if place < len(self.parts) else None for place in self.known]
        pairs = [pair for pair in found if pair is not None]
        if self.gathering is not Gathering.AVERAGE or not pairs or len(pairs) < len(found):
            return None
        return sum((top for top, _ in pairs), Fraction(0)), sum((below for _, below in pairs), Fraction(0))

    @property
    def so_far(self) -> Fraction:
        """What the periods with results make together. There is one at least."""
        top, below = self.by_parts or (Fraction(0), Fraction(0))
        return top / below if below else together(self.values, self.gathering)

    @property
    def pattern_so_far(self) -> list[Fraction]:
        return [self.pattern[place] for place in self.known]

    @property
    def straight_on(self) -> Fraction:
        """The year, if a straight line through its results goes on to the last period: its last value, or the average
        of what is known and of the line's values for the periods to come. There are two results at least."""
        line = line_through(list(zip(self.known, self.values, strict=True)))
        to_come = [line(place) for place in range(self.known[-1] + 1, len(self.results))]
        if self.gathering is Gathering.LAST:
            return to_come[-1]
        return (self.so_far * len(self.known) + sum(to_come)) / (len(self.known) + len(to_come))


def year_of(results: Values, periods: int, gathering: Gathering, pattern: Values = (), parts: Parts = ()) -> Year:
    """Put a year together. Periods still to come may be left away; a pattern with gaps is shorter than the year."""
    exact = [None if value is None else Fraction(value) for value in results]
    return Year(
        (*exact, *[None] * (periods - len(exact))),
        gathering,
        tuple(Fraction(value) for value in pattern if value is not None),
        tuple(None if pair is None else (Fraction(pair[0]), Fraction(pair[1])) for pair in parts),
    )


def together(values: Sequence[Fraction], gathering: Gathering) -> Fraction:
    """What some periods make together, by the measure's own way: their sum, their plain average or the last of them."""
    if gathering is Gathering.LAST:
        return values[-1]
    total = sum(values, Fraction(0))
    return total / len(values) if gathering is Gathering.AVERAGE else total


def line_through(points: Sequence[tuple[int, Fraction]]) -> Callable[[int], Fraction]:
    """The straight line with the least squares between it and two or more points."""
    middle = Fraction(sum(place for place, _ in points), len(points))
    height = sum((value for _, value in points), Fraction(0)) / len(points)
    over = sum(((place - middle) * (value - height) for place, value in points), Fraction(0))
    slope = over / sum(((place - middle) ** 2 for place, _ in points), Fraction(0))
    return lambda place: height + slope * (place - middle)
