"""Makes what measures share and is not known yet: scales of grades, sources, sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.interfaces.exchange.actions.book.making import Making
from kpa_tracker.interfaces.exchange.actions.book.steps import BookStep
from targets.actions.lists import add_scale
from targets.models import Grade, GradeScale, MeasureSet, Source

GAPS = "The grades of the scale “{}” have the places 1, 2, 3 and so on, each once."


def _grade(making: Making, step: BookStep) -> Grade:
    """Make a whole scale where its first grade stands."""
    of = {name: step.values.get(name, "") for name in ("scale", "era")}
    said = {"name": of["scale"], "era": of["era"]}
    scale = GradeScale.objects.filter(authority=making.plan.authority_id, **said).first()
    if scale is None:
        rows = [making.columns(one) for one in making.proposal.of("grades") if one.values.items() >= of.items()]
        scale = _scale(making, GradeScale(authority=making.plan.authority, **said), rows)
    made: Grade = scale.grades.get(rank=step.values["rank"])
    return made


def _scale(making: Making, scale: GradeScale, rows: list[dict[str, Any]]) -> GradeScale:
    in_order = sorted(rows, key=lambda row: row["rank"])
    has_gaps = [row["rank"] for row in in_order] != list(range(1, len(rows) + 1))
    refuse_where((has_gaps, GAPS.format(scale)))
    return add_scale(scale, grades=[(row["word"], row.get("meaning", "")) for row in in_order], by=making.by)


def _one_of(model: Any) -> Callable[[Making, BookStep], Any]:
    """Return what makes a source or a set."""
    return lambda making, step: making.add(model(authority=making.plan.authority, **making.columns(step)))


LIST_TAKERS: dict[str, Callable[[Making, BookStep], Any]] = {
    "grades": _grade,
    "sources": _one_of(Source),
    "sets": _one_of(MeasureSet),
}
