"""Entering results, correcting and withholding them, judging otherwise, closing them.

A result of a series in a period is a line of versions, of which the last is current. Whoever writes says which they
have seen: its number in the line and how often it was changed; whoever comes second gets Conflict with the row as it
now stands. What a result is judged by is frozen with it: the target of its year, and the tolerance in force on its last
day. What is closed keeps the very rule for good, with its values, also where its figure is corrected.

Every action first takes the end of the authority's history, as those of deliverables do.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from kpa_tracker.base.audit.actions import difference, hold_chain, record, snapshot
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.errors import Conflict, refuse_where
from kpa_tracker.base.toolkit.models import compare_and_set
from targets.actions.answers import ANSWERS, Content, checked
from targets.actions.judging import freeze, period_of
from targets.actions.standing import keep_standing
from targets.models import Closing, Result, Series
from targets.models.judging import shown, target_on

Seen = tuple[int, int]
NOTHING_SEEN: Seen = (0, 0)
SAYS = ("value", "second", "words", "withheld_reason")
"""What cannot be changed without a reason."""
FIGURE = ("value", "second", "numerator", "denominator", "words", "withheld_reason")
"""What the owner judges: where it is corrected, a judgement of what stood there before does not count."""
JUDGED = ("judged_status", "judged_reason", "judged_at", "judged_by", "judged_before")


def newest_result(series: Series, starts: datetime.date, ends: datetime.date) -> Result | None:
    """Return the current version of a period's result. One query."""
    versions = Result.objects.filter(series=series, starts=starts, ends=ends)
    found = versions.select_related("entered_by", "target", "tolerance").order_by("-number").first()
    if found:
        found.series = series
    return found


def place_of(result: Result | None) -> Seen:
    """What somebody who reads this version has seen."""
    return (result.number, result.version) if result else NOTHING_SEEN


@transaction.atomic
def record_result(
    series: Series,
    *,
    starts: datetime.date,
    ends: datetime.date,
    content: Content,
    by: Any,
    seen: Seen = NOTHING_SEEN,
    is_invented: bool = False,
) -> Result:
    """Enter the first result of a period. Status and rule follow from the target of its year and are kept with it.

    Refuses an archived series, a period that is not over, what `checked` refuses, and a period that has a result: that
    one is corrected. Where somebody else entered one meanwhile, Conflict. The same sent twice is one result.
    """
    hold_chain(series.authority_id)
    _refuse_period(series, starts, ends)
    newest, said = newest_result(series, starts, ends), checked(series, content)
    if newest and _is_sent_again(newest, said, content, by):
        return newest
    if newest and place_of(newest) != seen:
        raise Conflict(newest)
    refuse_where((newest, "This period has a result already. Correct it, and say why.", "corrects_because"))
    new = Result(series=series, starts=starts, ends=ends, is_invented=is_invented)
    return _write(new, said, content, by=by, verb="recorded")


@transaction.atomic
def correct_result(result: Result, *, content: Content, reason: str, seen: Seen, by: Any) -> Result:
    """Put a new version in the place of a result; the old one stays to be read. What is closed stays closed: its
    correction is judged by the very rule that was kept with it.

    The owner's judgement goes on to the new version where the figure stays; of another figure it is asked for again,
    and does not count until it is given. Refuses another figure without a reason, and a version that was not the last
    one seen (Conflict). Where nothing is different, nothing is written.
    """
    series = result.series
    hold_chain(series.authority_id)
    newest = newest_result(series, result.starts, result.ends) or result
    said = with_judgement(checked(series, content), content, newest)
    if _is_sent_again(newest, said, content, by):
        return newest
    if place_of(newest) != seen:
        raise Conflict(newest)
    if _says(newest, said) and _same_footnotes(newest, content):
        return newest
    _refuse_period(series, result.starts, result.ends)
    says_other = any(getattr(newest, name) != said[name] for name in SAYS)
    closed = newest.is_closed and _judges_otherwise(newest, said)
    refuse_where(
        (says_other and not reason.strip(), "Say why you correct it.", "corrects_because"),
        (closed, "This period is closed. Its status stays as it was reported.", "judged_status"),
    )
    newest.is_current = False
    compare_and_set(newest, seen=newest.version, fields=["is_current"])
    new = Result(series=series, starts=result.starts, ends=result.ends, number=newest.number + 1)
    new.corrects_because, new.is_invented = reason.strip(), newest.is_invented
    return _write(new, said, content, by=by, verb="corrected", after=newest)


def _judges_otherwise(before: Result, said: Mapping[str, Any]) -> bool:
    """Whether a correction judges what nobody had judged, or judges the same figure in another way."""
    if not before.judged_status and not before.judged_before:
        return bool(said["judged_status"])
    return said["judged_status"] != before.judged_status and not before.judged_before and not moves(before, said)


def moves(before: Result, said: Mapping[str, Any]) -> bool:
    """Whether a correction says another figure, fraction or words, or withholds them."""
    return any(getattr(before, name) != said[name] for name in FIGURE)


def with_judgement(said: dict[str, Any], content: Content, before: Result) -> dict[str, Any]:
    """Let a judgement that nobody takes back stand, where what it judges stays as it was."""
    if "judged_status" in content or moves(before, said):
        return said
    return {**said, "judged_status": before.judged_status, "judged_reason": before.judged_reason}


def asked_again(said: Mapping[str, Any], content: Content, before: Result | None) -> str:
    """The status that a correction leaves behind: judged of a figure that is not there any more, until it is judged."""
    is_given = "judged_status" in content or bool(said["judged_status"])
    if before is None or is_given or said["withheld_reason"]:
        return ""
    return before.judged_status or before.judged_before


@transaction.atomic
def judge_otherwise(result: Result, *, status: str, reason: str, seen: Seen, by: Any) -> Result:
    """Set the owner's own judgement beside the status by the rule, which stays; without a status, take it back.

    Refuses one without a reason or the same as the rule's, a withheld result, and one whose period is closed, unless it
    was corrected after it was judged. The judgement of the latest result counts for the measure: where that stands by
    its year to date, it may be the same as the rule's of the latest period alone.
    """
    hold_chain(result.authority_id)
    newest = newest_result(result.series, result.starts, result.ends) or result
    if place_of(newest) != seen:
        raise Conflict(newest)
    refuse_where(
        (newest.is_withheld, "The result is withheld: there is nothing to judge."),
        (not newest.takes_a_judgement, "This period is closed. Its status stays as it was reported."),
        (status and _says_already(newest, status), "That is what the rule says already.", "judged_status"),
        (status and not reason.strip(), "Say why you judge otherwise than the rule.", "judged_reason"),
    )
    before = snapshot(newest, JUDGED[:2])
    newest.judged_status, newest.judged_reason = status, reason.strip() if status else ""
    newest.judged_at, newest.judged_by = (clock.now(), by) if status else (None, None)
    newest.judged_before = ""
    newest.full_clean(validate_unique=False)
    compare_and_set(newest, seen=newest.version, fields=JUDGED)
    changes = difference(before, snapshot(newest, JUDGED[:1]))
    _tell(newest, "judged" if status else "judged by the rule again", by=by, changes=changes, reason=reason)
    return newest


@transaction.atomic
def close_results(authority_id: int, *, until: datetime.date, by: Any) -> int:
    """Close an authority's results of periods that ended by a day, and keep the day: what is recorded for those periods
    afterwards is closed at once. From now on no tolerance recolours them. Return how many; the event is that of what
    closes them."""
    hold_chain(authority_id)
    Closing.objects.get_or_create(authority_id=authority_id, until=until)
    found = Result.objects.filter(series__measure__authority=authority_id, closed_at=None).ending_by(until)
    return int(found.update(closed_at=clock.now()))


def _closed_with(new: Result, after: Result | None) -> None:
    """A correction is closed as what it corrects is. What comes after its period was closed is closed at once."""
    new.closed_at, new.is_late = (after.closed_at, after.is_late) if after else (None, False)
    last = Closing.objects.last_day(new.authority_id)
    if new.closed_at is None and last is not None and new.ends <= last:
        new.closed_at, new.is_late = clock.now(), True


def _refuse_period(series: Series, starts: datetime.date, ends: datetime.date) -> None:
    gone = series.is_archived or series.measure.is_archived
    refuse_where(
        (gone, "This measure is archived. It takes no more results."),
        (starts > ends, "The period ends after it starts.", "ends"),
        (ends > clock.today(), f"This period ends on {format_date(ends)}. Its result is entered after that.", "ends"),
    )


def _is_sent_again(newest: Result, said: Mapping[str, Any], content: Content, by: Any) -> bool:
    """Whether this person sends once more what they saved, by a double click."""
    return newest.entered_by_id == by.pk and _says(newest, said) and _same_footnotes(newest, content)


def _says(result: Result, said: Mapping[str, Any]) -> bool:
    return all(getattr(result, name) == said[name] for name in ANSWERS)


def _same_footnotes(result: Result, content: Content) -> bool:
    asked = content.get("footnotes")
    return asked is None or set(asked) == set(result.footnotes.all())


def _write(
    new: Result, said: Mapping[str, Any], content: Content, *, by: Any, verb: str, after: Result | None = None
) -> Result:
    """Fill a version, judge it, save it, let the series point at its latest, and record the event."""
    for name in ANSWERS:
        setattr(new, name, said[name])
    new.entered_by, new.judged_before = by, asked_again(said, content, after)
    _closed_with(new, after)
    targets = new.series.targets.current().covering(new.ends).select_related("baseline")
    freeze(new, target_on(targets, new.ends), after)
    _sign_judgement(new, after, content, by)
    new.full_clean(validate_unique=False, validate_constraints=False)
    _insert(new)
    new.footnotes.set(content.get("footnotes") or (after.footnotes.all() if after else []))
    keep_standing(new.series)
    _tell(new, verb, by=by, changes=_changes(new, after), reason=new.corrects_because)
    return new


def _sign_judgement(new: Result, after: Result | None, content: Content, by: Any) -> None:
    """Say who judged and when: whoever judges now, or whoever did before where the judgement goes on; nobody where it
    is what the rule says."""
    if not new.judged_status or (new.judged_status == new.status and not _stays(new, after, content)):
        new.judged_status, new.judged_reason = "", ""
    elif after and "judged_status" not in content:
        new.judged_at, new.judged_by = after.judged_at, after.judged_by
    else:
        new.judged_at, new.judged_by = clock.now(), by


def _changes(new: Result, after: Result | None) -> dict[str, Any]:
    """What a version says otherwise than the one before it, for the history."""
    told = (*ANSWERS, "status", "rule") if new.target else ANSWERS
    before = snapshot(after, told) if after else {}
    return {name: pair for name, pair in difference(before, snapshot(new, told)).items() if any(filled(pair))}


def _says_already(result: Result, status: str) -> bool:
    """Whether the rule says a status of a result, and of the year to date that its judgement would count for."""
    if status != result.status:
        return False
    of_latest = Series.objects.filter(pk=result.series_id, latest=result.pk).values_list("to_date", flat=True).first()
    return bool((of_latest or {}).get("status", status) == status)


def _stays(new: Result, after: Result | None, content: Content) -> bool:
    """Whether a judgement that nobody takes back goes on: it overrules the year to date, not the period."""
    return after is not None and "judged_status" not in content and not _says_already(after, new.judged_status)


def filled(pair: Iterable[Any]) -> list[bool]:
    """Whether each of some values is there: zero is."""
    return [value not in (None, "") for value in pair]


def _insert(new: Result) -> None:
    """Save a new version; where somebody made the same one first, theirs comes back as Conflict."""
    try:
        with transaction.atomic():
            new.validate_constraints(exclude={"is_current"})
            new.save(force_insert=True)
    except IntegrityError:
        other = newest_result(new.series, new.starts, new.ends)
        if other is None:
            raise
        raise Conflict(other) from None


def _tell(result: Result, verb: str, *, by: Any, changes: Mapping[str, Any], reason: str = "") -> None:
    """Write the event into the measure's history, where people look for it."""
    measure, series = result.series.measure, result.series.name
    which = {"series": [None, series]} if series else {}
    version = f", version {result.number}" if result.number > 1 else ""
    record(
        f"result {verb}",
        measure,
        by=by,
        authority_id=measure.authority_id,
        changes={**which, "period": [None, period_of(result)], **changes},
        reason=reason,
        name=f"{result.series}, {period_of(result)}{version}: {shown(result)}",
    )
