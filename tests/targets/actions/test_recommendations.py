"""From awaiting allocation to closed on evidence, by a second person."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from targets.actions import recommendations as actions
from targets.actions.inspections import publish_comments
from targets.actions.published import correct_line
from targets.models import Recommendation
from tests.factories.inspections import InspectionFactory, JudgementFactory, RecommendationFactory
from tests.factories.people import PostFactory

pytestmark = pytest.mark.django_db
State = Recommendation.State


@pytest.fixture
def inspection(authority):
    return InspectionFactory(authority=authority)


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def recommendation(inspection, post):
    return RecommendationFactory(inspection=inspection, owner=post, state=State.IN_PROGRESS)


@pytest.fixture
def pending(recommendation, officer):
    return actions.ask_for_sign_off(recommendation, seen=recommendation.version, evidence="Minute 12.", by=officer)


def new(inspection, **values):
    return Recommendation(
        authority=inspection.authority, inspection=inspection, reference="R1", text="Train the call takers.", **values
    )


def told(record):
    return [event.verb for event in history_of(record)]


# --- What is published -----------------------------------------------------------------------------------------------


@pytest.fixture
def published(recommendation, editor, today):
    recommendation.comment = "Training began in March."
    recommendation.save()
    publish_comments(recommendation.inspection, seen=1, on=today, by=editor)
    return Recommendation.objects.select_related("inspection").get(pk=recommendation.pk)


def test_a_published_line_is_not_changed_in_passing(published, editor):
    with pytest.raises(Refused, match="comments are published") as refused:
        actions.change_recommendation(published, seen=1, changes={"comment": "It began in April."}, by=editor)
    assert refused.value.field == "comment"
    same = {"comment": published.comment, "remains": "One course"}
    assert actions.change_recommendation(published, seen=1, changes=same, by=editor).remains == "One course"


def test_a_published_line_is_corrected_for_a_reason_by_an_act_of_its_own(published, editor, today):
    newer = correct_line(published, seen=1, comment="It began in April.", reason="The month was wrong", by=editor)
    assert (newer.comment, newer.comment_corrected_on) == ("It began in April.", today)
    event = history_of(newer).first()
    assert (event.verb, event.reason) == ("comment corrected", "The month was wrong")
    assert event.changes == {"comment": ["Training began in March.", "It began in April."]}
    with pytest.raises(Conflict):
        correct_line(published, seen=1, comment="It began in May.", reason="Wrong again", by=editor)


@pytest.mark.parametrize(
    ("comment", "reason", "field"),
    [("It began.", " ", "reason"), ("", "Wrong", "comment"), ("n/a", "Wrong", "comment")],
)
def test_a_correction_of_a_line_has_words_and_a_reason(published, editor, comment, reason, field):
    with pytest.raises(Refused) as refused:
        correct_line(published, seen=1, comment=comment, reason=reason, by=editor)
    assert refused.value.field == field


def test_what_is_not_published_needs_no_correction(recommendation, editor):
    with pytest.raises(Refused, match="not published yet"):
        correct_line(recommendation, seen=1, comment="It began.", reason="Wrong", by=editor)


def test_what_comes_after_publication_says_so_and_has_no_published_line(published, recommendation, editor):
    inspection = published.inspection
    late = actions.add_recommendation(new(inspection, comment="Work has begun."), by=editor)
    assert (late.is_after_publication, late.is_line_published) == (True, False)
    changed = actions.change_recommendation(late, seen=1, changes={"comment": "Work goes on."}, by=editor)
    assert changed.comment == "Work goes on."
    assert not recommendation.is_after_publication


@pytest.mark.parametrize("comment", ["-", "n/a", "None", "to be confirmed", "...", "xxxx"])
def test_a_line_that_only_fills_its_box_is_refused(inspection, recommendation, editor, comment):
    for act in (
        lambda: actions.add_recommendation(new(inspection, comment=comment), by=editor),
        lambda: actions.change_recommendation(recommendation, seen=1, changes={"comment": comment}, by=editor),
    ):
        with pytest.raises(Refused, match="says nothing") as refused:
            act()
        assert refused.value.field == "comment"


def test_what_was_asked_on_no_evidence_before_is_not_signed_off(pending, editor):
    Recommendation.objects.update(evidence="n/a")
    with pytest.raises(Refused, match="Send it back"):
        actions.sign_off(Recommendation.objects.get(), seen=pending.version, by=editor)


# --- Entering and changing --------------------------------------------------------------------------------------------


def test_without_an_owner_it_awaits_allocation_and_with_one_it_is_in_progress(inspection, post, editor):
    waiting = actions.add_recommendation(new(inspection), by=editor)
    assert (waiting.state, waiting.position) == (State.AWAITING, 1)
    given = actions.change_recommendation(waiting, seen=waiting.version, changes={"owner": post}, by=editor)
    assert given.state == State.IN_PROGRESS
    taken = actions.change_recommendation(given, seen=given.version, changes={"owner": None}, by=editor)
    assert taken.state == State.AWAITING
    assert told(waiting) == ["recommendation changed", "recommendation changed", "recommendation created"]


def test_the_next_one_stands_after_the_last(inspection, recommendation, editor):
    assert actions.add_recommendation(new(inspection), by=editor).position == recommendation.position + 1


def test_a_judgement_of_another_inspection_is_refused(inspection, editor):
    elsewhere = JudgementFactory(inspection=InspectionFactory(authority=inspection.authority))
    with pytest.raises(Refused, match="another inspection") as refused:
        actions.add_recommendation(new(inspection, judgement=elsewhere), by=editor)
    assert refused.value.field == "judgement"
    own = JudgementFactory(inspection=inspection)
    assert actions.add_recommendation(new(inspection, judgement=own), by=editor).judgement == own


def test_another_authoritys_post_is_refused(inspection, editor):
    with pytest.raises(ValidationError) as error:
        actions.add_recommendation(new(inspection, owner=PostFactory()), by=editor)
    assert list(error.value.message_dict) == ["owner"]


def test_nothing_is_added_to_an_archived_inspection(editor, authority):
    archived = InspectionFactory(authority=authority, archived_at="2010-04-01T00:00Z", archived_by=editor)
    with pytest.raises(Refused, match="inspection is archived"):
        actions.add_recommendation(new(archived), by=editor)


def test_a_reference_is_used_once_in_an_inspection(inspection, recommendation, editor):
    twice = new(inspection)
    twice.reference = recommendation.reference
    with pytest.raises(ValidationError):
        actions.add_recommendation(twice, by=editor)


@pytest.mark.parametrize("state", [State.PENDING, State.CLOSED, State.REJECTED])
def test_once_it_is_decided_upon_only_its_comment_changes(pending, editor, member, state):
    if state == State.CLOSED:
        actions.sign_off(pending, seen=pending.version, by=editor)
    if state == State.REJECTED:
        actions.reject_recommendation(pending, seen=pending.version, reason="Not ours.", by=editor)
    with pytest.raises(Refused, match="Only its comment"):
        actions.change_recommendation(pending, seen=pending.version, changes={"text": "Other."}, by=editor)
    changed = actions.change_recommendation(pending, seen=pending.version, changes={"comment": "Done."}, by=editor)
    assert (changed.comment, changed.state) == ("Done.", state)


def test_a_lost_race_is_a_conflict(recommendation, editor):
    actions.change_recommendation(recommendation, seen=1, changes={"remains": "All of it."}, by=editor)
    with pytest.raises(Conflict):
        actions.change_recommendation(recommendation, seen=1, changes={"remains": "Nothing."}, by=editor)


# --- Closing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "evidence", ["", "  \n", "-", "n/a", "None yet", "done", "To be confirmed.", "Completed in 2009", "x y z 2009"]
)
def test_sign_off_is_not_asked_for_without_evidence(recommendation, officer, evidence):
    with pytest.raises(Refused) as refused:
        actions.ask_for_sign_off(recommendation, seen=recommendation.version, evidence=evidence, by=officer)
    assert refused.value.field == "evidence"


def test_it_closes_when_a_second_person_signs_it_off(pending, editor, officer):
    closed = actions.sign_off(pending, seen=pending.version, by=editor)
    closed.refresh_from_db()
    assert (closed.state, closed.signed_off_by, closed.asked_by) == (State.CLOSED, editor, officer)
    assert told(closed)[:2] == ["recommendation signed off", "recommendation submitted"]


def test_nobody_signs_off_what_they_asked_for(pending, officer):
    with pytest.raises(Refused, match="Somebody else"):
        actions.sign_off(pending, seen=pending.version, by=officer)


def test_the_database_itself_wants_a_second_person(pending, officer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=pending.pk).update(
            state=State.CLOSED, signed_off_by=officer, signed_off_at="2010-04-01T00:00Z"
        )


def test_the_database_itself_wants_evidence(recommendation, editor):
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=recommendation.pk).update(
            state=State.CLOSED, signed_off_by=editor, signed_off_at="2010-04-01T00:00Z"
        )


def test_what_is_not_enough_is_sent_back_with_a_reason(pending, editor):
    with pytest.raises(Refused):
        actions.send_back_recommendation(pending, seen=pending.version, reason=" ", by=editor)
    back = actions.send_back_recommendation(pending, seen=pending.version, reason="Which minute?", by=editor)
    assert (back.state, back.asked_by, back.evidence) == (State.IN_PROGRESS, None, "Minute 12.")
    assert history_of(back)[0].reason == "Which minute?"


def test_it_can_be_rejected_with_a_reason_and_taken_up_again(recommendation, editor):
    with pytest.raises(Refused):
        actions.reject_recommendation(recommendation, seen=recommendation.version, reason="", by=editor)
    rejected = actions.reject_recommendation(
        recommendation, seen=recommendation.version, reason="Costs more than it brings.", by=editor
    )
    assert (rejected.state, rejected.rejected_reason) == (State.REJECTED, "Costs more than it brings.")
    with pytest.raises(Refused):
        actions.reopen_recommendation(rejected, seen=rejected.version, reason="", by=editor)
    again = actions.reopen_recommendation(rejected, seen=rejected.version, reason="Money was found.", by=editor)
    assert (again.state, again.rejected_reason) == (State.IN_PROGRESS, "")


def test_what_was_closed_loses_its_signature_when_it_is_reopened(pending, editor):
    closed = actions.sign_off(pending, seen=pending.version, by=editor)
    again = actions.reopen_recommendation(closed, seen=closed.version, reason="It came back.", by=editor)
    assert (again.signed_off_by, again.signed_off_at, again.asked_by) == (None, None, None)


STEPS = {
    "ask": lambda one, by: actions.ask_for_sign_off(one, seen=one.version, evidence="Minute 7.", by=by),
    "sign off": lambda one, by: actions.sign_off(one, seen=one.version, by=by),
    "send back": lambda one, by: actions.send_back_recommendation(one, seen=one.version, reason="r", by=by),
    "reject": lambda one, by: actions.reject_recommendation(one, seen=one.version, reason="r", by=by),
    "reopen": lambda one, by: actions.reopen_recommendation(one, seen=one.version, reason="r", by=by),
}
MAY = {
    State.AWAITING: {"reject"},
    State.IN_PROGRESS: {"ask", "reject"},
    State.PENDING: {"sign off", "send back", "reject"},
    State.CLOSED: {"reopen"},
    State.REJECTED: {"reopen"},
}


def in_state(state, inspection, post, officer, editor):
    found = RecommendationFactory(inspection=inspection, owner=None if state == State.AWAITING else post)
    if state != State.AWAITING:
        found.state = State.IN_PROGRESS
        found.save()
    if state in {State.PENDING, State.CLOSED}:
        STEPS["ask"](found, officer)
    if state == State.CLOSED:
        STEPS["sign off"](found, editor)
    if state == State.REJECTED:
        STEPS["reject"](found, editor)
    return found


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", list(State))
def test_each_state_knows_its_steps_and_refuses_the_others(inspection, post, officer, editor, member, state, step):
    found = in_state(state, inspection, post, officer, editor)
    if step in MAY[state]:
        assert STEPS[step](found, member).state != state
        return
    with pytest.raises(Refused):
        STEPS[step](found, member)
    found.refresh_from_db()
    assert found.state == state


@pytest.mark.parametrize("step", ["ask", "reject"])
def test_two_people_at_once_are_told_of_one_another(recommendation, editor, officer, step):
    actions.change_recommendation(recommendation, seen=1, changes={"remains": "Half."}, by=editor)
    stale = Recommendation.objects.get(pk=recommendation.pk)
    stale.version = 1
    with pytest.raises(Conflict):
        STEPS[step](stale, officer)


def test_an_archived_one_takes_no_step_until_it_is_restored(recommendation, editor, officer):
    actions.archive_recommendation(recommendation, seen=recommendation.version, reason="Twice.", by=editor)
    with pytest.raises(Refused, match="archived"):
        STEPS["ask"](recommendation, officer)
    with pytest.raises(Refused, match="archived"):
        actions.change_recommendation(recommendation, seen=recommendation.version, changes={"text": "x"}, by=editor)
    actions.restore_recommendation(recommendation, seen=recommendation.version, by=editor)
    assert STEPS["ask"](recommendation, officer).state == State.PENDING
