"""Targets, baselines, tolerances and profiles in the Django admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from targets.models import Baseline, Objective, Target, Tolerance
from tests.factories.plans import PlanFactory, PriorityFactory
from tests.factories.targets import (
    BaselineFactory,
    ClosingFactory,
    ExpectedValueFactory,
    MeasureFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


@pytest.fixture
def series(authority):
    return SeriesFactory(measure=MeasureFactory(authority=authority))


def address(name, page, *args):
    return reverse(f"admin:targets_{name}_{page}", args=args)


def errors(response):
    return response.context["adminform"].form.errors if response.context else {}


def wanted(plan, series, **values):
    said = {"plan": plan.pk, "series": series.pk, "text": "Increase to 52%", "form": "absolute", "value": "52"}
    return {**said, "starts": "2009-04-01", "ends": "2010-03-31", **values}


def test_a_target_is_added_and_changed(plan, series, administrator, as_person):
    client, baseline = as_person(administrator), BaselineFactory(series=series)
    response = client.post(address("target", "add"), wanted(plan, series))
    assert response.status_code == 302, errors(response)
    made = Target.objects.get()
    sent = wanted(plan, series, value="54", baseline=baseline.pk, seen_version=1)
    response = client.post(address("target", "change", made.pk), sent)
    assert response.status_code == 302, errors(response)
    made.refresh_from_db()
    assert (made.value, made.baseline, history_of(made).first().door) == (54, baseline, "admin")


def test_what_does_not_fit_is_refused_here_too(plan, series, administrator, as_person):
    client = as_person(administrator)
    refused = client.post(address("target", "add"), wanted(plan, series, value=""))
    assert list(errors(refused)) == ["value"]
    other = BaselineFactory(series=SeriesFactory(measure=series.measure))
    refused = client.post(address("target", "add"), wanted(plan, series, baseline=other.pk))
    assert list(errors(refused)) == ["baseline"]
    assert not Target.objects.exists()


def test_an_objective_is_added(plan, administrator, as_person):
    priority = PriorityFactory(plan=plan)
    sent = {"plan": plan.pk, "priority": priority.pk, "title": "Confidence"}
    assert as_person(administrator).post(address("objective", "add"), sent).status_code == 302
    assert Objective.objects.get().priority == priority


def test_a_baseline_is_added_and_changed(series, administrator, as_person):
    client, sent = as_person(administrator), {"series": series.pk, "text": "46.4%", "value": "46.4"}
    assert client.post(address("baseline", "add"), sent).status_code == 302
    made = Baseline.objects.get()
    client.post(address("baseline", "change", made.pk), {**sent, "value": "46.5", "seen_version": 1})
    assert history_of(made).first().changes == {"value": ["46.4", "46.5"]}


def decided(target, **values):
    said = {"target": target.pk, "amber_within": "2", "measured_in": "units", "set_by": "The Board"}
    return {**said, "applies_from": "2009-07-01", "set_on": "2009-06-12", **values}


def test_a_tolerance_is_added_and_never_changed(plan, series, administrator, as_person):
    target, client = TargetFactory(plan=plan, series=series), as_person(administrator)
    response = client.post(address("tolerance", "add"), decided(target))
    assert response.status_code == 302, errors(response)
    kept = Tolerance.objects.get()
    assert (history_of(kept).exists(), history_of(target).exists()) == (False, True)
    assert client.post(address("tolerance", "change", kept.pk), decided(target, amber_within="9")).status_code == 403
    assert Tolerance.objects.get().amber_within == 2


def test_a_tolerance_does_not_reach_into_closed_periods(plan, series, administrator, as_person):
    target = TargetFactory(plan=plan, series=series)
    ClosingFactory(authority=plan.authority)
    sent = decided(target, applies_from="2009-04-01")
    assert list(errors(as_person(administrator).post(address("tolerance", "add"), sent))) == ["applies_from"]
    assert not Tolerance.objects.exists()


def test_profiles_are_read_here_and_set_on_their_page(plan, series, administrator, as_person):
    target = TargetFactory(plan=plan, series=series)
    step, client = ExpectedValueFactory(target=target), as_person(administrator)
    assert client.get(address("expectedvalue", "change", step.pk)).status_code == 200
    assert client.get(address("expectedvalue", "add")).status_code == 403


def test_a_tolerances_page_only_reads(plan, series, administrator, as_person):
    tolerance = ToleranceFactory(target=TargetFactory(plan=plan, series=series))
    page = as_person(administrator).get(address("tolerance", "change", tolerance.pk)).content.decode()
    assert 'name="_save"' not in page
