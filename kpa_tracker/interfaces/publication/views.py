"""The annual plan to read and to take away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions import export_plan
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.working import working_document
from plans.models import Plan


class PlanDocument(RecordPage):
    """The annual plan to read: the working document, or the public one, as the PDF has it.

    What a plan cannot give sends the reader back to it, with the reason.
    """

    model = Plan
    template_name = "publication/preview.html"
    permission_required = "publication.export_plan"
    is_public = False

    def get_object(self, queryset: Any = None) -> Plan:
        plan: Plan = super().get_object(queryset)
        needed = [self.permission_required, "plans.view_plan"]
        if not self.is_public:
            needed.append("deliverables.view_deliverable")
        if not all(self.request.user.has_perm(permission, plan) for permission in needed):
            raise Http404
        return plan

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().get(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect(self.object)

    def get_page_title(self) -> str:
        return f"{self.object.title}: {'public' if self.is_public else 'working'} document"

    def get_purpose(self) -> str:
        if self.is_public:
            return "Read the plan as the public reads it: approved public wording, and nothing else."
        return "Read the whole plan as its PDF has it, with what is for the authority alone."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Plans", reverse("plan-list")), (self.object.title, self.object.get_absolute_url()), ("Document", "")]

    def get_page_actions(self) -> list[PageAction]:
        name = "plan-pdf-public" if self.is_public else "plan-pdf"
        return [("Download as PDF", reverse(name, args=[self.object.pk]), "primary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = public_document(self.object) if self.is_public else working_document(self.object)
        tabs = [
            ("Working document", reverse("plan-document", args=[self.object.pk])),
            ("Public document", reverse("plan-document-public", args=[self.object.pk])),
        ]
        return super().get_context_data(**kwargs, document=document, tabs=tabs)


class PlanPdf(PlanDocument):
    """The annual plan as a PDF to take away."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {}

    def render_to_response(self, context: Any, **kwargs: Any) -> HttpResponse:
        try:
            file = export_plan(self.object, public=self.is_public, by=self.request.user)
        except PdfUnavailable as missing:
            return self.render_unavailable(missing)
        return HttpResponse(
            file.content,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
        )

    def render_unavailable(self, missing: PdfUnavailable) -> HttpResponse:
        """Say what to install, and lead to the page that has the same content."""
        twin = reverse("plan-document-public" if self.is_public else "plan-document", args=[self.object.pk])
        context = {
            "page_title": "No PDF file yet",
            "purpose": str(missing),
            "breadcrumbs": self.get_breadcrumbs(),
            "page_actions": [("Read the document here", twin, "primary")],
        }
        return render(self.request, "publication/unavailable.html", context, status=503)
