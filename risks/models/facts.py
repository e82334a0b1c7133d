"""A risk's record as the plain facts that the arithmetic asks for. Everything comes from what `for_checks` loaded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.ratings import Stage, stage_of
from risks.models.assessments import Assessment
from risks.models.register import Risk
from risks.models.treatment import Acceptance, Action, Control
from risks.scoring import Accepted, Pair, Scored, Stance, Travel, describe, over_quarters, travel, unchanged_since
from risks.scoring.checks import Facts


def for_checks(risks: Any) -> Any:
    """Load what the standing checks look at: a fixed number of queries, however many risks there are."""
    vacant = Exists(Post.objects.vacant().filter(pk=OuterRef("owner")))
    deliverables = Prefetch("deliverables", Deliverable.objects.select_related("latest"))
    loaded = (
        risks.select_related("owner", "category", "committee", "inherent", "current", "target")
        .with_stance()
        .with_scores()
    )
    return loaded.annotate(owner_is_vacant=vacant).prefetch_related(
        Prefetch("controls", Control.objects.current(), to_attr="working_controls"),
        Prefetch("actions", Action.objects.current(), to_attr="current_actions"),
        Prefetch("acceptances", Acceptance.objects.filter(ended_at=None), to_attr="standing"),
        deliverables,
    )


def facts_of(risk: Any) -> Facts:
    """Return the facts of one risk that `for_checks` loaded."""
    return Facts(
        owner=str(risk.owner or ""),
        owner_is_held=risk.owner is None or not risk.owner_is_vacant,
        inherent=pair_of(risk.inherent),
        current=pair_of(risk.current),
        target=pair_of(risk.target),
        stance=Stance(risk.stance),
        is_tolerated=risk.status == Risk.Status.TOLERATED,
        has_acceptance=bool(risk.standing),
        treating=len(list(working(risk))),
        next_review=risk.next_review,
        unchanged_since=unchanged_since(history_of_scores(risk)),
        untested=tuple(control.title for control in risk.working_controls if not control.tested_on),
        ended_deliverables=tuple(one.reference for one in risk.deliverables.all() if _is_over(one)),
    )


def _is_over(deliverable: Deliverable) -> bool:
    return deliverable.is_archived or not stage_of(deliverable.stage).is_open


def working(risk: Any) -> Iterable[Any]:
    """What is known to lower a risk: controls that a test showed to work, actions done, deliverables complete."""
    yield from (control for control in risk.working_controls if control.works)
    yield from (action for action in risk.current_actions if action.state == Action.State.DONE)
    yield from (one for one in risk.deliverables.all() if one.stage == Stage.COMPLETE.value and not one.is_archived)


def pair_of(assessment: Assessment | None) -> Pair | None:
    return assessment.pair if assessment else None


def history_of_scores(risk: Any) -> list[Scored]:
    """The current scores of a risk that `with_scores` loaded, the oldest first."""
    return [one.scored for one in risk.scores]


def last_move(risk: Any) -> Travel | None:
    """How the current score stands against the review before; nothing where it was never scored."""
    pairs = [one.pair for one in risk.scores]
    return travel(pairs[-1], pairs[-2] if len(pairs) > 1 else None) if pairs else None


def move_over_quarters(risk: Any) -> tuple[date, Scored | None, Travel | None]:
    """How the current score stands against the end of the quarter a year back: that day, what stood on it, and the
    way since; no way where nothing stood on one of the two days."""
    (then, before), *_, (_, now) = over_quarters(history_of_scores(risk), clock.today())
    return then, before, travel(now.pair, before.pair) if before and now else None


def because(risk: Any, standing: Acceptance | None) -> str:
    """The sentence beside a risk's stance: the appetite of its category, its level, and what was accepted."""
    appetite = risk.category.appetite if risk.category else None
    return describe(Stance(risk.stance), level=risk.current_level, appetite=appetite, accepted=accepted_of(standing))


def accepted_of(acceptance: Acceptance | None) -> Accepted | None:
    return acceptance.accepted if acceptance else None
