"""A plan on one sheet of paper: how much of it is said is a matter of room, and what is left out is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from math import ceil
from typing import TypeVar

from kpa_tracker.base.toolkit.markdown import to_text
from kpa_tracker.base.toolkit.typefaces import USUAL
from kpa_tracker.base.toolkit.words import counted, plural
from kpa_tracker.interfaces.publication.content.base import Document, Part
from kpa_tracker.interfaces.publication.content.document import PlanDocument, Point, figures_of
from kpa_tracker.interfaces.publication.content.placing import heading_of
from kpa_tracker.interfaces.publication.content.rows import Ambition, Row
from kpa_tracker.interfaces.publication.content.targets import Goal

WHOLE = 1_000_000
LANES_OF_TARGETS, ROWS_A_TABLE = 3, 6
UNITS, UNITS_A_TABLE, UNITS_WITHOUT_TITLES = 24, 5, 3
NOT_PUBLISHED, NOT_RATED, NO_DEADLINE = "No rating", "Not rated", "No deadline set"

T = TypeVar("T")


@dataclass(frozen=True)
class Detail:
    """How much is said, in a type of which size: how many characters of a title, of an ambition's and of the vision at
    most, how many targets and ambitions at most. A title of no characters is left away."""

    size: int = 7
    title: int = WHOLE
    heading: int = WHOLE
    vision: int = WHOLE
    targets: int = WHOLE
    ambitions: int = WHOLE
    deliverables: bool = True
    meanings: bool = True


@dataclass(frozen=True)
class Entry:
    """A deliverable on the sheet."""

    reference: str
    title: str
    deadline: str
    rating: str
    word: str


@dataclass(frozen=True)
class Column:
    """An ambition on the sheet: its deliverables in tables side by side, or how many there are. `units` is how wide it
    is, in parts of UNITS."""

    heading: str
    entries: tuple[Entry, ...]
    counted: str
    units: int = UNITS

    @property
    def tables(self) -> list[list[Entry]]:
        """As many tables side by side as the width has room for; a few deliverables stay together."""
        width = UNITS_A_TABLE if any(entry.title for entry in self.entries) else UNITS_WITHOUT_TITLES
        room, wanted = self.units // width, ceil(len(self.entries) / ROWS_A_TABLE)
        return cut_evenly(list(self.entries), max(min(room, wanted), 1))

    def widened(self) -> Column:
        return replace(self, units=self.units + 1)


@dataclass(frozen=True, kw_only=True)
class OnePage(Document):
    """A plan on one sheet, as far as it goes on it. Made of the document alone, so that the public one holds only what
    the public reads. `bands` are the ambitions side by side."""

    plan: PlanDocument
    detail: Detail
    bands: tuple[tuple[Column, ...], ...] = ()

    @classmethod
    def of(cls, plan: PlanDocument, detail: Detail) -> OnePage:
        head = {one.name: getattr(plan, one.name) for one in fields(Document)}
        return cls(plan=plan, detail=detail, **{**head, "pictures": ()})

    @property
    def kind(self) -> str:
        return f"{self.plan.kind} on a page"

    @property
    def description(self) -> str:
        return f"The annual plan of {self.authority} on one page{'' if self.is_public else ', working document'}."

    @property
    def called(self) -> str:
        return f"{self.title} on a page"

    @property
    def template(self) -> str:
        return "publication/one_page/document.html"

    @property
    def typeface(self) -> str:
        """What it is printed in."""
        return self.look.typeface if self.look else USUAL

    @property
    def parts(self) -> list[Part]:
        """A single sheet needs no contents."""
        return []

    @property
    def standing(self) -> str:
        """What stands under the title."""
        said = [self.period, self.state, f"As it stood on {self.made_on.day} {self.made_on:%B %Y}"]
        said += [] if self.is_public else ["Working document: not for publication"]
        return f"{'. '.join(said)}."

    @cached_property
    def vision(self) -> str:
        return shortened(self._whole_vision, self.detail.vision)

    @cached_property
    def _whole_vision(self) -> str:
        return to_text(self.plan.vision)

    @property
    def key(self) -> Sequence[Point]:
        return self.plan.scale if self.plan.shows_ratings else ()

    @property
    def columns(self) -> list[Column]:
        """The ambitions that there is room for, each as wide as the sheet."""
        return [self.column(one) for one in self.plan.ambitions[: self.detail.ambitions]]

    def column(self, ambition: Ambition) -> Column:
        entries = tuple(self.entry(row) for row in ambition.rows) if self.detail.deliverables else ()
        heading = shortened(heading_of(self.plan, ambition), self.detail.heading)
        return Column(heading, entries, "" if entries else self.counted_of(ambition))

    def entry(self, row: Row) -> Entry:
        unrated = NOT_PUBLISHED if self.is_public else NOT_RATED
        word = (row.progress.word if row.progress else "") or unrated
        title = shortened(one_line(row.title), self.detail.title)
        return Entry(row.reference or "–", title, one_line(row.deadline), row.rating, word)

    def counted_of(self, ambition: Ambition) -> str:
        """How many deliverables an ambition has, and how they are rated."""
        figures = figures_of(ambition.rows, self.key)
        said = [counted(figures.total, self.plan.deliverable_word.lower())]
        said += [f"{number} {point.word}" for number, point in zip(figures.by_rating, self.key, strict=True) if number]
        return ", ".join(said)

    @property
    def shows_titles(self) -> bool:
        return self.detail.title > 0

    @cached_property
    def goals(self) -> list[Goal]:
        return [goal for found in self.plan.all_targets for goal in found.goals]

    @cached_property
    def targets(self) -> list[tuple[str, str]]:
        """What is measured, and the target."""
        return [(measured(goal), one_line(goal.target)) for goal in self.goals[: self.detail.targets]]

    @property
    def lanes_of_targets(self) -> list[list[tuple[str, str]]]:
        return cut_evenly(self.targets, LANES_OF_TARGETS)

    @cached_property
    def left_out(self) -> list[str]:
        """What the sheet does not say, in sentences."""
        return list(sentences(self))


def sentences(page: OnePage) -> Iterator[str]:
    more = "How anybody will know" if page.is_public else "How anybody will know, who leads and what was done"
    yield f"This sheet is a summary. {more} stand{'s' if page.is_public else ''} in the whole plan."
    plan, detail = page.plan, page.detail
    if len(page.vision) < len(page._whole_vision):
        yield "Shortened, as … shows: the vision."
    yield from of_ambitions(page)
    if not detail.deliverables:
        yield f"Left out for want of room: {counted(len(plan.rows), plan.deliverable_word.lower())} one by one."
    elif not page.shows_titles:
        yield f"Left out for want of room: the titles of {plan.deliverable_words.lower()}."
    elif number := sum(len(one_line(row.title)) > detail.title for row in plan.rows):
        yield f"Shortened, as … shows: {counted(number, 'title')} of {plan.deliverable_words.lower()}."
    if number := len(page.goals) - len(page.targets):
        yield f"Left out for want of room: {number} of {counted(len(page.goals), 'target')}."


def of_ambitions(page: OnePage) -> Iterator[str]:
    plan, detail = page.plan, page.detail
    if number := sum(len(heading_of(plan, one)) > detail.heading for one in plan.ambitions[: detail.ambitions]):
        yield f"Shortened, as … shows: {counted(number, 'title')} of {plural(plan.ambition_word).lower()}."
    if beyond := plan.ambitions[detail.ambitions :]:
        rows = sum(len(one.rows) for one in beyond)
        more, what = counted(len(beyond), plan.ambition_word.lower()), counted(rows, plan.deliverable_word.lower())
        yield f"Left out for want of room: {more} more, with {what}."


def measured(goal: Goal) -> str:
    return one_line(f"{goal.measure}, {goal.series}" if goal.series else goal.measure)


def one_line(text: str) -> str:
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """Return a text of so many characters at most, with … in the place of what is left out."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return f"{(cut.rsplit(' ', 1)[0] if ' ' in cut else cut).rstrip(' ,;:.')}…" if most else ""


def cut_evenly(things: list[T], pieces: int) -> list[list[T]]:
    """Return things in so many pieces of about as many each, in order; fewer where there are fewer things."""
    size = ceil(len(things) / pieces) if pieces else 1
    return [things[start : start + size] for start in range(0, len(things), size)]
