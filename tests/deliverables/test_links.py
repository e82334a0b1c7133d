"""What a deliverable rests on and answers: shown on both sides, linked by its form, never across authorities."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from deliverables.actions.deliverables import change_deliverable
from kpa_tracker.base.audit.actions import history_of
from tests.factories.deliverables import DeliverableFactory
from tests.factories.inspections import InspectionFactory, RecommendationFactory
from tests.factories.plans import PlanFactory
from tests.factories.targets import MeasureFactory, ResultFactory, SeriesFactory

pytestmark = pytest.mark.django_db
PAGE = 28


@pytest.fixture
def deliverable(authority):
    return DeliverableFactory(plan=PlanFactory(authority=authority), title="Answer calls sooner")


@pytest.fixture
def measure(authority):
    return MeasureFactory(authority=authority, title="Calls answered in ten seconds")


@pytest.fixture
def recommendation(authority):
    inspection = InspectionFactory(authority=authority)
    return RecommendationFactory(inspection=inspection, reference="R4", text="Answer calls sooner.")


def page_of(client, record):
    return client.get(record.get_absolute_url()).content.decode()


def form_of(client, deliverable):
    return client.get(reverse("deliverable-edit", args=[deliverable.pk])).context["form"]


def test_the_form_links_and_both_pages_show_it(as_person, editor, deliverable, measure, recommendation):
    client = as_person(editor)
    form = form_of(client, deliverable)
    said = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [])}
    said |= {"measures": [measure.pk], "recommendations": [recommendation.pk]}
    assert client.post(reverse("deliverable-edit", args=[deliverable.pk]), said).status_code == 302
    page = page_of(client, deliverable)
    assert "Calls answered in ten seconds" in page
    assert "R4 Answer calls sooner." in page
    assert deliverable.title in page_of(client, measure)
    assert deliverable.title in page_of(client, recommendation)
    assert set(history_of(deliverable)[0].changes) == {"measures", "recommendations"}


def test_the_latest_result_of_each_series_stands_beside_its_measure(as_person, member, deliverable, measure):
    white, empty = SeriesFactory(measure=measure, name="White"), SeriesFactory(measure=measure, name="BME")
    white.latest = ResultFactory(series=white, value=Decimal("84.8"), ends=datetime.date(2009, 6, 30))
    white.save()
    deliverable.measures.add(measure)
    page = page_of(as_person(member), deliverable)
    assert "White: 84.8%" in page
    assert f"{empty.name}: no data" in page


def test_where_there_is_nothing_to_link_the_form_does_not_ask(as_person, editor, deliverable):
    assert not {"measures", "recommendations"} & set(form_of(as_person(editor), deliverable).fields)


def test_what_is_archived_stays_offered_where_it_is_linked(as_person, editor, deliverable, measure):
    deliverable.measures.add(measure)
    measure.archived_at, measure.archived_by = "2010-04-01T00:00Z", editor
    measure.save()
    other = DeliverableFactory(plan=deliverable.plan)
    client = as_person(editor)
    assert list(form_of(client, deliverable).fields["measures"].queryset) == [measure]
    assert "measures" not in form_of(client, other).fields


@pytest.mark.parametrize("name", ["measures", "recommendations"])
def test_another_authoritys_record_is_refused(editor, deliverable, name):
    foreign = {"measures": MeasureFactory, "recommendations": RecommendationFactory}[name]()
    with pytest.raises(ValidationError) as error:
        change_deliverable(deliverable, seen=deliverable.version, changes={name: [foreign]}, by=editor)
    assert list(error.value.message_dict) == [name]


def test_a_page_costs_the_same_with_one_link_and_with_three(as_person, member, authority, django_assert_num_queries):
    client, plan = as_person(member), PlanFactory(authority=authority)
    for number in (1, 3):
        deliverable = DeliverableFactory(plan=plan)
        inspection = InspectionFactory(authority=authority)
        for _ in range(number):
            measure = MeasureFactory(authority=authority)
            series = SeriesFactory(measure=measure)
            series.latest = ResultFactory(series=series)
            series.save()
            deliverable.measures.add(measure)
            deliverable.recommendations.add(RecommendationFactory(inspection=inspection))
        with django_assert_num_queries(PAGE):
            client.get(deliverable.get_absolute_url())
