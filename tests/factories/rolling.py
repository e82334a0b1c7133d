"""A plan at the end of its year, and the draft that follows it."""

from __future__ import annotations

import datetime

import pytest

from deliverables.models import Deliverable
from tests.factories.deliverables import DeliverableFactory, MeasurementFactory, ProgressUpdateFactory
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory

NEXT = {
    "title": "Business plan 2010/11",
    "starts_on": datetime.date(2010, 4, 1),
    "ends_on": datetime.date(2011, 3, 31),
}


@pytest.fixture
def promised(plan, post, earlier_period):
    """Five deliverables of a plan, by reference: the first is accepted as complete, the second was cancelled."""
    ambition = AmbitionFactory(plan=plan, reference="1", title="Safe streets")
    place = {"plan": plan, "ambition": ambition, "descriptor": DescriptorFactory(ambition=ambition, title="Less crime")}
    dues = ("June 2009", "July 2009", "March 2010", "June 2010", "Quarterly")
    made = {
        f"1.{at}": DeliverableFactory(reference=f"1.{at}", title=f"Promise {at}", lead=post, due=due, **place)
        for at, due in enumerate(dues, start=1)
    }
    MeasurementFactory(deliverable=made["1.3"], text="Agreed in May")
    accepted = {"state": "accepted", "latest": True, "period": earlier_period}
    ProgressUpdateFactory(deliverable=made["1.1"], stage="complete", **accepted)
    ProgressUpdateFactory(deliverable=made["1.2"], stage="cancelled", **accepted)
    return made


@pytest.fixture
def follower(plan):
    """An empty draft that follows the plan."""
    return PlanFactory(authority=plan.authority, state="draft", previous=plan, **NEXT)


@pytest.fixture
def successor(follower):
    """What stands in the draft that follows the plan."""
    return DeliverableFactory(plan=follower, reference="2.1", title="What follows")


def fresh(one):
    return Deliverable.objects.get(pk=one.pk)
