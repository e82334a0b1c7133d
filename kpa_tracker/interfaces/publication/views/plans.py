"""The annual plan and the performance report, to read and to take away."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.toolkit.pages import Crumb
from kpa_tracker.interfaces.publication.actions import MOST_LINES, ExportedFile, export_performance, export_plan
from kpa_tracker.interfaces.publication.content import Document
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.views.documents import DocumentPage, HandsOutPdf
from kpa_tracker.interfaces.publication.working import performance_report, working_document
from plans.models import Plan


class PlanDocument(DocumentPage):
    """The annual plan to read: the working document, or the public one."""

    model = Plan
    is_public = False

    def get_needed(self) -> tuple[str, ...]:
        internal = () if self.is_public else ("deliverables.view_deliverable", "targets.view_measure")
        return "plans.view_plan", *internal

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
            ("Working document", self.address("plan-document")),
            ("Public document", self.address("plan-document-public")),
        ]
        return super().get_context_data(**kwargs, tabs=tabs)


class PerformanceReport(DocumentPage):
    """How the measures of a plan stand, to read: the exceptions first, then every measure with its chart."""

    model = Plan
    purpose = "Read how every measure stands, as its PDF has it: the exceptions first. For the authority alone."

    def get_needed(self) -> tuple[str, ...]:
        return "plans.view_plan", "targets.view_measure"

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


class PlanPdf(HandsOutPdf, PlanDocument):
    """The annual plan as a PDF to take away."""

    def export(self) -> ExportedFile:
        return export_plan(self.object, public=self.is_public, by=self.request.user)

    def get_twin_name(self) -> str:
        return "plan-document-public" if self.is_public else "plan-document"


class PerformancePdf(HandsOutPdf, PerformanceReport):
    """The performance report as a PDF to take away."""

    def export(self) -> ExportedFile:
        return export_performance(self.object, by=self.request.user, most=MOST_LINES)

    def get_twin_name(self) -> str:
        return "performance-report"
