"""Two people at once on what a committee does: the second is judged by what the first has left behind."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from kpa_tracker.base.audit.edits import archive
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.scrutiny.actions import (
    answer,
    ask_question,
    change_action,
    change_item,
    close_action,
    minute_action,
    rate_as_committee,
    resolve,
    withdraw,
)
from kpa_tracker.interfaces.scrutiny.models import AgendaItem, CommitteeRating, MinutedAction, Question, Resolution
from tests.factories.people import MeetingFactory
from tests.factories.scrutiny import HELD_ON, AgendaItemFactory, CommitteeRatingFactory, MinutedActionFactory
from tests.scrutiny.actions.test_answering import KINDS

WAITING = 60
"""Seconds after which a race that never begins is a failure. Nothing waits so long."""


def stale(record):
    """A record as somebody read it before the other wrote."""
    return type(record).objects.get(pk=record.pk)


# --- A version that was sent right beside a record that was read too early --------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["question", "committeerating"])
def test_an_answer_is_not_overwritten_by_whoever_read_before_it_and_sends_the_version_after_it(kind, work):
    asked = KINDS[kind](work)
    early = stale(asked)
    answer(asked, text="It is done.", seen=1, by=work["owner"])
    with pytest.raises(Refused, match="answered already"):
        answer(early, text="It is not.", seen=2, by=work["owner"])


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_was_taken_back_is_not_answered_by_whoever_read_before(kind, work, editor):
    asked = KINDS[kind](work)
    early = stale(asked)
    withdraw(asked, reason="Entered twice.", seen=1, by=editor)
    with pytest.raises(Refused, match="taken back"):
        answer(early, text="It is done.", seen=2, by=work["owner"])
    with pytest.raises(Refused, match="taken back already"):
        withdraw(early, reason="Again.", seen=2, by=editor)


@pytest.mark.django_db
def test_what_a_meeting_closed_is_not_touched_by_whoever_read_before(work, editor):
    action = MinutedActionFactory(meeting=work["held"], owner=work["lead"])
    answer(action, text="Done.", seen=1, by=work["owner"])
    early = stale(action)
    later = MeetingFactory(committee=work["committee"], held_on=HELD_ON.replace(day=30))
    close_action(action, meeting=later, minute="10/9", seen=2, by=editor)
    for again in (
        lambda: answer(early, text="More.", seen=3, by=work["owner"]),
        lambda: withdraw(early, reason="Entered twice.", seen=3, by=editor),
        lambda: change_action(early, seen=3, changes={"text": "Something else"}, by=editor),
        lambda: close_action(early, meeting=later, minute="10/10", seen=3, by=editor),
    ):
        with pytest.raises(Refused, match="closed"):
            again()
    assert MinutedAction.objects.get().closed_minute == "10/9"


@pytest.mark.django_db
def test_nobody_asks_under_an_item_that_was_taken_off_after_they_read_it(work, editor):
    item = AgendaItemFactory(meeting=work["held"])
    early = stale(item)
    withdraw(item, reason="Deferred.", seen=1, by=editor)
    for record, act in parts_under(early, work):
        with pytest.raises(Refused, match="taken off the agenda"):
            act(record, by=editor)
    with pytest.raises(Refused, match="taken back"):
        change_item(early, seen=2, changes={"title": "Something else"}, by=editor)


@pytest.mark.django_db
def test_a_committee_that_was_archived_after_it_was_read_asks_and_records_nothing(work, editor):
    item = AgendaItemFactory(meeting=work["held"])
    archive(stale(work["committee"]), seen=1, reason="Merged", by=editor)
    for record, act in parts_under(item, work):
        with pytest.raises(Refused, match="archived"):
            act(record, by=editor)


@pytest.mark.django_db
def test_a_deliverable_that_was_archived_after_it_was_read_is_not_rated(work, editor):
    said = {"rating": "red", "minute": "10/3", "reason": "Nothing bears it out."}
    made = CommitteeRating(meeting=work["held"], deliverable=work["deliverable"], **said)
    archive(stale(work["deliverable"]), seen=1, reason="Merged", by=editor)
    with pytest.raises(Refused, match="archived"):
        rate_as_committee(made, by=editor)


def parts_under(item, work):
    """What can be said under an item of the agenda, each with what says it."""
    meeting, committee = item.meeting, work["committee"]
    return [
        (Question(committee=committee, meeting=meeting, item=item, text="Why?", to=work["lead"]), ask_question),
        (MinutedAction(meeting=meeting, item=item, minute="1", text="Report.", owner=work["lead"]), minute_action),
        (Resolution(meeting=meeting, item=item, minute="2", text="It be noted."), resolve),
    ]


# --- Two connections --------------------------------------------------------------------------------------------------


@pytest.fixture
def two_connections(transactional_db):
    """On SQLite a transaction that writes waits where it begins, before it has read anything: nothing to race for."""
    if connection.vendor != "postgresql":
        pytest.skip("The race is on PostgreSQL.")


def second_while_first_is_uncommitted(first, second):
    """Do `first`, keep it uncommitted until `second` asks for the history's lock on a connection of its own, then
    commit. Return what `second` was refused with, if it was."""
    asks_for_the_lock = threading.Event()

    def tell(execute, sql, params, many, context):
        if "FOR UPDATE" in sql:
            asks_for_the_lock.set()
        return execute(sql, params, many, context)

    def act():
        try:
            with connection.execute_wrapper(tell):
                second()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            acting = pool.submit(act)
            assert asks_for_the_lock.wait(WAITING), "The second never came to the lock."
        return acting.result(WAITING)


def test_a_question_is_refused_under_an_item_that_another_connection_is_taking_off(two_connections, work, editor):
    item = AgendaItemFactory(meeting=work["held"])
    (asked, ask), *_ = parts_under(stale(item), work)
    refused = second_while_first_is_uncommitted(
        lambda: withdraw(item, reason="Deferred.", seen=1, by=editor), lambda: ask(asked, by=editor)
    )
    assert "taken off the agenda" in refused.message
    assert (Question.objects.count(), Event.objects.filter(verb="question created").count()) == (0, 0)


def test_an_item_stays_under_which_another_connection_is_asking(two_connections, work, editor):
    item = AgendaItemFactory(meeting=work["held"])
    (asked, ask), *_ = parts_under(item, work)
    refused = second_while_first_is_uncommitted(
        lambda: ask(asked, by=editor), lambda: withdraw(stale(item), reason="Deferred.", seen=1, by=editor)
    )
    assert "Take that back first" in refused.message
    assert not AgendaItem.objects.get().is_withdrawn


@pytest.mark.parametrize("seen", [1, 2])
def test_of_two_answers_on_two_connections_the_first_stays_whatever_version_is_sent(
    seen, two_connections, work, editor
):
    asked = CommitteeRatingFactory(meeting=work["held"], deliverable=work["deliverable"])
    early = stale(asked)
    refused = second_while_first_is_uncommitted(
        lambda: answer(asked, text="It is done.", seen=1, by=editor),
        lambda: answer(early, text="It is not.", seen=seen, by=work["owner"]),
    )
    assert isinstance(refused, Conflict) is (seen == 1)
    assert stale(asked).answer == "It is done."


def test_an_action_that_another_connection_is_closing_is_not_taken_back(two_connections, work, editor):
    action = MinutedActionFactory(meeting=work["held"], owner=work["lead"])
    answer(action, text="Done.", seen=1, by=work["owner"])
    later = MeetingFactory(committee=work["committee"], held_on=HELD_ON.replace(day=30))
    early = stale(action)
    refused = second_while_first_is_uncommitted(
        lambda: close_action(action, meeting=later, minute="10/9", seen=2, by=editor),
        lambda: withdraw(early, reason="Entered twice.", seen=3, by=editor),
    )
    assert "closed" in refused.message
    assert not stale(action).is_withdrawn
