"""Authorities, committees, meetings, posts."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from kpa_tracker.interfaces.api.shapes.common import Answer, Named, Number, Page, current, named


class Authority(Answer):
    """The body whose plans these are."""

    id: Number
    page: Page
    name: str
    short_name: str
    contact: Annotated[str, Meta(description="Where the public may write.")]
    is_demonstration: Annotated[bool, Meta(description="Its plan is real, its progress is made up.")]

    @classmethod
    def of(cls, one: Any) -> Authority:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            name=one.name,
            short_name=one.short_name,
            contact=one.contact,
            is_demonstration=one.is_demonstration,
        )


class Committee(Answer):
    """A committee, its chair's post and its members' posts."""

    id: Number
    page: Page
    authority: Named
    name: str
    short_name: str
    remit: str
    chair: Named | None
    members: list[Named]
    next_meeting: Annotated[datetime.date | None, Meta(description="The day of its next meeting.")]

    @classmethod
    def of(cls, one: Any) -> Committee:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            authority=Named.of(one.authority),
            name=one.name,
            short_name=one.short_name,
            remit=one.remit,
            chair=named(one.chair),
            members=current(one.members.all()),
            next_meeting=one.next_meeting,
        )


class Meeting(Answer):
    """A meeting of a committee."""

    id: Number
    page: Page
    committee: Named
    held_on: datetime.date
    papers_due_on: datetime.date | None
    place: str

    @classmethod
    def of(cls, one: Any) -> Meeting:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            committee=Named.of(one.committee),
            held_on=one.held_on,
            papers_due_on=one.papers_due_on,
            place=one.place,
        )


class Post(Answer):
    """A post, a group or everyone: what a plan names as an owner."""

    id: Number
    page: Page
    authority: Named
    title: str
    kind: Literal["post", "group", "everyone"]
    answers_to: Annotated[Named | None, Meta(description="The post above.")]
    held_by: Annotated[list[str], Meta(description="The names of who holds it today.")]
    committees: Annotated[list[Named], Meta(description="On which committees it sits.")]

    @classmethod
    def of(cls, one: Any) -> Post:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            authority=Named.of(one.authority),
            title=one.title,
            kind=one.kind,
            answers_to=named(one.answers_to),
            held_by=[str(appointment.person) for appointment in one.held_today],
            committees=current(one.committees.all()),
        )
