"""What the demonstration's committees did: three meetings that were held and one to come, in every state."""

from __future__ import annotations

import pytest

from kpa_tracker.base.people.models import Meeting
from kpa_tracker.interfaces.scrutiny.models import (
    AgendaItem,
    Attendance,
    CommitteeRating,
    MinutedAction,
    Question,
    Resolution,
)
from kpa_tracker.interfaces.scrutiny.models.drafts import put_under

pytestmark = pytest.mark.usefixtures("demonstration")


def test_three_meetings_were_held_and_one_is_to_come():
    with_agenda = Meeting.objects.filter(agendaitems__isnull=False).distinct()
    assert [one.is_held for one in with_agenda.order_by("held_on")] == [True, True, True, False]
    assert Attendance.objects.count() == 3


def test_questions_are_answered_and_open():
    assert (Question.objects.answered().count(), Question.objects.open().count()) == (4, 2)


def test_actions_are_closed_answered_open_and_overdue():
    found = MinutedAction.objects.all()
    counts = [getattr(found, name)().count() for name in ("closed", "answered", "open", "overdue")]
    assert counts == [1, 1, 2, 1]


def test_the_committee_rates_otherwise_than_the_owner_once_answered_and_once_not():
    ratings = CommitteeRating.objects.differing()
    assert sorted((one.rating, one.owner_rating, one.is_answered) for one in ratings) == [
        ("amber", "green", False),
        ("amber", "green", True),
    ]


def test_resolutions_stand_under_their_items():
    assert list(Resolution.objects.values_list("item__kind", flat=True)) == [
        *("draft_plan", "progress", "progress", "draft_plan")
    ]
    assert not AgendaItem.objects.exclude(withdrawn_at=None).exists()


def test_an_agenda_puts_the_plan_that_its_committee_was_consulted_on():
    item = AgendaItem.objects.get(plan__isnull=False)
    (put,) = put_under(item)
    assert (item.plan, item.meeting.committee, item.kind) == (put.plan, put.committee, "draft_plan")
    assert put.opens_on <= item.meeting.held_on <= put.closes_on
    assert len(put.said) == put.received > 0
