"""What a list or a page of today works out of a risk, worked out of one that was read from the past."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from deliverables.standing.rewound import was_current
from kpa_tracker.base.toolkit.ratings import Stage
from risks.models import BASES, ENDED, Action, Control
from risks.models.facts import accepted_of, pair_of
from risks.scoring import Level, Pair, score, stance


def tell(risk: Any, matrix: Mapping[Pair, Level], day: datetime.date) -> None:
    """Give a risk its scores, their levels by the matrix of then, and where it stood against appetite."""
    risk.stood_on = day
    risk.working_controls = [one for one in risk.all_controls if not one.is_archived]
    risk.current_actions = [one for one in risk.all_actions if not one.is_archived]
    risk.scores = [one for one in risk.all_scores if one.basis == "current"]
    for basis in BASES:
        _tell_score(risk, basis, matrix)
    risk.standing = [one for one in risk.borne if one.ended_at is None]
    risk.stance = stance(
        level=risk.current_level,
        appetite=risk.category.appetite if risk.category else None,
        is_ended=risk.status in ENDED,
        is_treated=risk.status == risk.Status.TREATED and something_treats(risk),
        accepted=accepted_of(risk.standing[0] if risk.standing else None),
        today=day,
    ).value


def _tell_score(risk: Any, basis: str, matrix: Mapping[Pair, Level]) -> None:
    made = [one for one in risk.all_scores if one.basis == basis]
    held = max(made, key=lambda one: one.pk, default=None)
    pair = pair_of(held)
    setattr(risk, basis, held)
    setattr(risk, f"{basis}_level", matrix.get(pair) if pair else None)
    setattr(risk, f"{basis}_score", score(*pair) if pair else None)


def something_treats(risk: Any) -> bool:
    """Whether it had a control not known to fail, an action not dropped, a deliverable not cancelled."""
    controls = (one.effectiveness != Control.Effectiveness.INEFFECTIVE for one in risk.working_controls)
    actions = (one.state != Action.State.DROPPED for one in risk.current_actions)
    deliverables = (was_current(one) and one.stage != Stage.CANCELLED.value for one in risk.deliverables.all())
    return any(controls) or any(actions) or any(deliverables)


def by_position(part: Any) -> tuple[int, int]:
    return (part.position, part.pk)
