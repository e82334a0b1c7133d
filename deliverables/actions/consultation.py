"""Putting a draft plan to others, what they say of it, and answering each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from deliverables.models.consultation import PARTS, Comment, Consultation
from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.people.actions import refuse_other_authorities
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.models import assign, compare_and_set
from plans.actions import move_plan_state
from plans.actions.plans import refuse_fixed
from plans.models import Plan

State = Plan.State
ADOPTED = "This plan is adopted. Comments are taken on a draft."
OWN = "You made this comment yourself. Somebody else has to answer it."
ENTERED = "You entered this comment yourself. Somebody else of the office has to answer it."


@transaction.atomic
def open_consultation(consultation: Consultation, *, by: Any) -> Consultation:
    """Put a plan to a committee or to others. A draft is in consultation from now on. Refuses a plan that is adopted,
    and a committee of another authority."""
    hold_chain(consultation.plan.authority_id)
    plan = _not_adopted(consultation.plan)
    refuse_other_authorities(plan.authority_id, {"committee": consultation.committee})
    made = edits.create(consultation, by=by)
    if plan.state == State.DRAFT:
        move_plan_state(plan, to=State.CONSULTATION, seen=plan.version, by=by)
    return made


@transaction.atomic
def change_consultation(consultation: Consultation, *, seen: int, changes: Mapping[str, Any], by: Any) -> Consultation:
    """Change whom a plan is put to, its days or what is asked. Refuses a plan that is adopted."""
    hold_chain(consultation.plan.authority_id)
    plan = _not_adopted(consultation.plan)
    fields, _ = assign(consultation, {name: value for name, value in changes.items() if name != "plan"})
    refuse_other_authorities(plan.authority_id, {"committee": consultation.committee})
    return edits.change(consultation, seen=seen, fields=fields, by=by)


@transaction.atomic
def make_comment(comment: Comment, *, by: Any) -> Comment:
    """Say something of a plan or of one part of it. Refuses a plan that is adopted, a part of another plan, and, from
    everybody but those who enter what came in from outside, a day on which the consultation is not open."""
    consultation = comment.consultation
    hold_chain(consultation.authority_id)
    plan = _not_adopted(consultation.plan)
    now = Consultation.objects.get(pk=consultation.pk)
    enters = bool(comment.comes_from) and by.has_perm("deliverables.enter_comment", plan)
    refuse_where(
        (not now.is_open and not enters, "This consultation is not open today."),
        (comment.part is not None and comment.part.plan_id != plan.pk, "This belongs to another plan."),
    )
    comment.made_by, comment.made_at = by, clock.now()
    return edits.create(comment, by=by, also=_about(comment))


@transaction.atomic
def respond_to(comment: Comment, *, response: str, text: str, seen: int, by: Any, changed: str = "") -> Comment:
    """Answer a comment: whether it is accepted and why, and what was changed in the plan. An answer can be given anew;
    the history keeps the one before. Refuses without a reason, whoever made or entered the comment, and what was
    withdrawn."""
    now = edits.held(comment, seen=seen)
    refuse_fixed(comment.consultation.plan)
    refuse_where(
        (response not in Comment.Response.values, "Choose whether it is accepted.", "response"),
        (not text.strip(), "Say why, so that whoever made the comment knows.", "text"),
        (now.made_by_id == by.pk, ENTERED if now.comes_from else OWN),
        (now.is_withdrawn, "This comment was withdrawn. It needs no answer."),
    )
    comment.response, comment.response_text, comment.changed = response, text, changed
    comment.responded_by, comment.responded_at = by, clock.now()
    fields = ["response", "response_text", "changed", "responded_by", "responded_at"]
    before = {name: getattr(now, name) for name in fields[:3]}
    compare_and_set(comment, seen=seen, fields=fields)
    changes = {name: [old, getattr(comment, name)] for name, old in before.items() if old != getattr(comment, name)}
    record("comment answered", comment, by=by, authority_id=comment.authority_id, changes=changes)
    return comment


@transaction.atomic
def withdraw_comment(comment: Comment, *, reason: str, seen: int, by: Any) -> Comment:
    """Take a comment back. It stays, with the reason, and waits for no answer. Refuses without a reason, and what was
    withdrawn already."""
    now = edits.held(comment, seen=seen)
    refuse_fixed(comment.consultation.plan)
    refuse_where(
        (not reason.strip(), "Say why. It stays beside the comment.", "reason"),
        (now.is_withdrawn, "This comment was withdrawn already."),
    )
    comment.withdrawn_by, comment.withdrawn_at, comment.withdrawn_reason = by, clock.now(), reason
    compare_and_set(comment, seen=seen, fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    record("comment withdrawn", comment, by=by, authority_id=comment.authority_id, reason=reason)
    return comment


def _not_adopted(plan: Plan) -> Plan:
    """Return a plan as it now stands; refuses one that is adopted, closed or archived."""
    refuse_fixed(plan)
    now = Plan.objects.get(pk=plan.pk)
    refuse_where((now.is_adopted, ADOPTED))
    return now


def _about(comment: Comment) -> dict[str, list[Any]]:
    """Return what the event says of a comment that is about no part: those that are name it."""
    return {} if any(getattr(comment, f"{part}_id") for part in PARTS) else {"about": [None, "the whole plan"]}
