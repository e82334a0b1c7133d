"""How deliverables and their evidence are marked."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from deliverables.actions.evidence import mark_evidence
from deliverables.models import Deliverable, Evidence
from kpa_tracker.base.people.views.marking import MarkingPage
from kpa_tracker.base.toolkit.pages import visible


class MarkDeliverable(MarkingPage):
    """Marking a deliverable: its evidence is marked no lower."""

    model = Deliverable
    permission_required = "deliverables.change_deliverable"


class MarkEvidence(MarkingPage):
    """Marking a file or a link."""

    model, action = Evidence, staticmethod(mark_evidence)
    permission_required = "deliverables.mark_evidence"

    def get_object(self) -> Any:
        rows = visible(Evidence, self.request.user).standing().select_related("deliverable__plan")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_cancel_url(self) -> str:
        return f"{self.object.deliverable.get_absolute_url()}#evidence"

    get_success_url = get_cancel_url
