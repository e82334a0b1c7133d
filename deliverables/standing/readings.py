"""Reading how a plan stands, or stood on a day."""

from __future__ import annotations

import datetime
from typing import Any

from deliverables.models import Deliverable
from deliverables.standing.values import Standing, standing_of


def standings(plan: Any, *, on: datetime.date | None = None) -> list[Standing]:
    """Return how each deliverable of a plan stands now, or stood at the end of a day, in the plan's order."""
    return [standing_of(one) for one in _as_they_stand(plan)]


def _as_they_stand(plan: Any) -> Any:
    """Select what is in the plan now, with all that a standing says: three queries."""
    rows = Deliverable.objects.filter(plan=plan).for_list().with_movement()
    return rows.select_related("latest__recovery_by").prefetch_related("supporting", "measurements")
