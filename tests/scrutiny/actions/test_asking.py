"""Asking: of whom, about what, before and at a meeting."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.scrutiny.actions import ask_question
from kpa_tracker.interfaces.scrutiny.models import Question
from tests.factories.deliverables import DeliverableFactory
from tests.factories.inspections import RecommendationFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.risks import RiskFactory
from tests.factories.scrutiny import AgendaItemFactory, HeldMeetingFactory
from tests.factories.targets import MeasureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(work):
    def asked(**values):
        question = Question(**{"committee": work["committee"], "text": "What holds it up?", **values})
        return ask_question(question, by=work["member"])

    return asked


def test_a_question_on_a_deliverable_goes_to_its_lead(work, ask):
    asked = ask(deliverable=work["deliverable"])
    assert (asked.to, asked.asked_by, asked.is_open) == (work["lead"], work["member"], True)


@pytest.mark.parametrize(
    ("name", "factory"), [("measure", MeasureFactory), ("risk", RiskFactory), ("recommendation", RecommendationFactory)]
)
def test_a_question_goes_to_the_owner_of_what_it_is_about(name, factory, work, ask):
    subject = factory(authority=work["committee"].authority, owner=work["lead"])
    assert ask(**{name: subject}).to == work["lead"]


def test_another_post_may_be_asked_instead(work, ask):
    other = PostFactory(authority=work["committee"].authority)
    assert ask(deliverable=work["deliverable"], to=other).to == other


def test_asking_is_one_event(work, ask):
    ask(deliverable=work["deliverable"], meeting=work["coming"])
    assert list(Event.objects.values_list("verb", flat=True)) == ["question created"]


def test_a_question_that_nobody_would_answer_is_refused(work, ask):
    with pytest.raises(Refused, match="Choose the post") as refused:
        ask(deliverable=DeliverableFactory(plan=work["deliverable"].plan))
    assert refused.value.field == "to"


def test_a_question_on_the_plan_names_who_answers(work, ask):
    with pytest.raises(Refused, match="Choose the post"):
        ask(plan=work["deliverable"].plan)
    assert ask(plan=work["deliverable"].plan, to=work["lead"]).subject == work["deliverable"].plan


def test_a_question_is_about_one_thing_at_most(work, ask):
    with pytest.raises(ValidationError, match="one thing"):
        ask(deliverable=work["deliverable"], plan=work["deliverable"].plan)


def test_a_question_is_asked_before_the_meeting_but_minuted_after_it(work, ask):
    assert ask(deliverable=work["deliverable"], meeting=work["coming"]).meeting == work["coming"]
    with pytest.raises(Refused, match="not been held"):
        ask(deliverable=work["deliverable"], meeting=work["coming"], minute="10/4")
    assert ask(deliverable=work["deliverable"], meeting=work["held"], minute="10/4").minute == "10/4"


def test_a_question_is_asked_at_a_meeting_of_its_own_committee(work, ask):
    elsewhere = HeldMeetingFactory(committee=CommitteeFactory(authority=work["committee"].authority))
    with pytest.raises(Refused, match="another committee"):
        ask(deliverable=work["deliverable"], meeting=elsewhere)


def test_an_item_of_another_agenda_is_refused(work, ask):
    with pytest.raises(Refused, match="another agenda"):
        ask(deliverable=work["deliverable"], meeting=work["held"], item=AgendaItemFactory(meeting=work["coming"]))


@pytest.mark.parametrize(("values", "why"), [({"kind": Post.Kind.GROUP}, "group"), ({"archived": True}, "archived")])
def test_who_cannot_answer_is_not_asked(values, why, work, ask, editor):
    to = PostFactory(authority=work["committee"].authority, kind=values.get("kind", Post.Kind.POST))
    if "archived" in values:
        to.archived_at, to.archived_by = to.created_at, editor
        to.save()
    with pytest.raises(Refused, match=why):
        ask(to=to)


def test_nothing_of_another_authority_is_asked_about(work, ask):
    with pytest.raises(ValidationError, match="another authority"):
        ask(deliverable=DeliverableFactory(), to=work["lead"])


def test_a_question_has_words(work, ask):
    with pytest.raises(ValidationError):
        ask(deliverable=work["deliverable"], text="")
