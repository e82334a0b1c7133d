"""Measures and recommendations read from the past, as what their lists select from."""

from __future__ import annotations

from typing import Any

from kpa_tracker.base.toolkit.rows import Rows
from targets.models import Measure, Recommendation
from targets.models.measures import NO_DATA, NOT_JUDGED, STATUSES
from targets.models.overdue import is_overdue
from targets.models.to_date import in_a_list
from targets.performance import Direction


class MeasureRows(Rows):
    """Measures in the order of their list."""

    model = Measure

    def texts(self, one: Any) -> list[Any]:
        return [one.reference, one.title, one.owner, one.source]

    def of_kind(self, kind: str) -> MeasureRows:
        return self.those(lambda one: one.kind == kind)

    def directed(self, direction: str) -> MeasureRows:
        return self.those(lambda one: one.direction == direction)

    def standing(self, status: str) -> MeasureRows:
        return self.those(lambda one: one.worst == status)

    def worst_first(self) -> MeasureRows:
        return MeasureRows([*self.standing("red"), *self.standing("amber")])

    def overdue_for_data(self) -> MeasureRows:
        return self.those(lambda one: any(is_overdue(series, one.stood_on) for series in one.series.all()))

    def without_data(self) -> MeasureRows:
        return self.standing(NO_DATA)

    def without_owner(self) -> MeasureRows:
        return self.those(lambda one: one.owner is None)

    def without_target(self) -> MeasureRows:
        return self.those(lambda one: one.direction != Direction.NONE and not one.has_target)


def worst_of(measure: Any) -> str:
    """Return the status of the worst of a measure's series, as `with_worst` does; each measure has one."""
    series = [one for one in measure.series.all() if one.latest]
    said = {in_a_list(one).status for one in series}
    return next((status for status in STATUSES if status in said), NOT_JUDGED if series else NO_DATA)


class RecommendationRows(Rows):
    """Recommendations by their inspection, in its order."""

    model = Recommendation

    def texts(self, one: Any) -> list[Any]:
        return [one.reference, one.text, one.owner]

    def in_state(self, state: str) -> RecommendationRows:
        return self.those(lambda one: one.state == state)

    def of_kind(self, kind: str) -> RecommendationRows:
        return self.those(lambda one: one.kind == kind)

    def unfinished(self) -> RecommendationRows:
        return self.those(lambda one: not one.is_finished)

    def overdue(self) -> RecommendationRows:
        return self.those(lambda one: one.is_overdue)

    def due_soon(self) -> RecommendationRows:
        return self.those(lambda one: one.is_due_soon)

    def sent_back(self) -> RecommendationRows:
        return self.those(lambda one: one.came_back)

    def without_owner(self) -> RecommendationRows:
        return self.unfinished().those(lambda one: one.owner is None)

    def without_due(self) -> RecommendationRows:
        return self.unfinished().those(lambda one: one.due_due is None)

    def without_comment(self) -> RecommendationRows:
        return self.those(lambda one: not one.comment and one.inspection.needs_comments)
