"""The recommendations of some authorities at the end of a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from kpa_tracker.base.audit.past import end_of
from kpa_tracker.base.people.models import Committee, Post
from targets.models import Inspection, Judgement, Recommendation
from targets.standing.rewinding import rewound
from targets.standing.rows import RecommendationRows


def recommendations_as_they_stood(authorities: Iterable[int], *, on: datetime.date) -> RecommendationRows:
    """Return what inspections asked for by the end of a day, without what was archived then. Six queries."""
    bodies = list(authorities)
    of = {"authority__in": bodies}
    loaded, _ = rewound(
        Post.objects.filter(**of),
        Committee.objects.filter(**of),
        Inspection.objects.filter(**of),
        Judgement.objects.filter(inspection__authority__in=bodies),
        Recommendation.objects.filter(**of).select_related("authority"),
        authorities=bodies,
        moment=end_of(on),
    )
    found = [one for one in loaded[Recommendation].values() if not one.is_archived]
    for one in found:
        one.stood_on = on
    return RecommendationRows(sorted(found, key=lambda one: (one.inspection_id, one.position, one.pk)))
