"""Scoring a risk. A review is a new score of the risk as it is, even where nothing has changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.models import compare_and_set
from risks.actions.schemes import scheme_of
from risks.models import Assessment, Risk
from risks.scoring import next_review

SAY_WHY = "Say why: the reason is what the next reader goes by."
ENDED = "This risk has ended. Open it again first."
ARCHIVED = "This risk is archived. Restore it first."
NO_SCORE = "This risk has no current score to confirm. Score it first."


@transaction.atomic
def assess_risk(assessment: Assessment, *, seen: int, by: Any, review_by: datetime.date | None = None) -> Assessment:
    """Score a risk on one basis. The score before stays; a current score also sets the next review: by the level, or
    sooner where `review_by` says so.

    Refuses without a reason, an archived or ended risk, a review later than its level allows, and (Conflict) a risk
    that somebody else has changed since.
    """
    risk = assessment.risk
    hold_chain(risk.authority_id)
    _refuse_unfit(risk, assessment)
    scheme = scheme_of(risk.authority, by=by)
    assessment.level = scheme.matrix[assessment.pair]
    assessment.assessed_by, assessment.assessed_on, assessment.assessed_at = by, clock.today(), clock.now()
    fields = {assessment.basis: [getattr(risk, assessment.basis), assessment]}
    if assessment.basis == Assessment.Basis.CURRENT:
        latest = next_review(assessment.level, assessment.assessed_on, scheme.months)
        _refuse_review(review_by, latest)
        fields["next_review"] = [risk.next_review, review_by or latest]
    assessment.full_clean(exclude=["risk"])
    assessment.save(force_insert=True)
    for name, (_, now) in fields.items():
        setattr(risk, name, now)
    compare_and_set(risk, seen=seen, fields=fields)
    shown = {_named(name): [_shown(old), _shown(now)] for name, (old, now) in fields.items()}
    changes = {name: pair for name, pair in shown.items() if pair[0] != pair[1]}
    record(
        "risk assessed",
        risk,
        by=by,
        authority_id=risk.authority_id,
        changes=changes,
        reason=assessment.rationale,
    )
    return assessment


def _named(field: str) -> str:
    """What a reader calls a field that scoring a risk writes."""
    return "next review" if field == "next_review" else f"{field} score"


def _shown(value: Any) -> Any:
    return str(value) if isinstance(value, Assessment) else value


def _refuse_unfit(risk: Risk, assessment: Assessment) -> None:
    now = Risk.objects.get(pk=risk.pk)
    refuse_where(
        (now.is_archived, ARCHIVED),
        (now.is_ended, ENDED),
        (not assessment.rationale.strip(), SAY_WHY, "rationale"),
    )


def _refuse_review(asked: datetime.date | None, latest: datetime.date) -> None:
    refuse_where(
        (
            asked and asked > latest,
            f"A risk of this level is reviewed by {format_date(latest)} at the latest.",
            "review_by",
        ),
        (asked and asked <= clock.today(), "The next review lies after today.", "review_by"),
    )


@transaction.atomic
def confirm_scores(risks: Iterable[tuple[Risk, int]], *, rationale: str, by: Any) -> list[Assessment]:
    """Review several risks at once: each keeps the score that it has, for one reason. All of them or none: refuses as
    `assess_risk` does, and a risk without a score. `risks` comes with the versions that the person saw."""
    chosen = list(risks)
    if chosen:
        hold_chain(chosen[0][0].authority_id)
    return [confirm_score(risk, rationale=rationale, seen=seen, by=by) for risk, seen in chosen]


@transaction.atomic
def confirm_score(risk: Risk, *, rationale: str, seen: int, by: Any) -> Assessment:
    """Review one risk whose score stays as it is."""
    held = risk.current
    if held is None:
        raise Refused(f"{risk.reference}: {NO_SCORE}")
    again = {name: getattr(held, name) for name in ("likelihood", "impact", "impact_kind")}
    assessment = Assessment(risk=risk, basis=Assessment.Basis.CURRENT, rationale=rationale, **again)
    return assess_risk(assessment, seen=seen, by=by)
