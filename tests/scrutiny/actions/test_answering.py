"""Answers."""

from __future__ import annotations

import pytest

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.scrutiny.actions import answer, close_action, withdraw
from tests.factories.people import MeetingFactory
from tests.factories.scrutiny import HELD_ON, CommitteeRatingFactory, MinutedActionFactory, QuestionFactory

pytestmark = pytest.mark.django_db
KINDS = {
    "question": lambda work: QuestionFactory(committee=work["committee"], to=work["lead"]),
    "minutedaction": lambda work: MinutedActionFactory(meeting=work["held"], owner=work["lead"]),
    "committeerating": lambda work: CommitteeRatingFactory(meeting=work["held"], deliverable=work["deliverable"]),
}


@pytest.fixture(params=sorted(KINDS))
def asked(request, work):
    return KINDS[request.param](work)


def test_an_answer_is_kept_with_who_gave_it_and_when(asked, work):
    done = answer(asked, text="It is done.", seen=1, by=work["owner"])
    assert (done.answer, done.answered_by, done.is_answered, done.version) == ("It is done.", work["owner"], True, 2)


def test_answering_is_one_event(asked, work):
    answer(asked, text="It is done.", seen=1, by=work["owner"])
    event = Event.objects.get()
    assert (event.verb, event.changes) == (f"{asked._meta.model_name} answered", {"answer": [None, "It is done."]})


def test_an_empty_answer_is_refused(asked, work):
    with pytest.raises(Refused, match="Write the answer"):
        answer(asked, text="  ", seen=1, by=work["owner"])


def test_of_two_who_answer_the_second_is_told(asked, work):
    same = type(asked).objects.get(pk=asked.pk)
    answer(asked, text="It is done.", seen=1, by=work["owner"])
    with pytest.raises(Conflict):
        answer(same, text="It is not.", seen=1, by=work["owner"])


def test_what_was_taken_back_is_not_answered(asked, work, editor):
    withdraw(asked, reason="Entered twice.", seen=1, by=editor)
    with pytest.raises(Refused, match="taken back"):
        answer(asked, text="It is done.", seen=2, by=work["owner"])


@pytest.mark.parametrize("kind", ["question", "committeerating"])
def test_an_answer_stays_as_it_was_given(kind, work):
    done = answer(KINDS[kind](work), text="It is done.", seen=1, by=work["owner"])
    with pytest.raises(Refused, match="answered already"):
        answer(done, text="It is not.", seen=2, by=work["owner"])


def test_an_action_is_answered_again_until_a_meeting_closes_it(work, editor):
    action = MinutedActionFactory(meeting=work["held"])
    answer(action, text="Begun.", seen=1, by=work["owner"])
    done = answer(action, text="Done.", seen=2, by=work["owner"])
    last = Event.objects.latest("pk")
    assert (done.answer, last.changes) == ("Done.", {"answer": ["Begun.", "Done."]})
    later = MeetingFactory(committee=work["committee"], held_on=HELD_ON.replace(day=30))
    close_action(done, meeting=later, minute="10/9", seen=3, by=editor)
    with pytest.raises(Refused, match="closed"):
        answer(done, text="More.", seen=4, by=work["owner"])
