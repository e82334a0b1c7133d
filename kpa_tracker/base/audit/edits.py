"""The five changes that every record knows: made, changed, archived, restored, moved. Each leaves one event.

The apps' own actions call them; pages, imports and the admin call the apps' actions. Each takes the end of the
authority's history first, so that two writers queue in one order and never wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import models, transaction

from kpa_tracker.base.audit.actions import difference, hold_chain, hold_end, record, snapshot, whole
from kpa_tracker.base.audit.together import keep_new
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused, refuse_where
from kpa_tracker.base.toolkit.markings import is_open, lowers
from kpa_tracker.base.toolkit.models import Record, compare_and_set

R = TypeVar("R", bound=Record)
Changes = Mapping[str, list[Any]]
"""{what: [old, new]}"""

RAISED: dict[str, Callable[[Any, Any], None]] = {}
"""What is done with a record that the public may not read any more, and with whoever marked it, in the same
transaction. An app above adds its own by name when it is ready."""
LOWER = "people.lower_marking"
"""The right to mark something lower than it is."""
MOVED_SINCE = (
    "Somebody else has moved or changed this since you opened the page. Cancel, and look at the order as it now is."
)


@whole
def create(
    new: R,
    *,
    by: Any,
    links: Mapping[str, Iterable[Any]] | None = None,
    also: Changes | None = None,
    reason: str = "",
    scope: int | None = None,
    waits: bool = False,
) -> R:
    """Check and save a new record with its links to others, and record that it was made.

    `links` maps a many-to-many field to its records; `also` holds what the caller writes beside the record itself, so
    that it stands in the same event; `scope` names the authority of a record that has none of its own; one that
    `waits` may be written later, where records are made together. Raises ValidationError where the record does not
    hold together.
    """
    hold_end(scope or scope_of(new))
    kept = as_lists(links)
    keep_new(new, links={name: records for name, records in kept.items() if records}, waits=waits)
    made = {**what_was_made(new, kept), **(also or {})}
    record(verb_of(new, "created"), new, by=by, authority_id=scope or scope_of(new), changes=made, reason=reason)
    return new


def as_lists(links: Mapping[str, Iterable[Any]] | None) -> dict[str, list[Any]]:
    return {name: list(records) for name, records in (links or {}).items()}


def set_links(of: R, links: Mapping[str, list[Any]]) -> None:
    for name, records in links.items():
        getattr(of, name).set(records)


def what_was_made(new: Any, links: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Return the event's changes of a new record: nothing, and then what it says and what it is linked to."""
    said = {name: [None, value] for name, value in shown_fields(new).items() if value not in (None, "")}
    return said | {name: [None, sorted(map(str, records))] for name, records in links.items() if records}


@whole
def change(
    changed: R,
    *,
    seen: int,
    fields: Iterable[str],
    by: Any,
    links: Mapping[str, Iterable[Any]] | None = None,
    also: Changes | None = None,
    reason: str = "",
    scope: int | None = None,
) -> R:
    """Save `fields` (and `links`) of a record as one event, unless somebody was faster: then Conflict is raised.

    A record that is the same as before is left alone, without an event. `also` and `scope` are as in `create`. A
    protective marking is lowered for a reason alone, by whoever has the right to, whichever form or file asks for it.
    """
    hold_chain(scope := scope or scope_of(changed))
    fields, kept = list(fields), as_lists(links)
    found = {**what_differs(changed, fields, kept), **(also or {})}
    if not found:
        return changed
    refuse_lowered(changed, found, by=by, reason=reason)
    changed.full_clean()
    compare_and_set(changed, seen=seen, fields=fields)
    set_links(changed, kept)
    record(verb_of(changed, "changed"), changed, by=by, authority_id=scope, changes=found, reason=reason)
    follow_raised(changed, found, by=by)
    return changed


def follow_raised(marked: Any, found: Changes, *, by: Any) -> None:
    """Do what follows where a record is marked so that the public may not read it any more, by whichever form or
    file."""
    before, after = found.get("marking", ["", ""])
    if is_open(before or "") and not is_open(after or ""):
        for follows in RAISED.values():
            follows(marked, by)


def refuse_lowered(marked: Any, found: Changes, *, by: Any, reason: str) -> None:
    """Refuse to mark a record lower without the right to, or without a reason."""
    before, after = found.get("marking", ["", ""])
    if not lowers(before or "", after or ""):
        return
    may = by is not None and by.has_perm(LOWER, marked)
    message = f"This is marked {before}. An administrator marks it lower, on the page of its marking, and says why."
    refuse_where(
        (not may, message, "marking"),
        (not reason, "Say why it is marked lower. It is done on the page of its marking.", "reason"),
    )


def held(record_: R, *, seen: int) -> R:
    """Hold the authority's history and return a record as it now stands: what an action judges before it writes.

    What was read before the history was held may be judged wrongly, even where the version that was sent is right.
    Raises Conflict where somebody was faster.
    """
    hold_chain(scope_of(record_))
    now = afresh(record_)
    if now.version != seen:
        raise Conflict(now)
    return now


def afresh(record_: R) -> R:
    """Return a record as it now stands, archived or not. One query."""
    found: R = type(record_)._base_manager.get(pk=record_.pk)
    return found


@transaction.atomic
def archive(archived: Any, *, seen: int, reason: str, by: Any) -> Any:
    """Take a record out of the lists, for a reason. Refuses without one, and what is archived already."""
    if archived.is_archived:
        raise Refused("This is archived already.")
    if not reason.strip():
        raise Refused("Say why you archive it.", field="reason")
    hold_chain(scope_of(archived))
    archived.archived_at, archived.archived_by, archived.archived_reason = clock.now(), by, reason
    compare_and_set(archived, seen=seen, fields=["archived_at", "archived_by", "archived_reason"])
    record(verb_of(archived, "archived"), archived, by=by, authority_id=scope_of(archived), reason=reason)
    return archived


@transaction.atomic
def restore(archived: Any, *, seen: int, by: Any) -> Any:
    """Bring an archived record back into the lists."""
    if not archived.is_archived:
        raise Refused("This is not archived.")
    hold_chain(scope_of(archived))
    archived.archived_at, archived.archived_by, archived.archived_reason = None, None, ""
    compare_and_set(archived, seen=seen, fields=["archived_at", "archived_by", "archived_reason"])
    record(verb_of(archived, "restored"), archived, by=by, authority_id=scope_of(archived))
    return archived


@transaction.atomic
def reorder(moved: Any, *, siblings: models.QuerySet[Any], up: bool, seen: int, by: Any) -> None:
    """Move a record one place up or down among its siblings. At either end nothing happens.

    Whoever moves on is counted as changed, so that somebody who still sees the old order is told (Conflict) instead of
    undoing what another has just done.
    """
    hold_chain(scope_of(moved))
    ordered = list(siblings.select_for_update().order_by("position", "pk"))
    if moved not in ordered:  # taken out of the list meanwhile
        raise Conflict(type(moved)._base_manager.get(pk=moved.pk), MOVED_SINCE)
    place = ordered.index(moved)
    if ordered[place].version != seen:
        raise Conflict(ordered[place], MOVED_SINCE)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(ordered):
        return
    before = _places(ordered)
    ordered[place], ordered[other] = ordered[other], ordered[place]
    _number(ordered, moved={place + 1, other + 1})
    changes = {"position": [place + 1, other + 1], "positions": [before, _places(ordered)]}
    record(verb_of(moved, "moved"), moved, by=by, authority_id=scope_of(moved), changes=changes)


def _places(ordered: list[Any]) -> dict[str, int]:
    """Return the place of each by its number, for whoever reads from the history in what order all stood."""
    return {str(one.pk): one.position for one in ordered}


def _number(ordered: list[Any], *, moved: set[int]) -> None:
    """Save the places that are not saved yet; the records at the places in `moved` count as changed in any case."""
    for position, one in enumerate(ordered, start=1):
        if one.position != position or position in moved:
            one.position = position
            compare_and_set(one, seen=one.version, fields=["position"])


def verb_of(subject: models.Model, verb: str) -> str:
    return f"{subject._meta.model_name} {verb}"


def scope_of(subject: Any) -> int | None:
    """Return the authority whose history an event on this record belongs to; None for the installation's own."""
    return getattr(subject, "authority_id", None)


def shown_fields(of: models.Model) -> dict[str, Any]:
    """Return what an event on a new record shows: every editable column but passwords, and how it is marked."""
    told = [f for f in of._meta.concrete_fields if (f.editable or f.name == "marking") and not f.auto_created]
    return snapshot(of, [f.name for f in told if f.name != "password"])


def what_differs(changed: Any, fields: list[str], links: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Return {what: [saved, now]} of a record that is about to be saved."""
    before = type(changed)._base_manager.get(pk=changed.pk)
    found = difference(snapshot(before, fields), snapshot(changed, fields))
    return found | difference(linked(before, links), {name: sorted(map(str, to)) for name, to in links.items()})


def linked(of: Any, links: Iterable[str]) -> dict[str, list[str]]:
    return {name: sorted(map(str, getattr(of, name).all())) for name in links}
