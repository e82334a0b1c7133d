"""Very many new records, made together: the same rows and events as one by one, in few statements, or nothing."""

from __future__ import annotations

import datetime
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kpa_tracker.base.audit import actions, edits
from kpa_tracker.base.audit.actions import hold_chain, in_one_run, verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.together import keep_new, made_together, next_place, remembered, together_or_singly
from kpa_tracker.base.people.models import Committee, Meeting
from kpa_tracker.base.toolkit.errors import Refused
from plans.models import Ambition
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory

DAY = datetime.date(2010, 4, 12)


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority, title="Chair")


def make(authority, by, *names, **more):
    return [edits.create(Committee(authority=authority, name=one), by=by, waits=True, **more) for one in names]


def made(authority, by, *names, **more):
    """Make committees together; return how many there were before they were written."""
    with made_together():
        make(authority, by, *names, **more)
        return Committee.objects.count()


def named():
    return list(Committee.objects.order_by("pk").values_list("name", flat=True))


def told(verb="committee created"):
    """Return the names of the records that the history tells of, in its order, each by the key that it has."""
    subjects = Event.objects.filter(verb=verb).order_by("number").values_list("subject_id", "subject_name")
    return [name for pk, name in subjects if Committee.objects.get(pk=pk).name == name]


def test_records_are_written_at_the_end_with_their_links_and_their_events_in_order(authority, editor, post):
    def do():
        return made(authority, editor, "Audit", "Finance", "Policing", links={"members": [post, post]})

    assert together_or_singly(do, authority_id=authority.pk) == 0
    assert named() == told() == ["Audit", "Finance", "Policing"]
    assert [list(one.members.all()) for one in Committee.objects.all()] == [[post]] * 3
    assert list(verify_history()) == []


def test_many_are_written_some_at_a_time(authority, editor, monkeypatch):
    monkeypatch.setattr(actions, "EVENTS_AT_ONCE", 3)
    names = [f"Committee {number}" for number in range(8)]
    assert together_or_singly(lambda: made(authority, editor, *names), authority_id=authority.pk) == 6
    assert named() == told() == names
    assert list(verify_history()) == []


@pytest.mark.parametrize("number", [2, 20])
def test_they_cost_the_same_queries_however_many_they_are(authority, editor, django_assert_num_queries, number):
    names = [f"Committee {one}" for one in range(number)]
    with in_one_run(authority.pk, together=True), django_assert_num_queries(2):  # the committees; how many there were
        made(authority, editor, *names)


def test_what_points_at_one_that_waits_waits_with_it(authority, editor):
    def do():
        with made_together():
            (one,) = make(authority, editor, "Audit")
            keep_new(Meeting(committee=one, held_on=DAY), waits=True)

    together_or_singly(do, authority_id=authority.pk)
    assert Meeting.objects.get().committee == Committee.objects.get()


def test_one_that_does_not_wait_is_there_at_once_and_its_links_and_event_come_later(authority, editor, post):
    def do():
        with made_together():
            make(authority, editor, "Audit")
            one = edits.create(Committee(authority=authority, name="Now"), by=editor, links={"members": [post]})
            return one, Committee.objects.count(), one.members.count()

    one, *before = together_or_singly(do, authority_id=authority.pk)
    assert before == [1, 0]
    assert list(one.members.all()) == [post]
    assert told() == ["Audit", "Now"]


def test_whoever_holds_the_chain_finds_what_was_made(authority, editor):
    def do():
        with made_together():
            (one,) = make(authority, editor, "Audit")
            hold_chain(authority.pk)
            found = Committee.objects.get()
            found.name = "Audit and Risk"
            edits.change(found, seen=1, fields=["name"], by=editor)
            return one == found

    assert together_or_singly(do, authority_id=authority.pk)
    verbs = Event.objects.filter(subject_type="people.committee").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["committee created", "committee changed"]
    assert list(verify_history()) == []


def test_without_a_run_that_takes_them_together_each_is_written_at_once(authority, editor):
    assert made(authority, editor, "Audit", "Finance") == 2
    with in_one_run(authority.pk):
        assert made(authority, editor, "Policing") == 3
    assert told() == ["Audit", "Finance", "Policing"]


def test_what_was_asked_is_kept_until_somebody_holds_the_chain(authority, editor):
    answers = iter(range(9))
    ask = partial(remembered, "state", lambda: next(answers))
    assert [ask(), ask()] == [0, 1]
    with in_one_run(authority.pk, together=True), made_together():
        assert [ask(), ask()] == [2, 2]
        hold_chain(authority.pk)
        assert [ask(), ask()] == [3, 3]
    assert ask() == 4


def test_places_are_counted_on_while_records_wait(authority):
    plan = AmbitionFactory(position=4).plan
    place = partial(next_place, "ambitions", lambda: Ambition.objects.filter(plan=plan))
    with in_one_run(authority.pk, together=True), made_together():
        assert [place(), place(), place()] == [5, 6, 7]
    assert [place(), place()] == [5, 5]


@transaction.atomic
def break_off(authority, by):
    with in_one_run(authority.pk, together=True), made_together():
        make(authority, by, "Audit")
        raise LookupError


def test_what_breaks_off_leaves_nothing(authority, editor):
    with pytest.raises(LookupError):
        break_off(authority, editor)
    edits.create(Committee(authority=authority, name="Finance"), by=editor)
    assert named() == told() == ["Finance"]
    assert list(verify_history()) == []


@pytest.mark.parametrize(
    ("names", "refusal"),
    [
        (("Audit", "Finance", "x" * 999), "Ensure this value has at most"),
        (("Audit", "Audit"), "already exists"),  # only the database knows, when both are written
        (("Audit", "Taken"), "already exists"),
    ],
)
def test_what_is_refused_is_refused_as_a_single_one_would_be_and_leaves_nothing(authority, editor, names, refusal):
    CommitteeFactory(authority=authority, name="Taken")
    with pytest.raises(ValidationError, match=refusal):
        together_or_singly(lambda: made(authority, editor, *names), authority_id=authority.pk)
    assert named() == ["Taken"]
    assert list(verify_history()) == []


@pytest.mark.parametrize("refusal", [Refused("No."), ValidationError("No."), IntegrityError("No.")])
def test_what_is_refused_only_together_is_done_singly(authority, editor, refusal):
    tries = []

    def do():
        tries.append(made(authority, editor, "Audit"))
        if len(tries) == 1:
            raise refusal

    together_or_singly(do, authority_id=authority.pk)
    assert tries == [0, 1]
    assert named() == told() == ["Audit"]
    assert list(verify_history()) == []


def met(authority, by, *names):
    """Make committees, each with a meeting that has no event of its own."""
    for name in names:
        [one] = make(authority, by, name)
        keep_new(Meeting(committee=one, held_on=DAY), waits=True)


def test_what_waits_is_not_lost_where_others_are_made_together_within(authority, editor):
    def do():
        with made_together():
            met(authority, editor, "Audit")
            made(authority, editor, "Finance")
            met(authority, editor, "Policing")

    together_or_singly(do, authority_id=authority.pk)
    assert named() == told() == ["Audit", "Finance", "Policing"]
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_wherever_a_write_falls_what_others_point_at_comes_first(authority, editor, monkeypatch, at_once):
    monkeypatch.setattr(actions, "EVENTS_AT_ONCE", at_once)

    def do():
        with made_together():
            met(authority, editor, "Audit", "Finance", "Policing")

    together_or_singly(do, authority_id=authority.pk)
    assert named() == told() == ["Audit", "Finance", "Policing"]
    assert [one.committee.name for one in Meeting.objects.order_by("pk")] == ["Audit", "Finance", "Policing"]
