"""Who may ask, record and answer: the committee, its minute-takers, whoever is asked; nobody else."""

from __future__ import annotations

import pytest

from kpa_tracker.base.people.roles import Role
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.scrutiny import (
    CommitteeRatingFactory,
    MinutedActionFactory,
    QuestionFactory,
    ResolutionFactory,
    committee_at_work,
)

pytestmark = pytest.mark.django_db
ASK, RECORD, ANSWER = "scrutiny.ask_question", "scrutiny.record_minutes", "scrutiny.answer"


@pytest.fixture
def people(work, editor, administrator, auditor, officer, stranger):
    seat = PostFactory(authority=work["committee"].authority)
    other = CommitteeFactory(authority=work["committee"].authority)
    other.members.add(seat)
    return {
        "chair": work["chair"],
        "member": work["member"],
        "owner": work["owner"],
        "editor": editor,
        "administrator": administrator,
        "auditor": auditor,
        "officer": officer,
        "member of another committee": person_with(Role.MEMBER, post=seat),
        "stranger": stranger,
        "member of another authority": committee_at_work()["member"],
    }


def those_who(may, record, people):
    return sorted(name for name, person in people.items() if person.has_perm(may, record))


KEEPERS = ["administrator", "chair", "editor", "member"]


def test_the_committee_and_editors_record_what_it_does(work, people):
    for record in (work["committee"], work["held"], ResolutionFactory(meeting=work["held"])):
        assert those_who(RECORD, record, people) == KEEPERS


def test_every_committee_of_the_authority_may_ask(work, people):
    assert those_who(ASK, work["deliverable"], people) == sorted([*KEEPERS, "member of another committee"])


def test_whoever_is_asked_answers_and_minute_takers_write_answers_down(work, people):
    asked = [
        QuestionFactory(committee=work["committee"], to=work["lead"]),
        MinutedActionFactory(meeting=work["held"], owner=work["lead"]),
        CommitteeRatingFactory(meeting=work["held"], deliverable=work["deliverable"]),
    ]
    assert [those_who(ANSWER, one, people) for one in asked] == [["administrator", "editor", "owner"]] * 3


def test_an_auditor_answers_and_records_nothing_whatever_they_hold(work):
    auditor = person_with(Role.AUDITOR, post=work["lead"])
    work["committee"].members.add(work["lead"])
    question = QuestionFactory(committee=work["committee"], to=work["lead"])
    assert [auditor.has_perm(may, question) for may in (ANSWER, RECORD)] == [False, False]


def test_an_archived_committee_has_no_seats(work, editor):
    work["committee"].archived_at, work["committee"].archived_by = work["held"].created_at, editor
    work["committee"].save()
    assert not work["chair"].has_perm(RECORD, work["held"])


@pytest.mark.parametrize("may", [ASK, RECORD])
def test_before_a_record_is_known_only_who_serves_a_committee_gets_in(may, people):
    assert those_who(may, None, people) == sorted(set(people) - {"owner", "officer", "auditor"})
