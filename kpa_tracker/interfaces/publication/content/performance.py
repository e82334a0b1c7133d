"""A performance report: totals that add up, the exceptions, then every measure with its results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kpa_tracker.base.toolkit import charts
from kpa_tracker.base.toolkit.charts import Chart
from kpa_tracker.interfaces.publication.content.base import Document, Part
from kpa_tracker.interfaces.publication.content.lines import MISSING, NO_STATUS, WITHHELD, Line, Sheet

COLOURS = ("red", "amber", "green")
OUTCOMES = (*COLOURS, NO_STATUS, WITHHELD, MISSING)
"""How a line can stand: each stands in exactly one of these ways."""


@dataclass(frozen=True)
class Chapter:
    """The measures under a priority, or of one kind: sections of an anchor, a title and the measures."""

    anchor: str
    title: str
    sections: tuple[tuple[str, str, tuple[Sheet, ...]], ...]
    introduction: str = ""

    @property
    def entries(self) -> list[tuple[str, str]]:
        return [(anchor, title) for anchor, title, _ in self.sections if title]

    @property
    def sheets(self) -> list[Sheet]:
        return [sheet for _, _, some in self.sections for sheet in some]

    @property
    def lines(self) -> list[Line]:
        return [line for sheet in self.sheets for line in sheet.lines]


@dataclass(frozen=True)
class Tally:
    """How many lines stand how. `outcomes` add up to `total`; the gaps overlap with them and with one another."""

    name: str
    total: int
    outcomes: tuple[int, ...]
    gaps: tuple[int, ...]


GAPS: dict[str, tuple[str, Callable[[Line], bool]]] = {
    "overdue": ("Overdue for data", lambda line: line.is_overdue),
    "owner": ("Without owner", lambda line: not line.owner),
    "target": ("Without target", lambda line: line.lacks_target),
}

CONDITIONS: dict[str, tuple[str, Callable[[Line], bool]]] = {
    "red": ("Red", lambda line: line.outcome == "red"),
    "amber": ("Amber", lambda line: line.outcome == "amber"),
    "overdue": GAPS["overdue"],
    "withheld": ("Withheld", lambda line: line.outcome == WITHHELD),
    "owner": GAPS["owner"],
    "target": GAPS["target"],
    "year": ("Year missed, or forecast to miss", lambda line: line.misses_the_year),
}
"""What needs a word first, in the order in which it is said. A line can be in several lists."""


@dataclass(frozen=True)
class ExceptionList:
    """The lines of which one condition is true."""

    key: str
    title: str
    lines: tuple[Line, ...]

    @property
    def anchor(self) -> str:
        return f"exceptions-{self.key}"

    @property
    def heading(self) -> str:
        return f"{self.title}: {len(self.lines) or 'none'}"


@dataclass(frozen=True)
class Exceptions:
    """The lists of exceptions, and how many lines are in one or more of them."""

    lists: tuple[ExceptionList, ...]
    number: int

    @property
    def entries(self) -> list[tuple[str, str]]:
        return [(one.anchor, one.heading) for one in self.lists]

    @property
    def empty(self) -> list[ExceptionList]:
        return [one for one in self.lists if not one.lines]


@dataclass(frozen=True, kw_only=True)
class PerformanceReport(Document):
    """How the measures of a plan stand."""

    plan: str
    chapters: tuple[Chapter, ...] = ()

    @property
    def kind(self) -> str:
        return "the performance report"

    @property
    def description(self) -> str:
        return f"How the measures of {self.authority} stand, working document."

    @cached_property
    def lines(self) -> list[Line]:
        return [line for chapter in self.chapters for line in chapter.lines]

    @cached_property
    def number_of_measures(self) -> int:
        return sum(len(chapter.sheets) for chapter in self.chapters)

    @cached_property
    def tallies(self) -> list[Tally]:
        return [tally(chapter.title, chapter.lines) for chapter in self.chapters]

    @cached_property
    def totals(self) -> Tally:
        return tally("All", self.lines)

    @property
    def gap_words(self) -> list[str]:
        return [word for word, _ in GAPS.values()]

    @cached_property
    def picture(self) -> Chart:
        """How the lines of each group stand, as bars; of those with a status."""
        counts = [(one.title, Counter(line.status_shown for line in one.lines)) for one in self.chapters]
        rows = [charts.Row(title, found) for title, found in counts if any(found[code] for code in COLOURS)]
        return charts.stacked_bars("How the measures stand", rows, first_column="Measures", words={"": "Not rated"})

    @cached_property
    def exceptions(self) -> Exceptions:
        lists = tuple(
            ExceptionList(key, title, tuple(filter(holds, self.lines))) for key, (title, holds) in CONDITIONS.items()
        )
        return Exceptions(lists, sum(any(holds(line) for _, holds in CONDITIONS.values()) for line in self.lines))

    @cached_property
    def parts(self) -> list[Part]:
        """Everything after the contents, in order."""
        return list(parts_of(self))


def parts_of(report: PerformanceReport) -> Iterator[Part]:
    if not report.lines:
        yield Part("standing", "How the measures stand", "no_measures")
    else:
        yield Part("standing", "How the measures stand", "standing")
        yield Part("exceptions", "Exceptions", "exceptions", report.exceptions)
        for chapter in report.chapters:
            yield Part(chapter.anchor, chapter.title, "measures", chapter)
        yield Part("reading", "How to read this report", "reading")
    yield Part("contact", "Where to write", "contact")


def tally(name: str, lines: Iterable[Line]) -> Tally:
    found = list(lines)
    counts = Counter(line.outcome for line in found)
    return Tally(
        name,
        len(found),
        tuple(counts[outcome] for outcome in OUTCOMES),
        tuple(sum(map(holds, found)) for _, holds in GAPS.values()),
    )
