"""The annual plan and the performance report, to read and to take away."""

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
from kpa_tracker.interfaces.publication.actions import ExportedFile, export_performance, export_plan
from kpa_tracker.interfaces.publication.content import Document
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.working import performance_report, working_document
from plans.models import Plan


class DocumentPage(RecordPage):
    """A document of a plan to read, as its PDF has it. What a plan cannot give sends the reader back to it, with the
    reason."""

    model = Plan
    template_name = "publication/preview.html"
    permission_required = "publication.export_plan"

    def get_needed(self) -> tuple[str, ...]:
        """Return what somebody has to be allowed beside, to read all that is in the document."""
        raise NotImplementedError

    def get_object(self, queryset: Any = None) -> Plan:
        plan: Plan = super().get_object(queryset)
        needed = (self.permission_required, "plans.view_plan", *self.get_needed())
        if not all(self.request.user.has_perm(permission, plan) for permission in needed):
            raise Http404
        return plan

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().get(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect(self.object)

    def get_document(self) -> Document:
        raise NotImplementedError

    def get_pdf_name(self) -> str:
        """Return the name of the address of the same as a PDF."""
        raise NotImplementedError

    def get_page_actions(self) -> list[PageAction]:
        return [("Download as PDF", reverse(self.get_pdf_name(), args=[self.object.pk]), "primary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, document=self.get_document())


class PlanDocument(DocumentPage):
    """The annual plan to read: the working document, or the public one."""

    is_public = False

    def get_needed(self) -> tuple[str, ...]:
        return () if self.is_public else ("deliverables.view_deliverable", "targets.view_measure")

    def get_document(self) -> Document:
        return public_document(self.object) if self.is_public else working_document(self.object)

    def get_page_title(self) -> str:
        return f"{self.object.title}: {'public' if self.is_public else 'working'} document"

    def get_purpose(self) -> str:
        if self.is_public:
            return "Read the plan as the public reads it: approved public wording, and nothing else."
        return "Read the whole plan as its PDF has it, with what is for the authority alone."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Plans", reverse("plan-list")), (self.object.title, self.object.get_absolute_url()), ("Document", "")]

    def get_pdf_name(self) -> str:
        return "plan-pdf-public" if self.is_public else "plan-pdf"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            ("Working document", reverse("plan-document", args=[self.object.pk])),
            ("Public document", reverse("plan-document-public", args=[self.object.pk])),
        ]
        return super().get_context_data(**kwargs, tabs=tabs)


class PerformanceReport(DocumentPage):
    """How the measures of a plan stand, to read: the exceptions first, then every measure with its chart."""

    purpose = "Read how every measure stands, as its PDF has it: the exceptions first. For the authority alone."

    def get_needed(self) -> tuple[str, ...]:
        return ("targets.view_measure",)

    def get_document(self) -> Document:
        return performance_report(self.object)

    def get_page_title(self) -> str:
        return f"{self.object.title}: performance report"

    def get_breadcrumbs(self) -> list[Crumb]:
        plan = self.object
        above = [("Plans", reverse("plan-list")), (plan.title, plan.get_absolute_url())]
        return [*above, ("Targets", reverse("plan-targets", args=[plan.pk])), ("Performance report", "")]

    def get_pdf_name(self) -> str:
        return "performance-pdf"


class HandsOutPdf:
    """Hands the document of a page out as a file."""

    object: Plan
    request: HttpRequest

    def export(self) -> ExportedFile:
        raise NotImplementedError

    def get_twin_name(self) -> str:
        """Return the name of the page that has the same content."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {}

    def render_to_response(self, context: Any, **kwargs: Any) -> HttpResponse:
        try:
            file = self.export()
        except PdfUnavailable as missing:
            return self.render_unavailable(missing)
        return HttpResponse(
            file.content,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
        )

    def render_unavailable(self, missing: PdfUnavailable) -> HttpResponse:
        """Say what to install, and lead to the page that has the same content."""
        context = {
            "page_title": "No PDF file yet",
            "purpose": str(missing),
            "breadcrumbs": self.get_breadcrumbs(),
            "page_actions": [("Read it here", reverse(self.get_twin_name(), args=[self.object.pk]), "primary")],
        }
        return render(self.request, "publication/unavailable.html", context, status=503)


class PlanPdf(HandsOutPdf, PlanDocument):
    """The annual plan as a PDF to take away."""

    def export(self) -> ExportedFile:
        return export_plan(self.object, public=self.is_public, by=self.request.user)

    def get_twin_name(self) -> str:
        return "plan-document-public" if self.is_public else "plan-document"


class PerformancePdf(HandsOutPdf, PerformanceReport):
    """The performance report as a PDF to take away."""

    def export(self) -> ExportedFile:
        return export_performance(self.object, by=self.request.user)

    def get_twin_name(self) -> str:
        return "performance-report"
