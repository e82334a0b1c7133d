"""A draft plan reaches the members of the committee that it is put to, until they have commented or it ends."""

from __future__ import annotations

import datetime

import pytest

from deliverables.actions.consultation import make_comment, withdraw_comment
from deliverables.models import Comment
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.notifications.actions.writing import digests_of
from kpa_tracker.interfaces.notifications.calendar import calendar_of
from kpa_tracker.interfaces.notifications.models import Message
from kpa_tracker.interfaces.notifications.owed import owed_by, owed_in
from tests.conftest import TODAY
from tests.factories.deliverables import CommentFactory, ConsultationFactory
from tests.factories.notifications import PreferenceFactory, ScheduleFactory
from tests.factories.people import person_with
from tests.factories.plans import PlanFactory
from tests.notifications.actions.test_writing import days_on_which
from tests.notifications.conftest import on

pytestmark = pytest.mark.django_db
LAST = datetime.date(2010, 4, 30)


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, title="Plan 2010/11", state="consultation")


@pytest.fixture
def consultation(work, plan):
    return ConsultationFactory(plan=plan, committee=work["committee"], closes_on=LAST)


def waits_for(person):
    return [one.title for one in owed_by(person) if one.sort == "consultation"]


def test_every_member_and_the_chair_are_told_and_nobody_else(work, consultation, editor, officer, auditor):
    title = f"Plan 2010/11, put to {work['committee']}"
    told = [waits_for(one) for one in (work["member"], work["chair"], editor, officer, auditor)]
    assert told == [[title], [title], [], [], []]


def test_an_auditor_who_sits_on_it_is_not_asked(work, consultation):
    post = work["committee"].members.get()
    assert waits_for(person_with(Role.AUDITOR, post=post)) == []


def test_who_has_commented_is_told_no_more_and_another_member_is(work, consultation):
    made = make_comment(Comment(consultation=consultation, text="Say by when."), by=work["member"])
    assert [bool(waits_for(work[name])) for name in ("member", "chair")] == [False, True]
    withdraw_comment(made, reason="Wrong plan", seen=1, by=work["member"])
    assert waits_for(work["member"])


def test_what_the_office_enters_for_others_is_no_comment_of_whoever_enters_it(work, consultation):
    CommentFactory(consultation=consultation, made_by=work["chair"], comes_from="A parish council")
    assert waits_for(work["chair"])


@pytest.mark.parametrize("state", ["adopted", "closed"])
def test_an_adopted_plan_asks_for_no_comment(state, work, consultation, plan):
    plan.state = state
    plan.save()
    assert waits_for(work["member"]) == []


def test_one_that_has_not_begun_and_one_that_is_long_over_are_not_told_of(work, plan):
    days = [
        (TODAY + datetime.timedelta(days=1), LAST),
        (datetime.date(2010, 3, 1), TODAY - datetime.timedelta(days=14)),
    ]
    for opens, closes in days:
        ConsultationFactory(plan=plan, committee=work["committee"], opens_on=opens, closes_on=closes)
    assert waits_for(work["member"]) == []


def test_the_digest_has_a_line_before_on_and_after_the_last_day(work, consultation):
    first = LAST - datetime.timedelta(days=10)
    assert days_on_which(work["member"], first=first, days=40) == [3, 10, 17]


def test_the_line_says_what_until_when_and_where(work, consultation):
    with on(LAST):
        days_on_which(work["member"], first=LAST, days=1)
    text = Message.objects.get(person=work["member"]).text
    assert "Draft plans to comment on\n" in text
    assert f"* Plan 2010/11, put to {work['committee']}\n  Due today, 30 April 2010.\n" in text
    assert f"/consultations/{consultation.pk}/comment" in text


def test_after_the_last_day_it_is_not_late_and_leads_to_the_comments(work, consultation):
    with on(LAST + datetime.timedelta(days=3)):
        (one,) = [one for one in owed_by(work["member"]) if one.sort == "consultation"]
        assert (one.is_late(LAST + datetime.timedelta(days=3)), one.url) == (False, consultation.get_absolute_url())


def test_an_editors_must_does_not_hold_for_it(work, consultation, authority):
    ScheduleFactory(authority=authority, must_before=True, must_on_the_day=True, must_after=True)
    PreferenceFactory(person=work["member"], days_before=0, on_the_day=False, days_after=0)
    for day in (LAST - datetime.timedelta(days=7), LAST, LAST + datetime.timedelta(days=7)):
        with on(day):
            assert digests_of(work["member"]) == {}


def test_no_post_above_is_told_of_it(consultation, authority):
    with on(LAST + datetime.timedelta(days=10)):
        assert [one for one in owed_in(authority) if one.sort == "consultation"] == []


def test_a_calendar_has_its_last_day(work, consultation):
    said = f"SUMMARY:Last day to comment: Plan 2010/11\\, put to {work['committee']}"
    assert said.encode() in calendar_of(work["member"]).replace(b"\r\n ", b"")
