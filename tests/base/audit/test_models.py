"""Events are only ever added; what is found among them, and by whom."""

from __future__ import annotations

import pytest

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.audit.models import ChainHead, Event
from kpa_tracker.base.toolkit.errors import Refused
from tests.factories.people import CommitteeFactory, PersonFactory, person_with


@pytest.fixture
def event(authority, editor):
    changes = {"remit": ["Money", "Money and buildings"]}
    return record(
        "authority changed", authority, by=editor, authority_id=authority.pk, changes=changes, reason="Moved."
    )


@pytest.mark.parametrize(
    "attempt",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: Event.objects.filter(pk=event.pk).update(reason=""),
        lambda event: Event.objects.all().delete(),
    ],
    ids=["save", "delete", "update", "delete all"],
)
def test_an_event_is_neither_changed_nor_removed(event, attempt):
    with pytest.raises(Refused, match="only ever added to"):
        attempt(event)
    assert Event.objects.get(pk=event.pk).reason == "Moved."


def test_an_event_and_the_end_of_a_chain_have_names(event, authority, editor):
    assert str(event) == f"{editor}: authority changed {authority}"
    assert str(ChainHead.objects.get()) == f"{event.stream}: 1 events"


def test_the_hash_covers_everything_but_the_hashes(event):
    names = {field.attname for field in Event._meta.concrete_fields}
    assert names - set(event.content()) == {"id", "hash", "previous_hash"}


@pytest.mark.parametrize(
    ("words", "found"),
    [("Moved", True), ("buildings money", True), ("buildings parks", False), ("Police Authority", True), ("", True)],
)
def test_every_word_must_be_somewhere_in_an_event(event, words, found):
    assert Event.objects.matching(words).exists() == found


def test_what_was_drafted_is_not_searched(authority, editor):
    changes = {"done": ["", "Secret"]}
    record("progressupdate drafted", authority, by=editor, authority_id=authority.pk, changes=changes)
    assert not Event.objects.matching("Secret").exists()
    record("progressupdate submitted", authority, by=editor, authority_id=authority.pk, changes=changes)
    assert Event.objects.matching("Secret").count() == 1


def test_a_records_history_is_its_own(event, authority):
    committee = CommitteeFactory(authority=authority, pk=authority.pk)
    assert list(Event.objects.of(authority)) == [event]
    assert list(Event.objects.of(committee)) == []


@pytest.mark.parametrize(
    ("role", "reads"), [("auditor", True), ("editor", True), ("officer", False), ("member", False)]
)
def test_the_history_is_read_by_those_who_may(event, authority, role, reads):
    assert Event.objects.visible_to(person_with(role, authority=authority)).exists() == reads


def test_the_history_of_another_authority_is_not_there(event, stranger):
    assert not Event.objects.visible_to(stranger).exists()


def test_what_people_did_to_themselves_is_seen_where_they_hold_a_post(auditor, officer, stranger):
    record("person password set", officer, by=officer, authority_id=None)
    record("person password set", PersonFactory(), by=officer, authority_id=None)
    assert [one.subject_id for one in Event.objects.visible_to(auditor)] == [officer.pk]
    assert not Event.objects.visible_to(stranger).exists()
