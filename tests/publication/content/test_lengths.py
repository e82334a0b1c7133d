"""How many deliverables one process has to draw, by where they stand."""

from __future__ import annotations

import pytest

from kpa_tracker.interfaces.publication.working import working_document
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory
from tests.factories.plans import AmbitionFactory, PlanFactory, SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    made = PlanFactory()
    for number in (2, 3, 4):
        one = AmbitionFactory(plan=made, reference=str(number), position=number)
        DeliverableFactory.create_batch(number, plan=made, ambition=one)
    return made


@pytest.mark.parametrize(
    ("body", "most"),
    [
        ("Words.", 4),
        ("[[deliverables: 2]]", 4),
        ("[[deliverables: 2]]\n\n[[deliverables: 3]]", 5),
        ("[[deliverables]]", 9),
    ],
    ids=["each ambition by itself", "one is placed", "two are placed", "all are placed"],
)
def test_what_sections_place_is_drawn_together(plan, body, most):
    SectionFactory(plan=plan, body=body)
    assert working_document(Plan.objects.for_page().get(pk=plan.pk)).most_together == most


def test_without_deliverables_nothing_is():
    assert working_document(PlanFactory()).most_together == 0
