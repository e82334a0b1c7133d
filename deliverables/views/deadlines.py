"""Pages of moving a deadline: one asks, another decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse

from deliverables.actions.deadlines import (
    approve_deadline,
    needs_minute,
    refuse_deadline,
    request_new_deadline,
)
from deliverables.forms.deadlines import APPROVE, DeadlineDecisionForm, DeadlineRequestForm
from deliverables.models import DeadlineRequest, Deliverable
from deliverables.progress import Slip, slip_of
from deliverables.views.records import latest_of
from deliverables.views.updates import deliverable_to_write
from kpa_tracker.base.toolkit.pages import ActionPage


def slip_if_moved(request: DeadlineRequest) -> Slip:
    """Return the slip that the deliverable would have with the deadline that is asked for."""
    deliverable = request.deliverable
    return slip_of(deliverable.first_deadline_due, request.new_due, deliverable.deadline_moves + 1)


class RequestDeadline(ActionPage):
    """Asking to move a deadline."""

    model = Deliverable
    permission_required = "deliverables.request_deadline"
    template_name = "deliverables/deadline_request.html"
    form_class = DeadlineRequestForm
    page_title = "Ask to move a deadline"
    submit_label = "Ask for the new deadline"
    success_message = "Your request waits for a decision. The deadline stays as it is until then."

    def get_object(self) -> Deliverable:
        return deliverable_to_write(self.request, self.kwargs["pk"], self.permission_required)

    def get_purpose(self) -> str:
        return (
            f"{self.object}. Somebody else decides, and the first adopted deadline is always shown beside the new one."
        )

    def get_breadcrumbs(self) -> list[tuple[str, str]]:
        return [(str(self.object), self.object.get_absolute_url()), (self.page_title, "")]

    def perform(self, form: DeadlineRequestForm) -> DeadlineRequest:
        answers = form.cleaned_data
        return request_new_deadline(self.object, **answers, by=self.request.user)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        requests = self.object.deadline_requests.select_related("requested_by", "decided_by")
        waiting = next((request for request in requests if not request.decision), None)
        return super().get_context_data(**kwargs, deliverable=self.object, requests=requests, waiting=waiting)


class DecideDeadline(ActionPage):
    """Deciding somebody else's request."""

    model = DeadlineRequest
    permission_required = "deliverables.decide_deadline"
    template_name = "deliverables/deadline_decide.html"
    form_class = DeadlineDecisionForm
    page_title = "Decide on a deadline"
    submit_label = "Save the decision"

    def get_object(self) -> DeadlineRequest:
        waiting = DeadlineRequest.objects.visible_to(self.request.user).undecided().select_related("requested_by")
        request = get_object_or_404(waiting, pk=self.kwargs["pk"])
        request.deliverable = Deliverable.objects.for_page().get(pk=request.deliverable_id)
        return request

    def get_purpose(self) -> str:
        return str(self.object.deliverable)

    def get_breadcrumbs(self) -> list[tuple[str, str]]:
        deliverable = self.object.deliverable
        return [
            ("My work", reverse("my-work")),
            (str(deliverable), deliverable.get_absolute_url()),
            (self.page_title, ""),
        ]

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.object.version}

    def perform(self, form: DeadlineDecisionForm) -> DeadlineRequest:
        answers = form.cleaned_data
        said = {"seen": answers["seen"], "reason": answers["reason"], "by": self.request.user}
        if answers["decision"] == APPROVE:
            return approve_deadline(self.object, minute=answers.get("minute", ""), **said)
        return refuse_deadline(self.object, **said)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "takes_minute": needs_minute(self.object.deliverable)}

    def get_success_url(self) -> str:
        moved = self.done.decision == DeadlineRequest.Decision.APPROVED
        words = f"is now {self.done.new_text}" if moved else "stays where it is"
        messages.success(self.request, f"The deadline of {self.object.deliverable} {words}.")
        return self.object.deliverable.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deliverable = self.object.deliverable
        return super().get_context_data(
            **kwargs,
            deliverable=deliverable,
            asked=self.object,
            slip=slip_if_moved(self.object),
            latest=latest_of(deliverable),
        )
