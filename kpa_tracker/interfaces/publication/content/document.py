"""The whole document, and the parts that it is read in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kpa_tracker.base.toolkit import charts
from kpa_tracker.base.toolkit.charts import Chart
from kpa_tracker.base.toolkit.ratings import rating_of
from kpa_tracker.base.toolkit.words import plural
from kpa_tracker.interfaces.publication.content.base import Document, Narrative, Part
from kpa_tracker.interfaces.publication.content.narrative import Telling
from kpa_tracker.interfaces.publication.content.placing import ambition_part
from kpa_tracker.interfaces.publication.content.requirements import Asked
from kpa_tracker.interfaces.publication.content.rows import Ambition, Risk, Row
from kpa_tracker.interfaces.publication.content.targets import Targets


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


@dataclass(frozen=True, kw_only=True)
class PlanDocument(Document):
    """An annual plan: the working document with its internal columns, or the public one."""

    ambition_word: str
    descriptor_word: str
    deliverable_word: str
    vision: str = ""
    values: str = ""
    foreword: str = ""
    before: tuple[Narrative, ...] = ()
    after: tuple[Narrative, ...] = ()
    priorities: tuple[str, ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()
    scale: tuple[Point, ...] = ()
    ambitions: tuple[Ambition, ...] = ()
    targets: Targets | None = None
    targets_above: Targets | None = None
    requirements: tuple[Asked, ...] = ()

    @cached_property
    def rows(self) -> list[Row]:
        return [row for ambition in self.ambitions for row in ambition.rows]

    @property
    def most_together(self) -> int:
        """The most deliverables that one process has to draw: those of an ambition, or all that sections place."""
        apart = [len(part.content.rows) for part in self.parts if part.kind == "ambition"]
        return max([*apart, len(self.rows) - sum(apart)])

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

    @property
    def description(self) -> str:
        return f"The annual plan of {self.authority}{'' if self.is_public else ', working document'}."

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

    @property
    def all_targets(self) -> list[Targets]:
        """Its own targets, and those of the plan that it stands under; a plan without any has no such part."""
        return [found for found in (self.targets, self.targets_above) if found is not None and found.goals]

    @cached_property
    def named_risks(self) -> list[tuple[Risk, list[Ambition]]]:
        """Each risk once, in the order of references, with the ambitions that it hangs on."""
        found: dict[Risk, list[Ambition]] = {}
        for ambition in self.ambitions:
            for risk in ambition.risks:
                found.setdefault(risk, []).append(ambition)
        return sorted(found.items(), key=lambda pair: pair[0].reference)

    @cached_property
    def telling(self) -> Telling:
        """Its sections, with what they place."""
        return Telling(self)

    @property
    def shows_risks_apart(self) -> bool:
        """Whether the risks stand in a table of their own, and no longer with their ambitions."""
        return "risks" in self.telling.placed

    @cached_property
    def parts(self) -> list[Part]:
        """Everything after the contents, in order. What nobody has written is left out, and what stands in a section
        already."""
        return [part for part in parts_of(self) if part.anchor not in self.telling.placed]


def parts_of(document: PlanDocument) -> Iterator[Part]:
    yield from opening(document)
    yield from sections(document, "before")
    if document.ambitions or not document.all_targets:
        yield Part("glance", "The plan at a glance", "glance" if document.ambitions else "nothing")
    for ambition in document.ambitions:
        yield ambition_part(document, ambition)
    for targets in document.all_targets:
        yield Part(targets.anchor, targets.heading, "targets", targets)
    yield from sections(document, "after")
    yield from closing(document)


def sections(document: PlanDocument, side: str) -> Iterator[Part]:
    yield from (part for part in document.telling.parts if part.anchor.startswith(f"{side}-"))


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
