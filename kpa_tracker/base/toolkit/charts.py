"""Charts, as plain arithmetic: where each bar begins and how long it is. No Django.

The template components/chart.html draws the result as SVG, always beside the table of the same numbers. Colours are
attributes of the drawing, because neither our security policy nor the PDF allows a style inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kpa_tracker.base.toolkit.ratings import FIVE_POINT, NOT_RATED, THREE_POINT, Rating, rating_of

RED, AMBER, GREEN, PAPER, PLAIN = "#920e1a", "#ce7200", "#0c7a4a", "#ffffff", "#12355b"
"""The tokens of static/css/_tokens.scss; a test holds the two together."""

FILLS: Mapping[str, tuple[str, ...]] = {
    "red": (RED,),
    "amber_red": (RED, AMBER),
    "amber": (AMBER,),
    "amber_green": (AMBER, GREEN),
    "green": (GREEN,),
    "": (PAPER,),
}

# In units of the drawing: it is as wide as a phone's column, so that its letters stay readable there.
WIDTH, ROW, BAR_TOP, BAR_HEIGHT = 360, 54, 22, 22
GAP = 2
THREE_CODES = frozenset(point.code for point in THREE_POINT)
LONGEST_LABEL = 46


class Cell(NamedTuple):
    """A number of the table beside the chart, with the address of the list behind it."""

    value: int | str
    url: str = ""


class Fill(NamedTuple):
    """One coloured rectangle; a rating between two colours has two, one above the other."""

    colour: str
    y: float
    height: float


@dataclass(frozen=True)
class Segment:
    """One part of a bar."""

    x: float
    y: float
    width: float
    number: int
    word: str
    colours: tuple[str, ...]

    @property
    def fills(self) -> list[Fill]:
        height = BAR_HEIGHT / len(self.colours)
        return [Fill(colour, self.y + index * height, height) for index, colour in enumerate(self.colours)]

    @property
    def is_hollow(self) -> bool:
        return self.colours == (PAPER,)

    @property
    def has_room(self) -> bool:
        """Whether the number fits; where it does not, the table has it."""
        return self.width >= self.chip_width + 4

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def chip_width(self) -> int:
        return 10 + 8 * len(str(self.number))

    @property
    def chip_x(self) -> float:
        """The number stands on paper white, so that it is as readable on amber as on red."""
        return round(self.middle - self.chip_width / 2, 1)


@dataclass(frozen=True)
class Bar:
    """One row of the drawing: a label above a bar."""

    label: str
    y: float
    total: int
    segments: list[Segment]

    @property
    def text_y(self) -> float:
        return self.y + BAR_TOP - 7

    @property
    def number_y(self) -> float:
        return self.y + BAR_TOP + BAR_HEIGHT / 2 + 5

    @property
    def chip_y(self) -> float:
        return self.y + BAR_TOP + 3


@dataclass(frozen=True)
class Chart:
    """A drawing with its title, its description in words, and its table."""

    title: str
    description: str
    bars: list[Bar]
    columns: list[str]
    rows: list[tuple[str, list[Cell]]]
    totals: list[Cell] = field(default_factory=list)
    legend: list[Rating] = field(default_factory=list)
    width: int = WIDTH

    @property
    def height(self) -> int:
        return max(len(self.bars) * ROW, ROW)

    @property
    def slug(self) -> str:
        return "chart-" + re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


class Row(NamedTuple):
    """What a chart is made from: a label, a number for each code, and the address behind each (and behind `all`)."""

    label: str
    counts: Mapping[str, int]
    urls: Mapping[str, str] = {}

    def numbers(self, codes: Iterable[str]) -> list[int]:
        return [self.counts.get(code, 0) for code in codes]

    def cells(self, codes: Sequence[str]) -> list[Cell]:
        """The row of the table: each number, and all of them together."""
        numbers = self.numbers(codes)
        shown = [Cell(number, self.urls.get(code, "")) for code, number in zip(codes, numbers, strict=True)]
        return [*shown, Cell(sum(numbers), self.urls.get("all", ""))]

    def described(self, points: Iterable[Rating]) -> str:
        numbers = ((self.counts.get(point.code), point.word.lower()) for point in points)
        parts = [f"{number} {word}" for number, word in numbers if number]
        return f"{self.label}: {', '.join(parts) or 'none'}."


def shortened(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"


def codes_used(rows: Iterable[Row]) -> set[str]:
    return {code for row in rows for code, number in row.counts.items() if number}


def scale_codes(rows: Iterable[Row]) -> list[str]:
    """Return the codes to show, worst first: those of the scale in use, then unrated if any."""
    used = codes_used(rows)
    points = THREE_POINT if used <= {*THREE_CODES, NOT_RATED.code} else FIVE_POINT
    codes = [point.code for point in sorted(points, key=lambda point: point.rank)]
    return [*codes, NOT_RATED.code] if NOT_RATED.code in used else codes


def worded(codes: Iterable[str], words: Mapping[str, str]) -> list[Rating]:
    """Return the points of these codes, each with a plan's own word where it has one."""
    return [rating_of(code, words.get(code)) for code in codes]


def segments_of(row: Row, points: Sequence[Rating], *, y: float, unit: float) -> list[Segment]:
    """Lay the parts of one bar end to end, with a thin gap that also parts them in black and white."""
    laid: list[Segment] = []
    x = 0.0
    for point in points:
        number = row.counts.get(point.code, 0)
        if number:
            width = round(number * unit, 1)
            drawn = round(max(width - GAP, width / 2), 2)
            laid.append(Segment(x, y, drawn, number, point.word, FILLS[point.code]))
            x = round(x + width, 1)
    return laid


def bars_of(rows: Sequence[Row], points: Sequence[Rating]) -> list[Bar]:
    """One bar a row; the row with most has the whole width."""
    totals = [sum(row.numbers(point.code for point in points)) for row in rows]
    unit = WIDTH / max([*totals, 1])
    return [
        Bar(shortened(row.label), index * ROW, total, segments_of(row, points, y=index * ROW + BAR_TOP, unit=unit))
        for index, (row, total) in enumerate(zip(rows, totals, strict=True))
    ]


def added_up(rows: Sequence[Row], codes: Sequence[str], urls: Mapping[str, str]) -> Row:
    """The last row of the table, where every column is added up."""
    return Row("All", {code: sum(row.counts.get(code, 0) for row in rows) for code in codes}, urls)


def stacked_bars(
    title: str,
    rows: Iterable[Row],
    *,
    first_column: str = "Part",
    total_urls: Mapping[str, str] = {},
    words: Mapping[str, str] = {},
) -> Chart:
    """Ratings of several parts as bars whose lengths compare; the table adds up along rows and columns.

    `words` are a plan's own, by colour.
    """
    rows = list(rows)
    codes = scale_codes(rows)
    legend = worded(codes, words)
    return Chart(
        title=title,
        description=" ".join(row.described(legend) for row in rows),
        bars=bars_of(rows, legend),
        columns=[first_column, *map(str, legend), "All"],
        rows=[(row.label, row.cells(codes)) for row in rows],
        totals=added_up(rows, codes, total_urls).cells(codes),
        legend=legend,
    )


class Number(NamedTuple):
    """A number that is no rating, with the address of the list behind it."""

    label: str
    number: int
    url: str = ""


def plain_bar(index: int, plain: Number, *, unit: float) -> Bar:
    part = Segment(0, index * ROW + BAR_TOP, round(plain.number * unit, 1), plain.number, "", (PLAIN,))
    return Bar(shortened(plain.label), index * ROW, plain.number, [part] if plain.number else [])


def plain_bars(
    title: str, numbers: Iterable[tuple[str, int, str]], *, columns: tuple[str, str] = ("Part", "Number")
) -> Chart:
    """Numbers as bars of one colour: (label, number, address of the list behind it)."""
    plains = [Number(*number) for number in numbers]
    unit = WIDTH / max([plain.number for plain in plains] + [1])
    return Chart(
        title=title,
        description=" ".join(f"{plain.label}: {plain.number}." for plain in plains),
        bars=[plain_bar(index, plain, unit=unit) for index, plain in enumerate(plains)],
        columns=list(columns),
        rows=[(plain.label, [Cell(plain.number, plain.url)]) for plain in plains],
    )
