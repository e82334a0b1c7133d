"""What an annual plan says, as plain values: the PDF and its HTML twin are drawn from these and from nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kpa_tracker.base.toolkit import charts
from kpa_tracker.base.toolkit.charts import Chart
from kpa_tracker.base.toolkit.ratings import rating_of

ROWS_A_TABLE = 100
"""A longer table is cut: drawing one of 5,000 rows costs a fifth more than drawing fifty of a hundred."""

LONG_CELL = 700
"""Characters in one cell, about a third of a landscape page."""


@dataclass(frozen=True)
class Progress:
    """What is said of a deliverable. `said` is what is printed: a heading (or none) and a text each."""

    stage: str
    rating: str
    word: str
    as_at: datetime.date
    said: tuple[tuple[str, str], ...] = ()
    forecast: str = ""
    forecast_word: str = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """A deliverable in its ambition's table. What only the working document has is empty in the public one."""

    reference: str
    title: str
    description: str = ""
    sub_items: tuple[tuple[str, str], ...] = ()
    measurements: tuple[str, ...] = ()
    lead: str = ""
    supporting: tuple[str, ...] = ()
    committee: str = ""
    deadline: str = ""
    progress: Progress | None = None
    flags: tuple[Any, ...] = ()
    slip: str = ""

    @property
    def rating(self) -> str:
        return self.progress.rating if self.progress else ""

    @property
    def is_long(self) -> bool:
        """Whether the row may run over the end of a page: kept whole, it would leave half a page empty before it."""
        texts = [*self.measurements, *(text for text, _ in self.sub_items)]
        told = [text for _, text in self.progress.said] if self.progress else []
        cells = (self.title + self.description, "".join(texts), "".join(told))
        return max(map(len, cells)) > LONG_CELL

    @property
    def is_overdue(self) -> bool:
        return any(flag.key == "overdue" for flag in self.flags)


@dataclass(frozen=True)
class Group:
    """The deliverables under one descriptor; "" holds those under none. What goes on in the next table says so."""

    title: str
    rows: tuple[Row, ...]
    continued: bool = False


@dataclass(frozen=True)
class Risk:
    """A risk at summary level: nothing but its reference and title."""

    reference: str
    title: str


@dataclass(frozen=True)
class Figures:
    """How many deliverables there are, and how they stand. The ratings and `unrated` add up to `total`."""

    total: int
    by_rating: tuple[int, ...]
    unrated: int
    overdue: int
    without_lead: int
    without_deadline: int
    without_measurement: int


@dataclass(frozen=True)
class Ambition:
    """An ambition with its table."""

    number: int
    reference: str
    title: str
    description: str = ""
    priorities: tuple[str, ...] = ()
    risks: tuple[Risk, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @property
    def tables(self) -> list[list[Group]]:
        """The groups in tables of at most 100 rows each."""
        return cut(self.groups, ROWS_A_TABLE)


@dataclass(frozen=True)
class Point:
    """A point of the plan's scale of ratings."""

    code: str
    word: str
    definition: str


@dataclass(frozen=True)
class Narrative:
    """A titled text in Markdown."""

    title: str
    body: str


@dataclass(frozen=True)
class Part:
    """A part of the document with a heading of its own: where it stands in the contents, and how it is drawn."""

    anchor: str
    title: str
    kind: str
    content: Any = None

    @property
    def template(self) -> str:
        return f"publication/parts/{self.kind}.html"


@dataclass(frozen=True)
class PlanDocument:
    """An annual plan: the working document with its internal columns, or the public one."""

    is_public: bool
    authority: str
    title: str
    period: str
    state: str
    marking: str
    made_on: datetime.date
    ambition_word: str
    descriptor_word: str
    deliverable_word: str
    is_demonstration: bool = False
    vision: str = ""
    values: str = ""
    foreword: str = ""
    contact: str = ""
    before: tuple[Narrative, ...] = ()
    after: tuple[Narrative, ...] = ()
    priorities: tuple[str, ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()
    scale: tuple[Point, ...] = ()
    ambitions: tuple[Ambition, ...] = field(default=())

    @cached_property
    def rows(self) -> list[Row]:
        return [row for ambition in self.ambitions for row in ambition.rows]

    @cached_property
    def has_progress(self) -> bool:
        return any(row.progress for row in self.rows)

    @property
    def shows_ratings(self) -> bool:
        return self.has_progress or not self.is_public

    @property
    def columns(self) -> int:
        """How many columns the tables of deliverables have."""
        return (5 if self.has_progress else 4) if self.is_public else 7

    @property
    def deliverable_words(self) -> str:
        return plural(self.deliverable_word)

    @property
    def kind(self) -> str:
        return "the public document" if self.is_public else "the working document"

    @cached_property
    def totals(self) -> Figures:
        return figures_of(self.rows, self.scale)

    @cached_property
    def glance(self) -> list[tuple[Ambition, Figures]]:
        return [(ambition, figures_of(ambition.rows, self.scale)) for ambition in self.ambitions]

    @cached_property
    def picture(self) -> Chart:
        """The ratings of each ambition as bars."""
        codes = [point.code for point in self.scale]
        rows = [
            charts.Row(
                f"{ambition.reference} {ambition.title}".strip(),
                {**dict(zip(codes, figures.by_rating, strict=True)), "": figures.unrated},
            )
            for ambition, figures in self.glance
        ]
        return charts.stacked_bars(f"Ratings by {self.ambition_word.lower()}", rows, first_column=self.ambition_word)

    @cached_property
    def parts(self) -> list[Part]:
        """Everything after the contents, in order. What nobody has written is left out."""
        return list(parts_of(self))


def parts_of(document: PlanDocument) -> Iterator[Part]:
    if document.foreword:
        yield Part("foreword", "Foreword", "text", document.foreword)
    if document.vision or document.values:
        yield Part("vision", "Vision and values", "vision")
    if document.priorities:
        yield Part("priorities", "The priorities that this plan serves", "priorities")
    yield from narratives(document.before, "before")
    yield Part("glance", "The plan at a glance", "glance")
    for ambition in document.ambitions:
        yield Part(f"ambition-{ambition.number}", heading_of(document, ambition), "ambition", ambition)
    yield from narratives(document.after, "after")
    if document.shows_ratings and document.scale:
        yield Part("ratings", "What the ratings mean", "ratings")
    if document.glossary:
        yield Part("glossary", "Glossary", "glossary")
    yield Part("contact", "Where to write", "contact")


def heading_of(document: PlanDocument, ambition: Ambition) -> str:
    return f"{document.ambition_word} {ambition.reference}: {ambition.title}" if ambition.reference else ambition.title


def narratives(texts: Iterable[Narrative], place: str) -> Iterator[Part]:
    for number, text in enumerate(texts, start=1):
        yield Part(f"{place}-{number}", text.title, "text", text.body)


def figures_of(rows: list[Row], scale: Iterable[Point]) -> Figures:
    codes = [point.code for point in scale]
    return Figures(
        total=len(rows),
        by_rating=tuple(sum(row.rating == code for row in rows) for code in codes),
        unrated=sum(row.rating not in codes for row in rows),
        overdue=sum(row.is_overdue for row in rows),
        without_lead=sum(not row.lead for row in rows),
        without_deadline=sum(not row.deadline for row in rows),
        without_measurement=sum(not row.measurements for row in rows),
    )


def cut(groups: Iterable[Group], size: int) -> list[list[Group]]:
    """Return the groups as tables of at most `size` rows; a group that does not fit goes on in the next table."""
    tables: list[list[Group]] = [[]]
    room = size
    for group in groups:
        for start, end in pieces(len(group.rows), room, size):
            if room == 0:
                tables.append([])
                room = size
            tables[-1].append(Group(group.title, group.rows[start:end], continued=start > 0))
            room -= end - start
    return [table for table in tables if table]


def pieces(length: int, room: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where rows go together, the first as many as there is room for."""
    start, space = 0, room or size
    while start < length:
        yield start, min(start + space, length)
        start, space = start + space, size


def span(starts_on: datetime.date, ends_on: datetime.date) -> str:
    """Return a plan's period as people say it: 1 April 2009 to 31 March 2010."""
    return f"{starts_on.day} {starts_on:%B %Y} to {ends_on.day} {ends_on:%B %Y}"


def worst_first(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the points of a scale from red to green, as charts and lists have them."""
    return tuple(sorted(points, key=lambda point: rating_of(point.code).rank))


def plural(word: str) -> str:
    """Return the plural of a level's name: contributory activities."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
