"""Risks with every assessment that was made of them."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from kpa_tracker.interfaces.api.shapes.common import Answer, Marking, Named, Number, Page, current, named, or_none
from risks.scoring import Level

Basis = Literal["inherent", "current", "target"]
LevelWord = Literal["low", "medium", "high", "very_high"]


def level_word(level: int | None) -> Any:
    return None if level is None else Level(level).name.lower()


class Assessment(Answer):
    """One scoring of a risk. Never overwritten, only followed."""

    id: Number
    basis: Annotated[
        Basis, Meta(description="With no controls, with those there are, or where treatment is to bring it.")
    ]
    likelihood: Annotated[int, Meta(ge=1, le=5)]
    impact: Annotated[int, Meta(ge=1, le=5)]
    score: Annotated[int, Meta(description="Likelihood times impact.", ge=1, le=25)]
    level: Annotated[LevelWord, Meta(description="The level that the matrix gave it on its day.")]
    impact_kind: Annotated[str, Meta(description="What the gravest impact is on.")]
    rationale: str
    assessed_on: datetime.date

    @classmethod
    def of(cls, one: Any) -> Assessment:
        return cls(
            id=one.pk,
            basis=one.basis,
            likelihood=one.likelihood,
            impact=one.impact,
            score=one.score,
            level=level_word(one.level),
            impact_kind=one.impact_kind,
            rationale=one.rationale,
            assessed_on=one.assessed_on,
        )


class Standing(Answer):
    """How a risk is scored now, by the matrix in force."""

    assessment: Annotated[int, Meta(description="The number of the latest assessment.")]
    score: int
    level: LevelWord | None

    @classmethod
    def on(cls, one: Any, basis: Basis) -> Standing | None:
        """Return how a risk of the register's list stands on a basis; nothing where it was not scored on it."""
        latest = getattr(one, basis)
        if latest is None:
            return None
        return cls(assessment=latest.pk, score=latest.score, level=level_word(getattr(one, f"{basis}_level")))


class Risk(Answer):
    """A risk of the register: what may happen, who answers for it, how it is scored, what hangs on it."""

    id: Number
    page: Page
    marking: Marking
    authority: Named
    reference: str
    title: str
    cause: str
    event: str
    effect: str
    description: str
    public_wording: str
    category: Named | None
    owner: Annotated[Named | None, Meta(description="The post that answers for it.")]
    committee: Named | None
    proximity: Annotated[Literal["now", "year", "later", "distant"] | None, Meta(description="How soon it may happen.")]
    status: Literal["open", "treated", "tolerated", "transferred", "terminated", "closed"]
    status_reason: str
    stance: Annotated[
        Literal[
            "ended",
            "not_scored",
            "no_appetite",
            "within",
            "treated",
            "accepted",
            "lapsed",
            "outgrown",
            "beyond",
        ],
        Meta(description="How it stands against the appetite of its category. It is worked out."),
    ]
    review_due: Annotated[datetime.date | None, Meta(description="The day by which it is to be reviewed.")]
    is_review_overdue: bool
    inherent: Standing | None
    current: Standing | None
    target: Standing | None
    assessments: Annotated[list[Assessment], Meta(description="Every one, the earliest first.")]
    ambitions: list[Named]
    deliverables: Annotated[list[Named], Meta(description="What treats it in the plans.")]

    @classmethod
    def of(cls, one: Any) -> Risk:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            marking=one.shown_marking,
            authority=Named.of(one.authority),
            reference=one.reference,
            title=one.title,
            cause=one.cause,
            event=one.event,
            effect=one.effect,
            description=one.description,
            public_wording=one.public_wording,
            category=named(one.category),
            owner=named(one.owner),
            committee=named(one.committee),
            proximity=or_none(one.proximity),
            status=one.status,
            status_reason=one.status_reason,
            stance=one.stance,
            review_due=one.review_due,
            is_review_overdue=one.is_review_overdue,
            inherent=Standing.on(one, "inherent"),
            current=Standing.on(one, "current"),
            target=Standing.on(one, "target"),
            assessments=[Assessment.of(assessment) for assessment in one.all_scores],
            ambitions=current(one.ambitions.all()),
            deliverables=current(one.deliverables.all()),
        )
