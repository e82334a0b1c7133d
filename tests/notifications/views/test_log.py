"""The log of what was sent: who reads it, what it shows, and sending again."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from kpa_tracker.interfaces.notifications.models import Message
from tests.factories.notifications import MessageFactory
from tests.factories.people import AuthorityFactory

State = Message.State
LOG = "/reminders/sent/"


@pytest.fixture
def failed(authority):
    return MessageFactory(authority=authority, subject="KPA: 3 things to do", state="failed", last_error="No such box")


def again(message):
    return reverse("message-send-again", args=[message.pk])


@pytest.mark.parametrize(
    ("who", "answer"),
    [("administrator", 200), ("editor", 200), ("auditor", 200), ("officer", 404), ("member", 404)],
)
def test_editors_administrators_and_auditors_read_the_log(who, answer, failed, as_person, request):
    client = as_person(request.getfixturevalue(who))
    assert [client.get(page).status_code for page in (LOG, failed.get_absolute_url())] == [answer] * 2


def test_nobody_reads_that_of_another_authority(failed, stranger, as_person):
    client = as_person(stranger)
    assert failed.subject not in client.get(LOG).content.decode()
    assert client.get(failed.get_absolute_url()).status_code == 404


def test_a_message_is_shown_as_it_was_sent(authority, auditor, as_person):
    message = MessageFactory(authority=authority, state="sent", text="Write <b>\nhttps://plan.example/updates/1/")
    page = as_person(auditor).get(message.get_absolute_url()).content.decode()
    assert "Write &lt;b&gt;\n" in page
    assert '<a href="https://plan.example/updates/1/"' in page
    assert "Sent, 12 April 2010, 08:00" in page


def test_what_went_wrong_is_shown_with_the_next_try(authority, editor, as_person):
    message = MessageFactory(authority=authority, attempts=2, last_error="SMTPDataError: later")
    page = as_person(editor).get(message.get_absolute_url()).content.decode()
    assert "SMTPDataError: later" in page
    assert "The next is after 11 April 2010, 13:00" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=failed", ["b"]),
        ("kind=escalation", ["c"]),
        ("since=13/4/2010", ["c"]),
        ("until=12/4/2010", ["b", "a"]),
        ("words=ada", ["a"]),
        ("words=ada+b", []),
        ("state=lost", []),
        ("since=soon", []),
    ],
)
def test_the_log_is_narrowed(query, found, authority, editor, as_person):
    MessageFactory(authority=authority, subject="a", state="sent", person__name="Ada Quill")
    MessageFactory(authority=authority, subject="b", state="failed")
    MessageFactory(authority=authority, subject="c", kind="escalation", day=datetime.date(2010, 4, 14))
    page = as_person(editor).get(f"{LOG}?{query}")
    assert [row.record.subject for row in page.context["table"].rows] == found


def test_the_log_is_exported_as_it_is_narrowed(authority, editor, as_person):
    MessageFactory(authority=authority, subject="a", state="sent", person__name="Ada Quill", address="ada@kpa.example")
    MessageFactory(authority=authority, subject="b")
    answer = as_person(editor).get(f"{LOG}?state=sent&export=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[1:] == ["2010-04-12,a,Ada Quill,ada@kpa.example,Reminder,1,Sent,0,2010-04-12 08:00"]


def test_an_empty_log_says_so(editor, as_person):
    assert "No reminder has been written yet." in as_person(editor).get(LOG).content.decode()


@pytest.mark.parametrize(("who", "answer"), [("administrator", 200), ("editor", 404), ("auditor", 404)])
def test_administrators_alone_send_again(who, answer, failed, as_person, request):
    client = as_person(request.getfixturevalue(who))
    assert client.get(again(failed)).status_code == answer
    assert ("Send it again" in client.get(failed.get_absolute_url()).content.decode()) == (answer == 200)


def test_an_administrator_of_another_authority_does_not(failed, stranger, as_person):
    assert as_person(stranger).post(again(failed), {"version": failed.version}).status_code == 404


def test_sending_again_is_one_press_with_a_warning_where_it_may_have_arrived(authority, administrator, as_person):
    message = MessageFactory(authority=authority, state="unknown")
    client = as_person(administrator)
    assert "It may have arrived the first time." in client.get(again(message)).content.decode()
    answer = client.post(again(message), {"version": message.version}, follow=True)
    assert "goes out with the next run" in answer.content.decode()
    assert Message.objects.get().state == State.WAITING


def test_a_second_press_is_told_why_not(failed, administrator, as_person):
    client = as_person(administrator)
    client.post(again(failed), {"version": failed.version})
    answer = client.post(again(failed), {"version": failed.version})
    assert answer.status_code == 422
    assert "Only a message that could not be sent" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_asks_the_same_number_of_queries(count, authority, editor, as_person, django_assert_num_queries):
    MessageFactory.create_batch(count, authority=authority)
    client = as_person(editor)
    with django_assert_num_queries(7):
        client.get(LOG)


def test_the_log_of_two_authorities_can_be_narrowed_to_one(authority, editor, as_person):
    other = AuthorityFactory()
    page = as_person(editor).get(f"{LOG}?authority={other.pk}").content.decode()
    assert "Authority: choose one from the list." in page
