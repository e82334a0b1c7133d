"""What can be wrong with what deliverables keep of their updates."""

from __future__ import annotations

from django.db.models import OuterRef

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.toolkit.latest import Proof, held_against, proves


@proves("latest updates of deliverables")
def latest_updates() -> Proof:
    """Each deliverable points at its newest update that was submitted or accepted (`point_at_latest`)."""
    updates = ProgressUpdate.objects.filter(deliverable=OuterRef("pk")).of_record()
    return held_against(Deliverable.objects.all(), "latest", updates.order_by("-period__observed_from", "-number"))
