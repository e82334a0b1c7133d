from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from deliverables.actions import updates
from deliverables.actions.evidence import NewEvidence
from deliverables.actions.updates import (
    NOTHING_SEEN,
    newest_version,
    place_of,
    save_draft,
    submit_update,
)
from deliverables.models import Evidence, ProgressUpdate
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.models import Plan
from tests.factories.deliverables import EvidenceFactory, ReportingPeriodFactory
from tests.factories.people import PostFactory
from tests.factories.situations import GREEN, close, meanwhile

State = ProgressUpdate.State
LINK = NewEvidence(title="The plan as adopted", link="https://authority.example/plan")


def verbs_of(deliverable):
    return [event.verb for event in history_of(deliverable).order_by("id")]


# --- Drafts -----------------------------------------------------------------------------------------------------------


def test_a_draft_may_be_incomplete(deliverable, period, owner):
    draft = save_draft(deliverable, period=period, content={"done": "Half a sentence"}, seen=NOTHING_SEEN, by=owner)
    draft.refresh_from_db()
    assert (draft.state, draft.done, draft.rating, draft.number) == (State.DRAFT, "Half a sentence", "", 1)


def test_a_draft_is_not_what_dashboards_read(deliverable, period, owner):
    save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    deliverable.refresh_from_db()
    assert deliverable.latest is None


def test_saving_a_draft_again_records_what_changed_in_it(deliverable, period, owner):
    draft = save_draft(deliverable, period=period, content={"done": "First"}, seen=NOTHING_SEEN, by=owner)
    save_draft(deliverable, period=period, content={"done": "Second"}, seen=place_of(draft), by=owner)
    event = history_of(deliverable).first()
    assert (event.verb, event.changes) == ("progressupdate drafted", {"done": ["First", "Second"]})


def test_a_draft_is_written_by_whoever_saved_it_last(deliverable, period, owner, editor):
    draft = save_draft(deliverable, period=period, content={"done": "First"}, seen=NOTHING_SEEN, by=owner)
    again = save_draft(deliverable, period=period, content={"done": "Second"}, seen=place_of(draft), by=editor)
    assert (again.pk, again.written_by) == (draft.pk, editor)


def test_a_draft_saved_twice_by_a_double_click_is_saved_once(deliverable, period, owner):
    first = save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    again = save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    assert (again.pk, again.version) == (first.pk, first.version)
    assert verbs_of(deliverable) == ["progressupdate drafted"]


# --- Submitting -------------------------------------------------------------------------------------------------------


def test_a_submitted_update_is_of_record_with_who_and_when(deliverable, period, owner, post, today):
    content = {**GREEN, "on_behalf_of": post}
    update = submit_update(deliverable, period=period, content=content, seen=NOTHING_SEEN, by=owner)
    update.refresh_from_db()
    assert (update.state, update.submitted_by, update.written_by, update.on_behalf_of) == (
        State.SUBMITTED,
        owner,
        owner,
        post,
    )
    assert timezone.localdate(update.submitted_at) == today


def test_a_submitted_update_is_the_deliverables_latest(deliverable, submitted):
    deliverable.refresh_from_db()
    assert (deliverable.latest, deliverable.rating, deliverable.stage) == (submitted, "green", "in_progress")


def test_submitting_leaves_an_event_with_the_text_in_the_deliverables_history(deliverable, submitted, owner, period):
    event = history_of(deliverable).get()
    assert (event.verb, event.actor_name) == ("progressupdate submitted", str(owner))
    assert event.subject_name == f"{deliverable}, {period}"
    assert event.changes["done"] == [None, "The draft was written."]


def test_submitting_a_draft_records_the_whole_text_and_nothing_of_the_draft(deliverable, period, owner):
    draft = save_draft(deliverable, period=period, content={**GREEN, "done": "Draft"}, seen=NOTHING_SEEN, by=owner)
    submit_update(deliverable, period=period, content=GREEN, seen=place_of(draft), by=owner)
    assert history_of(deliverable).first().changes == {name: [None, value] for name, value in GREEN.items()}


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("stage", "Say how far the work has come."),
        ("rating", "Choose a rating."),
        ("done", "Say what was done, or that nothing has changed."),
        ("cause", "Say why it is amber."),
        ("recovery", "Say what will bring it back."),
        ("recovery_by", "Choose the post that will do it."),
        ("green_on", "Give the day by which it is green again."),
    ],
)
def test_an_update_is_refused_without(missing, sentence, deliverable, period, owner, amber):
    content = {name: value for name, value in amber.items() if name != missing}
    if missing == "rating":
        content = {**GREEN, "rating": ""}
    with pytest.raises(ValidationError) as refused:
        submit_update(deliverable, period=period, content=content, seen=NOTHING_SEEN, by=owner)
    assert refused.value.message_dict == {missing: [sentence]}
    assert not ProgressUpdate.objects.exists()
    assert not Event.objects.exists()


def test_an_amber_update_that_says_everything_is_taken(deliverable, period, owner, amber):
    update = submit_update(deliverable, period=period, content=amber, seen=NOTHING_SEEN, by=owner)
    assert (update.rating, update.cause) == ("amber", "The partner's report is late.")


def test_everything_that_is_missing_is_said_at_once(deliverable, period, owner):
    with pytest.raises(ValidationError) as refused:
        submit_update(deliverable, period=period, content={"rating": "red"}, seen=NOTHING_SEEN, by=owner)
    assert sorted(refused.value.message_dict) == ["cause", "done", "green_on", "recovery", "recovery_by", "stage"]


def test_a_return_to_green_cannot_lie_in_the_past(deliverable, period, owner, amber, today):
    content = {**amber, "green_on": today - datetime.timedelta(days=1)}
    with pytest.raises(ValidationError) as refused:
        submit_update(deliverable, period=period, content=content, seen=NOTHING_SEEN, by=owner)
    assert list(refused.value.message_dict) == ["green_on"]


def test_a_return_to_green_may_be_today(deliverable, period, owner, amber, today):
    content = {**amber, "green_on": today}
    assert submit_update(deliverable, period=period, content=content, seen=NOTHING_SEEN, by=owner).green_on == today


def test_green_on_something_overdue_needs_a_reason(late_deliverable, period, owner):
    with pytest.raises(ValidationError) as refused:
        submit_update(late_deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    assert list(refused.value.message_dict) == ["late_reason"]


def test_green_on_something_overdue_is_taken_with_its_reason(late_deliverable, period, owner):
    content = {**GREEN, "late_reason": "Done, but the minutes are not signed."}
    update = submit_update(late_deliverable, period=period, content=content, seen=NOTHING_SEEN, by=owner)
    assert update.late_reason == "Done, but the minutes are not signed."


def test_answers_to_questions_that_do_not_arise_are_dropped(deliverable, period, owner, amber):
    content = {**amber, "rating": "green", "late_reason": "It is not late."}
    update = submit_update(deliverable, period=period, content=content, seen=NOTHING_SEEN, by=owner)
    assert (update.cause, update.recovery, update.recovery_by, update.green_on, update.late_reason) == (
        "",
        "",
        None,
        None,
        "",
    )


def test_complete_is_refused_without_evidence(deliverable, period, owner):
    with pytest.raises(ValidationError) as refused:
        submit_update(deliverable, period=period, content={**GREEN, "stage": "complete"}, seen=NOTHING_SEEN, by=owner)
    assert list(refused.value.message_dict) == ["evidence"]


def test_complete_is_taken_with_evidence_that_was_there_before(deliverable, period, owner):
    EvidenceFactory(deliverable=deliverable)
    content = {**GREEN, "stage": "complete"}
    assert submit_update(deliverable, period=period, content=content, seen=NOTHING_SEEN, by=owner).stage == "complete"


def test_complete_is_refused_where_the_evidence_was_withdrawn(deliverable, period, owner, editor):
    EvidenceFactory(
        deliverable=deliverable, withdrawn_at=datetime.datetime.now(datetime.timezone.utc), withdrawn_by=editor
    )
    with pytest.raises(ValidationError):
        submit_update(deliverable, period=period, content={**GREEN, "stage": "complete"}, seen=NOTHING_SEEN, by=owner)


def test_complete_is_taken_with_evidence_brought_along(deliverable, period, owner):
    content = {**GREEN, "stage": "complete"}
    update = submit_update(deliverable, period=period, content=content, seen=NOTHING_SEEN, by=owner, evidence=LINK)
    assert [kept.title for kept in update.evidence.all()] == ["The plan as adopted"]
    assert verbs_of(deliverable) == ["progressupdate submitted", "evidence added"]


def test_evidence_that_cannot_be_kept_leaves_no_update_behind(deliverable, period, owner):
    neither = replace(LINK, link="")
    with pytest.raises(Refused):
        submit_update(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner, evidence=neither)
    assert (ProgressUpdate.objects.count(), Evidence.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_a_cancelled_deliverable_needs_no_rating(deliverable, period, owner):
    content = {"stage": "cancelled", "done": "The committee took it out of the plan."}
    update = submit_update(deliverable, period=period, content=content, seen=NOTHING_SEEN, by=owner)
    assert (update.stage, update.rating) == ("cancelled", "")


def test_a_rating_of_another_scale_is_refused(deliverable, period, owner):
    content = {**GREEN, "forecast": "amber_green"}
    with pytest.raises(ValidationError) as refused:
        submit_update(deliverable, period=period, content=content, seen=NOTHING_SEEN, by=owner)
    assert refused.value.message_dict == {"forecast": ["This plan's scale has no such rating."]}


def test_a_post_of_another_authority_is_refused(deliverable, period, owner):
    content = {**GREEN, "on_behalf_of": PostFactory()}
    with pytest.raises(ValidationError) as refused:
        submit_update(deliverable, period=period, content=content, seen=NOTHING_SEEN, by=owner)
    assert refused.value.message_dict == {"on_behalf_of": ["This post belongs to another authority."]}


def test_an_update_submitted_twice_by_a_double_click_is_one_update(deliverable, period, owner):
    content = {**GREEN, "stage": "complete"}
    twice = [
        submit_update(deliverable, period=period, content=content, seen=NOTHING_SEEN, by=owner, evidence=LINK)
        for _ in range(2)
    ]
    assert twice[0] == twice[1]
    assert (ProgressUpdate.objects.count(), Evidence.objects.count(), Event.objects.count()) == (1, 1, 2)


# --- What takes no updates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [save_draft, submit_update])
def test_a_closed_period_takes_no_updates(write, deliverable, period, owner):
    with pytest.raises(Refused, match="is closed"):
        write(deliverable, period=close(period), content=GREEN, seen=NOTHING_SEEN, by=owner)


@pytest.mark.parametrize("write", [save_draft, submit_update])
def test_a_period_that_has_not_opened_takes_no_updates(write, deliverable, period, owner, today):
    meanwhile(period, opens_on=today + datetime.timedelta(days=1))
    with pytest.raises(Refused, match="not take updates yet"):
        write(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)


@pytest.mark.parametrize("write", [save_draft, submit_update])
def test_a_period_of_another_plan_takes_no_updates(write, deliverable, owner):
    with pytest.raises(Refused, match="another plan"):
        write(deliverable, period=ReportingPeriodFactory(), content=GREEN, seen=NOTHING_SEEN, by=owner)


@pytest.mark.parametrize("write", [save_draft, submit_update])
def test_an_archived_deliverable_takes_no_updates(write, deliverable, period, owner, editor):
    meanwhile(deliverable, archived_at=clock.now(), archived_by=editor)
    with pytest.raises(Refused, match="archived"):
        write(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)


@pytest.mark.parametrize("write", [save_draft, submit_update])
def test_a_closed_plan_takes_no_updates(write, deliverable, period, owner, plan):
    meanwhile(plan, state=Plan.State.CLOSED)
    with pytest.raises(Refused, match="plan is closed"):
        write(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)


@pytest.mark.parametrize("state", [Plan.State.DRAFT, Plan.State.CONSULTATION])
def test_a_plan_that_is_not_adopted_takes_drafts_and_no_updates(state, deliverable, period, owner, plan):
    meanwhile(plan, state=state)
    draft = save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    with pytest.raises(Refused, match="not adopted yet"):
        submit_update(deliverable, period=period, content=GREEN, seen=place_of(draft), by=owner)


# --- Two writers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [save_draft, submit_update])
def test_who_saves_second_gets_the_saved_text_and_overwrites_nothing(write, deliverable, period, owner, editor):
    draft = save_draft(deliverable, period=period, content={"done": "Start"}, seen=NOTHING_SEEN, by=owner)
    seen = place_of(draft)
    save_draft(deliverable, period=period, content={"done": "The owner's text"}, seen=seen, by=owner)
    with pytest.raises(Conflict) as lost:
        write(deliverable, period=period, content={**GREEN, "done": "The editor's text"}, seen=seen, by=editor)
    assert lost.value.current.done == "The owner's text"
    assert newest_version(deliverable, period).done == "The owner's text"


def test_who_starts_second_gets_the_first_ones_text(deliverable, period, owner, editor):
    save_draft(deliverable, period=period, content={"done": "The owner's text"}, seen=NOTHING_SEEN, by=owner)
    with pytest.raises(Conflict) as lost:
        save_draft(deliverable, period=period, content={"done": "The editor's"}, seen=NOTHING_SEEN, by=editor)
    assert lost.value.current.done == "The owner's text"


def test_who_saves_a_draft_after_it_was_submitted_gets_the_submitted_text(deliverable, period, owner, editor):
    draft = save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    seen = place_of(draft)
    submit_update(deliverable, period=period, content={**GREEN, "done": "Submitted"}, seen=seen, by=owner)
    with pytest.raises(Conflict) as lost:
        save_draft(deliverable, period=period, content={"done": "Too late"}, seen=seen, by=editor)
    assert (lost.value.current.state, lost.value.current.done) == (State.SUBMITTED, "Submitted")


def test_who_is_second_between_the_reading_and_the_writing_gets_the_first_ones_text(
    deliverable, period, owner, editor, monkeypatch
):
    save_draft(deliverable, period=period, content={"done": "The owner's text"}, seen=NOTHING_SEEN, by=owner)
    answers = iter([None, newest_version(deliverable, period)])
    monkeypatch.setattr(updates, "newest_version", lambda *of: next(answers))
    with pytest.raises(Conflict) as lost:
        save_draft(deliverable, period=period, content={"done": "The editor's"}, seen=NOTHING_SEEN, by=editor)
    assert lost.value.current.done == "The owner's text"


def test_a_failure_that_is_no_race_is_not_hidden(deliverable, period, owner, monkeypatch):
    def fail(*args, **kwargs):
        raise IntegrityError("Something else")

    monkeypatch.setattr(ProgressUpdate, "save", fail)
    with pytest.raises(IntegrityError):
        save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)


def test_the_loser_may_send_their_text_again_having_seen_the_other(deliverable, period, owner, editor):
    save_draft(deliverable, period=period, content={"done": "The owner's text"}, seen=NOTHING_SEEN, by=owner)
    with pytest.raises(Conflict) as lost:
        save_draft(deliverable, period=period, content={"done": "Mine"}, seen=NOTHING_SEEN, by=editor)
    again = save_draft(
        deliverable, period=period, content={"done": "Mine"}, seen=place_of(lost.value.current), by=editor
    )
    assert (again.done, again.number) == ("Mine", 1)
    assert history_of(deliverable).first().changes == {"done": ["The owner's text", "Mine"]}


# --- Corrections ------------------------------------------------------------------------------------------------------


def test_a_correction_is_a_new_version_and_the_first_text_stays(deliverable, period, owner, submitted):
    content = {**GREEN, "done": "The second draft was written."}
    correction = submit_update(deliverable, period=period, content=content, seen=place_of(submitted), by=owner)
    submitted.refresh_from_db()
    deliverable.refresh_from_db()
    assert (submitted.number, submitted.state, submitted.done) == (1, State.CORRECTED, "The draft was written.")
    assert (correction.number, correction.state) == (2, State.SUBMITTED)
    assert deliverable.latest == correction


def test_a_draft_of_a_correction_leaves_the_submitted_text_of_record(deliverable, period, owner, submitted):
    draft = save_draft(deliverable, period=period, content={"done": "Hm"}, seen=place_of(submitted), by=owner)
    deliverable.refresh_from_db()
    submitted.refresh_from_db()
    assert (draft.number, deliverable.latest, submitted.state) == (2, submitted, State.SUBMITTED)


def test_an_update_of_an_older_period_does_not_become_the_latest(deliverable, earlier_period, owner, submitted):
    submit_update(deliverable, period=earlier_period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    deliverable.refresh_from_db()
    assert deliverable.latest == submitted


def test_evidence_added_to_a_draft_that_did_not_change_is_kept(deliverable, period, owner):
    draft = save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    save_draft(deliverable, period=period, content=GREEN, seen=place_of(draft), by=owner, evidence=LINK)
    assert Evidence.objects.get().update == draft


def test_a_draft_sent_twice_keeps_its_evidence_once(deliverable, period, owner):
    for _ in range(2):
        save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner, evidence=LINK)
    assert (ProgressUpdate.objects.count(), Evidence.objects.count()) == (1, 1)


def test_handing_in_again_what_did_not_change_is_no_correction(deliverable, period, owner, submitted):
    again = submit_update(deliverable, period=period, content=GREEN, seen=place_of(submitted), by=owner)
    assert (again, ProgressUpdate.objects.count()) == (submitted, 1)


def test_the_same_words_of_somebody_else_are_not_a_double_click(deliverable, period, owner, editor):
    save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    with pytest.raises(Conflict):
        save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=editor)
