"""Takes over what a workbook says of measures, their definitions and series, of objectives, targets and tolerances."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.book.making import Making
from kpa_tracker.interfaces.exchange.actions.book.sheets import BY_NAME
from kpa_tracker.interfaces.exchange.actions.book.steps import BookStep
from targets.actions import keeping
from targets.actions.goals import add_target, change_target
from targets.actions.measures import (
    Parts,
    SeriesWords,
    add_measure,
    add_series,
    change_measure,
    correct_definition,
    define,
)
from targets.actions.yardsticks import set_profile, set_tolerance
from targets.models import Definition, GradeScale, Measure, Objective, Series, Target, Tolerance

BASELINE = "baseline_"
OF_BASELINE = frozenset(column.name for column in BY_NAME["targets"].columns if column.name.startswith(BASELINE))
NO_SCALE = "There is no scale of grades “{}” here. Make it first, under Lists of the measures."


def _measure(making: Making, step: BookStep) -> Measure:
    values = making.columns(step, without=("scale",))
    if step.is_new or "scale" in step.changes:
        wanted = step.values.get("scale", "")
        values["scale"] = _scale(making, wanted) if wanted else None
    if not step.is_new:
        return change_measure(step.record, seen=step.record.version, changes=values, by=making.by)
    links = {"footnotes": values.pop("footnotes", [])}
    parts = Parts(series=[SeriesWords(_words(making, one)) for one in _series_of(making, step)])
    return add_measure(Measure(authority=making.plan.authority, **values), links=links, parts=parts, by=making.by)


def _scale(making: Making, name: str) -> GradeScale:
    found = [one for one in GradeScale.objects.filter(authority=making.plan.authority_id) if str(one) == name]
    if not found:
        raise Refused(NO_SCALE.format(name))
    return found[0]


def _series_of(making: Making, step: BookStep) -> list[BookStep]:
    """Return the rows of the series of a measure that is new, for it is made with them."""
    return [one for one in making.proposal.of("series") if one.values.get("measure") == f"new {step.row.key}"]


def _words(making: Making, step: BookStep) -> dict[str, Any]:
    return making.columns(step, without=("measure",))


def _series(making: Making, step: BookStep) -> Series:
    if not step.is_new:
        words = SeriesWords(_words(making, step), step.record.pk, step.record.version)
        measure = Measure.objects.get(pk=step.record.measure_id)
        change_measure(measure, seen=measure.version, changes={}, parts=Parts(series=[words]), by=making.by)
        return Series.objects.get(pk=step.record.pk)
    measure = making.records[step.values["measure"]]
    made = measure.series.filter(name=step.values.get("name", ""), archived_at=None).first()
    return made or add_series(Series(measure=measure, **_words(making, step)), by=making.by)


def _objective(making: Making, step: BookStep) -> Objective:
    values = making.columns(step)
    if step.is_new:
        return making.add(Objective(plan=making.plan, **values))
    return keeping.change(step.record, seen=step.record.version, changes=values, by=making.by)


def _target(making: Making, step: BookStep) -> Target:
    values = making.columns(step, without=OF_BASELINE)
    profile = values.pop("profile", None)
    target = _made(making, step, values) if step.is_new else _changed(making, step, values)
    if profile or (profile is not None and not step.is_new):
        target = set_profile(target, steps=profile, seen=target.version, by=making.by)
    return target


def _made(making: Making, step: BookStep, values: dict[str, Any]) -> Target:
    links = {"footnotes": values.pop("footnotes", [])}
    target = Target(plan=making.plan, **values)
    return add_target(target, links=links, baseline=_baseline(making, step), by=making.by)


def _changed(making: Making, step: BookStep, values: dict[str, Any]) -> Target:
    """Change a target, and let go of a profile that the row replaces: it was made for the target as it was."""
    target: Target = step.record
    if set(step.changes) == {"profile"}:
        return target
    baseline = _baseline(making, step) if OF_BASELINE & set(step.changes) else None
    is_replaced = "profile" in step.changes
    seen = target.version
    return change_target(target, seen=seen, changes=values, baseline=baseline, drop_profile=is_replaced, by=making.by)


def _baseline(making: Making, step: BookStep) -> dict[str, Any]:
    """Return all that a row says of its baseline; where a column is missing, what is held."""
    held = step.entry.values if step.entry else {}
    texts = {name: step.values.get(name, held.get(name, "")) for name in OF_BASELINE}
    return {name.removeprefix(BASELINE): making.value(step, name, text) for name, text in texts.items()}


def _definition(making: Making, step: BookStep) -> Definition:
    values = making.columns(step)
    if step.is_new:
        return define(Definition(**values), by=making.by)
    return correct_definition(step.record, seen=step.record.version, changes=values, by=making.by)


def _tolerance(making: Making, step: BookStep) -> Tolerance:
    """Set a tolerance. One that is set already is followed by another, never changed."""
    tolerance = Tolerance(**making.columns(step))
    return set_tolerance(tolerance, seen=tolerance.target.version, by=making.by)


MEASURE_TAKERS: dict[str, Callable[[Making, BookStep], Any]] = {
    "measures": _measure,
    "definitions": _definition,
    "series": _series,
    "objectives": _objective,
    "targets": _target,
    "tolerances": _tolerance,
}
