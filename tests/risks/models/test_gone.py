"""What is archived or over counts nowhere: a deliverable, a risk, an acceptance."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from risks.models import Risk
from risks.models.facts import facts_of, for_checks
from risks.scoring import Stance
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import PersonFactory, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import AcceptanceFactory, AssessmentFactory, CategoryFactory, RiskFactory

pytestmark = pytest.mark.django_db
SCORED_AT = datetime.datetime(2010, 1, 15, 12, tzinfo=datetime.timezone.utc)
AGAIN = "Score it again?"


@pytest.fixture
def gone(db):
    return {"archived_at": "2010-01-01T00:00Z", "archived_by": PersonFactory()}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


@pytest.fixture
def risk(authority):
    category = CategoryFactory(authority=authority)
    return AssessmentFactory(risk=RiskFactory(authority=authority, category=category, reference="KPA 07")).risk


def turned_red(risk, plan, *, at=SCORED_AT + datetime.timedelta(days=1), stage="in_progress", **values):
    """Link a deliverable that is red since a time."""
    made = DeliverableFactory(plan=plan, ambition=AmbitionFactory(plan=plan), **values)
    ProgressUpdateFactory(deliverable=made, rating="red", stage=stage, latest=True, submitted_at=at)
    risk.deliverables.add(made)
    return made


def found(name):
    return getattr(Risk.objects.all(), name)().exists()


def page_of(risk, client):
    return client.get(risk.get_absolute_url()).content.decode()


def test_a_red_deliverable_is_something_to_rest_on_and_to_score_again_for(risk, plan, as_person, editor):
    turned_red(risk, plan)
    assert (found("resting_on_red"), found("to_reassess")) == (True, True)
    assert AGAIN in page_of(risk, as_person(editor))


def test_an_archived_one_is_neither(risk, plan, gone, as_person, editor):
    turned_red(risk, plan, **gone)
    assert (found("resting_on_red"), found("to_reassess")) == (False, False)
    assert AGAIN not in page_of(risk, as_person(editor))


def test_what_was_red_at_the_moment_of_scoring_was_known_then(risk, plan):
    turned_red(risk, plan, at=SCORED_AT)
    assert not found("to_reassess")


@pytest.mark.parametrize(("archived", "treating", "linked"), [(False, 1, True), (True, 0, False)])
def test_a_complete_deliverable_lowers_a_risk_until_it_is_archived(
    archived, treating, linked, risk, plan, gone, as_person, editor
):
    made = turned_red(risk, plan, stage="complete", **(gone if archived else {}))
    assert facts_of(for_checks(Risk.objects.all()).get()).treating == treating
    without = as_person(editor).get(reverse("risk-whole"), {"plan": plan.pk}).context["without_risk"]
    assert (made.ambition not in without) == linked


@pytest.mark.parametrize(("status", "counts"), [("open", True), ("closed", False), ("terminated", False)])
def test_what_has_ended_waits_for_nobody(status, counts, risk, plan, as_person, editor):
    deliverable = turned_red(risk, plan)
    Risk.objects.filter(pk=risk.pk).update(status=status, status_reason="As decided.")
    assert (found("without_owner"), found("to_reassess"), found("needing_decision")) == (counts,) * 3
    risk.deliverables.clear()
    assert found("treated_by_nothing") == counts
    risk.deliverables.add(deliverable)
    client = as_person(editor)
    page = client.get(risk.get_absolute_url())
    offered = [label for label, *_ in page.context["page_actions"]]
    assert ("Score it" in offered, AGAIN in page.content.decode()) == (counts, counts)
    assert ("KPA 07" in client.get(deliverable.get_absolute_url()).content.decode()) == counts


@pytest.mark.parametrize(("ended", "stance"), [(False, Stance.ACCEPTED), (True, Stance.BEYOND)])
def test_an_acceptance_counts_until_it_is_ended(ended, stance, risk, editor):
    how = {"ended_at": SCORED_AT, "ended_by": editor, "ended_reason": "Taken back."} if ended else {}
    AcceptanceFactory(risk=risk, **how)
    facts = facts_of(for_checks(Risk.objects.all()).get())
    assert (facts.has_acceptance, facts.stance) == (not ended, stance)


def test_the_archived_risks_are_those_of_ones_own_authority(risk, gone, as_person, authority):
    Risk.objects.update(**gone)
    RiskFactory(title="Somebody else's", **gone)
    rows = as_person(person_with(Role.MEMBER, authority=authority)).get(reverse("risk-archived")).context["table"].rows
    assert [row.record for row in rows] == [risk]
