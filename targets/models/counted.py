"""The results of a year in its places: by which definition each was counted, and what a result of several periods gives
to each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from plans.periods import Slot
from targets.models.judging import amount_of, definition_on, parts_of
from targets.models.measures import Definition, Measure
from targets.models.results import Result
from targets.models.spans import Span


def counted_as(measure: Measure, span: Span) -> tuple[Definition | None, Definition | None]:
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
