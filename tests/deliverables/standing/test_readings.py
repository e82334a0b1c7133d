"""How a plan stands now."""

import pytest

from deliverables.standing import standings
from kpa_tracker.base.toolkit import clock
from tests.factories.deliverables import DeliverableFactory
from tests.factories.plans import AmbitionFactory, DescriptorFactory
from tests.factories.progress import rated

pytestmark = pytest.mark.django_db


def test_deliverables_stand_in_the_order_of_the_plan_without_what_is_archived(plan, editor):
    second, first = AmbitionFactory(plan=plan, position=2), AmbitionFactory(plan=plan, position=1)
    gone = DescriptorFactory(ambition=first, archived_at=clock.now(), archived_by=editor)
    for ambition, reference, position in ((second, "2.1", 1), (first, "1.10", 2), (first, "1.9", 1)):
        DeliverableFactory(plan=plan, ambition=ambition, descriptor=None, reference=reference, position=position)
    DeliverableFactory(plan=plan, ambition=first, descriptor=gone, reference="1.2")
    DeliverableFactory(reference="of another plan")
    assert [one.reference for one in standings(plan)] == ["1.9", "1.10", "2.1"]


@pytest.mark.parametrize("number", [1, 3])
def test_reading_a_plan_takes_three_queries(plan, number, django_assert_num_queries):
    for place in range(number):
        rated(plan, "amber", before="red", reference=f"1.{place}")
    with django_assert_num_queries(3):
        assert len(standings(plan)) == number
