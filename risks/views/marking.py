"""How risks are marked."""

from __future__ import annotations

from kpa_tracker.base.people.views.marking import MarkingPage
from risks.models import Risk


class MarkRisk(MarkingPage):
    """Marking a risk, with its scores, controls and actions."""

    model = Risk
    permission_required = "risks.change_risk"
