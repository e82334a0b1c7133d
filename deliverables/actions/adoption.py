"""Adopting and closing a plan: its state moves, and what hangs on that happens to its deliverables and periods."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from deliverables.models import Comment, Deliverable, ReportingPeriod
from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.toolkit.errors import Refused
from plans.actions import move_plan_state
from plans.models import Plan

FIRST = {
    "first_deadline_text": F("deadline_text"),
    "first_deadline_precision": F("deadline_precision"),
    "first_deadline_due": F("deadline_due"),
}


@transaction.atomic
def move_plan(plan: Plan, *, to: str, seen: int, by: Any, knowing: bool = False) -> Plan:
    """Take a plan to its next state, with what hangs on it. The pages and the admin call this one. Unless whoever asks
    knows it, refuses to adopt a plan on which comments wait for a response; the event says how many did. On adoption
    every deliverable's deadline becomes its first adopted one, kept for ever; nothing is closed over an open period."""
    hold_chain(plan.authority_id)
    if to == Plan.State.CLOSED:
        _refuse_open_periods(plan)
    if to != Plan.State.ADOPTED:
        return move_plan_state(plan, to=to, seen=seen, by=by)
    waiting = unanswered_on(plan)
    if waiting and not knowing:
        raise Refused(f"Comments without a response: {waiting}. Confirm that they stay so.", field="knowing")
    told = {"comments without a response": [None, waiting]} if waiting else {}
    kept = {"first adopted deadlines kept": [None, _keep_first_deadlines(plan)]}
    return move_plan_state(plan, to=to, seen=seen, by=by, also={**kept, **told})


def unanswered_on(plan: Plan) -> int:
    """Return how many comments on a plan wait for a response."""
    return int(Comment.objects.filter(consultation__plan=plan).unanswered().count())


def _keep_first_deadlines(plan: Plan) -> int:
    """Return how many deadlines are kept. One statement; it holds for what is archived too, which may come back."""
    dated = Deliverable.objects.filter(plan=plan, first_deadline_precision="none").exclude(deadline_precision="none")
    return dated.update(**FIRST)


def _refuse_open_periods(plan: Plan) -> None:
    names = list(ReportingPeriod.objects.filter(plan=plan, closed_at=None).values_list("name", flat=True))
    if names:
        raise Refused(f"Close these reporting periods first: {', '.join(names)}.")
