"""How plans and their sections are marked."""

from __future__ import annotations

from django.urls import reverse

from kpa_tracker.base.people.views.marking import MarkingPage
from plans.models import Plan, Section


class MarkPlan(MarkingPage):
    """Marking a plan: its parts are marked no lower."""

    model = Plan
    permission_required = "plans.change_plan"


class MarkSection(MarkingPage):
    """Marking a section of a plan."""

    model = Section
    permission_required = "plans.change_plan"

    def get_cancel_url(self) -> str:
        return f"{reverse('plan-words', args=[self.object.plan_id])}#section-{self.object.pk}"

    get_success_url = get_cancel_url
