"""One record of every list of the API, of an authority; and where each of them belongs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from kpa_tracker.interfaces.api.resources import RESOURCES
from tests.factories import deliverables, inspections, people, plans, risks, targets

MAKE: dict[str, Callable[[Any], Any]] = {
    "authorities": lambda a: a,
    "committees": lambda a: people.CommitteeFactory(authority=a),
    "meetings": lambda a: people.MeetingFactory(committee__authority=a),
    "posts": lambda a: people.PostFactory(authority=a),
    "plans": lambda a: plans.PlanFactory(authority=a),
    "ambitions": lambda a: plans.AmbitionFactory(plan__authority=a),
    "descriptors": lambda a: plans.DescriptorFactory(ambition__plan__authority=a),
    "deliverables": lambda a: deliverables.DeliverableFactory(plan__authority=a),
    "periods": lambda a: deliverables.ReportingPeriodFactory(plan__authority=a),
    "updates": lambda a: deliverables.ProgressUpdateFactory(deliverable__plan__authority=a, state="submitted"),
    "measures": lambda a: targets.MeasureFactory(authority=a),
    "targets": lambda a: targets.TargetFactory(series__measure__authority=a, plan__authority=a),
    "results": lambda a: targets.ResultFactory(series__measure__authority=a),
    "inspections": lambda a: inspections.InspectionFactory(authority=a),
    "recommendations": lambda a: inspections.RecommendationFactory(
        inspection=inspections.InspectionFactory(authority=a), authority=a
    ),
    "risks": lambda a: risks.RiskFactory(authority=a),
}
NAMES = list(RESOURCES)


def list_url(name: str) -> str:
    return reverse("api-list", args=[name])


def record_url(name: str, pk: int) -> str:
    return reverse("api-record", args=[name, pk])


def numbers(answer: Any) -> list[int]:
    """Return the numbers of the records that a list answers with."""
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["results"]]
