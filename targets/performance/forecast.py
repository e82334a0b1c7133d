"""What the year will come to, by a named method whose inputs can be shown.

A pattern, which is the year's profile or last year's results, lends its shape, not its height. Where periods add up,
the year's total is scaled by how the periods with results compare with the same periods of the pattern; where they do
not, the year ends as far above or below the pattern as the results are. A period without a result is left out on both
sides: it never counts as zero. A year with all its results is its own forecast.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from targets.performance.kinds import Gathering, Method
from targets.performance.numbers import number_as_it_is

Values = Sequence[Decimal | None]
Shown = Callable[[Decimal], str]


@dataclass(frozen=True)
class Forecast:
    """The value expected at the end of the year, in the measure's own unit, and what it was made from, in words. Where
    it cannot be made, `value` is None and `why_not` says why."""

    value: Decimal | None
    method: Method
    inputs: str = ""
    why_not: str = ""

    def __bool__(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Year:
    """The results of a year, one for each of its periods in order, and the pattern they are held against."""

    results: Values
    pattern: tuple[Decimal, ...]

    @property
    def known(self) -> tuple[int, ...]:
        return tuple(place for place, value in enumerate(self.results) if value is not None)

    @property
    def so_far(self) -> list[Decimal]:
        return [value for value in self.results if value is not None]

    @property
    def pattern_so_far(self) -> list[Decimal]:
        return [self.pattern[place] for place in self.known]

    @property
    def is_complete(self) -> bool:
        return len(self.known) == len(self.results)


def forecast(
    method: Method,
    results: Values,
    *,
    periods: int,
    gathering: Gathering,
    profile: Values = (),
    last_year: Values = (),
    shown: Shown | None = None,
) -> Forecast:
    """Look ahead to the end of the year. `results` are those of the year's periods in order, None where there is none;
    periods still to come may be left away. `profile` and `last_year` have one value for each of the `periods`. `shown`
    writes a value for the inputs' words.

    Raises ValueError when there are more results than periods."""
    if len(results) > periods:
        raise ValueError("A year has no more results than periods.")
    pattern = {Method.PROFILE: profile, Method.LAST_YEAR: last_year}.get(method, ())
    year = Year([*results, *[None] * (periods - len(results))], tuple(value for value in pattern if value is not None))
    why_not = _why_not(method, year, gathering)
    if why_not:
        return Forecast(None, method, why_not=why_not)
    return Forecast(_value(year, gathering), method, _inputs(method, year, gathering, shown or number_as_it_is))


def gathered(values: Sequence[Decimal], gathering: Gathering) -> Decimal | None:
    """What the periods make together, by the measure's own way: their sum, their average or the last of them."""
    if not values:
        return None
    if gathering is Gathering.LAST:
        return values[-1]
    total = sum(values, Decimal(0))
    return total / len(values) if gathering is Gathering.AVERAGE else total


def _why_not(method: Method, year: Year, gathering: Gathering) -> str:
    if not year.known:
        return "there is no result yet"
    if method is Method.LINEAR or year.is_complete:
        return ""
    return _why_not_like(PATTERNS[method], year, gathering)


def _why_not_like(pattern: str, year: Year, gathering: Gathering) -> str:
    if len(year.pattern) != len(year.results):
        return f"{pattern} does not have a value for every period"
    empty = gathering is Gathering.SUM and not sum(year.pattern_so_far)
    return f"{pattern} has nothing in the periods so far" if empty else ""


def _value(year: Year, gathering: Gathering) -> Decimal | None:
    so_far = gathered(year.so_far, gathering)
    if so_far is None or year.is_complete:
        return so_far
    if gathering is Gathering.SUM:
        return _scaled(so_far, year)
    return so_far + _shift(year, gathering)


def _scaled(so_far: Decimal, year: Year) -> Decimal:
    """As much more as the whole year holds than the periods with results."""
    if not year.pattern:
        return so_far * len(year.results) / len(year.known)
    return so_far * sum(year.pattern, Decimal(0)) / sum(year.pattern_so_far, Decimal(0))


def _shift(year: Year, gathering: Gathering) -> Decimal:
    """How far the pattern still moves from where it was over the periods with results."""
    whole, part = gathered(year.pattern, gathering), gathered(year.pattern_so_far, gathering) if year.pattern else None
    return Decimal(0) if whole is None or part is None else whole - part


def _inputs(method: Method, year: Year, gathering: Gathering, shown: Shown) -> str:
    """145 in 3 of 12 periods; the year's profile has 150 in these and 600 in the year."""
    so_far = gathered(year.so_far, gathering) or Decimal(0)
    said = f"{OPENINGS[gathering]}{shown(so_far)} in {len(year.known)} of {len(year.results)} periods"
    if method is Method.LINEAR or year.is_complete:
        return said
    part, whole = (gathered(values, gathering) or Decimal(0) for values in (year.pattern_so_far, year.pattern))
    return f"{said}; {PATTERNS[method]} has {shown(part)} in the same and {shown(whole)} for the year"


PATTERNS = {Method.PROFILE: "the year's profile", Method.LAST_YEAR: "last year"}
OPENINGS = {Gathering.SUM: "", Gathering.AVERAGE: "an average of ", Gathering.LAST: "last "}
