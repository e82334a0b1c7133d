"""A plan as a workbook: taking it out, and looking at what one that comes back would change."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from kpa_tracker.base.toolkit.exports import WORKBOOK_TYPE
from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.base.toolkit.pages import RecordPage
from kpa_tracker.interfaces.exchange.actions.book import (
    BookProposal,
    ReadBook,
    TakenOut,
    export_book,
    export_package,
    propose_book,
    read_book,
)
from kpa_tracker.interfaces.exchange.models import StagedImport
from kpa_tracker.interfaces.exchange.views.plans import SHOWN_AT_MOST, LookAndConfirm
from plans.models import Plan

STEPS = ["Choose a file", "Look and confirm"]
NEEDED = (
    "publication.export_plan",
    "plans.view_plan",
    "deliverables.view_deliverable",
    "targets.view_measure",
    "risks.view_risk",
)
"""What somebody may, to whom all that is in the file may be handed: as for the working document."""


class TakeOut(RecordPage):
    """A file of a plan to take away."""

    model = Plan
    permission_required = "publication.export_plan"
    content_type: str

    def get_object(self, queryset: Any = None) -> Any:
        plan = super().get_object(queryset)
        if not all(self.request.user.has_perm(permission, plan) for permission in NEEDED):
            raise Http404
        return plan

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = self.export(self.get_object())
        headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return HttpResponse(file.content, content_type=self.content_type, headers=headers)

    def export(self, plan: Plan) -> TakenOut:
        raise NotImplementedError


class TakeOutBook(TakeOut):
    """The plan as a workbook that imports back."""

    purpose = "Take the plan out as a workbook, edit it there, and import it back."
    content_type = WORKBOOK_TYPE

    def export(self, plan: Plan) -> TakenOut:
        return export_book(plan, by=self.request.user)


class TakeOutPackage(TakeOut):
    """The plan with its progress and results as data, for the authority alone."""

    purpose = "Take the plan, its progress and its results out as data, for the authority alone."
    content_type = "application/zip"

    def export(self, plan: Plan) -> TakenOut:
        return export_package(plan, by=self.request.user)


class PreviewBook(LookAndConfirm):
    """What a plan's workbook would make and change, what in it must be put right first, and the button that does it."""

    sorts = (StagedImport.Sort.BOOK,)
    step = 2
    template_name = "exchange/book_preview.html"
    success_message = "The workbook is imported."

    @cached_property
    def book(self) -> ReadBook:
        return read_book(SourceDocument.from_json(self.object.document))

    @cached_property
    def proposal(self) -> BookProposal:
        return propose_book(self.object.plan, self.book)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.proposal
        return {
            **super().get_context_data(**kwargs),
            "steps": STEPS,
            "proposal": proposal,
            "notes": [*proposal.book.notes, *proposal.notes],
            "problems": proposal.problems[:SHOWN_AT_MOST],
            "problems_more": max(0, len(proposal.problems) - SHOWN_AT_MOST),
            "can_import": proposal.changes_something and not proposal.problems,
        }
