"""Stopping what waits for its time, once the public may not read the plan any more."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from deliverables.models import Deliverable
from kpa_tracker.interfaces.publication.actions.publishing import withdraw
from kpa_tracker.interfaces.publication.models import Publication
from kpa_tracker.interfaces.publication.public.plan import why_not
from plans.models import Plan, Section
from risks.models import Risk
from targets.models import Measure, Target


def stop_waiting(plan: Plan, by: Any) -> None:
    """Take back every publication of a plan whose time has not come, where the plan is marked, archived or a draft
    again, with that as the reason. What is public already stays until somebody withdraws it: it is out. Bringing the
    plan back brings none of them back. No query where the plan may be public. Runs in the
    transaction of the change."""
    reason = why_not(plan)
    waiting = Publication.objects.embargoed().filter(plan=plan).order_by("number") if reason else ()
    _withdraw(waiting, reason, by)


def stop_waiting_with(marked: Any, by: Any) -> None:
    """Take back every publication whose time has not come of a plan in which something stands that was marked just now
    so that the public may not read it. Published anew, it is left out."""
    plans = Plan.objects.filter(pk__in=_plans_with(marked))
    waiting = Publication.objects.embargoed().filter(plan__in=plans).order_by("plan", "number")
    reason = why_not(marked) if isinstance(marked, Plan) else f"“{marked}” is marked {marked.marking} now."
    _withdraw(waiting, reason, by)


def _plans_with(marked: Any) -> Any:
    """Select the plans in whose public document a record may stand; one that is shown in none is in no plan."""
    if isinstance(marked, Plan):
        return [marked.pk]
    if isinstance(marked, (Section, Deliverable)):
        return [marked.plan_id]
    if isinstance(marked, Measure):
        return Target.objects.filter(series__measure=marked).values("plan")
    if isinstance(marked, Risk):
        hanging = Q(ambitions__risks=marked) | Q(deliverables__risks=marked)
        return Plan.objects.filter(hanging).values("pk")
    return []


def _withdraw(waiting: Any, reason: str, by: Any) -> None:
    for publication in waiting:
        withdraw(publication, reason=f"Its time had not come. {reason}", by=by)
