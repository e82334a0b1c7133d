"""What changes a plan itself: its words, its levels' names, its state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.people.actions import refuse_other_authorities
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.models import assign
from plans.actions.scales import create_scale, default_scale
from plans.actions.settling import settle
from plans.models import Plan, Scale
from plans.models.following import is_kept_following
from plans.periods import beside_years

State = Plan.State
NEXT_STATES: dict[str, tuple[str, ...]] = {
    State.DRAFT: (State.CONSULTATION,),
    State.CONSULTATION: (State.ADOPTED, State.DRAFT),
    State.ADOPTED: (State.CLOSED,),
    State.CLOSED: (),
}
"""Where a plan may go from each state. Nothing leads back out of adoption."""

CLOSED = "This plan is closed. It stays as it was when its year ended."
ARCHIVED = "This is archived. Bring it back first."


def refuse_fixed(plan: Plan) -> str:
    """Refuse to change anything in a plan that is closed or archived, as it now stands in the database; return its
    state.

    Takes the end of the authority's history first, so that nobody closes the plan before the change is made.
    """
    hold_chain(plan.authority_id)
    state, archived_at = Plan.objects.values_list("state", "archived_at").get(pk=plan.pk)
    if state == State.CLOSED:
        raise Refused(CLOSED)
    if archived_at is not None:
        raise Refused(ARCHIVED)
    return str(state)


@transaction.atomic
def create_plan(plan: Plan, *, by: Any) -> Plan:
    """Start a plan, as a draft. Without a scale it gets the authority's own, which is made where there is none.
    Refuses another authority's scale or plan, and days to report to that its years do not hold."""
    plan.state = State.DRAFT
    if plan.scale_id is None:
        plan.scale = default_scale(plan.authority, by=by)
    refuse_other_authorities(plan.authority_id, linked_to(plan))
    _refuse_days_beside(plan)
    return edits.create(plan, by=by)


@transaction.atomic
def change_plan(plan: Plan, *, seen: int, changes: Mapping[str, Any], by: Any) -> Plan:
    """Change a plan's words, dates or levels' names. Its state moves by `move_plan_state` alone.

    Refuses a closed plan, another authority's scale or plan, and another scale once the plan is adopted: what was
    rated by the old one would no longer mean what it said. Refuses years that do not hold the days it reports to, and
    to follow another plan once it was said what became of the deliverables of the one that it follows.
    """
    refuse_fixed(plan)
    before = Plan.objects.get(pk=plan.pk)
    fields, _ = assign(plan, {name: value for name, value in changes.items() if name not in {"state", "authority"}})
    if before.is_adopted and plan.scale_id != before.scale_id:
        raise Refused("The scale of an adopted plan stays, so that old ratings keep their meaning.", field="scale")
    refuse_other_authorities(before.authority_id, linked_to(plan))
    _refuse_days_beside(plan)
    _refuse_circle(plan, "previous", "A plan cannot follow itself.")
    _refuse_to_follow_another(plan, before)
    _refuse_circle(plan, "under", "A plan cannot stand under itself.")
    return settle(edits.change(plan, seen=seen, fields=fields, by=by), by=by)


def linked_to(plan: Plan) -> dict[str, Any]:
    """Return the records that a plan names, by field."""
    return {"scale": plan.scale, "previous": plan.previous, "under": plan.under}


def _refuse_days_beside(plan: Plan) -> None:
    """Refuse a period that would end beside the plan's years."""
    fault = beside_years(plan.reports_to, plan.starts_on, plan.ends_on)
    refuse_where((fault, fault, "reports_to"))


def _refuse_circle(plan: Plan, field: str, message: str) -> None:
    """Refuse a plan that, by way of others or directly, would come before or above itself."""
    other, passed = getattr(plan, field), set()
    while other is not None and other.pk not in passed:
        if other.pk == plan.pk:
            raise Refused(message, field=field)
        passed.add(other.pk)
        other = getattr(other, field)


def _refuse_to_follow_another(plan: Plan, before: Plan) -> None:
    if plan.previous_id != before.previous_id and is_kept_following(before):
        message = f"It was already decided what became of the deliverables of “{before.previous}” in this plan."
        raise Refused(f"{message} So this plan goes on following that one.", field="previous")


@transaction.atomic
def put_on_scale(plan: Plan, *, scale: Scale, seen: int, by: Any) -> Plan:
    """Let a plan rate by another scale, before it is adopted."""
    return change_plan(plan, seen=seen, changes={"scale": scale}, by=by)


@transaction.atomic
def put_on_new_scale(plan: Plan, *, name: str, kind: str, seen: int, by: Any) -> Plan:
    """Make a scale of three or of five points, and let a plan rate by it, before it is adopted."""
    return put_on_scale(plan, scale=create_scale(plan.authority, name=name, kind=kind, by=by), seen=seen, by=by)


@transaction.atomic
def move_plan_state(plan: Plan, *, to: str, seen: int, by: Any, also: Mapping[str, list[Any]] | None = None) -> Plan:
    """Move a plan from draft to consultation (and back), to adopted, to closed. Refuses every other step.

    Adopting and closing go through deliverables.actions.adoption, which does what hangs on them and says it in `also`,
    so that it stands in the same event.
    """
    if plan.is_archived:
        raise Refused(ARCHIVED)
    if to not in NEXT_STATES[plan.state]:
        words = dict(State.choices)
        raise Refused(f"A plan that is {words[plan.state].lower()} cannot become {words.get(to, to).lower()} next.")
    plan.state = to
    return settle(edits.change(plan, seen=seen, fields=["state"], also=also, by=by), by=by)
