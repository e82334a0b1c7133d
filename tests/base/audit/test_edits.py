"""The five changes that every record knows, each with its one event and its refusals."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import history_of, verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.models import Ambition
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, PlanFactory


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority, name="Audit")


def last(record):
    event = history_of(record).first()
    return event.verb, event.changes, event.reason


# --- Made ---


def test_a_new_record_is_saved_and_its_event_says_what_it_holds(authority, editor):
    post = PostFactory(authority=authority, title="Chair")
    new = Committee(authority=authority, name="Audit", remit="Money")
    made = edits.create(new, by=editor, links={"members": [post]}, also={"papers": [None, "a week before"]})
    assert (made.pk, list(made.members.all())) == (new.pk, [post])
    verb, changes, _ = last(made)
    assert verb == "committee created"
    assert changes == {
        "authority": [None, str(authority)],
        "name": [None, "Audit"],
        "remit": [None, "Money"],
        "position": [None, 0],
        "members": [None, ["Chair"]],
        "papers": [None, "a week before"],
    }


def test_a_record_that_does_not_hold_together_is_not_made(authority, editor, committee):
    with pytest.raises(ValidationError):
        edits.create(Committee(authority=authority, name="Audit"), by=editor)
    assert Event.objects.count() == 0


# --- Changed ---


def test_a_change_is_saved_with_what_stood_before(committee, editor):
    committee.name, committee.remit = "Audit and Finance", "Not saved"
    edits.change(committee, seen=1, fields=["name"], by=editor, reason="Merged.")
    committee.refresh_from_db()
    assert (committee.name, committee.remit, committee.version) == ("Audit and Finance", "", 2)
    assert last(committee) == ("committee changed", {"name": ["Audit", "Audit and Finance"]}, "Merged.")


def test_links_are_part_of_a_change(committee, editor, authority):
    one, two = PostFactory(authority=authority, title="One"), PostFactory(authority=authority, title="Two")
    committee.members.set([one])
    edits.change(committee, seen=1, fields=[], links={"members": [two]}, by=editor)
    assert list(committee.members.all()) == [two]
    assert last(committee)[1] == {"members": [["One"], ["Two"]]}


def test_what_is_the_same_leaves_no_event(committee, editor):
    edits.change(committee, seen=1, fields=["name"], links={"members": []}, by=editor)
    assert (committee.version, Event.objects.count()) == (1, 0)


def test_what_stands_beside_a_record_is_a_change_of_it(committee, editor):
    edits.change(committee, seen=1, fields=[], also={"parts": [["a"], ["b"]]}, by=editor)
    assert (committee.version, last(committee)[1]) == (2, {"parts": [["a"], ["b"]]})


def test_who_is_second_is_told_and_nothing_is_saved(committee, editor):
    Committee.objects.filter(pk=committee.pk).update(version=2, name="Faster")
    committee.name = "Slower"
    with pytest.raises(Conflict) as caught:
        edits.change(committee, seen=1, fields=["name"], by=editor)
    assert caught.value.current.name == "Faster"
    assert Event.objects.count() == 0


def test_a_change_that_does_not_hold_together_is_not_saved(committee, editor, authority):
    CommitteeFactory(authority=authority, name="Taken")
    committee.name = "Taken"
    with pytest.raises(ValidationError):
        edits.change(committee, seen=1, fields=["name"], by=editor)
    assert Committee.objects.get(pk=committee.pk).name == "Audit"


# --- Archived and restored ---


def test_archiving_and_restoring_each_leave_an_event(committee, editor):
    edits.archive(committee, seen=1, reason="Merged.", by=editor)
    committee.refresh_from_db()
    assert (committee.is_archived, committee.archived_by, committee.archived_reason) == (True, editor, "Merged.")
    assert last(committee) == ("committee archived", {}, "Merged.")
    edits.restore(committee, seen=2, by=editor)
    committee.refresh_from_db()
    assert (committee.is_archived, committee.archived_by, committee.archived_reason) == (False, None, "")
    assert last(committee)[0] == "committee restored"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_archiving_needs_a_reason(committee, editor, reason):
    with pytest.raises(Refused, match="Say why") as caught:
        edits.archive(committee, seen=1, reason=reason, by=editor)
    assert caught.value.field == "reason"


def test_nothing_is_archived_or_restored_twice(committee, editor):
    with pytest.raises(Refused, match="not archived"):
        edits.restore(committee, seen=1, by=editor)
    edits.archive(committee, seen=1, reason="Merged.", by=editor)
    with pytest.raises(Refused, match="archived already"):
        edits.archive(committee, seen=2, reason="Again.", by=editor)


# --- Moved ---


@pytest.fixture
def three(authority):
    plan = PlanFactory(authority=authority)
    return [AmbitionFactory(plan=plan, position=number, title=f"Ambition {number}") for number in (1, 2, 3)]


def order(plan):
    return [one.title[-1] for one in Ambition.objects.filter(plan=plan).order_by("position")]


def move(one, *, up, by, seen=1):
    edits.reorder(one, siblings=Ambition.objects.filter(plan=one.plan), up=up, seen=seen, by=by)


@pytest.mark.parametrize(
    ("which", "up", "after"),
    [(0, True, "123"), (1, True, "213"), (2, True, "132"), (0, False, "213"), (1, False, "132"), (2, False, "123")],
)
def test_a_record_moves_one_place_and_at_the_ends_stays(three, editor, which, up, after):
    move(three[which], up=up, by=editor)
    assert "".join(order(three[0].plan)) == after
    assert Event.objects.exists() == (after != "123")


def test_the_event_names_both_places(three, editor):
    move(three[2], up=True, by=editor)
    verb, changes, *_ = last(three[2])
    assert (verb, changes["position"]) == ("ambition moved", [3, 2])


def test_gaps_and_equal_places_are_put_right(three, editor):
    Ambition.objects.filter(pk__in=[three[0].pk, three[1].pk]).update(position=7)
    Ambition.objects.filter(pk=three[2].pk).update(position=20)
    move(three[1], up=True, by=editor)
    assert list(Ambition.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3]
    assert order(three[0].plan) == ["2", "1", "3"]


def test_both_that_change_places_count_as_changed_even_where_the_number_stays(three, editor):
    for number, one in enumerate(three, start=2):
        Ambition.objects.filter(pk=one.pk).update(position=number)
    move(three[1], up=True, by=editor)
    assert [Ambition.objects.get(pk=one.pk).position for one in three] == [2, 1, 3]
    assert [Ambition.objects.get(pk=one.pk).version for one in three[:2]] == [2, 2]


def test_who_still_sees_the_old_order_is_told(three, editor):
    move(three[1], up=True, by=editor)
    for stale in three[:2]:
        with pytest.raises(Conflict, match="moved or changed this"):
            move(stale, up=True, by=editor, seen=1)
    assert list(verify_history()) == []
