"""What committees wait for too long is brought to the post above: once, saying what, whose and since when."""

from __future__ import annotations

import datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.notifications.models import Message, Notice
from kpa_tracker.interfaces.scrutiny.actions import answer, withdraw
from tests.conftest import TODAY
from tests.factories.notifications import ScheduleFactory
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.scrutiny import CommitteeRatingFactory, HeldMeetingFactory, MinutedActionFactory, QuestionFactory
from tests.notifications.conftest import box, on, server, var  # noqa: F401 they are fixtures

pytestmark = pytest.mark.django_db
ASKED = datetime.datetime(2010, 3, 20, 9, tzinfo=datetime.timezone.utc)
LATE = datetime.date(2010, 4, 3)
"""A fortnight after the question; the rating and the action are late before it."""


@pytest.fixture
def chair(authority):
    return PostFactory(authority=authority, title="Chair of the Authority")


@pytest.fixture
def chief(authority, chair):
    return PostFactory(authority=authority, title="Chief Executive", answers_to=chair)


@pytest.fixture
def above(chair):
    return person_with(Role.MEMBER, post=chair)


@pytest.fixture
def owner(chief):
    return person_with(Role.OFFICER, post=chief)


@pytest.fixture
def asked(authority, chief, owner):
    """A question, a rating and a minuted action that wait for the chief executive."""
    committee = CommitteeFactory(authority=authority, name="Audit Committee")
    meeting = HeldMeetingFactory(committee=committee)
    return {
        "question": QuestionFactory(committee=committee, to=chief, text="What did it cost?", asked_at=ASKED),
        "rating": CommitteeRatingFactory(
            meeting=meeting,
            deliverable__plan__authority=authority,
            deliverable__lead=chief,
            deliverable__reference="1.1",
            deliverable__title="Count the cost",
        ),
        "action": MinutedActionFactory(
            meeting=meeting, owner=chief, minute="10/4", text="Report on it.", due_on=datetime.date(2010, 3, 19)
        ),
    }


@pytest.fixture
def run(var, box):  # noqa: F811
    """Return a function that lets the command run on a day, and gives what arrived at whom."""

    def on_a_day(day, to):
        mail.outbox.clear()
        with on(day):
            call_command("send_reminders", stdout=StringIO())
        return [one for one in mail.outbox if one.to == [to.email] and "brought to you" in one.subject]

    return on_a_day


def lines_of(message):
    return [line.strip() for line in message.body.splitlines() if line.strip()]


def test_the_mail_says_what_is_late_whose_it_is_and_since_when(asked, above, run):
    (message,) = run(LATE, above)
    lines = lines_of(message)
    assert message.subject.endswith(": 3 things late, brought to you")
    assert lines[1].startswith("These have been late for a while at ")
    question, action, rating = (asked[name].get_absolute_url() for name in ("question", "action", "rating"))
    assert lines[2:-1] == [
        "Questions of members",
        "* What did it cost?",
        "Chief Executive: waiting since 20 March 2010.",
        f"http://localhost:8000{question}",
        "Minuted actions",
        "* 10/4 Report on it.",
        "Chief Executive: was due on 19 March 2010, 15 days ago.",
        f"http://localhost:8000{action}",
        "Ratings of committees to answer",
        "* 1.1 Count the cost",
        "Chief Executive: waiting since 16 March 2010.",
        f"http://localhost:8000{rating}",
    ]


def test_what_has_not_waited_for_so_long_is_not_in_it(asked, above, run):
    (message,) = run(LATE - datetime.timedelta(days=1), above)
    assert "2 things late" in message.subject
    assert "What did it cost?" not in message.body


def test_it_is_brought_once_however_often_the_command_runs(asked, above, run):
    assert len(run(LATE, above)) == 1
    assert [run(LATE + datetime.timedelta(days=days), above) for days in (0, 1, 7, 30)] == [[], [], [], []]


def test_longer_days_set_afterwards_bring_nothing_twice(asked, authority, above, run):
    run(LATE, above)
    ScheduleFactory(authority=authority, days_to_escalation=21)
    assert run(datetime.date(2010, 5, 1), above) == []


def test_another_lateness_is_the_authoritys_to_set(asked, authority, above, run):
    ScheduleFactory(authority=authority, days_to_escalation=30)
    assert run(LATE, above) == []
    assert len(run(TODAY + datetime.timedelta(days=30), above)) == 1


def test_what_is_answered_or_taken_back_in_time_is_brought_to_nobody(asked, editor, above, run):
    with on(LATE - datetime.timedelta(days=5)):
        answer(asked["question"], text="Nothing.", seen=1, by=editor)
        answer(asked["action"], text="Done.", seen=1, by=editor)
        withdraw(asked["rating"], reason="Another item.", seen=1, by=editor)
    assert run(LATE, above) == []


def test_whoever_is_late_is_reminded_and_not_escalated_to(asked, owner, run):
    assert run(LATE, owner) == []


def test_a_run_that_breaks_off_leaves_a_message_with_all_that_it_tells_or_none(asked, above, run, monkeypatch):
    def broken(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as planted:
        planted.setattr(Notice.objects, "bulk_create", broken)
        with pytest.raises(SystemExit):
            run(LATE, above)
    assert (Message.objects.count(), Notice.objects.count()) == (0, 0)
    assert len(run(LATE, above)) == 1


def test_a_run_that_is_killed_while_it_hands_over_never_brings_it_again(asked, above, run, server):  # noqa: F811
    server.plans = {above.email: [SystemExit()]}
    with pytest.raises(SystemExit):
        run(LATE, above)
    assert run(LATE, above) == []
    assert [one.state for one in Message.objects.filter(person=above)] == [Message.State.UNKNOWN]
