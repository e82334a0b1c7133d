"""The whole document, and the parts that it is read in."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kpa_tracker.base.toolkit import charts
from kpa_tracker.base.toolkit.charts import Chart
from kpa_tracker.base.toolkit.ratings import rating_of
from kpa_tracker.interfaces.publication.content.rows import Ambition, Row
from kpa_tracker.interfaces.publication.content.words import plural

HEIGHT_OF_CONTENTS, HEIGHT_OF_PART, HEIGHT_OF_ENTRY = 230, 9, 5.5
"""Millimetres on the page of contents, and in it of a line of each kind, as static/css/document.css has them."""


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
    def entries(self) -> list[tuple[str, str]]:
        """Where the titled pieces of the part begin, and their titles."""
        return self.content.entries if isinstance(self.content, Ambition) else []

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
    ambitions: tuple[Ambition, ...] = ()

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
        words = {point.code: point.word for point in self.scale}
        title = f"Ratings by {self.ambition_word.lower()}"
        return charts.stacked_bars(title, rows, first_column=self.ambition_word, words=words)

    @cached_property
    def parts(self) -> list[Part]:
        """Everything after the contents, in order. What nobody has written is left out."""
        return list(parts_of(self))

    @property
    def contents_share_a_page(self) -> bool:
        """Whether the next part begins below the contents: they fill half a page at most, or run over the first."""
        height = sum(HEIGHT_OF_PART + HEIGHT_OF_ENTRY * len(part.entries) for part in self.parts)
        return not HEIGHT_OF_CONTENTS / 2 < height < HEIGHT_OF_CONTENTS


def parts_of(document: PlanDocument) -> Iterator[Part]:
    yield from opening(document)
    yield from narratives(document.before, "before")
    yield Part("glance", "The plan at a glance", "glance" if document.ambitions else "nothing")
    for ambition in document.ambitions:
        yield Part(ambition.anchor, heading_of(document, ambition), "ambition", ambition)
    yield from narratives(document.after, "after")
    yield from closing(document)


def opening(document: PlanDocument) -> Iterator[Part]:
    if document.foreword:
        yield Part("foreword", "Foreword", "text", document.foreword)
    if document.vision or document.values:
        yield Part("vision", "Vision and values", "vision")
    if document.priorities:
        yield Part("priorities", "The priorities that this plan serves", "priorities")


def closing(document: PlanDocument) -> Iterator[Part]:
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
    counts = Counter(row.rating for row in rows)
    by_rating = tuple(counts[point.code] for point in scale)
    return Figures(
        total=len(rows),
        by_rating=by_rating,
        unrated=len(rows) - sum(by_rating),
        overdue=len(rows) - without(rows, "is_overdue"),
        without_lead=without(rows, "lead"),
        without_deadline=without(rows, "deadline"),
        without_measurement=without(rows, "measurements"),
    )


def without(rows: list[Row], name: str) -> int:
    return sum(not getattr(row, name) for row in rows)


def worst_first(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the points of a scale from red to green, as charts and lists have them."""
    return tuple(sorted(points, key=lambda point: rating_of(point.code).rank))
