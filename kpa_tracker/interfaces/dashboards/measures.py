"""What the measures of an authority, a committee, a post or a person lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.dashboards.figures import Figure
from plans.periods import Slot
from targets.models import Measure, Series
from targets.models.overdue import is_overdue, last_due

GAPS = {
    "overdue_for_data": "Overdue for data",
    "without_owner": "Without owner",
    "without_target": "Without target",
}


def measure_figures(measures: Any, scope: Mapping[str, Any]) -> list[Figure]:
    """Return how many measures there are, and how many lack something, each with its list: one query. Gaps overlap, so
    that they add up to nothing."""
    lacking = {gap: Q(pk__in=getattr(Measure.objects.current(), gap)().values("pk")) for gap in GAPS}
    counted = {gap: Count("pk", filter=condition) for gap, condition in lacking.items()}
    found = measures.order_by().aggregate(all=Count("pk"), **counted)
    address = reverse("measure-list")
    figures = [Figure(found["all"], "Measures", f"{address}?{urlencode(scope)}")]
    return figures + [
        Figure(found[gap], word, f"{address}?{urlencode({**scope, 'gap': gap})}") for gap, word in GAPS.items()
    ]


@dataclass(frozen=True)
class Waiting:
    """A measure of a person's posts with what it waits for: a result that was due, or a target."""

    measure: Measure
    series: list[Series]
    due: Slot | None
    lacks_target: bool


def measures_waiting(person: Any) -> list[Waiting]:
    """Return the measures of a person's posts that are overdue for data or have no target: two queries."""
    posts, today = working_posts(person), clock.today()
    if not posts:
        return []
    mine = Measure.objects.visible_to(person).current().filter(owner__in=posts)
    series = Series.objects.current().filter(measure__in=mine).select_related("measure", "latest")
    lacking = set(mine.without_target().values_list("pk", flat=True))
    by_measure: dict[Measure, list[Series]] = {}
    for one in series.order_by("measure__position", "measure_id", "position", "pk"):
        by_measure.setdefault(one.measure, []).append(one)
    found = [_waiting(measure, own, today, measure.pk in lacking) for measure, own in by_measure.items()]
    return [one for one in found if one.due or one.lacks_target]


def _waiting(measure: Measure, series: list[Series], today: Any, lacks_target: bool) -> Waiting:
    late = [one for one in series if is_overdue(one, today)]
    return Waiting(measure, late, last_due(measure.frequency, today) if late else None, lacks_target)
