"""Sending: each message once, whatever breaks, and what cannot be known is shown."""

from __future__ import annotations

import datetime
import smtplib

import pytest
from django.core import mail

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.notifications.actions.sending import (
    INTERRUPTED,
    LEFT,
    PAUSES,
    TAKEN,
    claim,
    deliver,
    find_interrupted,
    send_again,
    send_waiting,
)
from kpa_tracker.interfaces.notifications.models import Message
from tests.factories.notifications import MessageFactory
from tests.factories.situations import meanwhile
from tests.notifications.conftest import BROKEN_LINE, REFUSED

State = Message.State

pytestmark = pytest.mark.django_db


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def arrived(box):
    return [one.to[0] for one in box]


def later(minutes):
    return clock.at(clock.now() + datetime.timedelta(minutes=minutes))


# --- What goes out ----------------------------------------------------------------------------------------------------


def test_a_mail_has_both_its_parts_and_says_where_it_is_turned_down(waiting, box, settings):
    settings.SITE_URL = "https://plan.example.police.uk"
    assert send_waiting() == {State.SENT: 3}
    first = box[0].message()
    assert [part.get_content_type() for part in first.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert first["List-Unsubscribe"] == "<https://plan.example.police.uk/reminders/>"
    assert (first["Subject"], first["To"]) == (waiting[0].subject, "p0@authority.example")


def test_what_was_sent_is_never_sent_again(waiting, box):
    send_waiting()
    assert (send_waiting(), len(box), states()) == ({}, 3, [State.SENT] * 3)


def test_it_goes_to_the_address_that_somebody_has_now(waiting, box):
    meanwhile(waiting[0].person, email="new@authority.example")
    send_waiting()
    assert arrived(box)[0] == "new@authority.example"
    assert Message.objects.get(pk=waiting[0].pk).address == "new@authority.example"


def test_whoever_may_no_longer_sign_in_gets_nothing(waiting, box):
    meanwhile(waiting[1].person, is_active=False)
    assert send_waiting() == {State.SENT: 2, State.FAILED: 1}
    assert (len(box), Message.objects.get(pk=waiting[1].pk).last_error) == (2, LEFT)


@pytest.mark.parametrize("field", ["subject", "address"])
def test_a_header_cannot_be_smuggled_in(field, authority, box):
    message = MessageFactory(authority=authority)
    meanwhile(message if field == "subject" else message.person, **{
        "subject" if field == "subject" else "email": "x@y.example\nBcc: everybody@authority.example"
    })  # fmt: skip
    assert (send_waiting(), box) == ({State.WAITING: 1}, [])


def test_one_event_a_run_says_how_many(waiting, server, box, authority, stranger):
    server.plans = {"p1@authority.example": [REFUSED]}
    send_waiting()
    (event,) = Event.objects.filter(verb="authority sent reminders for")
    assert str(tell(event)) == "The system sent reminders for the authority: sent 2, waiting to be sent 1."
    assert event.authority_id == authority.pk
    send_waiting()
    assert Event.objects.count() == 1


# --- What fails -------------------------------------------------------------------------------------------------------


def test_what_is_refused_is_tried_again_later_each_time(waiting, server, box):
    server.plans = {"p0@authority.example": [REFUSED, REFUSED]}
    assert send_waiting() == {State.WAITING: 1, State.SENT: 2}
    assert send_waiting() == {}
    with later(11):
        assert send_waiting() == {State.WAITING: 1}
    with later(30):
        assert send_waiting() == {}
    with later(60):
        assert send_waiting() == {State.SENT: 1}
    found = Message.objects.get(pk=waiting[0].pk)
    assert (found.attempts, found.last_error, len(box)) == (3, "", 3)


def test_after_the_last_try_it_has_failed_and_says_why(waiting, server, box):
    server.plans = {"p0@authority.example": [REFUSED] * 10}
    tries = 0
    for number in range(12):
        with later(number * 2 * 24 * 60):
            tries += bool(send_waiting())
    found = Message.objects.get(pk=waiting[0].pk)
    assert (tries, found.attempts, found.state) == (len(PAUSES) + 1, len(PAUSES) + 1, State.FAILED)
    assert found.last_error == "SMTPDataError: (451, b'Try later.')"


def test_a_server_that_does_not_answer_ends_the_run_after_one_try(waiting, server, box):
    server.is_down = True
    assert (send_waiting(), box) == ({State.WAITING: 1}, [])
    server.is_down = False
    with later(11):
        assert send_waiting() == {State.SENT: 3}


@pytest.mark.parametrize("fault", [BROKEN_LINE, TimeoutError("no answer"), ConnectionResetError("reset")])
def test_where_the_line_breaks_nobody_knows_and_it_is_not_sent_again(fault, waiting, server, box):
    server.plans = {"p0@authority.example": [fault]}
    assert send_waiting() == {State.UNKNOWN: 1, State.SENT: 2}
    with later(60 * 24 * 30):
        assert (send_waiting(), len(box)) == ({}, 2)


def test_recipients_that_are_refused_are_a_refusal(waiting, server, box):
    server.plans = {"p0@authority.example": [smtplib.SMTPRecipientsRefused({})]}
    assert send_waiting()[State.WAITING] == 1


# --- Killed half-way --------------------------------------------------------------------------------------------------


def test_a_run_that_is_killed_half_way_is_finished_by_the_next(waiting, server, box):
    server.plans = {"p1@authority.example": [SystemExit()]}
    with pytest.raises(SystemExit):
        send_waiting()
    assert states() == [State.SENT, State.SENDING, State.WAITING]
    assert find_interrupted() == 1
    assert send_waiting() == {State.SENT: 1}
    assert arrived(box) == ["p0@authority.example", "p2@authority.example"]
    assert Message.objects.get(pk=waiting[1].pk).last_error == INTERRUPTED
    assert (find_interrupted(), send_waiting()) == (0, {})


def test_of_two_runs_one_gets_a_message(waiting, box):
    assert claim(Message.objects.get(pk=waiting[0].pk))
    assert not claim(Message.objects.get(pk=waiting[0].pk))
    assert deliver(waiting[0], mail.get_connection()) == TAKEN
    assert box == []


def test_a_slow_run_says_that_it_was_sent_though_another_has_called_it_unknown(waiting, server, box):
    class Slow(BaseException):
        pass

    def meanwhile_found(messages):
        find_interrupted()

    message, connection = waiting[0], mail.get_connection()
    sent = connection.send_messages
    connection.send_messages = lambda messages: (meanwhile_found(messages), sent(messages))[1]
    assert deliver(message, connection) == State.SENT
    assert states()[0] == State.SENT


# --- Again, by a press ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.UNKNOWN, State.FAILED])
def test_an_administrator_sends_again_what_is_stuck(state, authority, administrator, box):
    message = MessageFactory(authority=authority, state=state, attempts=6, last_error="Once")
    send_again(message, seen=message.version, by=administrator)
    assert send_waiting() == {State.SENT: 1}
    assert (len(box), Message.objects.get().attempts) == (1, 1)
    assert str(tell(history_of(message).get())) == f"{administrator} put back the message."


@pytest.mark.parametrize("state", [State.WAITING, State.SENDING, State.SENT])
def test_nothing_else_is_sent_again(state, authority, administrator):
    message = MessageFactory(authority=authority, state=state)
    with pytest.raises(Refused, match="Only a message that could not be sent"):
        send_again(message, seen=message.version, by=administrator)


def test_a_double_press_sends_once(authority, administrator):
    message = MessageFactory(authority=authority, state=State.FAILED)
    again = Message.objects.get(pk=message.pk)
    send_again(message, seen=message.version, by=administrator)
    with pytest.raises(Conflict):
        send_again(again, seen=again.version, by=administrator)
