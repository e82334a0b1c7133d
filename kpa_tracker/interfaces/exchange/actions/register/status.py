"""Whether a risk can have the status that a file gives it: said in the preview, where the register would refuse it."""

from __future__ import annotations

from typing import Any

from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.exchange.actions.register.held import Held
from kpa_tracker.interfaces.exchange.actions.register.steps import RegisterStep
from risks.actions.deciding import is_treated
from risks.models import ENDED, Risk
from risks.scoring import is_beyond

Status = Risk.Status
ACCEPTED = "Somebody has accepted it here, so its status stays. Take the acceptance back first."
NOTHING_TREATS = (
    "The file calls it treated, but no control, action or deliverable treats it: it stays {}. Add what does."
)
NOT_SCORED = "The file calls it tolerated, but it has no current score: it stays {}. Score it first."
BEYOND = "The file calls it tolerated, but it lies beyond appetite: it stays {}. Record who accepts it, until when."


def problem_with(step: RegisterStep, status: str, held: Held, category: Any) -> str:
    """Say why a risk cannot have a status after all else of its row is done; nothing where it can."""
    record = step.record
    stays = Status(record.status if record else Status.OPEN).label.lower()
    if record and any(one.until >= clock.today() for one in record.standing):
        return ACCEPTED
    if status == Status.TREATED and not _is_treated(step):
        return NOTHING_TREATS.format(stays)
    return _not_tolerable(step, held, category).format(stays) if status == Status.TOLERATED else ""


def _is_treated(step: RegisterStep) -> bool:
    added = step.controls or step.actions or step.links.get("deliverables")
    return bool(added) or bool(step.record and is_treated(step.record))


def _not_tolerable(step: RegisterStep, held: Held, category: Any) -> str:
    current = step.record.current if step.record else None
    pair = step.scores.get("current") or (current.pair if current else None)
    if pair is None:
        return NOT_SCORED
    return BEYOND if is_beyond(held.matrix[pair], category.appetite if category else None) else ""


def stays_ended(step: RegisterStep, status: str) -> bool:
    """Whether a risk that has ended here is not opened by the file: nothing is done about it."""
    return bool(step.record and step.record.status in ENDED and status != Status.OPEN)
