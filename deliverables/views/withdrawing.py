"""Pages on which somebody takes back what they put beside a deliverable: evidence, an update that nobody
has reviewed, or a request for a new deadline."""

from __future__ import annotations

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404

from deliverables.actions.deadlines import withdraw_deadline_request
from deliverables.actions.evidence import withdraw_evidence
from deliverables.actions.reviews import pull_back_update
from deliverables.forms.deadlines import SeenForm
from deliverables.forms.evidence import WithdrawalForm
from deliverables.forms.updates import PullBackForm
from deliverables.models import DeadlineRequest, Evidence, ProgressUpdate
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, visible


class Withdrawal(ActionPage):
    """What they share. `still_there` is the QuerySet method that selects what was not withdrawn or decided yet."""

    model: ClassVar[Any]
    permission_required = ""
    template_name = "pages/confirm.html"
    submit_label = "Withdraw it"
    still_there: ClassVar[str]
    consequences: ClassVar[str] = ""

    def get_object(self) -> Any:
        rows = getattr(visible(self.model, self.request.user), self.still_there)()
        return get_object_or_404(rows.select_related("deliverable__plan"), pk=self.kwargs["pk"])

    def get_breadcrumbs(self) -> list[Crumb]:
        deliverable = self.object.deliverable
        return [(str(deliverable), deliverable.get_absolute_url()), (self.page_title, "")]

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.object.version}

    def get_success_url(self) -> str:
        return str(self.object.deliverable.get_absolute_url())

    def get_cancel_url(self) -> str:
        return self.get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, consequences=self.consequences, submit_kind="warning")


class PullBackUpdate(Withdrawal):
    """Taking one's own update back before somebody reviews it."""

    model, still_there = ProgressUpdate, "to_pull_back"
    permission_required = "deliverables.pull_back_update"
    form_class = PullBackForm
    page_title = "Pull an update back"
    submit_label = "Pull it back"
    success_message = "Your update is a draft again. Change it, and submit it."
    consequences = (
        "It no longer counts as this period's update. That you pulled it back, and why, stays in the history."
    )

    def get_purpose(self) -> str:
        return f"{self.object.deliverable}. {self.object.period}."

    def perform(self, form: PullBackForm) -> ProgressUpdate:
        answers = form.cleaned_data
        return pull_back_update(self.object, reason=answers["reason"], seen=answers["seen"], by=self.request.user)


class WithdrawEvidence(Withdrawal):
    """Taking evidence back, for a reason."""

    model, still_there = Evidence, "standing"
    permission_required = "deliverables.withdraw_evidence"
    template_name = "deliverables/evidence_withdraw.html"
    form_class = WithdrawalForm
    page_title = "Withdraw evidence"
    success_message = "The evidence is withdrawn. It stays in the history."
    consequences = (
        "Nobody will see it beside the deliverable any more. It stays on record, and auditors can still open it."
    )

    def get_purpose(self) -> str:
        return f"{self.object}, kept with {self.object.deliverable}."

    def perform(self, form: WithdrawalForm) -> Evidence:
        answers = form.cleaned_data
        return withdraw_evidence(self.object, reason=answers["reason"], seen=answers["seen"], by=self.request.user)


class WithdrawDeadlineRequest(Withdrawal):
    """Taking one's own request back."""

    model, still_there = DeadlineRequest, "undecided"
    permission_required = "deliverables.withdraw_deadline"
    form_class = SeenForm
    page_title = "Withdraw the request"
    success_message = "Your request is withdrawn."
    consequences = "The deadline stays as it is. The request stays in the history, and you can ask again."

    def get_purpose(self) -> str:
        return f"{self.object.deliverable}: {self.object.new_text} was asked for."

    def perform(self, form: SeenForm) -> DeadlineRequest:
        return withdraw_deadline_request(self.object, seen=form.cleaned_data["seen"], by=self.request.user)
