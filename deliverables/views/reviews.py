"""The page on which somebody else reads what was submitted, and decides on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse

from deliverables.actions.reviews import accept_update, send_back_update
from deliverables.forms.updates import ACCEPT, ReviewForm
from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.toolkit.pages import ActionPage


class ReviewUpdate(ActionPage):
    """Reading what was submitted, and accepting it or sending it back."""

    model = ProgressUpdate
    permission_required = "deliverables.review_update"
    template_name = "deliverables/update_review.html"
    form_class = ReviewForm
    page_title = "Review an update"
    submit_label = "Save the decision"

    def get_object(self) -> ProgressUpdate:
        waiting = ProgressUpdate.objects.visible_to(self.request.user).filter(state=ProgressUpdate.State.SUBMITTED)
        joined = waiting.for_history().select_related("recovery_by", "deliverable__plan")
        update = get_object_or_404(joined, pk=self.kwargs["pk"])
        update.deliverable = Deliverable.objects.for_page().get(pk=update.deliverable_id)
        return update

    def get_purpose(self) -> str:
        return f"{self.object.deliverable}. {self.object.period}."

    def get_breadcrumbs(self) -> list[tuple[str, str]]:
        deliverable = self.object.deliverable
        return [
            ("My work", reverse("my-work")),
            (str(deliverable), deliverable.get_absolute_url()),
            (self.page_title, ""),
        ]

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.object.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "deliverable": self.object.deliverable}

    def perform(self, form: ReviewForm) -> ProgressUpdate:
        answers = form.cleaned_data
        said = {"seen": answers["seen"], "rating": answers["rating"], "by": self.request.user}
        if answers["decision"] == ACCEPT:
            return accept_update(self.object, **said)
        return send_back_update(self.object, reason=answers["reason"], **said)

    def get_success_url(self) -> str:
        word = "accepted" if self.done.state == ProgressUpdate.State.ACCEPTED else "sent back"
        messages.success(self.request, f"The update of {self.object.deliverable} is {word}.")
        return reverse("my-work")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        update = self.object
        others = update.deliverable.updates.of_record().exclude(pk=update.pk).for_history()
        return super().get_context_data(
            **kwargs,
            update=update,
            deliverable=update.deliverable,
            previous=others.select_related("recovery_by").first(),
            evidence=update.deliverable.evidence.standing().select_related("added_by"),
        )
