"""Officers of one authority who update different deliverables do not queue behind one another on PostgreSQL."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, connections, transaction

from deliverables.actions import updates
from deliverables.actions.deliverables import change_deliverable
from deliverables.actions.updates import newest_version, place_of, save_draft, submit_update
from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.audit.actions import hold_chain, stream_of, verify_history
from kpa_tracker.base.audit.models import ChainHead, Event
from kpa_tracker.base.toolkit.errors import Conflict
from tests.factories.deliverables import DeliverableFactory
from tests.factories.situations import GREEN

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time."),
]
PATIENCE = 60
"""Seconds: somebody who waits for another longer than that waits in vain."""
AT_ONCE, ROUNDS = 8, 6


@pytest.fixture
def records(plan, post, period):
    """The deliverables of an authority that has a history: whoever writes the first event of all is waited for."""
    ChainHead.objects.get_or_create(stream=stream_of(plan.authority_id))
    return DeliverableFactory.create_batch(AT_ONCE, plan=plan, lead=post, due="June 2010")


def apart(work):
    """Run on a connection of its own."""
    try:
        return work()
    finally:
        connections.close_all()


def impatiently(work):
    """Run in a transaction that fails where it has to wait for a lock."""

    def at_once():
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '500ms'")
            return work()

    return apart(at_once)


def submit(deliverable, period, by, seen=(0, 0), **said):
    return submit_update(deliverable, period=period, content={**GREEN, **said}, seen=seen, by=by)


@contextmanager
def held_up(monkeypatch, deliverable):
    """Let whoever submits this deliverable stop in the middle of the action; yields (is there, may go on)."""
    there, may_go_on, rule = threading.Event(), threading.Event(), updates.refuse_incomplete

    def wait(standing, *rest, **others):
        if standing.pk == deliverable.pk:
            there.set()
            assert may_go_on.wait(PATIENCE)
        return rule(standing, *rest, **others)

    monkeypatch.setattr(updates, "refuse_incomplete", wait)
    try:
        yield there, may_go_on
    finally:
        may_go_on.set()


def test_who_submits_one_does_not_wait_for_who_submits_another(monkeypatch, records, period, editor):
    slow, quick = records[:2]
    with ThreadPoolExecutor(2) as pool, held_up(monkeypatch, slow) as (there, may_go_on):
        first = pool.submit(apart, lambda: submit(slow, period, editor))
        assert there.wait(PATIENCE)
        second = pool.submit(apart, lambda: submit(quick, period, editor)).result(PATIENCE)
        assert not first.done()
        may_go_on.set()
        assert {first.result(PATIENCE).state, second.state} == {ProgressUpdate.State.SUBMITTED}
    assert Deliverable.objects.get(pk=quick.pk).latest == second
    assert list(verify_history()) == []


def test_who_submits_the_same_one_waits_and_is_told(monkeypatch, records, period, editor):
    with ThreadPoolExecutor(2) as pool, held_up(monkeypatch, records[0]) as (there, may_go_on):
        first = pool.submit(apart, lambda: submit(records[0], period, editor, done="First."))
        assert there.wait(PATIENCE)
        second = pool.submit(apart, lambda: submit(records[0], period, editor, done="Second."))
        may_go_on.set()
        kept = first.result(PATIENCE)
        with pytest.raises(Conflict) as told:
            second.result(PATIENCE)
    assert told.value.current == kept


def test_what_changes_more_than_one_record_waits_for_who_submits(monkeypatch, records, period, editor):
    authority = records[0].authority_id
    with ThreadPoolExecutor(2) as pool, held_up(monkeypatch, records[0]) as (there, may_go_on):
        first = pool.submit(apart, lambda: submit(records[0], period, editor))
        assert there.wait(PATIENCE)
        with pytest.raises(OperationalError, match="lock timeout"):
            pool.submit(impatiently, lambda: hold_chain(authority)).result(PATIENCE)
        may_go_on.set()
        first.result(PATIENCE)
        pool.submit(impatiently, lambda: hold_chain(authority)).result(PATIENCE)


def test_who_submits_waits_for_what_changes_more_than_one_record(records, period, editor):
    there, may_go_on = threading.Event(), threading.Event()

    def close_something():
        with transaction.atomic():
            hold_chain(records[0].authority_id)
            there.set()
            assert may_go_on.wait(PATIENCE)

    with ThreadPoolExecutor(2) as pool:
        whole = pool.submit(apart, close_something)
        assert there.wait(PATIENCE)
        submitting = pool.submit(apart, lambda: submit(records[0], period, editor))
        with pytest.raises(TimeoutError):
            submitting.result(1)
        may_go_on.set()
        whole.result(PATIENCE)
        assert submitting.result(PATIENCE).state == ProgressUpdate.State.SUBMITTED


def test_officers_and_editors_at_once_never_wait_for_one_another_in_a_ring(records, period, editor):
    """PostgreSQL ends one of two that wait for each other: any such error fails here."""

    def write(place):
        own = records[place]
        for turn in range(ROUNDS):
            save_draft(own, period=period, content={"done": f"{turn}"}, seen=_seen(own, period), by=editor)
            if place % 2:
                _rename(records[(place + turn) % AT_ONCE], f"Renamed {place} {turn}", editor)
        return submit(own, period, editor, seen=_seen(own, period)).number

    with ThreadPoolExecutor(AT_ONCE) as pool:
        working = [pool.submit(apart, lambda place=place: write(place)) for place in range(AT_ONCE)]
        assert [one.result(PATIENCE) for one in working] == [1] * AT_ONCE
    assert list(verify_history()) == []
    assert Event.objects.filter(verb="progressupdate submitted").count() == AT_ONCE


def _seen(deliverable, period):
    return place_of(newest_version(deliverable, period))


def _rename(deliverable, title, by):
    while True:
        stands = Deliverable.objects.get(pk=deliverable.pk)
        try:
            return change_deliverable(stands, seen=stands.version, changes={"title": title}, by=by, reason="Clearer")
        except Conflict:
            continue
