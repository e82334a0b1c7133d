"""Accepting what was submitted, sending it back, or pulling it back. Nobody reviews their own."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from deliverables.actions.updates import State, point_at_latest, write_history
from deliverables.models import ProgressUpdate, ReportingPeriod
from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.base.toolkit.models import compare_and_set
from plans.actions.plans import refuse_fixed


@transaction.atomic
def accept_update(update: ProgressUpdate, *, seen: int, by: Any, rating: str = "") -> ProgressUpdate:
    """Accept what was submitted; `rating` is the reviewer's own, kept beside the owner's. Refuses
    the submitter: somebody else has to have read it; a closed period or plan; a rating that the plan does not use."""
    return _review(update, State.ACCEPTED, seen=seen, by=by, verb="accepted", rating=rating)


@transaction.atomic
def send_back_update(update: ProgressUpdate, *, reason: str, seen: int, by: Any, rating: str = "") -> ProgressUpdate:
    """Return an update to its writers with a reason. Refuses without one, the submitter, a closed period or plan (its
    writers could not answer), and where a correction of it has been begun. Where it was a correction itself, the
    version that it had replaced is of record again."""
    if not reason.strip():
        raise Refused("Say what is missing, so that the writer knows what to do.", field="reason")
    hold_chain(update.authority_id)
    _refuse_begun(update, "Its writer has begun a correction of this update already. Review that when it comes.")
    sent_back = _review(update, State.SENT_BACK, seen=seen, by=by, verb="sent back", reason=reason, rating=rating)
    point_at_latest(sent_back.deliverable)
    return sent_back


@transaction.atomic
def pull_back_update(update: ProgressUpdate, *, reason: str, seen: int, by: Any) -> ProgressUpdate:
    """Take one's own update back before it is reviewed; it is a draft again, and what it had replaced is of record.
    Refuses without a reason, whoever did not submit it, a closed period or plan, and where a correction of it has been
    begun: that one replaces it when it is submitted. Pulled back by the due day, it has not come."""
    if not reason.strip():
        raise Refused("Say why you pull it back. It stays in the history.", field="reason")
    refuse_fixed(update.deliverable.plan)
    refuse_closed(update.period_id)
    if update.submitted_by_id != by.pk:
        raise Refused("Only the person who submitted it can pull it back.")
    _refuse_unless_waiting(update, seen)
    _refuse_begun(update, "A correction of this update has been begun. Submit that instead.")
    update.state, update.first_submitted_at = State.DRAFT, _still_came(update)
    compare_and_set(update, seen=seen, fields=["state", "first_submitted_at"])
    changes = {"state": ["submitted", "draft"], **_restore_replaced(update)}
    write_history(update, "pulled back", by=by, changes=changes, reason=reason)
    point_at_latest(update.deliverable)
    return update


def _still_came(update: ProgressUpdate) -> datetime.datetime | None:
    """Return when an update that is pulled back first came; None where the office would be without it on the due day.
    What a reviewer had sent back had come, whatever its writer does with it afterwards."""
    had_come = update.sent_back_reason or clock.today() > update.period.due_on
    return update.first_submitted_at if had_come else None


def _refuse_unless_waiting(update: ProgressUpdate, seen: int) -> None:
    current = ProgressUpdate.objects.get(pk=update.pk)
    if current.version != seen:
        raise Conflict(current)
    if current.state != State.SUBMITTED:
        raise Refused("Only an update that was submitted and not yet reviewed can be reviewed or pulled back.")


def _review(
    update: ProgressUpdate, state: str, *, seen: int, by: Any, verb: str, reason: str = "", rating: str = ""
) -> ProgressUpdate:
    refuse_fixed(update.deliverable.plan)
    refuse_closed(update.period_id)
    if update.submitted_by_id == by.pk:
        raise Refused("You submitted this update yourself. Somebody else has to review it.")
    _refuse_unless_waiting(update, seen)
    _refuse_strange(rating, update)
    update.state, update.reviewed_at, update.reviewed_by, update.sent_back_reason = state, clock.now(), by, reason
    update.review_rating = rating
    compare_and_set(
        update, seen=seen, fields=["state", "reviewed_at", "reviewed_by", "sent_back_reason", "review_rating"]
    )
    restored = _restore_replaced(update) if state == State.SENT_BACK else {}
    own = {"review_rating": ["", rating]} if rating else {}
    write_history(update, verb, by=by, changes={"state": ["submitted", state], **own, **restored}, reason=reason)
    return update


def _refuse_begun(update: ProgressUpdate, message: str) -> None:
    """Refuse to put an update in hand beside a correction of it that is in hand already."""
    if _line_of(update).filter(state__in=(State.DRAFT, State.SENT_BACK)).exclude(pk=update.pk).exists():
        raise Refused(message)


def _refuse_strange(rating: str, update: ProgressUpdate) -> None:
    """Refuse a reviewer's rating that the plan's scale does not have."""
    if rating and not update.deliverable.plan.scale.points.filter(code=rating).exists():
        raise Refused("Choose a rating of the plan's scale.", field="rating")


def _line_of(update: ProgressUpdate) -> Any:
    """Select all versions of an update in its period."""
    return ProgressUpdate.objects.filter(deliverable=update.deliverable_id, period=update.period_id)


def refuse_closed(period: int) -> None:
    """Refuse to change anything in a period that is closed, as it now stands in the database."""
    found = ReportingPeriod.objects.get(pk=period)
    if found.is_closed:
        raise Refused(f"{found} is closed. Nothing in it changes any more.")


def _restore_replaced(sent_back: ProgressUpdate) -> dict[str, list[str]]:
    """Let the version that a correction had replaced be of record again; return what the event tells of it."""
    line = _line_of(sent_back)
    replaced = line.filter(state=State.CORRECTED, number__lt=sent_back.number).order_by("-number").first()
    if replaced is None:
        return {}
    state = State.ACCEPTED if replaced.reviewed_by_id else State.SUBMITTED
    line.filter(pk=replaced.pk).update(state=state)
    return {f"version_{replaced.number}": [State.CORRECTED.value, state.value]}
