"""A plan's page of targets, as the plan prints them, with those of the plan that it stands under."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kpa_tracker.base.toolkit.exports import FORMATS, export
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage
from plans.models import Plan
from plans.views.plans import plan_crumbs, plan_tabs
from targets.models import Objective, Target
from targets.tables.goals import Goals, goals_of
from targets.views.ways import CHANGE, to_report


class PlanTargets(RecordPage):
    """What a plan wants of its measures: the table that it prints, and its objectives."""

    model = Plan
    permission_required = "targets.view_measure"
    template_name = "targets/plan_targets.html"
    purpose = "What the plan wants to reach, where each measure started from, and how far short of it is amber."

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("under")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("export", "")
        if wanted not in FORMATS:
            return super().get(request, *args, **kwargs)
        self.object = self.get_object()
        return export(self.own_goals(), format=wanted, name=f"Targets of {self.object}")

    def own_goals(self) -> Goals:
        return goals_of(Target.objects.filter(plan=self.object).for_table().in_plan_order())

    def goals_above(self) -> Goals | None:
        """The targets of the plan above that lie in this plan's years."""
        plan = self.object
        if plan.under is None or not self.request.user.has_perm(self.permission_required, plan.under):
            return None
        within = Target.objects.filter(plan=plan.under, starts__gte=plan.starts_on, ends__lte=plan.ends_on)
        return goals_of(within.for_table().in_plan_order())

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, ("Targets", ""))

    @property
    def may_change(self) -> bool:
        plan = self.object
        is_open = plan.is_open_to_change and not plan.is_archived
        return is_open and bool(self.request.user.has_perm(CHANGE, plan))

    def get_page_actions(self) -> list[PageAction]:
        adding = [("Add a target", reverse("target-add", args=[self.object.pk]), "primary")] if self.may_change else []
        scorecard = ("Scorecard", reverse("plan-scorecard", args=[self.object.pk]), "secondary")
        return [*adding, scorecard, *to_report(self.object, self.request.user)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.object
        return {
            **super().get_context_data(**kwargs),
            "tabs": plan_tabs(plan, self.request.user),
            "goals": self.own_goals(),
            "above": self.goals_above(),
            "objectives": told(list(objectives_of(plan))),
            "archived_objectives": list(plan.objectives.exclude(archived_at=None)),
            "archived_targets": list(plan.targets.exclude(archived_at=None)),
            "may_change": self.may_change,
            "export_formats": FORMATS,
        }


def objectives_of(plan: Plan) -> Any:
    """Return a plan's objectives under their priorities, each with the number of its targets. One query."""
    current = Count("targets", filter=Q(targets__archived_at=None))
    found = Objective.objects.current().filter(plan=plan).select_related("priority").annotate(wanted=current)
    return found.order_by("priority__position", "priority", "position", "pk")


def told(objectives: list[Any]) -> list[tuple[Any, bool, bool]]:
    """Return (objective, first of its priority, last of its priority)."""
    keys = [None, *(one.priority_id or 0 for one in objectives), None]
    return [
        (one, keys[place] != keys[place + 1], keys[place + 2] != keys[place + 1])
        for place, one in enumerate(objectives)
    ]
