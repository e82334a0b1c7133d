"""What does not hold together in a plan."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from kpa_tracker.base.toolkit.pages import Crumb, RecordPage
from kpa_tracker.interfaces.dashboards.checks import findings, number_checked
from plans.models import Plan
from plans.views.plans import plan_crumbs, plan_tabs


class PlanChecks(RecordPage):
    """The standing checks of a plan, each finding with the way to put it right."""

    model = Plan
    permission_required = "deliverables.view_returns"
    template_name = "dashboards/checks.html"

    def get_object(self, queryset: Any = None) -> Plan:
        plan: Plan = super().get_object(queryset)
        if not self.request.user.has_perm(self.permission_required, plan):
            raise Http404
        return plan

    def get_purpose(self) -> str:
        return "What does not hold together in the plan, check by check, and where to put it right."

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object, ("Checks", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        checks = list(findings(self.object, self.request.user))
        amiss = {(type(record), record.pk) for _, rows in checks for record, _, _ in rows}
        total = number_checked(self.object)
        return super().get_context_data(
            plan=self.object,
            tabs=plan_tabs(self.object, self.request.user),
            checks=checks,
            checked="Looked at",
            total=total,
            sound=total - len(amiss),
            found=sum(len(rows) for _, rows in checks),
            **kwargs,
        )
