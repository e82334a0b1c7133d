"""One press reminds all who owe an update, and nobody twice a day."""

from __future__ import annotations

import datetime

import pytest

from deliverables.actions.reviews import send_back_update
from deliverables.actions.updates import NOTHING_SEEN, save_draft
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.notifications.actions.chasing import outstanding, remind_outstanding, unreached
from kpa_tracker.interfaces.notifications.actions.writing import write_all
from kpa_tracker.interfaces.notifications.models import Message
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import AppointmentFactory, PostFactory, person_with
from tests.factories.situations import GREEN, close, meanwhile
from tests.notifications.conftest import DUE, on

pytestmark = pytest.mark.django_db


def owing(period):
    return {person.email: [one.thing.title for one in left] for person, left in outstanding(period)}


def test_whoever_holds_a_post_that_owes_an_update_is_reminded(
    deliverable, late_deliverable, plan, period, owner, editor, authority
):
    other = person_with(Role.OFFICER, post=PostFactory(authority=authority))
    DeliverableFactory(plan=plan, lead=other.appointments.get().post, reference="2.1", title="Meet partners")
    DeliverableFactory(plan=plan, reference="3.1")
    remind_outstanding(period, by=editor)
    assert {one.address: one.things for one in Message.objects.all()} == {owner.email: 2, other.email: 1}
    text = Message.objects.get(person=other).text
    assert "2.1 Meet partners\n  Due on 21 April 2010, in 9 days." in text
    assert str(tell(history_of(period).get())) == f"{editor} sent reminders for the reporting period: messages 2."


def test_what_was_submitted_is_left_out_and_what_is_begun_or_came_back_is_not(
    deliverable, late_deliverable, period, owner, editor, submitted
):
    save_draft(late_deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    assert owing(period) == {owner.email: ["1.2 Publish the review"]}
    send_back_update(submitted, reason="Which draft?", seen=submitted.version, by=editor)
    assert owing(period) == {owner.email: ["1.1 Adopt the plan", "1.2 Publish the review"]}


def test_a_second_press_of_the_day_is_refused_and_one_of_the_next_is_not(deliverable, period, owner, editor):
    remind_outstanding(period, by=editor)
    with pytest.raises(Refused, match="Nobody is left to remind"):
        remind_outstanding(period, by=editor)
    with on(datetime.date(2010, 4, 13)):
        remind_outstanding(period, by=editor)
    assert Message.objects.count() == 2


def test_the_run_of_the_day_and_the_press_tell_nobody_of_the_same_twice(deliverable, period, owner, editor):
    with on(DUE):
        assert len(write_all()) == 1
        with pytest.raises(Refused):
            remind_outstanding(period, by=editor)
    with on(DUE + datetime.timedelta(days=7)):
        remind_outstanding(period, by=editor)
        assert write_all() == []


def test_a_period_that_takes_no_updates_is_refused(deliverable, period, owner, editor):
    with on(datetime.date(2010, 3, 31)), pytest.raises(Refused, match="does not take updates yet"):
        remind_outstanding(period, by=editor)
    with pytest.raises(Refused, match="closed"):
        remind_outstanding(close(period), by=editor)


def test_what_everybody_leads_is_brought_to_everybody_once_who_works_there(
    deliverable, plan, period, owner, editor, auditor, authority
):
    AppointmentFactory(person=owner, post=PostFactory(authority=authority))
    everybody = PostFactory(authority=authority, kind=Post.Kind.EVERYONE, title="ALL")
    DeliverableFactory(plan=plan, lead=everybody, reference="2.1", title="Read the plan")
    told = owing(period)
    assert told == {owner.email: ["1.1 Adopt the plan", "2.1 Read the plan"], editor.email: ["2.1 Read the plan"]}
    assert unreached(period) == []


def test_what_no_post_leads_or_a_vacant_one_is_named(deliverable, plan, period, owner):
    unled = DeliverableFactory(plan=plan, lead=None, reference="2.1")
    vacant = DeliverableFactory(plan=plan, reference="2.2")
    assert unreached(period) == [unled, vacant]


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_nobody_is_reminded_who_has_left_or_has_no_address(change, deliverable, period, owner):
    meanwhile(owner, **change)
    assert owing(period) == {}
