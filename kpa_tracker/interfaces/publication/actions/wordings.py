"""Submitting texts for the public, approving them, sending them back. A second person decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused, refuse_where
from kpa_tracker.base.toolkit.models import compare_and_set
from kpa_tracker.interfaces.publication.models import Wording
from kpa_tracker.interfaces.publication.wordings import Unit, standings, unit_of
from kpa_tracker.interfaces.publication.wordings.standing import Standing, changed
from kpa_tracker.interfaces.publication.wordings.writers import writers_in, writers_of
from plans.models import Plan

State = Wording.State


@transaction.atomic
def submit_wordings(
    units: Iterable[Unit], *, of: tuple[int, Plan | None], by: Any, seen: Iterable[tuple[str, int]] | None = None
) -> list[Wording]:
    """Submit texts as they read now for somebody else to approve: `units` are all of a plan or a register, `seen` the
    keys of those that are submitted (none: all that can be). `of` is the authority and the plan.

    Refuses a choice of which nothing can be submitted: it is approved already, or waits as it is. A text that waits in
    an older reading is replaced; so is one that waits as it reads, where whoever wrote it submits it in place of
    somebody else, who can then approve it. One event for each. Three queries, two more where a text waits, and four for
    each text.
    """
    authority_id, plan = of
    hold_chain(authority_id)
    found = standings(units, authority_id)
    chosen = _can_be_submitted(found) if seen is None else _of_those(set(seen), found, by=by)
    if not chosen:
        raise Refused("There is nothing to submit: what you chose is approved, or waits for approval as it reads now.")
    return [_submit(one.unit, authority_id, plan, by=by) for one in chosen]


def _can_be_submitted(found: Iterable[Standing]) -> list[Standing]:
    return [one for one in found if one.can_be_submitted]


def _of_those(keys: set[tuple[str, int]], found: Iterable[Standing], *, by: Any) -> list[Standing]:
    chosen = [one for one in found if one.unit.key in keys]
    own = to_take_over(chosen, by=by)
    return [one for one in chosen if one.can_be_submitted or one.unit.key in own]


def to_take_over(found: Iterable[Standing], *, by: Any) -> set[tuple[str, int]]:
    """Return the keys of the texts that wait, were written by somebody and submitted by another. Whoever wrote one may
    submit it in the other's place: of two people each can then do what the other must not. Two queries."""
    waiting = [one for one in found if one.wording and one.wording.submitted_by_id != by.pk]
    return {key for key, writer in writers_in(waiting).items() if writer == by.pk}


def _submit(unit: Unit, authority_id: int, plan: Plan | None, *, by: Any) -> Wording:
    waiting = Wording.objects.waiting().filter(authority=authority_id, kind=unit.kind, subject=unit.subject)
    waiting.update(state=State.REPLACED)
    new = Wording(
        authority_id=authority_id,
        plan=plan,
        kind=unit.kind,
        subject=unit.subject,
        name=unit.name[:400],
        said=unit.said,
        basis=unit.basis,
        submitted_at=clock.now(),
        submitted_by=by,
    )
    new.full_clean(validate_unique=False)
    new.save(force_insert=True)
    changes = {name: [None, text] for name, text in unit.said.items() if text}
    record("wording submitted", new, by=by, authority_id=authority_id, changes=changes)
    return new


@transaction.atomic
def approve_wording(wording: Wording, *, now: Unit | None, seen: int, by: Any) -> Wording:
    """Approve a text for the public. `now` is how it reads at this moment; none where it is no longer there.

    Refuses whoever submitted it, wrote the update or last changed the text since it was approved last; what is not
    waiting; and what reads otherwise by now, naming the fields: what was read is what is approved.
    """
    _check(wording, seen, by=by)
    since = changed(now, wording) if now else ()
    refuse_where(
        (now is None, "This text is not there any more: nothing of it would be published."),
        (bool(now and _writer(now, wording) == by.pk), "You wrote this. Somebody else approves it."),
        (
            bool(since),
            f"It has changed since it was submitted: {', '.join(one.name for one in since)}. "
            "Submit it again as it reads now.",
        ),
    )
    return _decide(wording, State.APPROVED, seen=seen, by=by, verb="wording approved")


def _writer(now: Unit, wording: Wording) -> int | None:
    return now.writer or writers_of([wording]).get(now.key)


@dataclass
class Approved:
    """What became of several texts: those approved, and those that were not, each with the reason."""

    done: list[Wording] = field(default_factory=list)
    refused: list[tuple[Wording, str]] = field(default_factory=list)


def approve_wordings(wordings: Iterable[Wording], *, seen: Mapping[int, int], by: Any) -> Approved:
    """Approve several texts as each reads at this moment, each by an event of its own. One that is refused is named,
    and keeps none of the others back. Some ten queries for each."""
    found = Approved()
    for wording in wordings:
        try:
            found.done.append(approve_as_it_reads(wording, seen=seen.get(wording.pk, 0), by=by))
        except Refused as refused:
            found.refused.append((wording, refused.message))
    return found


@transaction.atomic
def approve_as_it_reads(wording: Wording, *, seen: int, by: Any) -> Wording:
    """Approve a text as it reads once nobody else can change it: who writes meanwhile waits until it is decided."""
    hold_chain(wording.authority_id)
    return approve_wording(wording, now=unit_of(wording), seen=seen, by=by)


@transaction.atomic
def send_back_wording(wording: Wording, *, reason: str, seen: int, by: Any) -> Wording:
    """Send a text back with what is wrong with it. Refuses without that, whoever submitted it, what does not wait."""
    _check(wording, seen, by=by)
    refuse_where((not reason.strip(), "Say what has to be different.", "reason"))
    wording.reason = reason
    return _decide(wording, State.SENT_BACK, seen=seen, by=by, verb="wording sent back")


@transaction.atomic
def revoke_wording(wording: Wording, *, reason: str, seen: int, by: Any) -> Wording:
    """Take the approval of a text back, so that no publication from now on has it. One person is enough: it gives the
    public nothing. Refuses without a reason, and what is not approved. What was published keeps the text until somebody
    withdraws it."""
    current = _current(wording, seen)
    refuse_where(
        (not current.is_approved, "This text is not approved, so there is no approval to take back."),
        (not reason.strip(), "Say why the approval is taken back.", "reason"),
    )
    wording.state, wording.reason, wording.revoked_by, wording.revoked_at = State.REVOKED, reason, by, clock.now()
    compare_and_set(wording, seen=seen, fields=["state", "reason", "revoked_by", "revoked_at"])
    record("approval taken back", wording, by=by, authority_id=wording.authority_id, reason=reason)
    return wording


def _current(wording: Wording, seen: int) -> Wording:
    hold_chain(wording.authority_id)
    current = Wording.objects.get(pk=wording.pk)
    if current.version != seen:
        raise Conflict(current)
    return current


def _check(wording: Wording, seen: int, *, by: Any) -> None:
    current = _current(wording, seen)
    refuse_where(
        (current.state != State.SUBMITTED, "This text does not wait for approval any more."),
        (current.submitted_by_id == by.pk, "You submitted this. Somebody else decides on it."),
    )


def _decide(wording: Wording, state: str, *, seen: int, by: Any, verb: str) -> Wording:
    wording.state, wording.decided_by, wording.decided_at = state, by, clock.now()
    compare_and_set(wording, seen=seen, fields=["state", "decided_by", "decided_at", "reason"])
    record(verb, wording, by=by, authority_id=wording.authority_id, reason=wording.reason)
    return wording
