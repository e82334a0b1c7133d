"""The plan on one sheet, to read and to take away."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.toolkit.pages import Crumb
from kpa_tracker.interfaces.publication.actions.exporting import ExportedFile, export_one_page
from kpa_tracker.interfaces.publication.content import Document, one_page
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.views.documents import DocumentPage, HandsOutPdf
from kpa_tracker.interfaces.publication.working import working_document
from plans.models import Plan


class PlanOnAPage(DocumentPage):
    """A plan on one sheet to read: the working one, or the public one."""

    model = Plan
    is_public = False
    template_name = "publication/one_page/preview.html"

    def get_needed(self) -> tuple[str, ...]:
        internal = () if self.is_public else ("deliverables.view_deliverable", "targets.view_measure")
        return "plans.view_plan", *internal

    def get_document(self) -> Document:
        return one_page(public_document(self.object) if self.is_public else working_document(self.object))

    def get_page_title(self) -> str:
        return f"{self.object.title}: {'public' if self.is_public else 'working'} plan on a page"

    def get_purpose(self) -> str:
        if self.is_public:
            return "Read the sheet as the public would: approved public wording, and nothing else. It prints on A3."
        return "Read the whole plan as a single sheet has it. It prints on A3, and what has no room is named."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Plans", reverse("plan-list")), (self.object.title, self.object.get_absolute_url()), ("On a page", "")]

    def get_pdf_name(self) -> str:
        return "plan-on-a-page-pdf-public" if self.is_public else "plan-on-a-page-pdf"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            ("Working plan on a page", self.address("plan-on-a-page")),
            ("Public plan on a page", self.address("plan-on-a-page-public")),
        ]
        return super().get_context_data(**kwargs, tabs=tabs)


class PlanOnAPagePdf(HandsOutPdf, PlanOnAPage):
    """The plan on one sheet as a PDF to take away."""

    def export(self) -> ExportedFile:
        return export_one_page(self.object, public=self.is_public, by=self.request.user)

    def get_twin_name(self) -> str:
        return "plan-on-a-page-public" if self.is_public else "plan-on-a-page"
