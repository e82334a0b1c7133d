"""Very many new records of one authority, each with its checks and its event as ever, in a run of few statements.

Their actions are called as always, one for each. What they make waits, is written some hundreds at a time, and their
events after it in the order in which they were recorded, each chained to the one before (docs/decisions/0045).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from kpa_tracker.base.audit.actions import in_one_run, run_under_way
from kpa_tracker.base.audit.waiting import Links, Waiting, unwritten
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.models import next_position

T = TypeVar("T")


def together_or_singly(do: Callable[[], T], *, authority_id: int | None) -> T:
    """Do very many changes to an authority's records as one run, new ones written together where `do` says so.

    Where anything is refused all is undone and done again without waiting, so that the refusal is the very one that a
    single change meets: `do` has to begin from what the database says. All is kept, or nothing.
    """
    try:
        with transaction.atomic(), in_one_run(authority_id, together=True):
            return do()
    except (Refused, ValidationError, IntegrityError):
        with transaction.atomic(), in_one_run(authority_id):
            return do()


@contextmanager
def made_together() -> Iterator[None]:
    """Let new records wait within, where the run around takes them together, and write them at the end.

    Their keys come with the writing: nothing within may ask for them. An action that holds the chain, to change what is
    there, has them written first. Within another one, they wait for the outer's end. What fails within drops them, and
    the transaction has to go with them.
    """
    run = run_under_way()
    if run is None or not run.together or run.rows is not None:
        yield
        return
    run.rows = Waiting()
    try:
        yield
        run.write_rows()
    finally:
        run.rows = None


def keep_new(new: models.Model, *, links: Links | None = None, waits: bool = False) -> None:
    """Check and save a new record with its links.

    While records are made together it is checked by itself, and against the others by the database alone, which knows
    every constraint; one that `waits` is written with those that wait already.
    """
    if rows := _waiting():
        _keep_among(rows, new, links or {}, waits=waits)
        return
    new.full_clean()
    new.save(force_insert=True)
    for name, records in (links or {}).items():
        getattr(new, name).set(records)


def _keep_among(rows: Waiting, new: models.Model, links: Links, *, waits: bool) -> None:
    new.clean_fields(exclude=unwritten(new))
    new.clean()
    if waits:
        rows.add(new)
    else:
        new.save(force_insert=True)
    rows.link(new, links)


def remembered(what: Hashable, ask: Callable[[], T]) -> T:
    """Return what was asked before while records are made together, and nothing else was changed since; else ask."""
    rows = _waiting()
    if rows is None:
        return ask()
    if what not in rows.known:
        rows.known[what] = ask()
    known: T = rows.known[what]
    return known


def next_place(of: Hashable, siblings: Callable[[], models.QuerySet[Any]]) -> int:
    """Return the position after the last of some ordered siblings, those that wait among them. `of` says whose they
    are."""
    place = remembered(of, lambda: next_position(siblings()))
    if rows := _waiting():
        rows.known[of] = place + 1
    return place


def _waiting() -> Waiting | None:
    run = run_under_way()
    return run.rows if run else None
