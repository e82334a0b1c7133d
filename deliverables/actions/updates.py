"""Writing an update and submitting it.

An update of a deliverable in a period is a line of versions. At most one is in hand (a draft, or sent back), at most
one is of record (submitted or accepted). Who writes says which version they have seen: its number in the line and how
often it was saved. Whoever comes second gets Conflict with the row as it now stands, and decides with both in view.

Writing and submitting lock the deliverable first, so that officers of one authority who update different ones wait for
one another only while the history takes their events. Whatever else changes a plan takes the end of the authority's
history first, and then has it to itself: two of them can never wait for one another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from deliverables.actions.completeness import Content, only_what_applies, refuse_incomplete
from deliverables.actions.evidence import NewEvidence, add_evidence
from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from kpa_tracker.base.audit.actions import NAME_LENGTH, beside_others, difference, record, snapshot
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, refuse_where
from kpa_tracker.base.toolkit.models import compare_and_set

State = ProgressUpdate.State
Seen = tuple[int, int]

WORDS = (
    *("stage", "rating", "forecast", "done", "next_steps", "cause", "recovery", "recovery_by", "green_on"),
    *("late_reason", "public_wording", "on_behalf_of"),
)
"""What a person writes in an update."""

NOT_REVIEWED = {"reviewed_at": None, "reviewed_by": None, "review_rating": ""}
"""Submitted again after it was sent back: this text nobody has reviewed, and no correction may make it accepted."""
NOTHING_SEEN: Seen = (0, 0)


def newest_version(deliverable: Deliverable, period: ReportingPeriod) -> ProgressUpdate | None:
    """Return the last version of a deliverable's update in a period, whatever its state. One query."""
    versions = ProgressUpdate.objects.filter(deliverable=deliverable, period=period)
    return (
        versions.select_related("written_by", "submitted_by", "recovery_by", "on_behalf_of").order_by("-number").first()
    )


def place_of(update: ProgressUpdate | None) -> Seen:
    """What somebody who reads this version has seen."""
    return (update.number, update.version) if update else NOTHING_SEEN


@transaction.atomic
def save_draft(
    deliverable: Deliverable,
    *,
    period: ReportingPeriod,
    content: Content,
    seen: Seen,
    by: Any,
    evidence: NewEvidence | None = None,
) -> ProgressUpdate:
    """Keep an unfinished update. Nothing in it is required yet, and only its writers read it; what was sent back and is
    changed becomes a draft again. Refuses a period that takes no updates, and a version that was not the last one seen
    (Conflict); the same text sent twice is one draft."""
    with beside_others(deliverable.authority_id):
        _refuse_unless_open(*_as_they_stand(deliverable, period))
        newest = newest_version(deliverable, period)
        if newest and _is_sent_again(
            newest, content, seen=seen, state=(State.DRAFT, State.SENT_BACK), by=by, with_=evidence
        ):
            return newest
        draft = _version_in_hand(deliverable, period, newest, seen, by)
        changes = _write(draft, content, verb="drafted", stamps={"state": State.DRAFT, "written_by": by})
        write_history(draft, "drafted", by=by, changes=changes)
        if evidence:
            add_evidence(deliverable, evidence=evidence, update=draft, by=by)
        return draft


@transaction.atomic
def submit_update(
    deliverable: Deliverable,
    *,
    period: ReportingPeriod,
    content: Content,
    seen: Seen,
    by: Any,
    evidence: NewEvidence | None = None,
) -> ProgressUpdate:
    """Submit an update; its text is locked from now on. After one that was submitted before, it is a correction: a
    new version, which replaces the other. Refuses what `required` names, completion without evidence, and a version
    that was not the last one seen (Conflict). The same text submitted twice, as by a double click, is one update."""
    with beside_others(deliverable.authority_id):
        standing, stands_in = _as_they_stand(deliverable, period)
        _refuse_unless_open(standing, stands_in)
        adopted = standing.plan.is_adopted
        refuse_where((not adopted, "This plan is not adopted yet. Save a draft, and submit it after the adoption."))
        content = only_what_applies(standing, content)
        newest = newest_version(deliverable, period)
        if newest and _is_sent_again(newest, content, seen=seen, state=(State.SUBMITTED,), by=by, with_=evidence):
            return newest
        update = _version_in_hand(deliverable, period, newest, seen, by)
        refuse_incomplete(standing, content, brings_evidence=evidence is not None)
        replaced = _replace_of_record(deliverable, period) if newest else {}
        changes = _write(update, content, verb="submitted", stamps=_stamps(update, by))
        point_at_latest(deliverable)
        write_history(update, "submitted", by=by, changes={**changes, **replaced})
        if evidence:
            add_evidence(deliverable, evidence=evidence, update=update, by=by)
        return update


def _stamps(update: ProgressUpdate, by: Any) -> dict[str, Any]:
    """Return who submits it and when. What had come before keeps the time at which it first came."""
    now = clock.now()
    stamps = {"state": State.SUBMITTED, "submitted_at": now, "submitted_by": by, "written_by": by}
    return {**stamps, "first_submitted_at": update.first_submitted_at or now, **NOT_REVIEWED}


def _as_they_stand(deliverable: Deliverable, period: ReportingPeriod) -> tuple[Deliverable, ReportingPeriod]:
    """Return what an update hangs on as it stands now, the deliverable locked: the period may have closed since the
    page was drawn."""
    held = Deliverable.objects.select_for_update(of=("self",), no_key=True)
    standing = held.select_related("plan__scale").get(pk=deliverable.pk)
    return standing, ReportingPeriod.objects.get(pk=period.pk)


def _replace_of_record(deliverable: Deliverable, period: ReportingPeriod) -> dict[str, list[Any]]:
    """Mark what a correction replaces; return what the event of the correction tells of it."""
    replaced = ProgressUpdate.objects.filter(deliverable=deliverable, period=period).of_record()
    told = {f"version_{one.number}": [one.state, State.CORRECTED.value] for one in replaced}
    replaced.update(state=State.CORRECTED)
    return told


def _refuse_unless_open(deliverable: Deliverable, period: ReportingPeriod) -> None:
    refuse_where(
        (deliverable.is_archived, "This deliverable is archived. It takes no more updates."),
        (period.plan_id != deliverable.plan_id, "This period belongs to another plan."),
        (not deliverable.plan.is_open_to_change, "This plan is closed. It takes no more updates."),
        (period.is_closed, f"{period} is closed. Ask a plan editor if something in it is wrong."),
        (period.opens_on > clock.today(), f"{period} does not take updates yet."),
    )


def _is_sent_again(
    newest: ProgressUpdate,
    content: Content,
    *,
    seen: Seen,
    state: tuple[str, ...],
    by: Any,
    with_: NewEvidence | None,
) -> bool:
    """Whether this person sends once more what they saved: by a double click, or because nothing changed."""
    brings_something = with_ is not None and place_of(newest) == seen
    written_so = newest.state in state and newest.written_by_id == by.pk
    return written_so and not brings_something and _says(newest, content)


def _says(update: ProgressUpdate, content: Content) -> bool:
    return all(getattr(update, name) == value for name, value in _answers(content).items())


def _answers(content: Content) -> dict[str, Any]:
    return {name: _blank(content.get(name), name) for name in WORDS}


def _blank(value: Any, name: str) -> Any:
    """Return what a column holds for an answer: empty text, but no empty post or day."""
    return (None if name in ("recovery_by", "on_behalf_of", "green_on") else "") if value in (None, "") else value


def _version_in_hand(
    deliverable: Deliverable, period: ReportingPeriod, newest: ProgressUpdate | None, seen: Seen, by: Any
) -> ProgressUpdate:
    """Return the version to write into: the one in hand, or a new one after what is of record."""
    new = ProgressUpdate(deliverable=deliverable, period=period, number=place_of(newest)[0] + 1, written_by=by)
    if newest is None:
        return new
    if place_of(newest) != seen:
        raise Conflict(newest)
    return new if newest.is_locked else newest


def _write(update: ProgressUpdate, content: Content, *, verb: str, stamps: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Put the text and the stamps into a version and save it, if nobody else has meanwhile. Returns what changed, as
    its event tells it."""
    before = {} if update._state.adding else snapshot(update, WORDS)
    # Everybody reads what was submitted: its event must not tell what stood in the draft before.
    told = {} if verb == "submitted" and update.state == State.DRAFT else before
    for name, value in {**_answers(content), **stamps}.items():
        setattr(update, name, value)
    # The unique constraints decide races; they answer as Conflict below, not as a mistake in the form.
    update.full_clean(validate_unique=False, validate_constraints=False)
    if before:
        compare_and_set(update, seen=update.version, fields=[*WORDS, *stamps])
    else:
        _insert(update)
    return _changes(told, update)


def _changes(before: Mapping[str, Any], update: ProgressUpdate) -> dict[str, list[Any]]:
    changes = difference(before, snapshot(update, WORDS))
    return {name: pair for name, pair in changes.items() if any(pair)}


def _insert(update: ProgressUpdate) -> None:
    """Save a new version; where somebody made the same one first, theirs comes back as Conflict."""
    try:
        with transaction.atomic():
            update.save(force_insert=True)
    except IntegrityError:
        other = newest_version(update.deliverable, update.period)
        if other is None:
            raise
        raise Conflict(other) from None


def write_history(update: ProgressUpdate, verb: str, *, by: Any, changes: Mapping[str, Any], reason: str = "") -> None:
    """Write the event into the deliverable's history, where people look for it."""
    deliverable = update.deliverable
    which = f", {update.period}" + (f", version {update.number}" if update.number > 1 else "")
    record(
        f"progressupdate {verb}",
        deliverable,
        by=by,
        authority_id=deliverable.authority_id,
        changes=changes,
        reason=reason,
        name=f"{str(deliverable)[: NAME_LENGTH - len(which)]}{which}",
    )


def point_at_latest(deliverable: Deliverable) -> None:
    """Let the deliverable point at its newest update of record. Its version stays: nobody edited it."""
    of_record = ProgressUpdate.objects.filter(deliverable=deliverable).of_record()
    deliverable.latest = of_record.order_by("-period__observed_from", "-number").first()
    Deliverable.objects.filter(pk=deliverable.pk).update(latest=deliverable.latest)
