"""Accepting what was submitted, or sending it back. Nobody reviews their own."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from deliverables.actions.updates import State, point_at_latest, write_history
from deliverables.models import ProgressUpdate, ReportingPeriod
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.base.toolkit.models import compare_and_set
from plans.actions.plans import refuse_fixed


@transaction.atomic
def accept_update(update: ProgressUpdate, *, seen: int, by: Any) -> ProgressUpdate:
    """Accept what was submitted. Refuses the submitter: somebody else has to have read it; a closed period or plan."""
    return _review(update, State.ACCEPTED, seen=seen, by=by, verb="accepted")


@transaction.atomic
def send_back_update(update: ProgressUpdate, *, reason: str, seen: int, by: Any) -> ProgressUpdate:
    """Return an update to its writers with a reason. Refuses without one, the submitter, and a closed period or plan:
    its writers could not answer. Where it was a correction, the version that it had replaced is of record again."""
    if not reason.strip():
        raise Refused("Say what is missing, so that the writer knows what to do.", field="reason")
    sent_back = _review(update, State.SENT_BACK, seen=seen, by=by, verb="sent back", reason=reason)
    point_at_latest(sent_back.deliverable)
    return sent_back


def _review(update: ProgressUpdate, state: str, *, seen: int, by: Any, verb: str, reason: str = "") -> ProgressUpdate:
    refuse_fixed(update.deliverable.plan)
    refuse_closed(update.period_id)
    if update.submitted_by_id == by.pk:
        raise Refused("You submitted this update yourself. Somebody else has to review it.")
    current = ProgressUpdate.objects.get(pk=update.pk)
    if current.version != seen:
        raise Conflict(current)
    if current.state != State.SUBMITTED:
        raise Refused("Only an update that was submitted and not yet reviewed can be reviewed.")
    update.state, update.reviewed_at, update.reviewed_by, update.sent_back_reason = state, clock.now(), by, reason
    compare_and_set(update, seen=seen, fields=["state", "reviewed_at", "reviewed_by", "sent_back_reason"])
    restored = _restore_replaced(update) if state == State.SENT_BACK else {}
    write_history(update, verb, by=by, changes={"state": ["submitted", state], **restored}, reason=reason)
    return update


def refuse_closed(period: int) -> None:
    """Refuse to change anything in a period that is closed, as it now stands in the database."""
    found = ReportingPeriod.objects.get(pk=period)
    if found.is_closed:
        raise Refused(f"{found} is closed. Nothing in it changes any more.")


def _restore_replaced(sent_back: ProgressUpdate) -> dict[str, list[str]]:
    """Let the version that a correction had replaced be of record again; return what the event tells of it."""
    line = ProgressUpdate.objects.filter(deliverable=sent_back.deliverable_id, period=sent_back.period_id)
    replaced = line.filter(state=State.CORRECTED, number__lt=sent_back.number).order_by("-number").first()
    if replaced is None:
        return {}
    state = State.ACCEPTED if replaced.reviewed_by_id else State.SUBMITTED
    line.filter(pk=replaced.pk).update(state=state)
    return {f"version_{replaced.number}": [State.CORRECTED.value, state.value]}
