"""What can be wrong with what series keep of their results."""

from __future__ import annotations

from django.db.models import OuterRef

from kpa_tracker.base.toolkit.latest import Proof, held_against, proves
from targets.models import Result, Series


@proves("latest results of series")
def latest_results() -> Proof:
    """Each series points at its newest result that was not corrected (`keep_standing`)."""
    results = Result.objects.current().filter(series=OuterRef("pk")).order_by("-ends", "-starts")
    return held_against(Series.objects.select_related("measure"), "latest", results)
