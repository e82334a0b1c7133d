from __future__ import annotations

import datetime

import pytest

from deliverables.actions.deadlines import (
    approve_deadline,
    needs_minute,
    refuse_deadline,
    request_new_deadline,
    withdraw_deadline_request,
)
from deliverables.models import DeadlineRequest, Deliverable
from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import person_with
from tests.factories.situations import meanwhile

SEPTEMBER = parse_partial_date("September 2010")
REASON = "The partner's report is late."


@pytest.fixture
def request_(deliverable, owner):
    return request_new_deadline(deliverable, new=SEPTEMBER, reason=REASON, by=owner)


def fresh(deliverable):
    return Deliverable.objects.get(pk=deliverable.pk)


def test_asking_moves_nothing(deliverable, request_):
    found = fresh(deliverable)
    assert (found.deadline_text, found.deadline_moves) == ("June 2010", 0)
    assert (request_.old_text, request_.new_text, request_.decision) == ("June 2010", "September 2010", "")


def test_asking_is_recorded_with_its_reason(deliverable, request_, owner):
    event = history_of(deliverable).get()
    assert (event.verb, event.actor_name, event.reason) == ("deadlinerequest made", str(owner), REASON)
    assert event.changes == {"deadline asked for": ["June 2010", "September 2010"]}


@pytest.mark.parametrize("text", ["", "TBC", "when it is ready", "31 June 2010"])
def test_a_new_deadline_has_to_be_one(text, deliverable, owner):
    with pytest.raises(Refused) as refused:
        request_new_deadline(deliverable, new=parse_partial_date(text), reason=REASON, by=owner)
    assert refused.value.field == "new"


@pytest.mark.parametrize("text", ["Q2 2010/11", "quarterly", "ongoing", "2010-12-31"])
def test_a_new_deadline_may_be_written_in_every_way_that_is_understood(text, deliverable, owner):
    request_new_deadline(deliverable, new=parse_partial_date(text), reason=REASON, by=owner)
    assert DeadlineRequest.objects.get().new_text == text


def test_the_deadline_that_it_has_is_no_new_one(deliverable, owner):
    with pytest.raises(Refused) as refused:
        request_new_deadline(deliverable, new=parse_partial_date("June 2010"), reason=REASON, by=owner)
    assert refused.value.field == "new"


def test_a_request_needs_a_reason(deliverable, owner):
    with pytest.raises(Refused) as refused:
        request_new_deadline(deliverable, new=SEPTEMBER, reason="  ", by=owner)
    assert refused.value.field == "reason"


def test_one_request_waits_at_a_time(deliverable, request_, editor):
    with pytest.raises(Refused, match="waits already"):
        request_new_deadline(deliverable, new=parse_partial_date("2011"), reason=REASON, by=editor)
    assert DeadlineRequest.objects.count() == 1


def test_an_archived_deliverables_deadline_stays(deliverable, owner, editor):
    meanwhile(deliverable, archived_at=clock.now(), archived_by=editor)
    with pytest.raises(Refused, match="archived"):
        request_new_deadline(deliverable, new=SEPTEMBER, reason=REASON, by=owner)


@pytest.mark.parametrize("state", [Plan.State.DRAFT, Plan.State.CONSULTATION, Plan.State.CLOSED])
def test_only_an_adopted_plans_deadlines_move_by_request(state, deliverable, owner, plan):
    meanwhile(plan, state=state)
    with pytest.raises(Refused, match="adopted plan"):
        request_new_deadline(deliverable, new=SEPTEMBER, reason=REASON, by=owner)


def test_approving_moves_the_deadline_counts_the_move_and_keeps_the_first(deliverable, request_, editor):
    approve_deadline(request_, seen=request_.version, by=editor)
    found = fresh(deliverable)
    assert (found.deadline_text, found.deadline_precision, found.deadline_due) == (
        "September 2010",
        "month",
        datetime.date(2010, 9, 30),
    )
    assert (found.first_deadline_text, found.first_deadline_due) == ("June 2010", datetime.date(2010, 6, 30))
    assert found.deadline_moves == 1


def test_approving_records_who_decided_and_what_moved(deliverable, request_, editor):
    approve_deadline(request_, seen=request_.version, by=editor, reason="Agreed with the committee.")
    request_.refresh_from_db()
    event = history_of(deliverable).first()
    assert (request_.decision, request_.decided_by) == ("approved", editor)
    assert (event.verb, event.actor_name, event.reason) == (
        "deadlinerequest approved",
        str(editor),
        "Agreed with the committee.",
    )
    assert event.changes == {"deadline": ["June 2010", "September 2010"]}


def test_every_move_counts_and_the_first_deadline_never_changes(deliverable, owner, editor):
    for text in ("September 2010", "May 2010", "2011"):
        asked = request_new_deadline(fresh(deliverable), new=parse_partial_date(text), reason=REASON, by=owner)
        approve_deadline(asked, seen=asked.version, minute="Resources Committee 12/10", by=editor)
    found = fresh(deliverable)
    assert (found.deadline_text, found.first_deadline_text, found.deadline_moves) == ("2011", "June 2010", 3)


def test_a_deliverable_without_a_deadline_gets_its_first_one(plan, owner, editor):
    gap = DeliverableFactory(plan=plan)
    asked = request_new_deadline(gap, new=SEPTEMBER, reason="It had none.", by=owner)
    approve_deadline(asked, seen=asked.version, by=editor)
    found = fresh(gap)
    assert (found.deadline_text, found.first_deadline_text, found.deadline_moves) == (
        "September 2010",
        "September 2010",
        0,
    )
    assert history_of(gap).first().changes == {"deadline": ["no deadline", "September 2010"]}


def test_refusing_leaves_the_deadline_where_it_is(deliverable, request_, editor):
    refuse_deadline(request_, seen=request_.version, reason="Ask for help first.", by=editor)
    request_.refresh_from_db()
    assert (request_.decision, request_.decision_reason, request_.decided_by) == (
        "refused",
        "Ask for help first.",
        editor,
    )
    assert fresh(deliverable).deadline_text == "June 2010"
    assert history_of(deliverable).first().verb == "deadlinerequest refused"


def test_refusing_needs_a_reason(request_, editor):
    with pytest.raises(Refused) as refused:
        refuse_deadline(request_, seen=request_.version, reason=" ", by=editor)
    assert refused.value.field == "reason"


def test_nobody_approves_their_own_request(deliverable, editor):
    own = request_new_deadline(deliverable, new=SEPTEMBER, reason=REASON, by=editor)
    with pytest.raises(Refused, match="yourself"):
        approve_deadline(own, seen=own.version, by=editor)
    assert fresh(deliverable).deadline_text == "June 2010"


def test_nobody_refuses_their_own_request(deliverable, editor):
    own = request_new_deadline(deliverable, new=SEPTEMBER, reason=REASON, by=editor)
    with pytest.raises(Refused, match="yourself"):
        refuse_deadline(own, seen=own.version, reason="Changed my mind", by=editor)


@pytest.mark.parametrize("decide", [approve_deadline, refuse_deadline])
def test_who_may_not_decide_is_not_asked_for_a_minute_or_a_reason(decide, deliverable, editor):
    meanwhile(deliverable, deadline_moves=2)
    own = request_new_deadline(fresh(deliverable), new=SEPTEMBER, reason=REASON, by=editor)
    with pytest.raises(Refused, match="yourself") as refused:
        decide(own, seen=own.version, reason="", by=editor)
    assert refused.value.field is None


def test_whoever_asked_may_withdraw(deliverable, request_, owner):
    withdraw_deadline_request(request_, seen=request_.version, by=owner)
    request_.refresh_from_db()
    assert request_.decision == "withdrawn"
    assert history_of(deliverable).first().verb == "deadlinerequest withdrawn"


def test_nobody_withdraws_anothers_request(request_, editor):
    with pytest.raises(Refused, match="Only the person who asked"):
        withdraw_deadline_request(request_, seen=request_.version, by=editor)


def test_after_a_withdrawal_one_may_ask_again(deliverable, request_, owner):
    withdraw_deadline_request(request_, seen=request_.version, by=owner)
    again = request_new_deadline(deliverable, new=SEPTEMBER, reason=REASON, by=owner)
    assert again.decision == ""


def test_what_is_decided_is_not_decided_again(deliverable, request_, editor, authority):
    seen = request_.version
    approve_deadline(request_, seen=seen, by=editor)
    stale = DeadlineRequest.objects.get(pk=request_.pk)
    with pytest.raises(Refused, match="approved already"):
        refuse_deadline(stale, seen=seen, reason="No", by=person_with(Role.EDITOR, authority=authority))
    assert fresh(deliverable).deadline_moves == 1


def test_a_request_that_changed_meanwhile_is_not_decided_unseen(request_, editor):
    with pytest.raises(Conflict):
        approve_deadline(request_, seen=request_.version + 1, by=editor)


@pytest.mark.parametrize("decide", [approve_deadline, refuse_deadline])
def test_nothing_is_decided_in_a_plan_that_was_closed_since(decide, deliverable, request_, administrator):
    Plan.objects.filter(pk=deliverable.plan_id).update(state=Plan.State.CLOSED)
    with pytest.raises(Refused, match="closed"):
        decide(request_, seen=request_.version, reason=REASON, by=administrator)
    assert fresh(deliverable).deadline_text == "June 2010"


def test_the_deadline_of_what_was_archived_since_does_not_move(deliverable, request_, administrator, owner):
    edits.archive(fresh(deliverable), seen=fresh(deliverable).version, reason="Dropped.", by=owner)
    with pytest.raises(Refused, match="archived"):
        approve_deadline(request_, seen=request_.version, by=administrator)
    assert fresh(deliverable).deadline_text == "June 2010"


# --- What it means for others, and who agreed -------------------------------------------------------------------------


def test_what_it_means_for_others_is_kept(deliverable, owner):
    effect = "The printers wait for it."
    made = request_new_deadline(deliverable, new=SEPTEMBER, reason=REASON, effect=effect, by=owner)
    made.refresh_from_db()
    assert made.effect == effect
    assert history_of(deliverable).get().changes["effect on others"] == ["", effect]


@pytest.mark.parametrize(("moves", "needed"), [(0, False), (1, False), (2, True), (5, True)])
def test_the_third_move_and_each_after_it_needs_a_minute(moves, needed, deliverable, request_, editor):
    meanwhile(deliverable, deadline_moves=moves)
    assert needs_minute(fresh(deliverable)) is needed
    if not needed:
        approve_deadline(request_, seen=1, by=editor)
        assert fresh(deliverable).deadline_moves == moves + 1
        return
    with pytest.raises(Refused, match="reference of a committee's minute") as refused:
        approve_deadline(request_, seen=1, minute="  ", by=editor)
    assert (refused.value.field, fresh(deliverable).deadline_moves) == ("minute", moves)
    approve_deadline(request_, seen=1, minute="Resources Committee 12/10", by=editor)
    request_.refresh_from_db()
    assert (request_.minute, fresh(deliverable).deadline_moves) == ("Resources Committee 12/10", moves + 1)
    assert history_of(deliverable).first().changes["minute reference"] == ["", "Resources Committee 12/10"]


def test_what_never_had_a_deadline_needs_no_minute(plan, editor, owner):
    undated = DeliverableFactory(plan=plan, deadline_moves=2)
    assert not needs_minute(undated)


def test_leaving_a_deadline_where_it_is_needs_no_minute(deliverable, request_, editor):
    meanwhile(deliverable, deadline_moves=2)
    assert refuse_deadline(request_, seen=1, reason="Not again.", by=editor).minute == ""
