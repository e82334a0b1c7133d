"""Asking to move a deadline, and deciding it. The first adopted deadline is kept for ever."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from deliverables.models import DeadlineRequest, Deliverable
from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import PartialDate, Precision
from kpa_tracker.base.toolkit.errors import Conflict, Refused, refuse_where
from kpa_tracker.base.toolkit.models import compare_and_set
from plans.actions.plans import refuse_fixed
from plans.models import Plan

Decision = DeadlineRequest.Decision
NO_DEADLINE = "no deadline"
BY_COMMITTEE = 3
"""The move from which on a committee has to have agreed."""
NEEDS_MINUTE = "Its third move, and each after it, needs the reference of a committee's minute."


@transaction.atomic
def request_new_deadline(
    deliverable: Deliverable, *, new: PartialDate, reason: str, by: Any, effect: str = ""
) -> DeadlineRequest:
    """Ask to move a deadline; `effect` is what that does to others. Nothing moves until somebody else decides. Refuses
    without a date or a reason, the deadline that it already has, and a second request while one waits."""
    hold_chain(deliverable.authority_id)
    deliverable = Deliverable.objects.select_related("plan").get(pk=deliverable.pk)  # as it now stands
    _refuse_request(deliverable, new, reason)
    request = DeadlineRequest(
        deliverable=deliverable, reason=reason, effect=effect, requested_by=by, requested_at=clock.now()
    )
    request.old, request.new = deliverable.deadline, new
    request.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError:
        raise Refused("A request for this deadline waits already. It has to be decided first.") from None
    changes = {"deadline asked for": [deliverable.deadline_text or NO_DEADLINE, new.text]}
    told = {"effect on others": ["", effect]} if effect else {}
    _record(request, "made", by=by, changes={**changes, **told}, reason=reason)
    return request


@transaction.atomic
def approve_deadline(
    request: DeadlineRequest, *, seen: int, by: Any, reason: str = "", minute: str = ""
) -> DeadlineRequest:
    """Move the deadline and count the move. A deliverable that never had one gets its first adopted deadline by this.
    Refuses the requester, a request that is decided already, and from the third move on whoever names no minute of a
    committee: by then it is no longer the office's alone to decide."""
    _refuse_requester(request, by)
    hold_chain(request.authority_id)
    deliverable = Deliverable.objects.get(pk=request.deliverable_id)
    request.minute = minute.strip()
    refuse_where((needs_minute(deliverable) and not request.minute, NEEDS_MINUTE, "minute"))
    _decide(request, Decision.APPROVED, seen=seen, reason=reason, by=by)
    old = deliverable.deadline
    compare_and_set(deliverable, seen=deliverable.version, fields=_moved(deliverable, request.new))
    changes = {"deadline": [old.text or NO_DEADLINE, request.new_text]}
    if request.minute:
        changes["minute reference"] = ["", request.minute]
    _record(request, "approved", by=by, changes=changes, reason=reason)
    return request


@transaction.atomic
def refuse_deadline(request: DeadlineRequest, *, seen: int, reason: str, by: Any) -> DeadlineRequest:
    """Leave the deadline where it is. Refuses without a reason, the requester, and what is decided already."""
    _refuse_requester(request, by)
    refuse_where((not reason.strip(), "Say why, so that the person who asked knows.", "reason"))
    _decide(request, Decision.REFUSED, seen=seen, reason=reason, by=by)
    _record(request, "refused", by=by, changes={"decision": ["", "refused"]}, reason=reason)
    return request


@transaction.atomic
def withdraw_deadline_request(request: DeadlineRequest, *, seen: int, by: Any) -> DeadlineRequest:
    """Take a request back before it is decided. Only whoever made it can."""
    if request.requested_by_id != by.pk:
        raise Refused("Only the person who asked can withdraw the request.")
    _close(request, Decision.WITHDRAWN, seen=seen, reason="", by=by)
    _record(request, "withdrawn", by=by, changes={"decision": ["", "withdrawn"]})
    return request


def needs_minute(deliverable: Deliverable) -> bool:
    """Whether the next move takes a committee's minute: what was never due has not moved when it gets its first day."""
    return deliverable.first_deadline.is_set and deliverable.deadline_moves + 1 >= BY_COMMITTEE


def _moved(deliverable: Deliverable, new: PartialDate) -> list[str]:
    """Put a deadline in the place of the one before, and return the columns touched. A first one is no move."""
    deliverable.deadline = new
    if deliverable.first_deadline.is_set:
        deliverable.deadline_moves += 1
        return [*_columns("deadline"), "deadline_moves"]
    deliverable.first_deadline = new
    return [*_columns("deadline"), *_columns("first_deadline")]


def _columns(name: str) -> list[str]:
    return [f"{name}_text", f"{name}_precision", f"{name}_due"]


def _refuse_request(deliverable: Deliverable, new: PartialDate, reason: str) -> None:
    refuse_where(
        (deliverable.is_archived, "This deliverable is archived. Its deadline does not move any more."),
        (
            deliverable.plan.state != Plan.State.ADOPTED,
            "Only deadlines of an adopted plan move by request. A plan editor changes those of a draft.",
        ),
        (
            new.precision in (Precision.NONE, Precision.UNKNOWN),
            "Give the new deadline, such as 30 June 2010, June 2010 or Q2 2010/11.",
            "new",
        ),
        (new.text == deliverable.deadline_text, "This is the deadline that it already has.", "new"),
        (not reason.strip(), "Say why the deadline should move.", "reason"),
    )


def _refuse_requester(request: DeadlineRequest, by: Any) -> None:
    """Who may comes before what is missing: nobody is asked for a minute of what they cannot decide."""
    refuse_where((request.requested_by_id == by.pk, "You asked for this yourself. Somebody else has to decide it."))


def _decide(request: DeadlineRequest, decision: str, *, seen: int, reason: str, by: Any) -> None:
    hold_chain(request.authority_id)
    _refuse_standing_still(request)
    _close(request, decision, seen=seen, reason=reason, by=by)


def _refuse_standing_still(request: DeadlineRequest) -> None:
    """Refuse to decide where nothing moves any more: the plan was closed, or the deliverable archived, since."""
    deliverable = Deliverable.objects.get(pk=request.deliverable_id)
    refuse_fixed(deliverable.plan)
    refuse_where((deliverable.is_archived, "This deliverable is archived. Its deadline does not move any more."))


def _close(request: DeadlineRequest, decision: str, *, seen: int, reason: str, by: Any) -> None:
    hold_chain(request.authority_id)
    current = DeadlineRequest.objects.get(pk=request.pk)
    if current.decision:
        raise Refused(f"This request was {current.get_decision_display().lower()} already.")
    if current.version != seen:
        raise Conflict(current)
    request.decision, request.decided_by, request.decided_at, request.decision_reason = (
        decision,
        by,
        clock.now(),
        reason,
    )
    compare_and_set(request, seen=seen, fields=["decision", "decided_by", "decided_at", "decision_reason", "minute"])


def _record(request: DeadlineRequest, verb: str, *, by: Any, changes: dict[str, Any], reason: str = "") -> None:
    """Write the event into the deliverable's history, where people look for it."""
    subject = request.deliverable
    verb = f"deadlinerequest {verb}"
    record(verb, subject, by=by, authority_id=subject.authority_id, changes=changes, reason=reason)
