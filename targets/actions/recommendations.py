"""What changes recommendations: from awaiting allocation to closed on evidence by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import difference, hold_chain, record, snapshot
from kpa_tracker.base.people.actions import linked_records, refuse_other_authorities
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.models import assign, compare_and_set, next_position
from targets.actions.published import refuse_changed_line
from targets.actions.substance import is_evidence, refuse_no_evidence, refuse_placeholder
from targets.models import Recommendation

State = Recommendation.State
KEPT = frozenset({"authority", "inspection", "position"})
ARCHIVED = "This recommendation is archived. Restore it first."
DECISION = ("asked_by", "asked_at", "signed_off_by", "signed_off_at")


def state_by_owner(recommendation: Recommendation) -> str:
    """Where an unfinished recommendation stands: it waits until a post answers for it."""
    return State.IN_PROGRESS if recommendation.owner_id else State.AWAITING


@transaction.atomic
def add_recommendation(recommendation: Recommendation, *, by: Any) -> Recommendation:
    """Enter what a report asks for. Refuses a reference that its inspection has already, a judgement of another
    inspection, another authority's owner or committee, an archived inspection, and a comment that says nothing. What
    comes after the office's comments were published is marked: no line of it is among them."""
    hold_chain(recommendation.authority_id)
    _refuse_misfit(recommendation)
    refuse_placeholder(recommendation.comment)
    recommendation.is_after_publication = recommendation.inspection.comments_on is not None
    recommendation.state = state_by_owner(recommendation)
    recommendation.position = next_position(recommendation.inspection.recommendations.all())
    return edits.create(recommendation, by=by)


@transaction.atomic
def change_recommendation(
    recommendation: Recommendation, *, seen: int, changes: Mapping[str, Any], by: Any
) -> Recommendation:
    """Change what a recommendation says, who answers for it, what remains, or the office's comment; given to a post it
    is in progress, taken from its post it awaits allocation. Refuses what is finished or waits for sign-off, except its
    comment, a comment that says nothing or is published, and (Conflict) a version that was not the last."""
    hold_chain(recommendation.authority_id)
    wanted = {name: value for name, value in changes.items() if name not in KEPT}
    settled = recommendation.is_settled
    refuse_where(
        (recommendation.is_archived, ARCHIVED),
        (
            settled and set(wanted) - {"comment"},
            f"It is {recommendation.get_state_display().lower()}. Only its comment can change.",
        ),
    )
    refuse_changed_line(recommendation, wanted)
    refuse_placeholder(wanted.get("comment") or "")
    fields, _ = assign(recommendation, wanted)
    _refuse_misfit(recommendation)
    if not settled:
        recommendation.state = state_by_owner(recommendation)
        fields.append("state")
    return edits.change(recommendation, seen=seen, fields=fields, by=by)


@transaction.atomic
def ask_for_sign_off(recommendation: Recommendation, *, seen: int, evidence: str, by: Any) -> Recommendation:
    """Say that a recommendation is done, and what shows it. Somebody else signs it off. Refuses without evidence that
    could be looked up, and what is not in progress."""
    refuse_no_evidence(evidence)
    values = {"state": State.PENDING, "evidence": evidence, "asked_by": by, "asked_at": clock.now()}
    return _step(recommendation, "submitted", values, only_from={State.IN_PROGRESS}, seen=seen, by=by)


@transaction.atomic
def sign_off(recommendation: Recommendation, *, seen: int, by: Any) -> Recommendation:
    """Close a recommendation on its evidence. Refuses the person who asked for it, what nobody asked for, and evidence
    that nobody could look up."""
    hold_chain(recommendation.authority_id)
    asked_by = Recommendation.objects.values_list("asked_by", flat=True).get(pk=recommendation.pk)
    refuse_where((asked_by == by.pk, "You asked for this yourself. Somebody else has to sign it off."))
    empty = recommendation.state == State.PENDING and not is_evidence(recommendation.evidence)
    refuse_where((empty, "Its evidence is no sentence, link or reference. Send it back and say what is missing."))
    values = {"state": State.CLOSED, "signed_off_by": by, "signed_off_at": clock.now(), "remains": ""}
    return _step(recommendation, "signed off", values, only_from={State.PENDING}, seen=seen, by=by)


@transaction.atomic
def send_back_recommendation(recommendation: Recommendation, *, seen: int, reason: str, by: Any) -> Recommendation:
    """Leave a recommendation open: its evidence is not enough. Refuses without a reason, and what nobody asked for."""
    refuse_where((not reason.strip(), "Say what is missing, so that its owner knows.", "reason"))
    values = {"state": State.IN_PROGRESS, "asked_by": None, "asked_at": None}
    return _step(recommendation, "sent back", values, only_from={State.PENDING}, seen=seen, by=by, reason=reason)


@transaction.atomic
def reject_recommendation(recommendation: Recommendation, *, seen: int, reason: str, by: Any) -> Recommendation:
    """Decide not to follow a recommendation. Refuses without a reason, and what is closed or rejected already."""
    refuse_where((not reason.strip(), "Say why it is not followed. The reason is part of the record.", "reason"))
    values = {"state": State.REJECTED, "rejected_reason": reason, "asked_by": None, "asked_at": None}
    unfinished = {State.AWAITING, State.IN_PROGRESS, State.PENDING}
    return _step(recommendation, "rejected", values, only_from=unfinished, seen=seen, by=by, reason=reason)


@transaction.atomic
def reopen_recommendation(recommendation: Recommendation, *, seen: int, reason: str, by: Any) -> Recommendation:
    """Take up again what was closed or rejected. Its evidence and the reason stay in the history. Refuses without a
    reason, and what is not finished."""
    refuse_where((not reason.strip(), "Say why it is taken up again.", "reason"))
    values = dict.fromkeys(DECISION) | {"state": state_by_owner(recommendation), "rejected_reason": ""}
    finished = {State.CLOSED, State.REJECTED}
    return _step(recommendation, "reopened", values, only_from=finished, seen=seen, by=by, reason=reason)


def archive_recommendation(recommendation: Recommendation, *, seen: int, reason: str, by: Any) -> Recommendation:
    """Take a recommendation out of the lists, for a reason: one that was entered by mistake."""
    archived: Recommendation = edits.archive(recommendation, seen=seen, reason=reason, by=by)
    return archived


def restore_recommendation(recommendation: Recommendation, *, seen: int, by: Any) -> Recommendation:
    """Bring a recommendation back into the lists."""
    restored: Recommendation = edits.restore(recommendation, seen=seen, by=by)
    return restored


def _step(
    recommendation: Recommendation,
    verb: str,
    values: Mapping[str, Any],
    *,
    only_from: set[State],
    seen: int,
    by: Any,
    reason: str = "",
) -> Recommendation:
    """Move from one state to another as one event, if it still stands where the person saw it."""
    hold_chain(recommendation.authority_id)
    now = Recommendation.objects.get(pk=recommendation.pk)
    if now.version == seen:
        refuse_where(
            (now.is_archived, ARCHIVED),
            (now.state not in only_from, f"It is {now.get_state_display().lower()}. This cannot be done now."),
        )
    before = snapshot(now, values)
    for name, value in values.items():
        setattr(recommendation, name, value)
    compare_and_set(recommendation, seen=seen, fields=values)
    changes = difference(before, snapshot(recommendation, values))
    record(
        f"recommendation {verb}",
        recommendation,
        by=by,
        authority_id=recommendation.authority_id,
        changes=changes,
        reason=reason,
    )
    return recommendation


def _refuse_misfit(recommendation: Recommendation) -> None:
    inspection, judgement = recommendation.inspection, recommendation.judgement
    refuse_other_authorities(recommendation.authority_id, linked_records(recommendation))
    refuse_where(
        (inspection.is_archived, "Its inspection is archived. Restore that first."),
        (
            judgement and judgement.inspection_id != inspection.pk,
            "This judgement belongs to another inspection.",
            "judgement",
        ),
    )
