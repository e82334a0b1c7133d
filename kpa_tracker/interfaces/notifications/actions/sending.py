"""Handing messages to the mail server, each once: what cannot be known is shown, and never sent again by itself."""

from __future__ import annotations

import datetime
from collections import Counter
from smtplib import SMTPException, SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.people.models import Authority, Person
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.models import compare_and_set
from kpa_tracker.interfaces.notifications.letters import address_of
from kpa_tracker.interfaces.notifications.models import Message

State = Message.State
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (10, 30, 120, 480, 1440))
"""How long to wait after the first, second ... try that failed. After the last one, nothing is tried by itself."""
UNCERTAIN = (SMTPServerDisconnected, TimeoutError, ConnectionError)
"""The line broke: the server may have taken the message or not."""
CERTAIN = (SMTPException, OSError, ValueError)
"""The message was refused, or never left."""
INTERRUPTED = "The run that was sending it broke off. It may have arrived."
LEFT = "This person may no longer sign in."
TAKEN = "taken"
"""What a run says of a message that another one has."""


def send_waiting() -> Counter[str]:
    """Send what waits, and return how many messages came to which state. Where the mail server does not answer at all,
    the rest stays for the next run."""
    came_to: Counter[tuple[int, str]] = Counter()
    connection = get_connection()
    for message in Message.objects.to_send().select_related("person"):
        state = deliver(message, connection)
        came_to[message.authority_id, state] += state != TAKEN
        if state not in (State.SENT, TAKEN):
            connection.close()
            if not answers(connection):
                break
    connection.close()
    record_run(came_to)
    return sum_by_state(came_to)


def sum_by_state(came_to: Counter[tuple[int, str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for (_, state), number in came_to.items():
        total[state] += number
    return +total


def answers(connection: Any) -> bool:
    """Whether the mail server can be reached at all."""
    try:
        connection.open()
    except CERTAIN:
        return False
    return True


def deliver(message: Message, connection: Any) -> str:
    """Send one message, unless another run has taken it or its person has left; return the state that it came to."""
    if not claim(message):
        return TAKEN
    if not message.person.is_active:
        return settle(message, State.FAILED, LEFT)
    try:
        connection.open()
    except CERTAIN as error:
        return put_off(message, error)
    return hand_over(message, connection)


def claim(message: Message) -> bool:
    """Take a waiting message for sending, at the address that its person has now. One of two runs gets it."""
    waiting = Message.objects.filter(pk=message.pk, state=State.WAITING)
    message.address, message.attempts = message.person.email, message.attempts + 1
    taken = waiting.update(
        state=State.SENDING, address=message.address, attempts=message.attempts, version=F("version") + 1
    )
    return bool(taken)


def hand_over(message: Message, connection: Any) -> str:
    """Give a message to the mail server, and write down what came of it."""
    try:
        mail_of(message, connection).send()
    except UNCERTAIN as error:
        return settle(message, State.UNKNOWN, in_words(error))
    except CERTAIN as error:
        return put_off(message, error)
    return settle(message, State.SENT, "", sent_at=clock.now())


def mail_of(message: Message, connection: Any) -> EmailMultiAlternatives:
    """Return a message as mail: plain text, the same as HTML, and where reminders are turned down."""
    headers = {"List-Unsubscribe": f"<{address_of(reverse('reminders'))}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(
        message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.address], headers=headers
    )
    mail.connection = connection
    mail.attach_alternative(message.html, "text/html")
    return mail


def put_off(message: Message, error: Exception) -> str:
    """Let a message wait for its next try, longer each time; after the last one it has failed."""
    if message.attempts > len(PAUSES):
        return settle(message, State.FAILED, in_words(error))
    pause = PAUSES[message.attempts - 1]
    return settle(message, State.WAITING, in_words(error), next_try_at=clock.now() + pause)


def settle(message: Message, state: State, error: str, **also: Any) -> str:
    """Write down what became of a message that this run has taken, also where another has called it unknown since. What
    is sent stays sent."""
    held = Message.objects.filter(pk=message.pk).exclude(state=State.SENT)
    held.update(state=state, last_error=error, version=F("version") + 1, **also)
    return str(state)


def in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def find_interrupted() -> int:
    """Mark what an earlier run was sending when it broke off; return how many. Only for a run that is alone."""
    return Message.objects.filter(state=State.SENDING).update(
        state=State.UNKNOWN, last_error=INTERRUPTED, version=F("version") + 1
    )


def record_run(came_to: Counter[tuple[int, str]]) -> None:
    """Leave one event of a run in the history of each authority that it sent for, with the numbers."""
    for authority in Authority.objects.filter(pk__in={pk for pk, _ in came_to}).order_by("pk"):
        numbers = {State(state).label.lower(): [None, came_to[authority.pk, state]] for state in RECORDED}
        changes = {words: pair for words, pair in numbers.items() if pair[1]}
        if changes:
            record("authority sent reminders for", authority, by=None, authority_id=authority.pk, changes=changes)


RECORDED = (State.SENT, State.WAITING, State.UNKNOWN, State.FAILED)


@transaction.atomic
def send_again(message: Message, *, seen: int, by: Person) -> Message:
    """Put a message back that failed, or of which nobody knows whether it went. It goes out with the next run.

    Refuses what was sent, and what waits already: nobody gets the same mail twice by a double press.
    """
    hold_chain(message.authority_id)
    if not message.is_stuck:
        raise Refused("Only a message that could not be sent, or was perhaps sent, is sent again.")
    before, message.state = message.state, State.WAITING
    message.attempts, message.next_try_at, message.last_error = 0, clock.now(), ""
    compare_and_set(message, seen=seen, fields=["state", "attempts", "next_try_at", "last_error"])
    changes = {"state": [before, State.WAITING]}
    record("message put back", message, by=by, authority_id=message.authority_id, changes=changes)
    return message
