"""The annual plan and the performance report, to read and to take away."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.toolkit.documents import CONTENT_TYPE
from kpa_tracker.base.toolkit.pages import Crumb, PageAction
from kpa_tracker.interfaces.publication.actions.exporting import (
    MOST_LINES,
    MOST_ROWS,
    ExportedFile,
    export_performance,
    export_plan,
    export_plan_to_word,
)
from kpa_tracker.interfaces.publication.content import Document
from kpa_tracker.interfaces.publication.models import Rendering
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

    def get_page_actions(self) -> list[PageAction]:
        name = "plan-on-a-page-public" if self.is_public else "plan-on-a-page"
        word = self.address("plan-word-public" if self.is_public else "plan-word")
        more = [("Download as Word", word, "secondary"), ("On one page", self.address(name), "secondary")]
        return [*super().get_page_actions(), *more]

    def get_pdf_name(self) -> str:
        return "plan-pdf-public" if self.is_public else "plan-pdf"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            ("Working document", self.address("plan-document")),
            ("Public document", self.address("plan-document-public")),
            ("Publish", self.address("publication-desk")),
        ]
        return super().get_context_data(**kwargs, tabs=tabs, address_of=self.address_of)

    def address_of(self, picture: str) -> str:
        return reverse("picture-file", args=[self.object.pk, picture])


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
        return export_plan(self.object, public=self.is_public, by=self.request.user, most=MOST_ROWS)

    def get_rendering_kind(self) -> str:
        return Rendering.Kind.PUBLIC if self.is_public else Rendering.Kind.WORKING

    def get_twin_name(self) -> str:
        return "plan-document-public" if self.is_public else "plan-document"


class PlanWord(PlanPdf):
    """The annual plan as a Word document, for those who go on with it."""

    file_type = CONTENT_TYPE

    def export(self) -> ExportedFile:
        return export_plan_to_word(self.object, public=self.is_public, by=self.request.user)


class PerformancePdf(HandsOutPdf, PerformanceReport):
    """The performance report as a PDF to take away."""

    def export(self) -> ExportedFile:
        return export_performance(self.object, by=self.request.user, most=MOST_LINES)

    def get_rendering_kind(self) -> str:
        return Rendering.Kind.PERFORMANCE

    def get_twin_name(self) -> str:
        return "performance-report"
