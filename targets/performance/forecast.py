"""What the year will come to, by a named method whose inputs can be shown.

A pattern, which is the year's profile or last year's results, lends its shape, not its height. Where periods add up,
the year's total is scaled by how the periods with results compare with the same periods of the pattern; where they do
not, the year ends as far above or below the pattern as the results are. In a straight line, what adds up goes on at the
rate so far, and anything else along the line with the least squares through the year's results. A period without a
result is left out: it never counts as zero. A year that is over has an outcome, and needs no method.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from targets.performance.kinds import Gathering, Kind, Method
from targets.performance.numbers import decimal_of, number_as_it_is
from targets.performance.years import Parts, Values, Year, together, year_of

Shown = Callable[[Decimal], str]


@dataclass(frozen=True)
class Forecast:
    """The value expected at the end of the year, in the measure's own unit, and what it was made from, in words; of a
    year that is over its outcome. Where there is none, `value` is None and `why_not` says why."""

    value: Decimal | None
    method: Method
    inputs: str = ""
    why_not: str = ""
    is_outcome: bool = False

    def __bool__(self) -> bool:
        return self.value is not None

    @property
    def name(self) -> str:
        """What it is, as it stands before the value."""
        return "The year" if self.is_outcome else "Forecast for year end"

    @property
    def made(self) -> str:
        """By which method and from what, or why not."""
        if self.value is None:
            return f"None: {self.why_not}"
        return self.inputs if self.is_outcome else f"{self.method.word}: {self.inputs}"


def forecast(
    method: Method,
    results: Values,
    *,
    periods: int,
    gathering: Gathering,
    profile: Values = (),
    last_year: Values = (),
    parts: Parts = (),
    shown: Shown | None = None,
    kind: Kind = Kind.MONEY,
    nothing: str = "",
) -> Forecast:
    """Look ahead to the end of the year. `results` are those of the year's periods in order, None where there is none;
    periods still to come may be left away. `profile` and `last_year` have one value for each of the `periods`. `parts`
    are the numerators and denominators, by which an average is taken where every result has them. `shown` writes a
    value for the inputs' words. Of a `kind` that has limits nothing beyond them is forecast, unless a result is itself.
    `nothing` says why no result counts, where it is another reason than that there is none.

    Raises ValueError when there are more results than periods."""
    if len(results) > periods:
        raise ValueError("A year has no more results than periods.")
    pattern = {Method.PROFILE: profile, Method.LAST_YEAR: last_year}.get(method, ())
    year = year_of(results, periods, gathering, pattern, parts)
    if not year.known:
        return Forecast(None, method, why_not=nothing or "there is no result yet")
    if year.is_over:
        return Forecast(decimal_of(year.so_far), method, _outcome(year), is_outcome=True)
    return _ahead(method, year, kind, shown or number_as_it_is)


def _ahead(method: Method, year: Year, kind: Kind, shown: Shown) -> Forecast:
    why_not = _why_not(method, year)
    if why_not:
        return Forecast(None, method, why_not=why_not)
    value = _in_steps(_value(method, year), kind, year)
    if not _is_possible(value, kind, year):
        return Forecast(None, method, why_not="the line leaves what is possible")
    return Forecast(decimal_of(value), method, _inputs(method, year, shown))


def _in_steps(value: Fraction, kind: Kind, year: Year) -> Fraction:
    """A place or a level is a whole one."""
    is_whole = kind in WHOLE and year.gathering is Gathering.LAST
    return Fraction(floor(value + Fraction(1, 2))) if is_whole else value


def _is_possible(value: Fraction, kind: Kind, year: Year) -> bool:
    """Whether a kind of measure can come to a value. Where a result is beyond the limits, they are none."""
    least = LEAST.get(kind)
    most = 100 if kind is Kind.PERCENTAGE and year.gathering is not Gathering.SUM else None
    below = least is not None and value < least <= min(year.values)
    return not below and not (most is not None and value > most >= max(year.values))


def _why_not(method: Method, year: Year) -> str:
    if method is not Method.LINEAR:
        return _why_not_like(PATTERNS[method], year)
    is_lonely = year.gathering is not Gathering.SUM and len(year.known) == 1
    return "there is one value, and a line takes two" if is_lonely else ""


def _why_not_like(pattern: str, year: Year) -> str:
    if len(year.pattern) != len(year.results):
        return f"{pattern} does not have a value for every period"
    empty = year.gathering is Gathering.SUM and not sum(year.pattern_so_far)
    return f"{pattern} has nothing in the periods so far" if empty else ""


def _value(method: Method, year: Year) -> Fraction:
    if year.gathering is Gathering.SUM:
        return _scaled(year)
    return year.straight_on if method is Method.LINEAR else year.so_far + _shift(year)


def _scaled(year: Year) -> Fraction:
    """As much more as the whole year holds than the periods with results."""
    if not year.pattern:
        return year.so_far * len(year.results) / len(year.known)
    return year.so_far * sum(year.pattern, Fraction(0)) / sum(year.pattern_so_far, Fraction(0))


def _shift(year: Year) -> Fraction:
    """How far the pattern still moves from where it was over the periods with results."""
    return together(year.pattern, year.gathering) - together(year.pattern_so_far, year.gathering)


# --- In words ---------------------------------------------------------------------------------------------------------


def _outcome(year: Year) -> str:
    """What makes the year: the sum of its 4 periods."""
    if len(year.results) == 1:
        return "the figure of the whole year"
    if year.gathering is Gathering.LAST:
        return "its last period stands for it"
    return gathered_in_words(year)


def gathered_in_words(year: Year) -> str:
    """The plain average of its 3 periods; of 2 of its 3 periods where one has no result."""
    known = "" if len(year.known) == len(year.results) else f"{len(year.known)} of "
    return f"the {_gathered_as(year)} of {known}its {len(year.results)} periods{_parts_said(year)}"


def _inputs(method: Method, year: Year, shown: Shown) -> str:
    """145 in 3 of 12 periods; the year's profile has 150 in these and 600 in the year."""
    so_far = _so_far(year, shown)
    if method is not Method.LINEAR:
        part, whole = (together(values, year.gathering) for values in (year.pattern_so_far, year.pattern))
        return (
            f"{so_far}; {PATTERNS[method]} has {shown(decimal_of(part))} in the same and "
            f"{shown(decimal_of(whole))} for the year"
        )
    if year.gathering is Gathering.SUM:
        return f"{so_far}, and as much in each of the others"
    first, last = (shown(decimal_of(value)) for value in (year.values[0], year.values[-1]))
    line = f"the line through them, from {first} to {last}, goes on"
    return f"{so_far}; {line}"


def _so_far(year: Year, shown: Shown) -> str:
    opening = {Gathering.SUM: "", Gathering.LAST: "last "}.get(year.gathering, f"{_article(year)} ")
    of = f"in {len(year.known)} of {len(year.results)} periods"
    return f"{opening}{shown(decimal_of(year.so_far))} {of}{_parts_said(year)}"


def _article(year: Year) -> str:
    average = _gathered_as(year)
    return f"{'an' if average.startswith('a') else 'a'} {average} of"


def _gathered_as(year: Year) -> str:
    if year.gathering is Gathering.SUM:
        return "sum"
    return "average" if year.by_parts or len(year.known) == 1 else "plain average"


def _parts_said(year: Year) -> str:
    return ", by their numerators and denominators" if year.by_parts and len(year.known) > 1 else ""


WHOLE = (Kind.RANK, Kind.LEVEL)
"""Kinds whose figures are whole: places and levels."""
LEAST = {Kind.PERCENTAGE: 0, Kind.COUNT: 0, Kind.RATE: 0, Kind.HOURS: 0, Kind.RANK: 1, Kind.LEVEL: 1}
PATTERNS = {Method.PROFILE: "the year's profile", Method.LAST_YEAR: "last year"}
