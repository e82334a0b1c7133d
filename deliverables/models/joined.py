"""Which deliverables of two plans are one by what somebody has said of them, whatever their words."""

from __future__ import annotations

from typing import Any

from deliverables.models.deliverables import Deliverable
from deliverables.models.fates import Fate, Outcome
from plans import differences
from plans.models import Plan

Joined = dict[int, dict[str, Any]]
"""What a part of a comparison is told beside its words, by the number of its deliverable."""
FIRST = {Outcome.CARRIED: 0, Outcome.REPLACED: 1, Outcome.MERGED: 2}
"""With which of several a deliverable of the new plan is one: what was carried forward before what was merged."""
ENDED = {Outcome.COMPLETED: differences.Fate.COMPLETED, Outcome.MERGED: differences.Fate.MERGED}
"""What a deliverable that is not carried over became, where it was not dropped."""


def joined_by_fates(old: Plan, new: Plan) -> Joined:
    """Return what the fates of a plan's deliverables say of them and of what they became. Each of the new plan is one
    with at most one of the old. Two queries."""
    fates = list(Fate.objects.of(old).prefetch_related("became").order_by("deliverable__position", "deliverable"))
    there = set(Deliverable.objects.filter(plan=new, origins__in=fates).current().values_list("pk", flat=True))
    pairs = _pairs(fates, there)
    told: Joined = {pk: {"same": f"deliverable {pk}"} for pk in there}
    for fate in fates:
        told[fate.deliverable_id] = {"note": _note(fate), **_joined(fate, pairs)}
    return told


def _pairs(fates: list[Fate], there: set[int]) -> dict[int, int]:
    """Return which of the new plan each is one with, by the number of the old one."""
    found: dict[int, int] = {}
    for fate in sorted(fates, key=lambda one: FIRST.get(Outcome(one.outcome), 3)):
        free = [one.pk for one in fate.became.all() if one.pk in there and one.pk not in found.values()]
        if free:
            found[fate.deliverable_id] = min(free)
    return found


def _joined(fate: Fate, pairs: dict[int, int]) -> dict[str, Any]:
    """Return what joins one to the new plan, or how it ended."""
    pk = fate.deliverable_id
    if pk in pairs:
        return {"same": f"deliverable {pairs[pk]}"}
    return {"same": f"ended {pk}", "ended": ENDED.get(Outcome(fate.outcome), differences.Fate.DROPPED)}


def _note(fate: Fate) -> str:
    said = str(fate.get_outcome_display())
    return f"{said}: {fate.reason}" if fate.reason else said
