"""Line charts, as plain arithmetic: results over time with their target and its tolerance. No Django.

The template components/line_chart.html draws the result as SVG; the page that shows it has the table of the same
numbers beside it. The line is broken where there is no data, which is a grey column and never a zero, and where what
is counted was defined anew. Colours are attributes of the drawing, as in charts.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

# In units of the drawing, which is as wide as a phone's column: letters stay readable there.
WIDTH, HEIGHT, LEFT = 360, 210, 60
TOP, BOTTOM = 18, 180
MOST_MARKED = 40
TICKS = 4
STEPS = (1, 2, 2.5, 5, 10)
FINEST = 1e-7  # values that differ by less of themselves are drawn as one level: no axis has digits to tell them apart


class Reading(NamedTuple):
    """What a chart is made from: a period, its value or None, the value wanted of it, the end of what is tolerated,
    what tells one definition from the next, and the value as it is written beside the chart."""

    label: str
    value: Decimal | None
    wanted: Decimal | None = None
    tolerated: Decimal | None = None
    counted_as: object = None
    said: str = ""


class Spot(NamedTuple):
    """A value in the drawing."""

    x: float
    y: float
    is_last: bool = False

    @property
    def radius(self) -> int:
        return 4 if self.is_last else 3


class Box(NamedTuple):
    """A rectangle: some periods without data, or what is tolerated in some periods."""

    x: float
    y: float
    width: float
    height: float


class Rule(NamedTuple):
    """A straight line: a target over the periods that it holds for, or a level of the axis."""

    x1: float
    x2: float
    y: float
    label: str = ""

    @property
    def text_y(self) -> float:
        return self.y + 4


@dataclass(frozen=True)
class LineChart:
    """A drawing with its title and its description in words."""

    title: str
    description: str
    runs: list[list[Spot]]
    ticks: list[Rule]
    targets: list[Rule]
    bands: list[Box]
    gaps: list[Box]
    breaks: list[float]
    first: str
    last: str
    many: bool

    width, height, left, top, bottom = WIDTH, HEIGHT, LEFT, TOP, BOTTOM

    @property
    def slug(self) -> str:
        return "line-" + re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")

    @property
    def paths(self) -> list[str]:
        """The lines; a value that stands alone has none, only its mark."""
        return [" ".join(f"{spot.x},{spot.y}" for spot in run) for run in self.runs if len(run) > 1]

    @property
    def marks(self) -> list[Spot]:
        """The values marked: each of a few, the last and the lonely of many."""
        return [spot for run in self.runs for spot in run if not self.many or spot.is_last or len(run) == 1]

    @property
    def key(self) -> list[tuple[str, str]]:
        """(name of its look, word) of what the drawing shows beside the line."""
        looks = [("target", "Target", self.targets), ("band", "Tolerance", self.bands)]
        looks += [("gap", "No data", self.gaps), ("break", "New definition", self.breaks)]
        return [("line", "Result"), *((look, word) for look, word, found in looks if found)]


@dataclass(frozen=True)
class Scale:
    """Where values and periods lie in the drawing. A rank's first place is at the top."""

    low: float
    high: float
    number: int
    is_rank: bool = False

    @property
    def step(self) -> float:
        return (WIDTH - LEFT) / max(self.number, 1)

    def left(self, place: int) -> float:
        return round(LEFT + place * self.step, 2)

    def x(self, place: int) -> float:
        return round(LEFT + (place + 0.5) * self.step, 2)

    def y(self, value: float | Decimal) -> float:
        part = (float(value) - self.low) / (self.high - self.low)
        return round(TOP + (BOTTOM - TOP) * (part if self.is_rank else 1 - part), 2)


def line_chart(
    title: str,
    readings: Sequence[Reading],
    *,
    write: Callable[[Decimal], str],
    is_rank: bool = False,
    is_whole: bool = False,
    beside: Sequence[Decimal] = (),
) -> LineChart | None:
    """Draw results in the order of their periods. `write` writes a value at the axis, whose levels are whole numbers
    where places or levels are drawn. `beside` are the values of charts that have the same axis. None where there is no
    value."""
    if all(reading.value is None for reading in readings):
        return None
    levels = ticks_of([*drawn(readings), *beside], is_whole=is_whole or is_rank)
    scale = Scale(float(levels[0]), float(levels[-1]), len(readings), is_rank)
    return LineChart(
        title=title,
        description=described(readings, write),
        runs=list(runs_of(readings, scale)),
        ticks=[Rule(LEFT, WIDTH, scale.y(level), write(level)) for level in levels],
        targets=list(targets_of(readings, scale)),
        bands=list(bands_of(readings, scale)),
        gaps=list(gaps_of(readings, scale)),
        breaks=[scale.left(place) for place in breaks_of(readings)],
        first=readings[0].label,
        last=readings[-1].label if len(readings) > 1 else "",
        many=len(readings) > MOST_MARKED,
    )


def drawn(readings: Sequence[Reading]) -> list[Decimal]:
    """Every value that has a place in the drawing."""
    found = (one for each in readings for one in (each.value, each.wanted, each.tolerated))
    return [value for value in found if value is not None]


def ticks_of(values: Sequence[Decimal], *, is_whole: bool = False) -> list[Decimal]:
    """Round levels for the axis, from at or below the lowest value to at or above the highest."""
    low, high = float(min(values)), float(max(values))
    span = high - low if high - low > max(abs(low), abs(high)) * FINEST else abs(high) / 10 or 1.0
    power = 10 ** math.floor(math.log10(span / TICKS))
    step = next(step * power for step in STEPS if step * power * TICKS >= span)
    step = float(math.ceil(step)) if is_whole else step
    first, last = math.floor(low / step), math.ceil(high / step)
    return [rounded(place * step) for place in range(first, max(last, first + 1) + 1)]


def rounded(level: float) -> Decimal:
    return Decimal(f"{level:.10g}")


def described(readings: Sequence[Reading], write: Callable[[Decimal], str]) -> str:
    """The drawing in words: from where to where, the ends of the line, what is missing."""
    known = [reading for reading in readings if reading.value is not None]
    first, last = known[0], known[-1]
    missing = sum(reading.value is None for reading in readings)
    said = [f"{known_as(first, write)}."] if first is last else [f"{known_as(first, write)}; {known_as(last, write)}."]
    if last.wanted is not None:
        said.append(f"Target {write(last.wanted)}.")
    if missing:
        said.append(f"No data for {missing} of {len(readings)} periods.")
    if list(breaks_of(readings)):
        said.append("The definition changed; the line is broken there.")
    return " ".join(said)


def known_as(reading: Reading, write: Callable[[Decimal], str]) -> str:
    return f"{reading.label}: {reading.said or write(reading.value)}" if reading.value is not None else reading.label


def runs_of(readings: Sequence[Reading], scale: Scale) -> Iterator[list[Spot]]:
    """The pieces of the line: unbroken by a gap or a new definition."""
    last = max(place for place, reading in enumerate(readings) if reading.value is not None)
    keyed = groupby(enumerate(readings), key=lambda row: (row[1].value is not None, row[1].counted_as))
    for (is_known, _), rows in keyed:
        if is_known:
            yield [
                Spot(scale.x(place), scale.y(one.value), place == last) for place, one in rows if one.value is not None
            ]


def breaks_of(readings: Sequence[Reading]) -> Iterator[int]:
    """Before which periods the definition changed."""
    for place in range(1, len(readings)):
        if readings[place].counted_as != readings[place - 1].counted_as:
            yield place


def targets_of(readings: Sequence[Reading], scale: Scale) -> Iterator[Rule]:
    for wanted, places in together(readings, lambda reading: reading.wanted):
        if wanted is not None:
            yield Rule(scale.left(places[0]), scale.left(places[-1] + 1), scale.y(wanted))


def bands_of(readings: Sequence[Reading], scale: Scale) -> Iterator[Box]:
    """What is tolerated, between the target and the end of the tolerance."""
    for pair, places in together(readings, lambda reading: (reading.wanted, reading.tolerated)):
        wanted, tolerated = pair
        if wanted is not None and tolerated is not None:
            ends = sorted((scale.y(wanted), scale.y(tolerated)))
            yield box(places, scale, ends[0], ends[1])


def gaps_of(readings: Sequence[Reading], scale: Scale) -> Iterator[Box]:
    for is_missing, places in together(readings, lambda reading: reading.value is None):
        if is_missing:
            yield box(places, scale, TOP, BOTTOM)


def box(places: Sequence[int], scale: Scale, top: float, bottom: float) -> Box:
    left = scale.left(places[0])
    return Box(left, top, round(scale.left(places[-1] + 1) - left, 2), round(bottom - top, 2))


def together(readings: Sequence[Reading], key: Callable[[Reading], Any]) -> Iterator[tuple[Any, list[int]]]:
    """Neighbouring periods that have something in common, with what it is."""
    for found, rows in groupby(enumerate(readings), key=lambda row: key(row[1])):
        yield found, [place for place, _ in rows]
