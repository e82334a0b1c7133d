"""How what holds several records is marked: a document, a file, a page. As the highest of what it holds."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit.markings import OFFICIAL, highest
from plans.models import Plan, Section
from risks.models.register import Risk
from targets.models import Measure


def marking_of_plan(plan: Plan) -> str:
    """Return the marking of all that is written about a plan: its own, its sections', its deliverables', that of the
    measures of its targets and of what its deliverables rest on, and of the risks that hang on it. One query."""
    return highest([plan.marking, *own_markings(parts_of(plan))])


def parts_of(plan: Plan) -> list[QuerySet]:
    targeted = Q(series__targets__plan=plan, series__targets__archived_at=None)
    rested = Q(deliverables__plan=plan, deliverables__archived_at=None)
    hanging = Q(ambitions__plan=plan) | Q(deliverables__plan=plan)
    return [
        Section.objects.current().filter(plan=plan),
        Deliverable.objects.current().filter(plan=plan),
        Measure.objects.current().filter(targeted | rested),
        Risk.objects.live().filter(hanging),
    ]


def highest_of(*selected: QuerySet) -> str:
    """Return the marking of some selected records of an authority together. One query."""
    return highest([OFFICIAL, *own_markings(selected)])


def own_markings(selected: Iterable[QuerySet]) -> list[str]:
    """Return the markings that some selected records have of their own, each once. One query."""
    first, *others = (rows.exclude(marking="").order_by().values_list("marking") for rows in selected)
    return [marking for (marking,) in first.union(*others)]
