"""Deliverables, judged and computed side by side, and what was reported on them."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from kpa_tracker.interfaces.api.shapes.common import (
    Answer,
    Marking,
    Named,
    Number,
    Page,
    PartialDate,
    Rating,
    current,
    named,
    or_none,
)

Stage = Literal["not_started", "in_progress", "complete", "cancelled"]
Word = Annotated[str | None, Meta(description="What its plan calls this rating.")]


class Deadline(Answer):
    """The deadline as it is, as it was first adopted, and how far it has moved."""

    now: PartialDate
    first: PartialDate
    moves: Annotated[int, Meta(description="How often it was moved.")]
    days_later: Annotated[int, Meta(description="Days from the first adopted deadline to the one of now.")]

    @classmethod
    def of(cls, one: Any) -> Deadline:
        return cls(
            now=PartialDate.of(one.deadline),
            first=PartialDate.of(one.first_deadline),
            moves=one.deadline_moves,
            days_later=one.slip.days,
        )


class SubItem(Answer):
    """One of several things under a deliverable."""

    text: str
    committee: Annotated[int | None, Meta(description="The number of its own committee.")]
    committee_as_written: str

    @classmethod
    def of(cls, one: Any) -> SubItem:
        """Make it of a sub-item; of what the history kept as a text alone, of that."""
        return cls(
            text=str(one),
            committee=getattr(one, "committee_id", None),
            committee_as_written=getattr(one, "committee_text", ""),
        )


class Judged(Answer):
    """What its owner said last: submitted, and not sent back."""

    stage: Stage | None
    rating: Annotated[Rating | None, Meta(description="Missing where nobody has rated it.")]
    rating_word: Word
    forecast: Annotated[Rating | None, Meta(description="The rating that is expected at the end of the year.")]
    forecast_word: Word
    update: Annotated[int | None, Meta(description="The number of the update that says so.")]
    period: Named | None
    submitted_at: datetime.datetime | None

    @classmethod
    def of(cls, one: Any) -> Judged:
        latest = one.latest
        return cls(
            stage=or_none(one.stage),
            rating=or_none(one.rating),
            rating_word=or_none(one.rating_word),
            forecast=or_none(latest and latest.forecast),
            forecast_word=or_none(one.forecast_word),
            update=one.latest_id,
            period=named(latest and latest.period),
            submitted_at=latest and latest.submitted_at,
        )


class Flag(Answer):
    """Something that the system works out, such as that it is overdue."""

    key: str
    word: str
    sentence: str
    days: Annotated[int, Meta(description="So many days: late, left, or since.")]

    @classmethod
    def of(cls, one: Any) -> Flag:
        return cls(key=one.key, word=one.word, sentence=one.sentence, days=one.days)


class Deliverable(Answer):
    """What a plan promises: who leads it, by when, what its owner judges and, beside it, what is worked out."""

    id: Number
    page: Page
    marking: Marking
    plan: Named
    ambition: Named
    descriptor: Named | None
    reference: str
    title: str
    description: str
    public_wording: str
    lead: Annotated[Named | None, Meta(description="The post that leads it.")]
    supporting: Annotated[list[Named], Meta(description="The posts that support it.")]
    committee: Named | None
    owner_as_written: Annotated[str, Meta(description="What an imported table had in its owner's cell.")]
    priorities: Annotated[list[Named] | None, Meta(description="Missing as of a day: the history does not keep them.")]
    deadline: Deadline
    measurements: Annotated[list[str], Meta(description="How anybody will know that it is achieved.")]
    sub_items: list[SubItem]
    judged: Judged
    computed: Annotated[list[Flag], Meta(description="What is worked out. Neither overwrites the other.")]

    @classmethod
    def of(cls, one: Any) -> Deliverable:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            marking=one.shown_marking,
            plan=Named.of(one.plan),
            ambition=Named.of(one.ambition),
            descriptor=named(one.descriptor),
            reference=one.reference,
            title=one.title,
            description=one.description,
            public_wording=one.public_wording,
            lead=named(one.lead),
            supporting=[Named.of(post) for post in one.supporters],
            committee=named(one.committee),
            owner_as_written=one.source_owner,
            priorities=None if one.stood_on else current(one.priorities.all()),
            deadline=Deadline.of(one),
            measurements=[str(measurement) for measurement in one.ways_to_know],
            sub_items=[SubItem.of(part) for part in one.parts],
            judged=Judged.of(one),
            computed=[Flag.of(flag) for flag in one.computed],
        )


class Update(Answer):
    """What was said of a deliverable in a reporting period. Drafts are not among them."""

    id: Number
    page: Page
    plan: Named
    deliverable: Named
    period: Named
    version: Annotated[int, Meta(description="1 is the first; a correction is the next.")]
    state: Literal["submitted", "sent_back", "accepted", "corrected"]
    stage: Stage | None
    rating: Rating | None
    rating_word: Word
    forecast: Rating | None
    forecast_word: Word
    done: str
    next_steps: str
    cause: Annotated[str, Meta(description="Why it is not green.")]
    recovery: Annotated[str, Meta(description="What will bring it back.")]
    recovery_by: Named | None
    green_on: datetime.date | None
    late_reason: Annotated[str, Meta(description="Why it is green though it is overdue.")]
    public_wording: str
    on_behalf_of: Named | None
    submitted_at: datetime.datetime | None
    submitted_by: str | None
    reviewed_at: datetime.datetime | None
    reviewed_by: str | None
    review_rating: Annotated[Rating | None, Meta(description="The reviewer's own rating.")]
    sent_back_reason: str

    @classmethod
    def of(cls, one: Any) -> Update:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            plan=Named.of(one.deliverable.plan),
            deliverable=Named.of(one.deliverable),
            period=Named.of(one.period),
            version=one.number,
            state=one.state,
            stage=or_none(one.stage),
            rating=or_none(one.rating),
            rating_word=or_none(one.rating_word),
            forecast=or_none(one.forecast),
            forecast_word=or_none(one.forecast_word),
            done=one.done,
            next_steps=one.next_steps,
            cause=one.cause,
            recovery=one.recovery,
            recovery_by=named(one.recovery_by),
            green_on=one.green_on,
            late_reason=one.late_reason,
            public_wording=one.public_wording,
            on_behalf_of=named(one.on_behalf_of),
            submitted_at=one.submitted_at,
            submitted_by=str(one.submitted_by) if one.submitted_by else None,
            reviewed_at=one.reviewed_at,
            reviewed_by=str(one.reviewed_by) if one.reviewed_by else None,
            review_rating=or_none(one.review_rating),
            sent_back_reason=one.sent_back_reason,
        )
