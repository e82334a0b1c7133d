"""Writing an update and handing it in.

An update of a deliverable in a period is a line of versions. At most one is in hand (a draft, or sent back), at most
one is of record (submitted or accepted). Who writes says which version they have seen: its number in the line and how
often it was saved. Whoever comes second gets Conflict with the row as it now stands, and decides with both in view.

Every action first takes the end of the authority's history: writers of one authority then queue in one order, and
two of them can never wait for one another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from deliverables.actions.evidence import NewEvidence, add_evidence
from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from deliverables.progress import needs_evidence, needs_late_reason, needs_recovery, required
from kpa_tracker.base.audit.actions import difference, hold_chain, record, snapshot
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.base.toolkit.models import compare_and_set
from kpa_tracker.base.toolkit.ratings import stage_of

State = ProgressUpdate.State
Content = Mapping[str, Any]
Seen = tuple[int, int]

WORDS = (
    *("stage", "rating", "forecast", "done", "next_steps", "cause", "recovery", "recovery_by", "green_on"),
    *("late_reason", "public_wording", "on_behalf_of"),
)
"""What a person writes in an update."""

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
    """Keep an unfinished update. Nothing in it is required yet. Refuses a period that takes no updates, and a version
    that was not the last one seen (Conflict); the same text sent twice is one draft."""
    hold_chain(deliverable.authority_id)
    _refuse_unless_open(deliverable, period)
    newest = newest_version(deliverable, period)
    if newest and _is_sent_again(
        newest, content, seen=seen, state=(State.DRAFT, State.SENT_BACK), by=by, with_=evidence
    ):
        return newest
    update = _version_in_hand(deliverable, period, newest, seen, by)
    draft = _write(update, content, by=by, verb="drafted", stamps={"written_by": by})
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
    """Hand an update in; its text is locked from now on. After one that was handed in before, it is a correction: a
    new version, which replaces the other. Refuses what `required` names, completion without evidence, and a version
    that was not the last one seen (Conflict). The same text submitted twice, as by a double click, is one update."""
    hold_chain(deliverable.authority_id)
    _refuse_unless_open(deliverable, period)
    if not deliverable.plan.is_adopted:
        raise Refused("This plan is not adopted yet. Save a draft, and hand it in after the adoption.")
    content = _only_what_applies(deliverable, content)
    newest = newest_version(deliverable, period)
    if newest and _is_sent_again(newest, content, seen=seen, state=(State.SUBMITTED,), by=by, with_=evidence):
        return newest
    update = _version_in_hand(deliverable, period, newest, seen, by)
    _refuse_incomplete(deliverable, period, content, brings_evidence=evidence is not None)
    ProgressUpdate.objects.filter(deliverable=deliverable, period=period).of_record().update(state=State.CORRECTED)
    stamps = {"state": State.SUBMITTED, "submitted_at": clock.now(), "submitted_by": by, "written_by": by}
    submitted = _write(update, content, by=by, verb="submitted", stamps=stamps)
    point_at_latest(deliverable)
    if evidence:
        add_evidence(deliverable, evidence=evidence, update=submitted, by=by)
    return submitted


def _refuse_unless_open(deliverable: Deliverable, period: ReportingPeriod) -> None:
    if deliverable.is_archived:
        raise Refused("This deliverable is archived. It takes no more updates.")
    if period.plan_id != deliverable.plan_id:
        raise Refused("This period belongs to another plan.")
    if not deliverable.plan.is_open_to_change:
        raise Refused("This plan is closed. It takes no more updates.")
    if period.is_closed:
        raise Refused(f"{period} is closed. Ask a plan editor if something in it is wrong.")
    if period.opens_on > clock.today():
        raise Refused(f"{period} does not take updates yet.")


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
    if newest.state not in state or newest.written_by_id != by.pk:
        return False
    same = all(getattr(newest, name) == _blank(content.get(name), name) for name in WORDS)
    return same and (place_of(newest) != seen or with_ is None)


def _blank(value: Any, name: str) -> Any:
    """Return what a column holds for an answer: empty text, but no empty post or day."""
    return (None if name in ("recovery_by", "on_behalf_of", "green_on") else "") if value in (None, "") else value


def _version_in_hand(
    deliverable: Deliverable, period: ReportingPeriod, newest: ProgressUpdate | None, seen: Seen, by: Any
) -> ProgressUpdate:
    """Return the version to write into: the one in hand, or a new one after what is of record."""
    if place_of(newest) != seen and newest:
        raise Conflict(newest)
    if newest and not newest.is_locked:
        return newest
    number = newest.number + 1 if newest else 1
    return ProgressUpdate(deliverable=deliverable, period=period, number=number, written_by=by)


def _write(
    update: ProgressUpdate, content: Content, *, by: Any, verb: str, stamps: Mapping[str, Any]
) -> ProgressUpdate:
    """Put the text and the stamps into a version, save it if nobody else has meanwhile, and record the event."""
    is_new = update._state.adding
    before = {} if is_new else snapshot(update, WORDS)
    for name, value in {**{name: _blank(content.get(name), name) for name in WORDS}, **stamps}.items():
        setattr(update, name, value)
    # The unique constraints decide races; they answer as Conflict below, not as a mistake in the form.
    update.full_clean(validate_unique=False, validate_constraints=False)
    if is_new:
        _insert(update)
    else:
        compare_and_set(update, seen=update.version, fields=[*WORDS, *stamps])
    write_history(update, verb, by=by, changes=difference(before, snapshot(update, WORDS)) if before else _made(update))
    return update


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


def _made(update: ProgressUpdate) -> dict[str, list[Any]]:
    return {name: [None, value] for name, value in snapshot(update, WORDS).items() if value not in (None, "")}


def write_history(update: ProgressUpdate, verb: str, *, by: Any, changes: Mapping[str, Any], reason: str = "") -> None:
    """Write the event into the deliverable's history, where people look for it."""
    deliverable = update.deliverable
    name = f"{deliverable}, {update.period}" + (f", version {update.number}" if update.number > 1 else "")
    record(
        f"progressupdate {verb}",
        deliverable,
        by=by,
        authority_id=deliverable.authority_id,
        changes=changes,
        reason=reason,
        name=name,
    )


def _only_what_applies(deliverable: Deliverable, content: Content) -> dict[str, Any]:
    """Drop answers to questions that do not arise: a cause typed before the rating was set back to green."""
    kept = dict(content)
    stage, rating = kept.get("stage") or "", kept.get("rating") or ""
    if not needs_recovery(rating):
        kept |= {"cause": "", "recovery": "", "recovery_by": None, "green_on": None}
    today = clock.today()
    if not needs_late_reason(stage=stage, rating=rating, deadline_due=deliverable.deadline_due, today=today):
        kept["late_reason"] = ""
    return kept


def _refuse_incomplete(
    deliverable: Deliverable, period: ReportingPeriod, content: Content, *, brings_evidence: bool
) -> None:
    """Refuse, all at once and field by field, what an update cannot be submitted without."""
    stage, rating = content.get("stage") or "", content.get("rating") or ""
    today = clock.today()
    needed = required(stage=stage, rating=rating, deadline_due=deliverable.deadline_due, today=today)
    wrong = {field: sentence for field, sentence in needed.items() if not content.get(field)}
    wrong |= _off_the_scale(deliverable, content) | _of_another_authority(deliverable, content)
    if needs_recovery(rating) and stage_of(stage).is_open and (content.get("green_on") or today) < today:
        wrong["green_on"] = "This day has passed. Give the day by which it will be green again."
    if needs_evidence(stage) and not brings_evidence and not deliverable.evidence.standing().exists():
        wrong["evidence"] = "Attach or link something that shows it is complete."
    if wrong:
        raise ValidationError(wrong)


def _off_the_scale(deliverable: Deliverable, content: Content) -> dict[str, str]:
    codes = {"", *deliverable.plan.scale.points.values_list("code", flat=True)}
    off = [field for field in ("rating", "forecast") if (content.get(field) or "") not in codes]
    return dict.fromkeys(off, "This plan's scale has no such rating.")


def _of_another_authority(deliverable: Deliverable, content: Content) -> dict[str, str]:
    posts = {field: content.get(field) for field in ("recovery_by", "on_behalf_of")}
    foreign = [field for field, post in posts.items() if post and post.authority_id != deliverable.authority_id]
    return dict.fromkeys(foreign, "This post belongs to another authority.")


def point_at_latest(deliverable: Deliverable) -> None:
    """Let the deliverable point at its newest update of record. Its version stays: nobody edited it."""
    of_record = ProgressUpdate.objects.filter(deliverable=deliverable).of_record()
    deliverable.latest = of_record.order_by("-period__observed_from", "-number").first()
    Deliverable.objects.filter(pk=deliverable.pk).update(latest=deliverable.latest)
