"""Saying what became of a deliverable in the plan that follows its own, and saying otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from deliverables.actions.copying import copy_deliverable, homes_in, take_over
from deliverables.models import Deliverable, Fate, ProgressUpdate
from deliverables.models.fates import Outcome, followers_of, is_accepted_as
from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import difference, hold_chain, record
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.models import assign, compare_and_set
from plans.actions.plans import ARCHIVED, refuse_fixed
from plans.models import Plan

NO_FOLLOWER = "No plan follows this one yet. Begin next year's plan first."
NOT_ADOPTED = "This plan is not adopted yet. What becomes of its deliverables is decided at the end of its years."
WHY = {
    Outcome.MERGED: "Say why it was merged.",
    Outcome.REPLACED: "Say why something else takes its place.",
    Outcome.DROPPED: "Say why it was dropped.",
}
UNPROVEN = "No accepted update says that it is complete. Say why it counts as completed."
ONE = {
    Outcome.CARRIED: "Choose the one deliverable of the new plan that it was carried forward as.",
    Outcome.MERGED: "Choose the one deliverable of the new plan that it was merged into.",
}
NOTHING_LEFT = "What was completed or dropped became nothing in the new plan. Take the choice back."


@dataclass(frozen=True)
class Decision:
    """What became of a deliverable: the outcome, why, and what it became. `copied_into` names the plan that gets a copy
    of it now, which is then what it became."""

    outcome: str
    reason: str = ""
    became: Sequence[Deliverable] = ()
    copied_into: Plan | None = None


@transaction.atomic
def decide_fate(deliverable: Deliverable, decision: Decision, *, by: Any) -> Fate:
    """Say what became of a deliverable. Refuses one that was decided already, one that is archived, a plan that is not
    adopted or that no plan follows, and what an outcome lacks: its reason, its proof, what it became."""
    hold_chain(deliverable.plan.authority_id)
    _refuse_undecidable(deliverable)
    known = Fate.objects.filter(deliverable=deliverable).select_related("deliverable").first()
    if known is not None:
        said = known.get_outcome_display().lower()
        raise Refused(f"Somebody else has decided this already: {said}. Look at it first.")
    became = _became(deliverable, decision, by=by)
    _refuse_unfounded(deliverable, decision, became)
    fate = Fate(deliverable=deliverable, outcome=decision.outcome, reason=decision.reason.strip(), decided_by=by)
    fate.decided_at = clock.now()
    return edits.create(fate, links={"became": became}, by=by)


@transaction.atomic
def change_fate(fate: Fate, decision: Decision, *, seen: int, by: Any) -> Fate:
    """Say otherwise what became of a deliverable, as one event. Refuses what `decide_fate` refuses, and (Conflict) a
    version that was not the last. What is said again is left alone."""
    now = edits.held(fate, seen=seen)
    _refuse_undecidable(now.deliverable)
    became = _became(now.deliverable, decision, by=by)
    _refuse_unfounded(now.deliverable, decision, became)
    before = _as_told(now, list(now.became.all()))
    assign(now, {"outcome": decision.outcome, "reason": decision.reason.strip(), "decided_by": by})
    now.decided_at = clock.now()
    changes = difference(before, _as_told(now, became))
    if not changes:
        return fate
    now.full_clean()
    compare_and_set(now, seen=seen, fields=["outcome", "reason", "decided_by", "decided_at"])
    now.became.set(became)
    record("fate changed", now, by=by, authority_id=now.authority_id, changes=changes)
    return now


def _as_told(fate: Fate, became: Sequence[Deliverable]) -> dict[str, Any]:
    """Return what an event says of a fate."""
    return {"outcome": fate.outcome, "reason": fate.reason, "became": sorted(map(str, became))}


def _refuse_undecidable(deliverable: Deliverable) -> None:
    """Refuse where nothing is to be decided, as the plan and the deliverable now stand."""
    plan = Plan.objects.get(pk=deliverable.plan_id)
    is_archived = Deliverable.objects.filter(pk=deliverable.pk).exclude(archived_at=None).exists()
    refuse_where(
        (plan.is_archived or is_archived, ARCHIVED),
        (not plan.is_adopted, NOT_ADOPTED),
        (not followers_of(plan).exists(), NO_FOLLOWER),
    )


def _became(deliverable: Deliverable, decision: Decision, *, by: Any) -> list[Deliverable]:
    """Return what a deliverable became, with the copy that is made of it now."""
    if decision.copied_into is None:
        return list(decision.became)
    into = decision.copied_into
    refuse_where((into.previous_id != deliverable.plan_id, "That plan does not follow this one.", "became"))
    refuse_fixed(into)
    old = Deliverable.objects.for_copying().get(pk=deliverable.pk)
    homes = homes_in(into, old)
    copy = copy_deliverable(old, homes, by=by)
    take_over(homes, {old.pk: copy}, by=by)
    return [*decision.became, copy]


def _refuse_unfounded(deliverable: Deliverable, decision: Decision, became: Sequence[Deliverable]) -> None:
    """Refuse an outcome that lacks what it needs, and what it became where that cannot be."""
    fault = fault_of(deliverable, decision.outcome, decision.reason)
    refuse_where((fault, fault, "reason" if decision.outcome else "outcome"))
    refuse_where(*((True, sentence, "became") for sentence in _faults_of_became(deliverable, decision.outcome, became)))


def fault_of(deliverable: Deliverable, outcome: str, reason: str) -> str:
    """Say what an outcome lacks beside what it became; nothing where it lacks nothing."""
    if outcome not in Outcome.values:
        return "Choose what became of it."
    if reason.strip():
        return ""
    unproven = outcome == Outcome.COMPLETED and not is_accepted_as(deliverable, ProgressUpdate.Stage.COMPLETE)
    return UNPROVEN if unproven else WHY.get(Outcome(outcome), "")


def _faults_of_became(deliverable: Deliverable, outcome: str, became: Sequence[Deliverable]) -> Iterator[str]:
    if outcome not in Fate.GOES_ON and became:
        yield NOTHING_LEFT
    if outcome in ONE and len(became) != 1:
        yield ONE[Outcome(outcome)]
    if outcome == Outcome.REPLACED and not became:
        yield "Choose at least one deliverable of the new plan that takes its place."
    for one in became:
        if one.is_archived or one.plan.previous_id != deliverable.plan_id:
            yield f"{one.reference} is not in a plan that follows this one."
    if outcome == Outcome.CARRIED:
        yield from _carried_already(deliverable, became)


def _carried_already(deliverable: Deliverable, became: Sequence[Deliverable]) -> Iterator[str]:
    others = Fate.objects.filter(outcome=Outcome.CARRIED, became__in=became).exclude(deliverable=deliverable)
    for other in others.select_related("deliverable"):
        known = other.deliverable.reference
        yield f"{known} was carried forward as the same. Where several became one, they were merged."
