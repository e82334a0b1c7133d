"""What treats a risk: what is in place or under way, and not what was taken away."""

from __future__ import annotations

import pytest

from risks.actions.deciding import is_treated
from risks.models import Risk
from risks.scoring import Stance
from tests.conftest import TODAY
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import PersonFactory
from tests.factories.risks import ActionFactory, AssessmentFactory, CategoryFactory, ControlFactory, RiskFactory

pytestmark = pytest.mark.django_db
TESTED = {"tested_on": TODAY}
OVER = {"outcome": "Counted."}


@pytest.fixture
def risk(authority):
    """A risk beyond appetite that is said to be treated."""
    category = CategoryFactory(authority=authority)
    risk = RiskFactory(authority=authority, category=category, status="treated", status_reason="As decided.")
    return AssessmentFactory(risk=risk).risk


def stands(risk):
    """Whether something treats it, how it stands against appetite, and whether the lists say that nothing treats it."""
    found = Risk.objects.with_stance().get(pk=risk.pk)
    return is_treated(risk), Stance(found.stance), Risk.objects.all().treated_by_nothing().exists()


def linked(risk, stage):
    deliverable = DeliverableFactory(plan__authority=risk.authority)
    ProgressUpdateFactory(deliverable=deliverable, stage=stage, latest=True)
    risk.deliverables.add(deliverable)
    return deliverable


TREATS = [
    lambda risk: ControlFactory(risk=risk),
    lambda risk: ControlFactory(risk=risk, effectiveness="partly", **TESTED),
    lambda risk: ActionFactory(risk=risk),
    lambda risk: ActionFactory(risk=risk, state="done", **OVER),
    lambda risk: linked(risk, "in_progress"),
    lambda risk: linked(risk, "complete"),
]
TREATS_NOT = [
    lambda risk: None,
    lambda risk: ControlFactory(risk=risk, effectiveness="ineffective", **TESTED),
    lambda risk: ActionFactory(risk=risk, state="dropped", **OVER),
    lambda risk: linked(risk, "cancelled"),
]


@pytest.mark.parametrize("make", TREATS)
def test_what_is_in_place_or_under_way_treats_a_risk(make, risk):
    make(risk)
    assert stands(risk) == (True, Stance.TREATED, False)


@pytest.mark.parametrize("make", TREATS_NOT)
def test_what_does_not_help_leaves_it_waiting_for_a_decision(make, risk):
    make(risk)
    assert stands(risk) == (False, Stance.BEYOND, True)


@pytest.mark.parametrize("make", TREATS)
def test_what_was_taken_away_treats_nothing_any_more(make, risk):
    made = make(risk)
    gone = {"archived_at": "2010-01-01T00:00Z", "archived_by": PersonFactory()}
    type(made).objects.filter(pk=made.pk).update(**gone)
    assert stands(risk) == (False, Stance.BEYOND, True)


def test_a_deliverable_of_an_archived_plan_treats_nothing(risk):
    plan = linked(risk, "in_progress").plan
    type(plan).objects.filter(pk=plan.pk).update(archived_at="2010-01-01T00:00Z", archived_by=PersonFactory())
    assert stands(risk) == (False, Stance.BEYOND, True)
