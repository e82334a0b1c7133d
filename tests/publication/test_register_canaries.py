"""Nothing internal is in the public register: every text of every record is a canary, only the allowed ones sing."""

from __future__ import annotations

import datetime
from operator import attrgetter

import pytest
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.publication import public
from kpa_tracker.interfaces.publication.actions.exporting import export_register
from plans.models import Ambition, Plan
from risks.models import Assessment, Category, Risk
from tests.factories.people import CommitteeFactory, MeetingFactory, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.publication import approve_all
from tests.factories.risks import (
    AcceptanceFactory,
    ActionFactory,
    AssessmentFactory,
    CategoryFactory,
    ControlFactory,
    RiskFactory,
)
from tests.publication.test_canaries import ARCHIVED, House, everything_in, leaks, missing

pytestmark = pytest.mark.django_db


class RegisterHouse(House):
    """The house of the plan, with a register that is scored, treated and decided on."""

    def hidden(self):
        super().hidden()
        self.told, self.named = self.risks
        Risk.objects.live().exclude(pk__in=[one.pk for one in self.risks]).update(
            status="closed", status_reason="Over."
        )
        for risk in self.risks:
            self.furnish(risk)
        self.told.ambitions.add(self.ambition)
        gone = {**ARCHIVED, "archived_by": self.person}
        self.furnish(RiskFactory(authority=self.authority, **gone))
        self.furnish(RiskFactory(authority=self.authority, status="closed", status_reason="Over."))
        self.furnish(RiskFactory())
        self.marked = PlanFactory(authority=self.authority)
        hidden = [PlanFactory(authority=self.authority, **values) for values in ({"state": "draft"}, gone)]
        for plan in (self.marked, *hidden):
            self.told.ambitions.add(AmbitionFactory(plan=plan))
        self.told.ambitions.add(AmbitionFactory(plan=self.plan, **gone))

    def furnish(self, risk):
        """Give a risk scores with rationale, controls, actions, an acceptance at a meeting, a category, a status."""
        category = CategoryFactory(authority=risk.authority, statement="Little is borne.")
        committee = CommitteeFactory(authority=risk.authority)
        values = {"category": category, "committee": committee, "cause": "C", "event": "E", "effect": "F"}
        Risk.objects.filter(pk=risk.pk).update(**values)
        for basis in ("inherent", "current", "target"):
            AssessmentFactory(risk=risk, basis=basis, assessed_on=datetime.date(2009, 6, 1))
        AssessmentFactory(risk=risk, likelihood=4)
        tested = {"effectiveness": "effective", "tested_on": datetime.date(2010, 2, 1)}
        ControlFactory(risk=risk, owner=self.post, **tested)
        ActionFactory(risk=risk, state="done", outcome="Done.")
        meeting = MeetingFactory(committee=committee)
        AcceptanceFactory(risk=risk, approver=self.post, meeting=meeting)

    def plant(self):
        super().plant()
        Risk.objects.filter(pk=self.named.pk).update(public_wording="")
        Plan.objects.filter(pk=self.marked.pk).update(marking="RESTRICTED")

    def approve(self):
        approve_all(Authority.objects.get(pk=self.authority.pk))

    def is_public(self, record, name):
        """Say by hand what the public may read, apart from the code that selects it."""
        category = Risk.objects.get(pk=self.told.pk).category
        return (record, name) in [
            *((self.authority, column) for column in ("name", "contact")),
            *((risk, "reference") for risk in (self.told, self.named)),
            (self.told, "public_wording"),
            (category, "name"),
            *((self.ambition, column) for column in ("reference", "title")),
        ]


@pytest.fixture(scope="module")
def house(lasting):
    return lasting(RegisterHouse)


def drawn(house, *, committee=None):
    authority = Authority.objects.get(pk=house.authority.pk)
    return everything_in(export_register(authority, committee=committee, public=True, by=None).content)


def test_the_public_register_has_what_is_allowed_and_nothing_else(house):
    content = drawn(house)
    assert leaks(house, content) == []
    assert missing(house, content) == []


@pytest.mark.parametrize("name", ["register-document-public", "register-pdf-public"])
def test_so_it_is_over_the_web(house, as_person, name):
    reader = person_with(Role.OFFICER, authority=house.authority)
    content = as_person(reader).get(reverse(name, args=[house.authority.pk])).content
    found = everything_in(content) if name == "register-pdf-public" else content.decode()
    assert leaks(house, found) == []
    assert missing(house, found) == []


def test_one_committees_public_register_names_the_committee_beside(house):
    committee = Risk.objects.get(pk=house.told.pk).committee
    content = drawn(house, committee=committee)
    assert leaks(house, content) == [f"Committee.name of {committee.pk}"]


def test_every_text_of_a_register_is_watched(house):
    watched = {label.split(" ")[0] for label in house.forbidden.values()}
    assert {
        "Risk.cause", "Risk.event", "Risk.effect", "Risk.description", "Risk.public_wording", "Risk.status_reason",
        "Risk.title", "Risk.reference", "Risk.archived_reason", "Assessment.rationale", "Control.title",
        "Control.description", "Action.title", "Action.description", "Action.outcome", "Action.due_text",
        "Acceptance.reason", "Acceptance.ended_reason", "Category.name", "Category.statement", "Definition.word",
        "Definition.meaning", "Committee.name", "Post.title", "Person.name", "Meeting.place", "Ambition.title",
    } <= watched  # fmt: skip


def test_the_internal_register_has_what_the_public_one_has_not(house):
    authority = Authority.objects.get(pk=house.authority.pk)
    content = everything_in(export_register(authority, committee=None, public=False, by=None).content)
    found = {label.split(" ")[0] for label in leaks(house, content)}
    assert {
        "Risk.cause", "Risk.event", "Risk.effect", "Control.title", "Action.title", "Acceptance.reason",
        "Category.statement", "Post.title", "Committee.name", "Definition.word",
    } <= found  # fmt: skip
    assert "Risk.archived_reason" not in found
    assert "Person.name" not in found


@pytest.mark.once
@pytest.mark.parametrize(
    ("model", "column", "where"),
    [
        (Risk, "cause", "public_wording"),
        (Risk, "title", "public_wording"),
        (Risk, "owner.title", "reference"),
        (Risk, "category.statement", "category__name"),
        (Ambition, "description", "title"),
    ],
)
def test_a_leak_planted_in_the_allow_list_is_caught(house, monkeypatch, model, column, where):
    honest, planted = public.register.read, []

    def leaking(records, *allowed, **keys):
        rows = honest(records, *allowed, **keys)
        if records.model is model:
            for row, record in zip(rows, records, strict=True):
                row[where] = attrgetter(column)(record)
                planted.append(row[where])
        return rows

    monkeypatch.setattr(public.register, "read", leaking)
    found = set(leaks(house, drawn(house)))
    assert {house.forbidden.get(token) for token in planted} & found


@pytest.mark.parametrize("model", [Risk, Assessment, Category])
def test_the_columns_that_are_read_are_named_one_by_one(model):
    assert (
        public.ALLOWED_OF_REGISTER.get(model, ())
        == {
            Risk: ("reference", "public_wording", "category__name"),
            Assessment: ("likelihood", "impact"),
            Category: (),
        }[model]
    )
