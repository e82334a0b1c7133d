"""Inspections and what they recommend."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from kpa_tracker.interfaces.api.shapes.common import Answer, Marking, Named, Number, Page, PartialDate, current, named


class Judgement(Answer):
    """The grade that an area got, on the inspection's own scale."""

    id: Number
    domain: str
    reference: str
    area: str
    grade: Annotated[str | None, Meta(description="The word of the grade.")]
    travel: Annotated[
        Literal["improved", "stable", "declined", "not_graded"], Meta(description="The direction of travel.")
    ]

    @classmethod
    def of(cls, one: Any) -> Judgement:
        return cls(
            id=one.pk,
            domain=one.domain,
            reference=one.reference,
            area=one.area,
            grade=one.grade.word if one.grade else None,
            travel=one.travel,
        )


class Inspection(Answer):
    """An inspectorate's report on the force."""

    id: Number
    page: Page
    authority: Named
    title: str
    inspectorate: str
    published_on: datetime.date
    scale: Annotated[str | None, Meta(description="The scale of its grades. Two scales are not compared.")]
    needs_comments: Annotated[bool, Meta(description="The office publishes its comments within 56 days.")]
    comments_due: datetime.date
    comments_on: Annotated[datetime.date | None, Meta(description="When the comments were published.")]
    judgements: list[Judgement]

    @classmethod
    def of(cls, one: Any) -> Inspection:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            authority=Named.of(one.authority),
            title=one.title,
            inspectorate=one.inspectorate,
            published_on=one.published_on,
            scale=str(one.scale) if one.scale else None,
            needs_comments=one.needs_comments,
            comments_due=one.comments_due,
            comments_on=one.comments_on,
            judgements=[Judgement.of(judgement) for judgement in one.judgements.all()],
        )


class Recommendation(Answer):
    """Something that an inspection wants done."""

    id: Number
    page: Page
    marking: Marking
    authority: Named
    inspection: Named
    judgement: Annotated[Named | None, Meta(description="The judgement that it stands under.")]
    reference: str
    kind: Literal["recommendation", "improvement"]
    text: Annotated[str, Meta(description="What is asked for.")]
    owner: Annotated[Named | None, Meta(description="The post that answers for it.")]
    committee: Named | None
    due: PartialDate
    is_overdue: bool
    state: Literal["awaiting", "in_progress", "pending", "closed", "rejected"]
    remains: Annotated[str, Meta(description="What remains to be done.")]
    comment: Annotated[str, Meta(description="The office's own line on it.")]
    evidence: str
    rejected_reason: str
    signed_off_at: Annotated[datetime.datetime | None, Meta(description="Missing as of a day.")]
    deliverables: Annotated[list[Named] | None, Meta(description="What answers it in the plans. Missing as of a day.")]

    @classmethod
    def of(cls, one: Any) -> Recommendation:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            marking=one.shown_marking,
            authority=Named.of(one.authority),
            inspection=Named.of(one.inspection),
            judgement=named(one.judgement),
            reference=one.reference,
            kind=one.kind,
            text=one.text,
            owner=named(one.owner),
            committee=named(one.committee),
            due=PartialDate.of(one.due),
            is_overdue=one.is_overdue,
            state=one.state,
            remains=one.remains,
            comment=one.comment,
            evidence=one.evidence,
            rejected_reason=one.rejected_reason,
            signed_off_at=None if one.stood_on else one.signed_off_at,
            deliverables=None if one.stood_on else current(one.deliverables.all()),
        )
