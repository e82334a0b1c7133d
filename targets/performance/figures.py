"""Figures: an exact number with what it counts, shown as people write it.

The words of a figure are in `unit`, after the number, with two conventions that keep a figure one row of plain columns:

* Money is held in pounds and large counts in ones. A unit that begins with a scale, "£m" or "million", only says how
  they are written: £1.5m is 1500000 with the unit "£m".
* The unit of a ratio begins with what stands between its two numbers: "%" for 15.4% : 3.6%, "in" for 1 in 4, "out of"
  for 3 out of 5, nothing for 2 : 1. The units of a rank's two places are parted by a comma.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from targets.performance.kinds import Kind
from targets.performance.numbers import EXACT, MILLION, decimals_of, number, ordinal, per_words

NO_DATA = "no data"

SCALES = {
    "k": 10**3,
    "m": MILLION,
    "bn": 10**9,
    "thousand": 10**3,
    "million": MILLION,
    "billion": 10**9,
}
RATIO_WORDS = ("%", "in", "out of")
POINTS = "percentage points"

_MONEY_UNIT = re.compile(rf"(?:£ ?)?(?:(?P<scale>{'|'.join(SCALES)})(?![\w-]))? ?(?P<rest>.*)", re.DOTALL)
_COUNT_UNIT = re.compile(r"(?:(?P<scale>thousand|million|billion)(?![\w-]))? ?(?P<rest>.*)", re.DOTALL)
_RATIO_UNIT = re.compile(rf"(?P<joint>(?:{'|'.join(RATIO_WORDS)})(?!\w))? ?(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True)
class Figure:
    """One figure of a measure. `value` is exact and in the measure's own terms: 46.4 for 46.4%, pounds for money, the
    place for a rank; hours, minutes or days are as many as the unit names. None is missing, which is never zero.

    `second` is a ratio's other side or a rank's other place; `decimals` is the precision it is shown with; `per` and
    `counted` make "345 complaints per 1,000 officers" (per 1000, unit "officers", counted "complaints"); `words` is
    what a grade or a qualitative finding says, whose `value` may then be the grade's rank on its scale.

    Raises ValueError for a value that is not a finite number.
    """

    kind: Kind
    value: Decimal | None
    second: Decimal | None = None
    unit: str = ""
    decimals: int = 0
    per: int | None = None
    counted: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        if not all(number.is_finite() for number in (self.value, self.second) if number is not None):
            raise ValueError("A figure is a finite number, or missing.")

    def __str__(self) -> str:
        return show(self)

    @property
    def is_missing(self) -> bool:
        return not self.words if self.kind.is_words else self.value is None

    @property
    def amount(self) -> Decimal | None:
        """What is compared: the value, and of a ratio its first number over its second."""
        if self.kind is not Kind.RATIO or self.value is None:
            return self.value
        return self.value / self.second if self.second else None


def show(figure: Figure) -> str:
    """The figure with its own unit and precision: "46.4%", "0.49 per 1,000 population in Kent", "£1.5m", "Level 3",
    "22nd nationally, 7th of the most similar group". What is missing is "no data"."""
    return NO_DATA if figure.is_missing else _SHOWN[figure.kind](figure)


def shown_like(pattern: Figure) -> Callable[[Decimal], str]:
    """A function that shows a value with the unit and precision of this figure."""
    return lambda value: show(replace(pattern, value=value))


def shown_exactly(pattern: Figure) -> Callable[[Decimal], str]:
    """As `shown_like`, with more decimals where the value has them: what something is judged by is never rounded."""
    return lambda value: show(replace(pattern, value=value, decimals=max(pattern.decimals, _needed(pattern, value))))


def bare(figure: Figure) -> Figure:
    """The figure without the words that its unit adds, where its kind is known by a number alone: 264 of 345 crimes."""
    is_counted = figure.kind in (Kind.COUNT, Kind.RATE, Kind.HOURS, Kind.PERCENTAGE)
    return replace(figure, unit=_scale_of(figure), per=None, counted="") if is_counted else figure


def rounded(figure: Figure) -> Figure:
    """The figure as exactly as it is shown, no more."""
    scale = _scale_of(figure)
    first, second = (_rounded(side, scale, figure.decimals) for side in (figure.value, figure.second))
    return replace(figure, value=first, second=second)


def _rounded(value: Decimal | None, scale: str, decimals: int) -> Decimal | None:
    """A value rounded half up in the scale that it is written in."""
    if value is None:
        return None
    shifted = _in_scale(value, scale).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, EXACT)
    return shifted.scaleb(len(str(SCALES.get(scale, 1))) - 1, EXACT)


def _percentage(figure: Figure) -> str:
    sign = "" if figure.unit.startswith(POINTS) else "%"
    return _spaced(_first(figure) + sign, figure.unit)


def _counted(figure: Figure) -> str:
    """Counts, rates and hours: the number and the words after it."""
    scale, rest = _split(_COUNT_UNIT, "scale", figure.unit)
    return _spaced(_scaled(figure, scale), scale, _tail(figure, rest))


def _money(figure: Figure) -> str:
    scale, rest = _split(_MONEY_UNIT, "scale", figure.unit)
    digits = _scaled(figure, scale)
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    gap = " " if len(scale) > 2 else ""
    return _spaced(f"{sign}£{digits}{gap}{scale}", _tail(figure, rest))


def _ratio(figure: Figure) -> str:
    joint, rest = _split(_RATIO_UNIT, "joint", figure.unit)
    sides = [number(side, figure.decimals) for side in (figure.value, figure.second) if side is not None]
    if joint == "%":
        sides, joint = [f"{side}%" for side in sides], ":"
    return _spaced(f" {joint or ':'} ".join(sides), rest)


def _rank(figure: Figure) -> str:
    among = [*figure.unit.split(", ", 1), ""]
    places = [place for place in (figure.value, figure.second) if place is not None]
    return ", ".join(_spaced(_place(place), words) for place, words in zip(places, among, strict=False))


def _place(place: Decimal) -> str:
    whole = place == place.to_integral_value()
    return ordinal(int(place)) if whole else f"{place:,f}"


def _level(figure: Figure) -> str:
    return _spaced(figure.unit or "Level", _first(figure))


def _words(figure: Figure) -> str:
    return figure.words


def _first(figure: Figure) -> str:
    return number(figure.value or Decimal(0), figure.decimals)


def _scaled(figure: Figure, scale: str) -> str:
    return number(_in_scale(figure.value or Decimal(0), scale), figure.decimals)


def _in_scale(value: Decimal, scale: str) -> Decimal:
    """The value in the scale that it is written in. Moving the point keeps it exact."""
    return value.scaleb(1 - len(str(SCALES.get(scale, 1))), EXACT)


def _needed(pattern: Figure, value: Decimal) -> int:
    """The decimals that show a value whole in the unit of the pattern."""
    return decimals_of(_in_scale(value, _scale_of(pattern)).normalize(EXACT))


def _scale_of(figure: Figure) -> str:
    """The scale that a figure is written in, if any."""
    units = _MONEY_UNIT if figure.kind is Kind.MONEY else _COUNT_UNIT
    return _split(units, "scale", figure.unit)[0]


def _tail(figure: Figure, rest: str) -> str:
    """The words after the number: "per 1,000 population", or the unit alone."""
    if figure.per is None:
        return _spaced(figure.counted, rest)
    return _spaced(figure.counted, "per", "" if figure.per == 1 else per_words(figure.per), rest)


def _split(pattern: re.Pattern[str], first: str, unit: str) -> tuple[str, str]:
    """What a unit begins with, by the conventions above, and the words after it."""
    match = pattern.fullmatch(unit)
    return (match[first] or "", match["rest"]) if match else ("", unit)


def _spaced(*parts: str) -> str:
    return " ".join(part for part in parts if part)


_SHOWN: dict[Kind, Callable[[Figure], str]] = {
    Kind.PERCENTAGE: _percentage,
    Kind.COUNT: _counted,
    Kind.RATE: _counted,
    Kind.RATIO: _ratio,
    Kind.MONEY: _money,
    Kind.HOURS: _counted,
    Kind.RANK: _rank,
    Kind.LEVEL: _level,
    Kind.GRADE: _words,
    Kind.QUALITATIVE: _words,
}
