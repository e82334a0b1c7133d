"""What lists select of committees' work."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.scrutiny.models import (
    AgendaItem,
    Attendance,
    CommitteeRating,
    MinutedAction,
    Question,
    Resolution,
)
from tests.factories.people import MeetingFactory, person_with
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
MADE = {
    AgendaItem: AgendaItemFactory,
    Attendance: AttendanceFactory,
    CommitteeRating: CommitteeRatingFactory,
    MinutedAction: MinutedActionFactory,
    Question: QuestionFactory,
    Resolution: ResolutionFactory,
}
WHEN = datetime.datetime(2010, 4, 1, 9, tzinfo=datetime.timezone.utc)


def answered(by, **values):
    return {"answer": "Done.", "answered_by": by, "answered_at": WHEN, **values}


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_everybody_of_the_authority_reads_it_and_nobody_else(model, stranger):
    made = MADE[model]()
    committee = made.committee if hasattr(made, "committee") else made.meeting.committee
    auditor = person_with(Role.AUDITOR, authority=committee.authority)
    assert [list(model.objects.visible_to(one)) for one in (auditor, stranger)] == [[made], []]


def test_an_action_stands_in_one_place(editor):
    late = MinutedActionFactory(due_on=datetime.date(2010, 4, 11))
    today = MinutedActionFactory(due_on=datetime.date(2010, 4, 12))
    undated = MinutedActionFactory()
    said = MinutedActionFactory(due_on=late.due_on, **answered(editor))
    later = MeetingFactory(committee=said.committee, held_on=HELD_ON.replace(day=30))
    closed = {"closed_meeting": later, "closed_minute": "10/9", "closed_at": WHEN, "closed_by": editor}
    done = MinutedActionFactory(**answered(editor, **closed))
    MinutedActionFactory(withdrawn_at=WHEN, withdrawn_by=editor, due_on=late.due_on)
    found = MinutedAction.objects.for_list()
    assert list(found.open()) == [late, today, undated]
    assert (list(found.overdue()), list(found.answered()), list(found.closed())) == ([late], [said], [done])
    assert [one.is_overdue for one in (late, today, undated, said, done)] == [True, False, False, False, False]
    assert list(found.outstanding().owned_by({late.owner_id})) == [late]


def test_a_question_waits_until_it_is_answered_or_taken_back(editor):
    waits, done = QuestionFactory(), QuestionFactory(**answered(editor))
    QuestionFactory(withdrawn_at=WHEN, withdrawn_by=editor)
    assert (list(Question.objects.open()), list(Question.objects.answered())) == ([waits], [done])
    assert list(Question.objects.open().addressed_to({waits.to_id})) == [waits]


def test_a_newer_rating_of_the_committee_takes_the_place_of_the_one_before(editor):
    first = CommitteeRatingFactory()
    later = MeetingFactory(committee=first.committee, held_on=HELD_ON.replace(day=30))
    second = CommitteeRatingFactory(deliverable=first.deliverable, meeting=later)
    other = CommitteeRatingFactory(deliverable=first.deliverable)
    assert set(CommitteeRating.objects.in_force()) == {second, other}
    CommitteeRating.objects.filter(pk=second.pk).update(withdrawn_at=WHEN, withdrawn_by=editor)
    assert set(CommitteeRating.objects.in_force()) == {first, other}


def test_a_rating_stands_beside_the_owners_until_answered(editor):
    stands = CommitteeRatingFactory()
    CommitteeRatingFactory(**answered(editor))
    assert list(CommitteeRating.objects.unanswered()) == [stands]


def test_ratings_that_differ_from_the_owners_are_found():
    differs = CommitteeRatingFactory(rating="red", owner_rating="green")
    CommitteeRatingFactory(rating="green", owner_rating="green")
    assert list(CommitteeRating.objects.differing()) == [differs]
