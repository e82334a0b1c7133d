"""Adoption fixes the first deadlines; a year ends with its periods closed."""

from __future__ import annotations

import pytest

from deliverables.actions.adoption import move_plan
from deliverables.models import Deliverable
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory, ReportingPeriodFactory
from tests.factories.plans import PlanFactory

State = Plan.State


@pytest.fixture
def consulted(authority):
    return PlanFactory(authority=authority, state=State.CONSULTATION)


def promise(plan, **values):
    values = {"deadline_text": "June 2010", "deadline_precision": "month", "deadline_due": "2010-06-30", **values}
    return DeliverableFactory(
        plan=plan, first_deadline_text="", first_deadline_precision="none", first_deadline_due=None, **values
    )


def test_adoption_keeps_each_deadline_as_the_first(consulted, editor):
    dated, gap = promise(consulted), promise(consulted, deadline_text="", deadline_precision="none", deadline_due=None)
    elsewhere = promise(PlanFactory(state=State.CONSULTATION))
    move_plan(consulted, to=State.ADOPTED, seen=1, by=editor)
    dated, gap, elsewhere = (Deliverable.objects.get(pk=one.pk) for one in (dated, gap, elsewhere))
    assert dated.first_deadline == dated.deadline
    assert (gap.first_deadline.is_set, elsewhere.first_deadline.is_set) == (False, False)
    assert history_of(consulted).get().changes == {
        "state": ["consultation", "adopted"],
        "first adopted deadlines kept": [None, 1],
    }


def test_a_draft_is_not_adopted_and_no_deadline_is_fixed(authority, editor):
    plan = PlanFactory(authority=authority, state=State.DRAFT)
    promised = promise(plan)
    with pytest.raises(Refused):
        move_plan(plan, to=State.ADOPTED, seen=1, by=editor)
    assert not Deliverable.objects.get(pk=promised.pk).first_deadline.is_set


def test_adoption_by_the_slower_of_two_fixes_nothing(consulted, editor):
    promised = promise(consulted)
    with pytest.raises(Conflict):
        move_plan(consulted, to=State.ADOPTED, seen=0, by=editor)
    assert not Deliverable.objects.get(pk=promised.pk).first_deadline.is_set


def test_going_to_consultation_fixes_nothing(authority, editor):
    plan = PlanFactory(authority=authority, state=State.DRAFT)
    promised = promise(plan)
    move_plan(plan, to=State.CONSULTATION, seen=1, by=editor)
    assert not Deliverable.objects.get(pk=promised.pk).first_deadline.is_set


def test_a_plan_is_not_closed_over_an_open_period(authority, editor):
    plan = PlanFactory(authority=authority, state=State.ADOPTED)
    ReportingPeriodFactory(plan=plan, name="Quarter 4")
    with pytest.raises(Refused, match="Close these reporting periods first: Quarter 4"):
        move_plan(plan, to=State.CLOSED, seen=1, by=editor)


def test_a_plan_whose_periods_are_closed_is_closed(authority, editor):
    plan = PlanFactory(authority=authority, state=State.ADOPTED)
    ReportingPeriodFactory(plan=plan, closed_at="2010-04-01T00:00Z", closed_by=editor)
    assert move_plan(plan, to=State.CLOSED, seen=1, by=editor).state == State.CLOSED
