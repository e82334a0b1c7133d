"""Reminding of all that a reporting period waits for."""

from __future__ import annotations

from typing import Any

from deliverables.models import ReportingPeriod
from kpa_tracker.base.toolkit.editing import PressForm
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb
from kpa_tracker.interfaces.notifications.actions.chasing import outstanding, remind_outstanding, unreached
from plans.views.plans import plan_crumbs


class RemindOutstanding(ActionPage):
    """One press that reminds everybody who still owes an update."""

    model, form_class = ReportingPeriod, PressForm
    permission_required = "deliverables.open_period"
    template_name = "notifications/remind.html"
    page_title = "Remind all outstanding"
    submit_label = "Remind them"
    success_message = "They are reminded by mail with the next run of the reminders."

    def get_purpose(self) -> str:
        return f"A mail to whoever holds a post that still owes an update in “{self.object}”."

    def get_breadcrumbs(self) -> list[Crumb]:
        return plan_crumbs(self.object.plan, (str(self.object), self.object.get_absolute_url()), (self.page_title, ""))

    def perform(self, form: PressForm) -> ReportingPeriod:
        return remind_outstanding(self.object, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"people": outstanding(self.object), "unreached": unreached(self.object)}
        return {**super().get_context_data(**kwargs), **told}
