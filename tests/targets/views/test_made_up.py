"""What the demonstration made up says so wherever it is shown; what was given does not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from targets.actions.results import record_result
from tests.factories.deliverables import DeliverableFactory
from tests.factories.plans import PlanFactory
from tests.factories.targets import FIRST_QUARTER, MeasureFactory, SeriesFactory, TargetFactory

pytestmark = pytest.mark.django_db
SECOND_QUARTER = {"starts": "2009-07-01", "ends": "2009-09-30"}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


@pytest.fixture(params=["last", "sum"])
def pages(request, authority, plan, editor):
    """Return a function that enters a result and gives the pages that show it."""
    measure = MeasureFactory(authority=authority, gathering=request.param, kind="count")
    series = SeriesFactory(measure=measure, name="")
    TargetFactory(series=series, plan=plan)
    deliverable = DeliverableFactory(plan=plan)
    deliverable.measures.add(measure)

    def entered(*, is_invented):
        record_result(series, **FIRST_QUARTER, content={"value": Decimal(50)}, by=editor, is_invented=is_invented)
        lists = [reverse("measure-list"), reverse("plan-scorecard", args=[plan.pk]), deliverable.get_absolute_url()]
        return [*lists, measure.get_absolute_url()]

    return entered


@pytest.mark.parametrize("is_invented", [True, False])
def test_a_result_that_is_made_up_says_so_on_every_page(pages, editor, as_person, is_invented):
    client = as_person(editor)
    for url in pages(is_invented=is_invented):
        said = client.get(url).content.decode().lower()
        assert "50" in said
        assert ("made up" in said) is is_invented, url


def test_the_band_of_the_demonstration_names_results(authority, editor, as_person):
    url = reverse("measure-list")
    assert "made up" not in as_person(editor).get(url).content.decode()
    type(authority).objects.update(is_demonstration=True)
    assert (
        "the results after March 2009, the scores of risks and what is decided on them"
        in as_person(editor).get(url).content.decode()
    )
