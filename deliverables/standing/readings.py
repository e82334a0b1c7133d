"""Reading how a plan stands, or stood on a day."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Prefetch

from deliverables.models import Deliverable
from deliverables.standing.rewound import as_they_stood
from deliverables.standing.values import Standing, standing_of


def standings(plan: Any, *, on: datetime.date | None = None) -> list[Standing]:
    """Return how each deliverable of a plan stands now, or stood at the end of a day, in the plan's order."""
    rows = _as_they_stand(plan) if on is None else as_they_stood([plan], on=on)
    return [standing_of(one) for one in rows]


def _as_they_stand(plan: Any) -> Any:
    """Select what is in the plan now, with all that a standing says: three queries."""
    rows = Deliverable.objects.filter(plan=plan).for_list().with_movement().select_related("latest__recovery_by")
    return rows.prefetch_related(
        Prefetch("supporting", to_attr="supporters"), Prefetch("measurements", to_attr="ways_to_know")
    )
