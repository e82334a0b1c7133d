"""The risks that a reporting period covers."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from deliverables.models import ReportingPeriod
from deliverables.models.covered import Found
from risks.models.assessments import Assessment
from risks.models.register import Risk


def reviews_in(period: ReportingPeriod) -> Found:
    """Find the live risks of the period's plan that were scored since its months began, and those whose review was due
    by their end and is still to come: two queries."""
    linked = Q(ambitions__plan=period.plan_id) | Q(deliverables__plan=period.plan_id)
    since = Assessment.objects.filter(risk=OuterRef("pk"), basis="current", assessed_on__gte=period.observed_from)
    rows = Risk.objects.filter(pk__in=Risk.objects.live().filter(linked).values("pk")).annotate(seen=Exists(since))
    due = rows.filter(Q(seen=True) | Q(next_review__lte=period.observed_to)).order_by("pk")
    found: Found = {"came": [], "missing": []}
    for pk, seen in due.values_list("pk", "seen"):
        found["came" if seen else "missing"].append(pk)
    return found
