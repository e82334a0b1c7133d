"""Plans with their words, their upper levels, their reporting periods."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from kpa_tracker.interfaces.api.shapes.common import Answer, Marking, Named, Number, Page, Rating, current, named

Markdown = Annotated[str, Meta(description="Markdown.")]


class Point(Answer):
    """A point of the scale that a plan rates with."""

    code: Rating
    word: str
    definition: str

    @classmethod
    def of(cls, one: Any) -> Point:
        return cls(code=one.code, word=one.word, definition=one.definition)


class Section(Answer):
    """A narrative section of a plan."""

    id: Number
    marking: Marking
    title: str
    body: Markdown
    place: Annotated[Literal["before", "after"], Meta(description="Before or after the ambitions.")]
    is_public: bool

    @classmethod
    def of(cls, one: Any) -> Section:
        return cls(
            id=one.pk,
            marking=one.shown_marking,
            title=one.title,
            body=one.body,
            place=one.place,
            is_public=one.is_public,
        )


class GlossaryEntry(Answer):
    """A term of a plan and what it stands for."""

    term: str
    meaning: str

    @classmethod
    def of(cls, one: Any) -> GlossaryEntry:
        return cls(term=one.term, meaning=one.meaning)


class Plan(Answer):
    """A business plan: its years, its words, its scale of ratings."""

    id: Number
    page: Page
    authority: Named
    title: str
    starts_on: datetime.date
    ends_on: datetime.date
    state: Literal["draft", "consultation", "adopted", "closed"]
    marking: Annotated[str, Meta(description="The protective marking.")]
    follows: Annotated[Named | None, Meta(description="The plan before it.")]
    under: Annotated[Named | None, Meta(description="The plan of several years whose aims it serves.")]
    levels: Annotated[list[str], Meta(description="What its three levels are called, the uppermost first.")]
    scale: list[Point]
    vision: str
    values: Markdown
    foreword: Markdown
    priorities: list[Named]
    sections: list[Section]
    glossary: list[GlossaryEntry]

    @classmethod
    def of(cls, one: Any) -> Plan:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            authority=Named.of(one.authority),
            title=one.title,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            state=one.state,
            marking=one.marking,
            follows=named(one.previous),
            under=named(one.under),
            levels=[one.ambition_word, one.descriptor_word, one.deliverable_word],
            scale=[Point.of(point) for point in one.scale.points.all()],
            vision=one.vision,
            values=one.values,
            foreword=one.foreword,
            priorities=current(one.priorities.all()),
            sections=[Section.of(section) for section in one.sections.all() if not section.is_archived],
            glossary=[GlossaryEntry.of(entry) for entry in one.glossary.all() if not entry.is_archived],
        )


class Ambition(Answer):
    """The first level of a plan."""

    id: Number
    page: Page
    plan: Named
    reference: str
    title: str
    description: str
    position: Annotated[int, Meta(description="Its place in the plan.")]
    priorities: list[Named]

    @classmethod
    def of(cls, one: Any) -> Ambition:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            plan=Named.of(one.plan),
            reference=one.reference,
            title=one.title,
            description=one.description,
            position=one.position,
            priorities=current(one.priorities.all()),
        )


class Descriptor(Answer):
    """The second level of a plan."""

    id: Number
    plan: Named
    ambition: Named
    title: str
    position: Annotated[int, Meta(description="Its place under its ambition.")]

    @classmethod
    def of(cls, one: Any) -> Descriptor:
        return cls(
            id=one.pk,
            plan=Named.of(one.ambition.plan),
            ambition=Named.of(one.ambition),
            title=one.title,
            position=one.position,
        )


class Period(Answer):
    """A reporting period of a plan: the months that are reported on, and the days on which they are."""

    id: Number
    plan: Named
    name: str
    observed_from: datetime.date
    observed_to: datetime.date
    opens_on: datetime.date
    due_on: datetime.date
    closed_at: datetime.datetime | None

    @classmethod
    def of(cls, one: Any) -> Period:
        return cls(
            id=one.pk,
            plan=Named.of(one.plan),
            name=one.name,
            observed_from=one.observed_from,
            observed_to=one.observed_to,
            opens_on=one.opens_on,
            due_on=one.due_on,
            closed_at=one.closed_at,
        )
