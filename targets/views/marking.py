"""How measures and recommendations are marked."""

from __future__ import annotations

from kpa_tracker.base.people.views.marking import MarkingPage
from targets.models import Measure, Recommendation


class MarkMeasure(MarkingPage):
    """Marking a measure, with its results and targets."""

    model = Measure
    permission_required = "targets.change_measure"


class MarkRecommendation(MarkingPage):
    """Marking a recommendation."""

    model = Recommendation
    permission_required = "targets.change_inspection"
