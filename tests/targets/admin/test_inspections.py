"""Inspections and recommendations in the Django admin: the same actions, the same refusals."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from targets.models import Inspection, Recommendation
from tests.factories.inspections import InspectionFactory, RecommendationFactory
from tests.factories.people import PostFactory
from tests.factories.targets import GradeScaleFactory

pytestmark = pytest.mark.django_db


def address(name, page, *args):
    return reverse(f"admin:targets_{name}_{page}", args=args)


def errors(response):
    return response.context["adminform"].form.errors if response.context else {}


@pytest.fixture
def inspection(authority):
    return InspectionFactory(authority=authority, scale=GradeScaleFactory(authority=authority))


def inline(**rows):
    return {"judgements-TOTAL_FORMS": 1, "judgements-INITIAL_FORMS": 0, **rows}


def test_a_report_is_added(authority, administrator, as_person):
    sent = {"authority": authority.pk, "title": "Baseline", "inspectorate": "HMIC", "published_on": "2006-10-25"}
    response = as_person(administrator).post(address("inspection", "add"), sent)
    assert response.status_code == 302, errors(response)
    assert history_of(Inspection.objects.get()).first().door == "admin"


def test_a_judgement_is_added_with_a_grade_of_the_reports_own_scale(inspection, administrator, as_person):
    client = as_person(administrator)
    page = client.get(address("inspection", "change", inspection.pk)).content.decode()
    assert ">Excellent</option>" in page
    good = inspection.scale.grades.get(word="Good")
    row = {"judgements-0-area": "Fairness", "judgements-0-grade": good.pk, "judgements-0-travel": "stable"}
    facts = {"title": inspection.title, "inspectorate": "HMIC", "published_on": "2010-03-01", "seen_version": 1}
    sent = {**facts, "scale": inspection.scale.pk, "forces": 43, **inline(**row)}
    response = client.post(address("inspection", "change", inspection.pk), sent)
    assert response.status_code == 302, errors(response)
    assert inspection.judgements.get().grade == good


def test_a_grade_of_another_scale_is_not_offered(inspection, authority, administrator, as_person):
    elsewhere = GradeScaleFactory(authority=authority, grades=("Cold", "Warm"))
    page = as_person(administrator).get(address("inspection", "change", inspection.pk)).content.decode()
    assert ">Warm</option>" not in page
    assert elsewhere.grades.count() == 2


def test_a_recommendation_is_added_and_given_to_a_post(inspection, authority, administrator, as_person):
    client, post = as_person(administrator), PostFactory(authority=authority)
    said = {"authority": authority.pk, "inspection": inspection.pk, "reference": "R1", "kind": "recommendation"}
    sent = {**said, "text": "Train call takers.", "due": "June 2010"}
    response = client.post(address("recommendation", "add"), sent)
    assert response.status_code == 302, errors(response)
    made = Recommendation.objects.get()
    assert (made.state, made.due_due) == ("awaiting", datetime.date(2010, 6, 30))
    sent = {**sent, "owner": post.pk, "due": "July 2010", "seen_version": made.version}
    response = client.post(address("recommendation", "change", made.pk), sent)
    assert response.status_code == 302, errors(response)
    made.refresh_from_db()
    assert (made.state, made.owner, made.due_text) == ("in_progress", post, "July 2010")


def test_another_authoritys_report_is_not_there(administrator, as_person, inspection):
    client = as_person(administrator)
    assert client.get(address("inspection", "change", inspection.pk)).status_code == 200
    for foreign, name in ((InspectionFactory(), "inspection"), (RecommendationFactory(), "recommendation")):
        assert client.get(address(name, "change", foreign.pk), follow=True).status_code in {200, 404}
        assert foreign.pk not in [one.pk for one in type(foreign).objects.visible_to(administrator)]
        assert str(foreign) not in client.get(address(name, "changelist")).content.decode()
