"""What the pages of documents share: reading one, and handing it out as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.pages import PageAction, RecordPage
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions.exporting import ExportedFile, TooLong
from kpa_tracker.interfaces.publication.content import Document
from plans.models import Plan


class DocumentPage(RecordPage):
    """A document of a record to read, as its PDF has it. What the record cannot give sends the reader back to it, with
    the reason."""

    template_name = "publication/preview.html"
    permission_required = "publication.export_plan"

    def get_needed(self) -> tuple[str, ...]:
        """Return what somebody has to be allowed beside, to read all that is in the document."""
        raise NotImplementedError

    def get_object(self, queryset: Any = None) -> Any:
        record = super().get_object(queryset)
        needed = (self.permission_required, *self.get_needed())
        if not all(self.request.user.has_perm(permission, record) for permission in needed):
            raise Http404
        return record

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

    def address(self, name: str) -> str:
        """Return the address of a page on the same record."""
        return reverse(name, args=[self.object.pk])

    def get_page_actions(self) -> list[PageAction]:
        return [("Download as PDF", self.address(self.get_pdf_name()), "primary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, document=self.get_document())


class HandsOutPdf:
    """Hands the document of a page out as a file."""

    file_type = "application/pdf"

    object: Plan | Authority
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
        except TooLong as long:
            return self.render_too_long(long)
        return HttpResponse(
            file.content,
            content_type=self.file_type,
            headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
        )

    def get_rendering_kind(self) -> str:
        """Return what the document is asked for as, where it is too long to wait for."""
        raise NotImplementedError

    def render_too_long(self, long: TooLong) -> HttpResponse:
        """Offer to draw it while nobody waits."""
        context = {
            "page_title": "A long document",
            "purpose": long.message,
            "breadcrumbs": self.get_breadcrumbs(),
            "page_actions": [("Read it here", self.address(self.get_twin_name()), "secondary")],
            "ask_url": reverse("rendering-ask", args=[self.object.pk, self.get_rendering_kind()]),
        }
        return render(self.request, "publication/renderings/ask.html", context)

    def render_unavailable(self, missing: PdfUnavailable) -> HttpResponse:
        """Say what to install, and lead to the page that has the same content."""
        context = {
            "page_title": "No PDF file yet",
            "purpose": str(missing),
            "breadcrumbs": self.get_breadcrumbs(),
            "page_actions": [("Read it here", self.address(self.get_twin_name()), "primary")],
        }
        return render(self.request, "publication/unavailable.html", context, status=503)
