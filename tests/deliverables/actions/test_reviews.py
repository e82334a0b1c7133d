from __future__ import annotations

import datetime
from functools import partial

import pytest

from deliverables.actions.reviews import accept_update, pull_back_update, send_back_update
from deliverables.actions.updates import NOTHING_SEEN, place_of, save_draft, submit_update
from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.models import Plan
from tests.factories.deliverables import ProgressUpdateFactory
from tests.factories.people import person_with
from tests.factories.situations import GREEN, close, meanwhile

State = ProgressUpdate.State
LONGER = {**GREEN, "done": "The draft was written and sent out."}


def test_an_editor_accepts_an_update(deliverable, submitted, editor):
    accept_update(submitted, seen=submitted.version, by=editor)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.reviewed_by, submitted.done) == (
        State.ACCEPTED,
        editor,
        "The draft was written.",
    )
    assert [event.verb for event in history_of(deliverable).order_by("id")] == [
        "progressupdate submitted",
        "progressupdate accepted",
    ]


def test_an_accepted_update_stays_the_latest(deliverable, submitted, editor):
    accept_update(submitted, seen=submitted.version, by=editor)
    deliverable.refresh_from_db()
    assert deliverable.latest == submitted


def test_nobody_accepts_their_own_update(submitted, owner):
    with pytest.raises(Refused, match="yourself"):
        accept_update(submitted, seen=submitted.version, by=owner)


def test_nobody_sends_back_their_own_update(submitted, owner):
    with pytest.raises(Refused, match="yourself"):
        send_back_update(submitted, reason="Too short", seen=submitted.version, by=owner)


def test_an_update_goes_back_with_a_reason_and_is_no_longer_of_record(deliverable, submitted, editor):
    send_back_update(submitted, reason="Say which draft.", seen=submitted.version, by=editor)
    submitted.refresh_from_db()
    deliverable.refresh_from_db()
    assert (submitted.state, submitted.sent_back_reason, deliverable.latest) == (
        State.SENT_BACK,
        "Say which draft.",
        None,
    )
    assert history_of(deliverable).first().reason == "Say which draft."


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_update_does_not_go_back_without_a_reason(reason, submitted, editor):
    with pytest.raises(Refused) as refused:
        send_back_update(submitted, reason=reason, seen=submitted.version, by=editor)
    assert refused.value.field == "reason"


def test_an_update_that_came_back_is_submitted_again(deliverable, period, owner, editor, submitted):
    send_back_update(submitted, reason="Say which draft.", seen=submitted.version, by=editor)
    again = submit_update(
        deliverable, period=period, content={**GREEN, "done": "Draft two."}, seen=place_of(submitted), by=owner
    )
    assert (again.pk, again.number, again.state, again.done) == (submitted.pk, 1, State.SUBMITTED, "Draft two.")
    assert history_of(deliverable).first().changes == {"done": ["The draft was written.", "Draft two."]}


def test_what_is_submitted_again_is_reviewed_anew(deliverable, period, owner, editor, submitted):
    send_back_update(submitted, reason="Say which draft.", seen=submitted.version, by=editor)
    again = submit_update(deliverable, period=period, content=GREEN, seen=place_of(submitted), by=owner)
    again.refresh_from_db()
    assert (again.state, again.reviewed_by, again.reviewed_at) == (State.SUBMITTED, None, None)
    correction = submit_update(
        deliverable, period=period, content={**GREEN, "done": "More"}, seen=place_of(again), by=owner
    )
    send_back_update(correction, reason="No.", seen=correction.version, by=editor)
    again.refresh_from_db()
    assert again.state == State.SUBMITTED, "It was never accepted, so that it waits for its review again."


def test_what_came_back_is_a_draft_once_it_is_changed_and_still_shows_that_it_came_back(
    deliverable, period, owner, editor, submitted
):
    send_back_update(submitted, reason="Say which draft.", seen=submitted.version, by=editor)
    draft = save_draft(deliverable, period=period, content={"done": "Hm"}, seen=place_of(submitted), by=owner)
    assert (draft.state, draft.came_back, draft.sent_back_reason) == (State.DRAFT, True, "Say which draft.")


@pytest.mark.parametrize(("reviewed_first", "state"), [(True, State.ACCEPTED), (False, State.SUBMITTED)])
def test_a_correction_that_goes_back_leaves_the_version_before_it_of_record(
    reviewed_first, state, deliverable, period, owner, editor, submitted
):
    if reviewed_first:
        accept_update(submitted, seen=submitted.version, by=editor)
    content = {**GREEN, "done": "Corrected"}
    correction = submit_update(deliverable, period=period, content=content, seen=place_of(submitted), by=owner)
    send_back_update(correction, reason="The first was right.", seen=correction.version, by=editor)
    submitted.refresh_from_db()
    deliverable.refresh_from_db()
    assert (submitted.state, deliverable.latest) == (state, submitted)


@pytest.mark.parametrize("state", [State.DRAFT, State.SENT_BACK, State.ACCEPTED, State.CORRECTED])
def test_only_what_waits_for_review_is_reviewed(state, deliverable, period, editor):
    update = ProgressUpdateFactory(deliverable=deliverable, period=period, state=state)
    with pytest.raises(Refused, match="not yet reviewed"):
        accept_update(update, seen=update.version, by=editor)


def test_two_reviewers_do_not_overrule_one_another_unseen(submitted, editor, authority):
    seen = submitted.version
    accept_update(submitted, seen=seen, by=editor)
    stale = ProgressUpdate.objects.get(pk=submitted.pk)
    with pytest.raises(Conflict):
        send_back_update(stale, reason="No", seen=seen, by=person_with(Role.EDITOR, authority=authority))


def test_what_was_never_accepted_is_not_accepted_by_a_correction_that_goes_back(deliverable, period, owner, editor):
    """It was sent back once and submitted again; whoever sent it back had not accepted it."""
    first = submit_update(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    first = send_back_update(first, reason="Too short", seen=first.version, by=editor)
    again = submit_update(deliverable, period=period, content=LONGER, seen=place_of(first), by=owner)
    correction = submit_update(deliverable, period=period, content=GREEN, seen=place_of(again), by=owner)
    send_back_update(correction, reason="The one before was better", seen=correction.version, by=editor)
    again.refresh_from_db()
    assert (again.state, again.reviewed_by) == (State.SUBMITTED, None)
    assert Deliverable.objects.get(pk=deliverable.pk).latest == again


def test_the_history_tells_what_a_correction_replaced_and_what_its_return_brought_back(
    deliverable, period, owner, editor, submitted
):
    accept_update(submitted, seen=submitted.version, by=editor)
    submitted.refresh_from_db()
    correction = submit_update(deliverable, period=period, content=LONGER, seen=place_of(submitted), by=owner)
    assert history_of(deliverable).first().changes["version_1"] == ["accepted", "corrected"]
    send_back_update(correction, reason="Not so", seen=correction.version, by=editor)
    assert history_of(deliverable).first().changes["version_1"] == ["corrected", "accepted"]
    assert "version 1 accepted instead of corrected" in tell(history_of(deliverable).first()).sentence


@pytest.mark.parametrize(
    "values",
    [{"state": Plan.State.CLOSED}, {"archived_at": datetime.datetime(2010, 4, 1, tzinfo=datetime.timezone.utc)}],
)
def test_nothing_is_reviewed_in_a_plan_that_is_closed_or_archived(values, submitted, editor, plan):
    meanwhile(plan, **values, **({"archived_by": editor} if "archived_at" in values else {}))
    for review in (accept_update, partial(send_back_update, reason="Too short")):
        with pytest.raises(Refused, match=r"closed|archived"):
            review(submitted, seen=submitted.version, by=editor)
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_in_a_closed_period_nothing_is_reviewed_any_more(submitted, period, editor):
    close(period)
    for decide in (accept_update, partial(send_back_update, reason="Say more.")):
        with pytest.raises(Refused, match="Nothing in it changes any more"):
            decide(submitted, seen=submitted.version, by=editor)
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


# --- A reviewer's own rating ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decide", [accept_update, partial(send_back_update, reason="Say more.")])
def test_a_reviewers_rating_stands_beside_the_owners(decide, submitted, deliverable, editor):
    decide(submitted, seen=submitted.version, rating="amber", by=editor)
    submitted.refresh_from_db()
    assert (submitted.rating, submitted.review_rating) == ("green", "amber")
    assert history_of(deliverable).first().changes["review_rating"] == ["", "amber"]


def test_a_reviewer_rates_by_the_plans_scale_alone(submitted, editor):
    with pytest.raises(Refused, match="rating of the plan's scale") as refused:
        accept_update(submitted, seen=submitted.version, rating="amber_red", by=editor)
    assert refused.value.field == "rating"


def test_what_is_submitted_again_is_no_longer_rated_by_the_reviewer(submitted, deliverable, period, owner, editor):
    send_back_update(submitted, seen=submitted.version, reason="Say more.", rating="red", by=editor)
    submitted.refresh_from_db()
    again = submit_update(deliverable, period=period, content=LONGER, seen=place_of(submitted), by=owner)
    assert (again.pk, again.review_rating) == (submitted.pk, "")


# --- Pulling back -----------------------------------------------------------------------------------------------------


def pull_back(update, by, reason="A figure is wrong."):
    return pull_back_update(update, reason=reason, seen=update.version, by=by)


def test_its_writer_pulls_an_update_back_and_it_is_a_draft_again(submitted, deliverable, period, owner):
    pull_back(submitted, owner)
    submitted.refresh_from_db()
    deliverable.refresh_from_db()
    assert (submitted.state, submitted.done, deliverable.latest) == ("draft", GREEN["done"], None)
    event = history_of(deliverable).first()
    assert (event.verb, event.reason) == ("progressupdate pulled back", "A figure is wrong.")
    again = submit_update(deliverable, period=period, content=LONGER, seen=place_of(submitted), by=owner)
    assert (again.number, again.state) == (1, "submitted")


def test_what_a_correction_had_replaced_is_of_record_again(submitted, deliverable, period, owner, editor):
    accept_update(submitted, seen=submitted.version, by=editor)
    submitted.refresh_from_db()
    correction = submit_update(deliverable, period=period, content=LONGER, seen=place_of(submitted), by=owner)
    pull_back(correction, owner)
    submitted.refresh_from_db()
    deliverable.refresh_from_db()
    assert (submitted.state, deliverable.latest_id) == ("accepted", submitted.pk)


def test_what_was_sent_back_once_is_an_own_draft_after_it_was_submitted_again_and_pulled_back(
    submitted, deliverable, period, owner, editor
):
    send_back_update(submitted, reason="Which draft?", seen=submitted.version, by=editor)
    again = submit_update(deliverable, period=period, content=GREEN, seen=place_of(submitted), by=owner)
    pulled = pull_back(again, owner)
    pulled.refresh_from_db()
    assert (pulled.state, pulled.came_back, pulled.sent_back_reason) == (State.DRAFT, False, "Which draft?")
    assert type(deliverable).objects.in_period(period).get(pk=deliverable.pk).place == "begun"


def test_only_its_writer_pulls_it_back(submitted, editor):
    with pytest.raises(Refused, match="Only the person who submitted it"):
        pull_back(submitted, editor)


@pytest.mark.parametrize("reason", ["", "  "])
def test_pulling_back_needs_a_reason(reason, submitted, owner):
    with pytest.raises(Refused, match="Say why") as refused:
        pull_back(submitted, owner, reason=reason)
    assert refused.value.field == "reason"


def test_what_was_reviewed_is_not_pulled_back(submitted, owner, editor):
    accept_update(submitted, seen=submitted.version, by=editor)
    submitted.refresh_from_db()
    with pytest.raises(Refused, match="not yet reviewed"):
        pull_back(submitted, owner)


def test_whoever_reviews_first_keeps_it_from_being_pulled_back(submitted, owner, editor):
    seen = ProgressUpdate.objects.get(pk=submitted.pk)
    accept_update(submitted, seen=submitted.version, by=editor)
    with pytest.raises(Conflict):
        pull_back(seen, owner)


def test_once_a_correction_is_begun_the_update_is_not_pulled_back(submitted, deliverable, period, owner):
    save_draft(deliverable, period=period, content=LONGER, seen=place_of(submitted), by=owner)
    with pytest.raises(Refused, match="A correction of this update has been begun"):
        pull_back(submitted, owner)


def test_nothing_is_pulled_back_out_of_a_closed_period(submitted, period, owner):
    close(period)
    with pytest.raises(Refused, match="Nothing in it changes any more"):
        pull_back(submitted, owner)


def test_an_update_of_which_a_correction_was_begun_is_not_sent_back(submitted, deliverable, period, owner, editor):
    save_draft(deliverable, period=period, content=GREEN, seen=place_of(submitted), by=owner)
    with pytest.raises(Refused, match="begun a correction"):
        send_back_update(submitted, reason="Say more.", seen=submitted.version, by=editor)
    assert sorted(deliverable.updates.values_list("state", flat=True)) == ["draft", "submitted"]
