"""The ways to and from the pages of measures and targets."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.pages import Crumb, PageAction
from plans.models import Plan
from plans.views.plans import plan_crumbs

CHANGE = "targets.change_measure"


def measure_crumbs(*last: Crumb) -> list[Crumb]:
    return [("Measures", reverse("measure-list")), *last]


def target_crumbs(plan: Plan, *last: Crumb) -> list[Crumb]:
    return plan_crumbs(plan, ("Targets", reverse("plan-targets", args=[plan.pk])), *last)


def to_report(plan: Plan, user: Any) -> list[PageAction]:
    """Return the way to the plan's performance report, for who may take documents out."""
    may = user.has_perm("publication.export_plan", plan)
    return [("Performance report", reverse("performance-report", args=[plan.pk]), "secondary")] if may else []


def granted(user: Any) -> list[Authority]:
    """Return the authorities whose measures a person keeps. One query."""
    return list(Authority.objects.filter(pk__in=user.authorities_granting(CHANGE)).order_by("name"))


def authority_asked(request: HttpRequest) -> Authority:
    """Return the authority that `?authority=` names, of those whose measures the person keeps; else their first."""
    offered = granted(request.user)
    wanted = request.GET.get("authority", "")
    chosen = [one for one in offered if str(one.pk) == wanted] if wanted else offered
    if not chosen:
        raise Http404
    return chosen[0]


def to_add(user: Any, label: str, name: str, kind: str = "primary") -> list[PageAction]:
    """Return a button that adds something; one for each authority where the person may in several."""
    bodies, address = granted(user), reverse(name)
    if len(bodies) < 2:
        return [(label, address, kind) for _ in bodies]
    return [(f"{label} for {body.short_name}", f"{address}?authority={body.pk}", kind) for body in bodies]
