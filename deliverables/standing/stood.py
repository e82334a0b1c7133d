"""Deliverables read from the past, as what a list selects from: it answers to the facets of today's list."""

from __future__ import annotations

from typing import Any

from deliverables.models import Deliverable
from deliverables.models.selections import NOT_RATED
from kpa_tracker.base.toolkit.ratings import Stage, rating_of, stage_of
from kpa_tracker.base.toolkit.rows import Rows, Test

GAPS: dict[str, Test] = {
    "without_owner": lambda one: one.lead is None,
    "without_deadline": lambda one: not one.deadline.is_set,
    "without_measurement": lambda one: not one.ways_to_know,
    "without_committee": lambda one: one.committee is None,
}
"""What a selection means that is no flag of the deliverable itself."""


class Stood(Rows):
    """Deliverables in the plans' order."""

    model = Deliverable

    def rated(self, code: str) -> Stood:
        return self.those(lambda one: one.rating == _code(code))

    def forecast(self, code: str) -> Stood:
        return self.those(lambda one: (one.latest.forecast if one.latest else "") == _code(code))

    def staged(self, code: str) -> Stood:
        return self.those(lambda one: stage_of(one.stage).value == code)

    def moving(self, key: str) -> Stood:
        return self.those(lambda one: one.moved == key)

    def selected(self, key: str) -> Stood:
        """Select by the key of one of the selections of today's list."""
        return self.those(lambda one: is_selected(one, key))

    def texts(self, one: Any) -> list[Any]:
        return [one.reference, one.title, one.description, one.lead]

    def points_at(self, name: str, record: Any) -> Test:
        if name == "supporting":
            return lambda one: record.pk in {post.pk for post in one.supporters}
        return super().points_at(name, record)

    def in_plan_order(self) -> Stood:
        return self


def is_selected(one: Any, key: str) -> bool:
    """Whether a row is what one of the selections means."""
    return GAPS[key](one) if key in GAPS else key in one.computed


def severity(one: Any) -> int:
    return rating_of(one.rating).rank


def progress(one: Any) -> int:
    return list(Stage).index(stage_of(one.stage))


def _code(code: str) -> str:
    return "" if code == NOT_RATED else code
