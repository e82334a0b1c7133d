"""Charts, as plain arithmetic: where each bar begins and how long it is. No Django.

The template components/chart.html draws the result as SVG, always beside the table of the same numbers. Colours are
attributes of the drawing, because neither our security policy nor the PDF allows a style inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kpa_tracker.base.toolkit.ratings import FIVE_POINT, NOT_RATED, RATINGS, THREE_POINT, Rating

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
    """What a chart is made from: a label, a number for each code, and the address behind each number."""

    label: str
    counts: Mapping[str, int]
    urls: Mapping[str, str] = {}


def shortened(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"


def scale_codes(rows: Sequence[Row]) -> list[str]:
    """Return the codes to show, worst first: those of the scale in use, then unrated if any."""
    used = {code for row in rows for code, number in row.counts.items() if number}
    points = THREE_POINT if used <= {*(point.code for point in THREE_POINT), ""} else FIVE_POINT
    codes = [point.code for point in sorted(points, key=lambda point: point.rank)]
    return [*codes, NOT_RATED.code] if "" in used else codes


def segments_of(row: Row, codes: Iterable[str], *, y: float, unit: float) -> list[Segment]:
    """Lay the parts of one bar end to end, with a thin gap that also parts them in black and white."""
    laid: list[Segment] = []
    x = 0.0
    for code in codes:
        number = row.counts.get(code, 0)
        if number:
            width = round(number * unit, 1)
            laid.append(Segment(x, y, round(max(width - GAP, width / 2), 2), number, RATINGS[code].word, FILLS[code]))
            x = round(x + width, 1)
    return laid


def described(row: Row, codes: Iterable[str]) -> str:
    parts = [f"{row.counts[code]} {RATINGS[code].word.lower()}" for code in codes if row.counts.get(code)]
    return f"{row.label}: {', '.join(parts) or 'none'}."


def stacked_bars(
    title: str, rows: Iterable[Row], *, first_column: str = "Part", total_urls: Mapping[str, str] = {}
) -> Chart:
    """Ratings of several parts as bars whose lengths compare; the table adds up along rows and columns."""
    rows = list(rows)
    codes = scale_codes(rows)
    totals = [sum(row.counts.get(code, 0) for code in codes) for row in rows]
    unit = WIDTH / max([*totals, 1])
    bars = [
        Bar(shortened(row.label), index * ROW, total, segments_of(row, codes, y=index * ROW + BAR_TOP, unit=unit))
        for index, (row, total) in enumerate(zip(rows, totals, strict=True))
    ]
    sums = {code: sum(row.counts.get(code, 0) for row in rows) for code in codes}
    return Chart(
        title=title,
        description=" ".join(described(row, codes) for row in rows),
        bars=bars,
        columns=[first_column, *(RATINGS[code].word for code in codes), "All"],
        rows=[(row.label, cells(row.counts, row.urls, codes, total)) for row, total in zip(rows, totals, strict=True)],
        totals=cells(sums, total_urls, codes, sum(totals)),
        legend=[RATINGS[code] for code in codes],
    )


def cells(counts: Mapping[str, int], urls: Mapping[str, str], codes: Iterable[str], total: int) -> list[Cell]:
    shown = [Cell(counts.get(code, 0), urls.get(code, "")) for code in codes]
    return [*shown, Cell(total, urls.get("all", ""))]


def plain_bars(
    title: str, numbers: Iterable[tuple[str, int, str]], *, columns: tuple[str, str] = ("Part", "Number")
) -> Chart:
    """Numbers as bars of one colour: (label, number, address of the list behind it)."""
    numbers = list(numbers)
    unit = WIDTH / max([number for _, number, _ in numbers] + [1])
    bars = [
        Bar(shortened(label), index * ROW, number, [plain_segment(index, number, unit)] if number else [])
        for index, (label, number, _) in enumerate(numbers)
    ]
    return Chart(
        title=title,
        description=" ".join(f"{label}: {number}." for label, number, _ in numbers),
        bars=bars,
        columns=list(columns),
        rows=[(label, [Cell(number, url)]) for label, number, url in numbers],
    )


def plain_segment(index: int, number: int, unit: float) -> Segment:
    return Segment(0, index * ROW + BAR_TOP, round(number * unit, 1), number, "", (PLAIN,))
