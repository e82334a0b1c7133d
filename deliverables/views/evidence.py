"""Pages of evidence. Files leave the server through one of them alone, past the permission check."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import View

from deliverables.actions.evidence import add_evidence
from deliverables.forms.evidence import EvidenceForm
from deliverables.models import Deliverable, Evidence
from deliverables.views.updates import deliverable_to_write
from kpa_tracker.base.toolkit.markings import closed
from kpa_tracker.base.toolkit.pages import ActionPage, Page
from kpa_tracker.base.toolkit.uploads import safe_name


class OpenEvidence(Page, View):
    """Hands out a file to somebody who may see its deliverable, always as a download; leads to a link."""

    permission_required = "deliverables.view_evidence"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        evidence = get_object_or_404(
            Evidence.objects.visible_to(request.user).select_related("deliverable__plan"), pk=pk
        )
        if not request.user.has_perm(self.permission_required, evidence):
            raise Http404
        return HttpResponseRedirect(evidence.link) if evidence.link else self.download(evidence)

    def download(self, evidence: Evidence) -> FileResponse:
        """The browser is told to keep it, not to show it, and not to guess what it might be."""
        try:
            file = evidence.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(
            file, as_attachment=True, filename=name_of(evidence), content_type=evidence.content_type
        )
        response["X-Protective-Marking"] = evidence.shown_marking
        response["X-Content-Type-Options"] = "nosniff"
        return response


def name_of(evidence: Evidence) -> str:
    """Return the name under which a file is kept by whoever downloads it: its marking first, where it is one that keeps
    it from others."""
    marking = closed([evidence.shown_marking])
    return f"{safe_name(marking)} {evidence.filename}" if marking else evidence.filename


class AddEvidence(ActionPage):
    """Adding a file or a link to a deliverable."""

    model = Deliverable
    permission_required = "deliverables.add_evidence"
    template_name = "deliverables/evidence_add.html"
    form_class = EvidenceForm
    page_title = "Add evidence"
    submit_label = "Add evidence"
    makes_new = True
    success_message = "The evidence is added."

    def get_object(self) -> Deliverable:
        return deliverable_to_write(self.request, self.kwargs["pk"], self.permission_required)

    def get_purpose(self) -> str:
        return f"{self.object}. Something that shows what was done: members and auditors can open it."

    def get_breadcrumbs(self) -> list[tuple[str, str]]:
        return [(str(self.object), self.object.get_absolute_url()), (self.page_title, "")]

    def perform(self, form: EvidenceForm) -> Evidence:
        brought = form.brought()
        assert brought is not None  # noqa: S101 the form refuses to be valid without
        return add_evidence(self.object, evidence=brought, by=self.request.user)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evidence = self.object.evidence.standing().select_related("added_by")
        return super().get_context_data(**kwargs, deliverable=self.object, evidence=evidence)
