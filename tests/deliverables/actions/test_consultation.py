"""Putting a draft plan to others, commenting on it, and answering."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from deliverables.actions.adoption import move_plan
from deliverables.actions.consultation import (
    change_consultation,
    make_comment,
    open_consultation,
    respond_to,
    withdraw_comment,
)
from deliverables.models import Comment, Consultation
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.models import Plan
from tests.factories.deliverables import CommentFactory, ConsultationFactory, DeliverableFactory
from tests.factories.people import CommitteeFactory
from tests.factories.plans import AmbitionFactory, PlanFactory, SectionFactory
from tests.factories.situations import meanwhile

pytestmark = pytest.mark.django_db
State = Plan.State
NOON = datetime.datetime(2010, 4, 2, 12, 0, tzinfo=datetime.timezone.utc)
DAYS = {"opens_on": datetime.date(2010, 4, 1), "closes_on": datetime.date(2010, 4, 30)}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=State.DRAFT)


@pytest.fixture
def consultation(plan):
    return ConsultationFactory(plan=plan)


@pytest.fixture
def comment(consultation, member):
    return make_comment(Comment(consultation=consultation, text="Say by when."), by=member)


def verbs(record):
    return [event.verb for event in history_of(record)]


def answered(comment, by, **values):
    said = {"response": "accepted", "text": "We agree.", "changed": "A deadline was set.", "seen": comment.version}
    return respond_to(comment, by=by, **{**said, **values})


def test_a_draft_that_is_put_to_a_committee_is_in_consultation(plan, editor, authority):
    made = open_consultation(
        Consultation(plan=plan, committee=CommitteeFactory(authority=authority), note="Is it clear?", **DAYS), by=editor
    )
    plan.refresh_from_db()
    assert plan.state == State.CONSULTATION
    assert verbs(made) == ["consultation created"]
    assert verbs(plan) == ["plan changed"]


def test_a_plan_in_consultation_can_be_put_to_others_too(consultation, plan, editor):
    meanwhile(plan, state=State.CONSULTATION)
    open_consultation(Consultation(plan=plan, bodies="The panel", **DAYS), by=editor)
    assert plan.consultations.count() == 2
    assert verbs(plan) == []


@pytest.mark.parametrize("state", [State.ADOPTED, State.CLOSED])
def test_an_adopted_plan_takes_no_consultation_and_no_comment(state, consultation, plan, editor, member):
    meanwhile(plan, state=state)
    with pytest.raises(Refused):
        open_consultation(Consultation(plan=plan, bodies="The panel", **DAYS), by=editor)
    with pytest.raises(Refused):
        change_consultation(consultation, seen=1, changes={"note": "Now?"}, by=editor)
    with pytest.raises(Refused):
        make_comment(Comment(consultation=consultation, text="Too late."), by=member)
    assert Comment.objects.count() == 0


def test_somebody_has_to_be_asked_and_the_days_are_in_order(plan, editor):
    with pytest.raises(ValidationError, match="Say whom the plan is put to"):
        open_consultation(Consultation(plan=plan, **DAYS), by=editor)
    turned = {"opens_on": DAYS["closes_on"], "closes_on": DAYS["opens_on"]}
    with pytest.raises(ValidationError, match="closes on or after"):
        open_consultation(Consultation(plan=plan, bodies="The panel", **turned), by=editor)


def test_a_committee_of_another_authority_is_refused(plan, consultation, editor):
    with pytest.raises(ValidationError):
        open_consultation(Consultation(plan=plan, committee=CommitteeFactory(), **DAYS), by=editor)
    with pytest.raises(ValidationError):
        change_consultation(consultation, seen=1, changes={"committee": CommitteeFactory()}, by=editor)


def test_the_days_of_a_consultation_change_with_an_event(consultation, editor):
    changed = change_consultation(consultation, seen=1, changes={"closes_on": datetime.date(2010, 5, 31)}, by=editor)
    assert changed.closes_on == datetime.date(2010, 5, 31)
    [event] = history_of(changed)
    assert list(event.changes) == ["closes_on"]


@pytest.mark.parametrize("about", ["section", "ambition", "deliverable", None])
def test_a_comment_is_about_one_part_or_the_whole(about, consultation, plan, member):
    makers = {"section": SectionFactory, "ambition": AmbitionFactory, "deliverable": DeliverableFactory}
    part = makers[about](plan=plan) if about else None
    made = make_comment(
        Comment(consultation=consultation, text="Say by when.", **({about: part} if about else {})), by=member
    )
    assert (made.part, made.made_by, made.voice) == (part, member, str(member))
    assert verbs(made) == ["comment created"]


def test_a_part_of_another_plan_is_refused(consultation, member):
    with pytest.raises(Refused, match="another plan"):
        make_comment(Comment(consultation=consultation, section=SectionFactory(), text="Hm."), by=member)


@pytest.mark.parametrize("day", [datetime.date(2010, 3, 31), datetime.date(2010, 5, 1)])
def test_before_and_after_its_days_only_what_came_from_outside_is_entered(day, consultation, member, editor, settings):
    settings.DEMONSTRATION_DATE = day
    with pytest.raises(Refused, match="not open today"):
        make_comment(Comment(consultation=consultation, text="May I?"), by=member)
    with pytest.raises(Refused, match="not open today"):
        make_comment(Comment(consultation=consultation, text="May I?", comes_from="The panel"), by=member)
    with pytest.raises(Refused, match="not open today"):
        make_comment(Comment(consultation=consultation, text="May I?"), by=editor)
    late = make_comment(Comment(consultation=consultation, text="By post.", comes_from="The panel"), by=editor)
    assert (late.voice, late.made_by) == ("The panel", editor)


@pytest.mark.parametrize("day", list(DAYS.values()))
def test_on_its_first_and_last_day_everybody_comments(day, consultation, member, settings):
    settings.DEMONSTRATION_DATE = day
    assert make_comment(Comment(consultation=consultation, text="In time."), by=member).pk


def test_a_comment_is_answered_with_a_reason(comment, editor):
    done = answered(comment, editor)
    done.refresh_from_db()
    assert (done.response, done.responded_by, done.standing_word) == ("accepted", editor, "Accepted")
    event = history_of(done)[0]
    assert event.verb == "comment answered"
    assert event.changes["changed"] == ["", "A deadline was set."]


def test_an_answer_can_be_given_anew(comment, editor):
    answered(comment, editor)
    again = answered(comment, editor, response="not_accepted", text="The law forbids it.", changed="")
    assert history_of(again)[0].changes["response"] == ["accepted", "not_accepted"]


@pytest.mark.parametrize(
    ("values", "field"), [({"text": "  "}, "text"), ({"response": ""}, "response"), ({"response": "maybe"}, "response")]
)
def test_an_answer_without_a_decision_or_a_reason_is_refused(values, field, comment, editor):
    with pytest.raises(Refused) as refused:
        answered(comment, editor, **values)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("comes_from", "words"),
    [
        ("", "You made this comment yourself. Somebody else has to answer it."),
        ("The panel", "You entered this comment yourself. Somebody else of the office has to answer it."),
    ],
)
def test_nobody_answers_what_they_made_or_entered(comes_from, words, consultation, editor):
    own = make_comment(Comment(consultation=consultation, text="Mine.", comes_from=comes_from), by=editor)
    with pytest.raises(Refused) as refused:
        answered(own, editor)
    assert refused.value.message == words


def test_the_second_of_two_answers_is_told(comment, editor, administrator):
    stale = Comment.objects.get(pk=comment.pk)
    answered(comment, editor)
    with pytest.raises(Conflict):
        answered(stale, administrator, text="We do not.")


def test_a_comment_is_withdrawn_with_a_reason_and_stays(comment, member, editor):
    with pytest.raises(Refused, match="Say why"):
        withdraw_comment(comment, reason=" ", seen=1, by=member)
    done = withdraw_comment(comment, reason="Sent twice.", seen=1, by=member)
    assert (done.is_withdrawn, done.standing_word) == (True, "Withdrawn")
    assert verbs(done)[0] == "comment withdrawn"
    with pytest.raises(Refused, match="withdrawn"):
        answered(done, editor)
    with pytest.raises(Refused, match="already"):
        withdraw_comment(done, reason="Again.", seen=done.version, by=member)
    assert Comment.objects.standing().count() == 0


def test_in_a_closed_plan_nothing_is_answered_or_withdrawn(comment, plan, editor, member):
    meanwhile(plan, state=State.CLOSED)
    with pytest.raises(Refused):
        answered(comment, editor)
    with pytest.raises(Refused):
        withdraw_comment(comment, reason="Sent twice.", seen=1, by=member)


def test_adopting_warns_of_comments_that_nobody_answered(comment, plan, editor):
    meanwhile(plan, state=State.CONSULTATION)
    plan.refresh_from_db()
    with pytest.raises(Refused, match="Comments without a response: 1") as refused:
        move_plan(plan, to=State.ADOPTED, seen=plan.version, by=editor)
    assert refused.value.field == "knowing"
    move_plan(plan, to=State.ADOPTED, seen=plan.version, knowing=True, by=editor)
    assert history_of(plan)[0].changes["comments without a response"] == [None, 1]


def test_adopting_asks_nothing_where_every_comment_was_answered_or_withdrawn(comment, plan, editor, member):
    answered(comment, editor)
    other = make_comment(Comment(consultation=comment.consultation, text="Twice."), by=member)
    withdraw_comment(other, reason="Sent twice.", seen=1, by=member)
    meanwhile(plan, state=State.CONSULTATION)
    plan.refresh_from_db()
    move_plan(plan, to=State.ADOPTED, seen=plan.version, by=editor)
    assert "comments without a response" not in history_of(plan)[0].changes


@pytest.mark.parametrize(
    "wrong",
    [
        {"response": "accepted", "responded_at": NOON},
        {"response": "accepted", "response_text": ""},
        {"withdrawn_at": NOON},
    ],
)
def test_the_database_keeps_an_answer_and_a_withdrawal_whole(wrong, comment):
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**wrong)


def test_the_database_keeps_a_comment_about_one_part_and_answered_by_another(plan, member):
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentFactory(section=SectionFactory(plan=plan), ambition=AmbitionFactory(plan=plan))
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentFactory(
            response="accepted", response_text="Yes.", made_by=member, responded_by=member, responded_at=NOON
        )
