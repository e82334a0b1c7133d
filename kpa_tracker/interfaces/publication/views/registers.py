"""The risk register as a document, to read and to take away."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse

from kpa_tracker.base.people.models import Authority, Committee
from kpa_tracker.base.toolkit.pages import Crumb, chosen
from kpa_tracker.interfaces.publication.actions.exporting import ExportedFile, export_register
from kpa_tracker.interfaces.publication.content import Document
from kpa_tracker.interfaces.publication.public import public_register
from kpa_tracker.interfaces.publication.views.documents import DocumentPage, HandsOutPdf
from kpa_tracker.interfaces.publication.views.ways import TEXTS
from kpa_tracker.interfaces.publication.working import internal_register


class RegisterDocument(DocumentPage):
    """The register of an authority to read, or of the committee that `?committee=` names: all of it, or what is
    public."""

    model = Authority
    is_public = False

    def get_needed(self) -> tuple[str, ...]:
        return ("risks.view_risk",)

    @cached_property
    def committee(self) -> Committee | None:
        """The committee that the address names; one that the authority does not have is not there."""
        return chosen(Committee.objects.filter(authority=self.object), self.request.GET.get("committee", ""))

    def address(self, name: str) -> str:
        of = f"?committee={self.committee.pk}" if self.committee else ""
        return super().address(name) + of

    def get_document(self) -> Document:
        select = public_register if self.is_public else internal_register
        return select(self.object, self.committee)

    def get_page_title(self) -> str:
        return "Risk register: public summary" if self.is_public else "Risk register: internal document"

    def get_purpose(self) -> str:
        if self.is_public:
            return "Read the register as the public reads it: approved public wording, and nothing else."
        return "Read the whole register as its PDF has it. It is for the authority alone."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Risks", reverse("risk-list")), ("Document", "")]

    def get_pdf_name(self) -> str:
        return "register-pdf-public" if self.is_public else "register-pdf"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            ("Internal document", self.address("register-document")),
            ("Public summary", self.address("register-document-public")),
            (TEXTS, reverse("register-wordings", args=[self.object.pk])),
        ]
        return super().get_context_data(**kwargs, tabs=tabs)


class RegisterPdf(HandsOutPdf, RegisterDocument):
    """The register as a PDF to take away."""

    def export(self) -> ExportedFile:
        return export_register(self.object, committee=self.committee, public=self.is_public, by=self.request.user)

    def get_twin_name(self) -> str:
        return "register-document-public" if self.is_public else "register-document"
