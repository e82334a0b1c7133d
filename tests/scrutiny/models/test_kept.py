"""What keeps a meeting on its day, by name."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.base.people.models.kept import standing_on
from kpa_tracker.interfaces.scrutiny.actions import answer, close_action, withdraw
from tests.factories.packs import PackFactory
from tests.factories.people import MeetingFactory
from tests.factories.scrutiny import (
    HELD_ON,
    AgendaItemFactory,
    AttendanceFactory,
    CommitteeRatingFactory,
    MinutedActionFactory,
    QuestionFactory,
    ResolutionFactory,
)

pytestmark = pytest.mark.django_db


def test_an_agenda_a_question_before_it_and_a_pack_in_hand_keep_no_meeting(work):
    AgendaItemFactory(meeting=work["coming"])
    QuestionFactory(committee=work["committee"], meeting=work["coming"])
    PackFactory(meeting=work["coming"])
    assert standing_on(work["coming"]) == []


def test_a_pack_that_members_were_given_keeps_it(work):
    pack = PackFactory(meeting=work["coming"], frozen=True)
    assert standing_on(work["coming"]) == [f"the pack on “{pack.plan}” that members were given"]


def test_everything_that_was_minuted_keeps_it(work):
    held = work["held"]
    AttendanceFactory(meeting=held)
    CommitteeRatingFactory(meeting=held, deliverable=work["deliverable"], minute="1")
    MinutedActionFactory(meeting=held, minute="2")
    ResolutionFactory(meeting=held, minute="3")
    QuestionFactory(committee=work["committee"], meeting=held, minute="4")
    assert standing_on(held) == ["who was there", "rating 1", "action 2", "resolution 3", "question 4"]


def test_the_meeting_that_closed_an_action_is_kept_by_it(work, editor):
    action = answer(MinutedActionFactory(meeting=work["held"], minute="2"), text="Done.", seen=1, by=editor)
    later = MeetingFactory(committee=work["committee"], held_on=HELD_ON + datetime.timedelta(days=7))
    close_action(action, meeting=later, minute="9", seen=2, by=editor)
    assert standing_on(later) == ["the end of action 2"]


def test_what_was_taken_back_keeps_nothing(work, editor):
    for factory in (MinutedActionFactory, ResolutionFactory):
        withdraw(factory(meeting=work["held"]), reason="Entered twice.", seen=1, by=editor)
    assert standing_on(work["held"]) == []


def test_one_meeting_is_not_kept_by_what_another_left(work):
    MinutedActionFactory(meeting=MeetingFactory(committee=work["committee"], held_on=HELD_ON.replace(day=1)))
    assert standing_on(work["held"]) == []


def test_asking_costs_seven_queries_however_much_there_is(work, django_assert_num_queries):
    for _ in range(3):
        MinutedActionFactory(meeting=work["held"])
    PackFactory(meeting=work["held"], frozen=True)
    with django_assert_num_queries(7):
        standing_on(work["held"])
