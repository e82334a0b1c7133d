"""The history holds together, and shows where it does not."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from kpa_tracker.base.audit import actions
from kpa_tracker.base.audit.actions import history_of, in_one_run, record, verify_history
from kpa_tracker.base.audit.edits import change
from kpa_tracker.base.audit.models import ChainHead, Event
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from tests.factories.people import AuthorityFactory


def force(**changes):
    """Return a function that changes an event behind the application's back."""

    def tamper(event):
        QuerySet(Event).filter(pk=event.pk).update(**changes)

    return tamper


def remove(event):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [event.pk])


@pytest.fixture
def events(authority, editor):
    return [
        record("authority changed", authority, by=editor, authority_id=authority.pk, changes={"name": ["A", f"B{n}"]})
        for n in range(3)
    ]


def test_an_untouched_history_holds_together(events):
    assert list(verify_history()) == []


@pytest.mark.parametrize(
    ("place", "tamper", "found"),
    [
        (1, force(actor_name="Somebody else"), (2, "was changed after it was written")),
        (1, force(changes={"name": ["A", "C"]}), (2, "was changed after it was written")),
        (1, remove, (2, "is missing: the next is number 3")),
        (2, remove, (3, "is where the chain stops, but 3 events were written")),
        (0, remove, (1, "is missing: the next is number 2")),
    ],
)
def test_tampering_is_found_where_it_is(events, place, tamper, found):
    tamper(events[place])
    first = next(verify_history())
    assert (first.number, first.what) == found


OTHERWISE = {
    "stream": "elsewhere",
    "number": 9,
    "at": datetime.datetime(2010, 1, 1, tzinfo=datetime.timezone.utc),
    "actor_id": 999,
    "actor_name": "Somebody else",
    "authority_id": 999,
    "door": "admin",
    "verb": "authority praised",
    "subject_type": "plans.plan",
    "subject_id": 999,
    "subject_name": "Another",
    "changes": {"name": ["A", "C"]},
    "reason": "A better one.",
    "previous_hash": "f" * 64,
    "hash": "f" * 64,
}
"""Another value for each column of an event."""


def test_every_column_of_an_event_has_another_value():
    assert set(OTHERWISE) == {field.attname for field in Event._meta.concrete_fields} - {"id"}


@pytest.mark.parametrize("column", OTHERWISE)
def test_no_column_of_an_event_changes_unnoticed(events, column):
    force(**{column: OTHERWISE[column]})(events[1])
    assert list(verify_history()) != []


def test_reordered_events_are_found(events):
    first, second = events[0], events[1]
    force(number=9)(first)
    force(number=1)(second)
    force(number=2)(first)
    assert [(f.number, f.what) for f in verify_history()][:2] == [
        (1, "does not follow from the event before it"),
        (1, "was changed after it was written"),
    ]


def test_an_inserted_event_is_found(events, authority):
    forged = Event.objects.get(pk=events[2].pk)
    forged.pk, forged._state.adding = None, True
    forged.number, forged.previous_hash = 4, forged.hash
    forged.hash = forged.expected_hash()
    forged.save(force_insert=True)
    assert [f.what for f in verify_history()] == ["is where the chain stops, but 3 events were written"]


def test_a_chain_without_an_end_on_record_is_found(events):
    ChainHead.objects.all().delete()
    assert {f.what for f in verify_history()} == {"stands in a chain that has no end on record"}


@pytest.mark.parametrize("write", [lambda e: e.save(), lambda e: e.delete(), lambda e: Event.objects.all().delete()])
def test_the_application_cannot_change_history(events, write):
    with pytest.raises(Refused, match="only ever added to"):
        write(events[0])
    with pytest.raises(Refused):
        Event.objects.update(reason="another")


def test_an_event_says_what_was_there_before(authority, editor):
    authority.name = "A new name"
    before = type(authority).objects.get(pk=authority.pk).name
    change(authority, seen=1, fields=["name"], by=editor)
    event = history_of(authority).first()
    assert (event.changes, event.actor_id, event.door) == ({"name": [before, "A new name"]}, editor.pk, "command")


def test_saving_what_is_the_same_leaves_no_event(authority, editor):
    change(authority, seen=1, fields=["name"], by=editor)
    assert history_of(authority).count() == 0


def test_the_slower_of_two_is_told_and_nothing_is_recorded(authority, editor):
    mine, theirs = (type(authority).objects.get(pk=authority.pk) for _ in range(2))
    theirs.name = "Theirs"
    change(theirs, seen=1, fields=["name"], by=editor)
    mine.name = "Mine"
    with pytest.raises(Conflict) as lost:
        change(mine, seen=1, fields=["name"], by=editor)
    assert lost.value.current.name == "Theirs"
    assert history_of(authority).count() == 1


def change_name(authority, by, number):
    """Record one change, and return nothing: within a run it is not written yet."""
    changes = {"name": ["A", f"B{number}"]}
    record("authority changed", authority, by=by, authority_id=authority.pk, changes=changes)


def test_the_events_of_a_run_are_a_chain_like_any_other(authority, editor, events, monkeypatch):
    monkeypatch.setattr(actions, "EVENTS_AT_ONCE", 3)
    with in_one_run(authority.pk):
        for number in range(8):
            change_name(authority, editor, number)
    change_name(authority, editor, 8)
    assert list(verify_history()) == []
    told = history_of(authority).order_by("id")
    assert [one.number for one in told] == list(range(1, 13))
    assert [one.changes["name"][1] for one in told[3:]] == [f"B{number}" for number in range(9)]


@transaction.atomic
def break_off(authority, by):
    with in_one_run(authority.pk):
        change_name(authority, by, 1)
        raise Refused("Not this one.")


def test_a_run_that_breaks_off_leaves_nothing(authority, editor, events):
    with pytest.raises(Refused):
        break_off(authority, editor)
    change_name(authority, editor, 2)
    assert list(verify_history()) == []
    assert history_of(authority).count() == 4


def test_a_run_leaves_the_history_of_others_alone(authority, editor, events):
    other = AuthorityFactory()
    with in_one_run(authority.pk):
        change_name(other, editor, 1)
        change_name(authority, editor, 1)
        assert (history_of(other).count(), history_of(authority).count()) == (1, 3)
    assert list(verify_history()) == []
    assert history_of(authority).count() == 4


def test_an_event_of_a_run_asks_nothing_of_the_database(authority, editor, django_assert_num_queries):
    with in_one_run(authority.pk), django_assert_num_queries(0):
        for number in range(3):
            change_name(authority, editor, number)
