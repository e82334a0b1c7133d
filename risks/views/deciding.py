"""What becomes of a risk, and who bears it."""

from __future__ import annotations

from typing import Any

from kpa_tracker.base.toolkit.editing import EditPage
from risks.actions import accept_risk, change_status, end_acceptance
from risks.forms.deciding import AcceptForm, ReasonForm, StatusForm
from risks.models import Risk
from risks.views.ways import UnderTheRegister


class OnARisk(UnderTheRegister, EditPage):
    """A decision on one risk."""

    model = Risk
    template_name = "plans/form.html"

    def get_object(self) -> Any:
        return Risk.objects.for_page().get(pk=super().get_object().pk)

    def form_invalid(self, form: Any) -> Any:
        """Show the risk as it is saved, not as the refused decision would have left it."""
        self.object = self.get_object()
        return super().form_invalid(form)


class ChangeStatus(OnARisk):
    """Treated, tolerated, transferred, ended, or open again."""

    form_class = StatusForm
    permission_required = "risks.treat_risk"
    page_title = "Say what becomes of a risk"
    success_message = "Its status is kept."

    def get_purpose(self) -> str:
        return f"{self.object}. It is {self.object.get_status_display().lower()} now."

    def perform(self, form: StatusForm) -> Any:
        return change_status(self.object, **form.changes, seen=form.seen, by=self.request.user)


class AcceptRisk(OnARisk):
    """Somebody bears it until a day."""

    form_class = AcceptForm
    permission_required = "risks.accept_risk"
    page_title = "Record that a risk is accepted"
    purpose = "Somebody other than its owner bears a risk beyond appetite until a day. Then it is back on the agenda."
    submit_label = "Record the acceptance"
    success_message = "The acceptance is kept."

    def perform(self, form: AcceptForm) -> Any:
        return accept_risk(form.acceptance, seen=form.seen, by=self.request.user)


class EndAcceptance(OnARisk):
    """It is no longer borne."""

    form_class = ReasonForm
    permission_required = "risks.accept_risk"
    page_title = "Take an acceptance back"
    purpose = "The risk is open again, and waits for a decision."
    submit_label = "Take it back"
    success_message = "The risk is no longer accepted."

    def perform(self, form: ReasonForm) -> Any:
        return end_acceptance(self.object, **form.changes, seen=form.seen, by=self.request.user)
