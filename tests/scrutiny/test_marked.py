"""What a committee says about something that is marked is marked as that: pages, lists, files, minutes, packs."""

from __future__ import annotations

import io

import docx
import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import record
from kpa_tracker.interfaces.scrutiny.assembling.whole import assemble
from tests.factories.deliverables import DeliverableFactory
from tests.factories.inspections import RecommendationFactory
from tests.factories.packs import PackFactory
from tests.factories.people import CommitteeFactory
from tests.factories.plans import PlanFactory
from tests.factories.scrutiny import (
    AgendaItemFactory,
    CommitteeRatingFactory,
    HeldMeetingFactory,
    MinutedActionFactory,
    QuestionFactory,
)

pytestmark = pytest.mark.django_db
SENSITIVE = "OFFICIAL-SENSITIVE"


@pytest.fixture
def meeting(authority):
    return HeldMeetingFactory(committee=CommitteeFactory(authority=authority))


@pytest.fixture
def secret(authority):
    return RecommendationFactory(inspection__authority=authority, marking=SENSITIVE)


def marked(client, address):
    return f"app-marking--{SENSITIVE.lower()}" in client.get(address).content.decode()


def said_at(meeting, **about):
    return [
        QuestionFactory(committee=meeting.committee, meeting=meeting, **about),
        MinutedActionFactory(meeting=meeting, **about),
    ]


def test_a_question_and_an_action_about_it_their_lists_and_the_meeting_are_headed_by_its_marking(
    meeting, secret, editor, as_person
):
    client = as_person(editor)
    lists = [reverse("question-list"), reverse("minuted-action-list"), meeting.get_absolute_url()]
    said_at(meeting)
    assert [address for address in lists if marked(client, address)] == []
    addresses = [*lists, *(one.get_absolute_url() for one in said_at(meeting, recommendation=secret))]
    assert [address for address in addresses if not marked(client, address)] == []


def test_so_is_what_is_about_a_deliverable_of_a_marked_plan(meeting, authority, editor, as_person):
    said_at(meeting, deliverable=DeliverableFactory(plan=PlanFactory(authority=authority, marking=SENSITIVE)))
    client = as_person(editor)
    for address in (reverse("question-list"), reverse("minuted-action-list"), meeting.get_absolute_url()):
        assert marked(client, address), address


@pytest.mark.parametrize("name", ["question-list", "minuted-action-list"])
def test_a_file_of_the_list_says_it_in_its_name_and_of_its_row(name, meeting, secret, editor, as_person):
    said_at(meeting, recommendation=secret)
    file = as_person(editor).get(reverse(name), {"export": "csv"})
    assert 'filename="official-sensitive-' in file["Content-Disposition"]
    assert b"".join(file).decode("utf-8-sig").splitlines()[1].endswith(SENSITIVE)


def draft_of(meeting, editor, as_person):
    file = as_person(editor).get(reverse("meeting-minutes", args=[meeting.pk]))
    return docx.Document(io.BytesIO(file.content)).sections[0].header.paragraphs[0].text


def test_the_draft_of_the_minutes_has_it_on_every_page(meeting, secret, editor, as_person):
    said_at(meeting)
    assert draft_of(meeting, editor, as_person) == "OFFICIAL"
    said_at(meeting, recommendation=secret)
    assert draft_of(meeting, editor, as_person) == SENSITIVE


@pytest.mark.parametrize("said", ["a rating", "an agenda item"])
def test_what_a_meeting_rated_or_had_before_it_counts_too(said, meeting, authority, editor, as_person):
    plan = PlanFactory(authority=authority, marking=SENSITIVE)
    if said == "a rating":
        CommitteeRatingFactory(meeting=meeting, deliverable=DeliverableFactory(plan=plan))
    else:
        AgendaItemFactory(meeting=meeting, plan=plan)
    assert draft_of(meeting, editor, as_person) == SENSITIVE


@pytest.mark.parametrize("kind", [QuestionFactory, MinutedActionFactory])
def test_a_pack_has_the_marking_of_what_is_outstanding(kind, meeting, secret, authority):
    pack = PackFactory(meeting=meeting, plan=PlanFactory(authority=authority, marking="OFFICIAL"))
    assert assemble(pack).head.marking == "OFFICIAL"
    own = {"committee": meeting.committee} if kind is QuestionFactory else {"meeting": meeting}
    kind(recommendation=secret, **own)
    assert assemble(pack).head.marking == SENSITIVE


def test_the_history_of_what_is_marked_is_headed_by_it_and_its_file_named_so(authority, auditor, editor, as_person):
    plan = PlanFactory(authority=authority)
    one = DeliverableFactory(plan=plan)
    record("deliverable changed", one, by=editor, authority_id=authority.pk, changes={"title": ["A", "B"]})
    client, page = as_person(auditor), reverse("history")
    assert not marked(client, page)
    type(one).objects.filter(pk=one.pk).update(marking=SENSITIVE)
    assert marked(client, page)
    file = client.get(page, {"export": "csv"})
    assert 'filename="official-sensitive-' in file["Content-Disposition"]
    assert not marked(client, f"{page}?type=plans.plan")
