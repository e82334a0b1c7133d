"""The chart of a series: its results over time, with the target and the tolerance that they are judged by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from kpa_tracker.base.toolkit.lines import LineChart, Reading, line_chart
from targets.models import Result, Target, Tolerance
from targets.models.judging import pattern_of, rule_of, shows, target_on, tolerance_on, tolerated, wanted_in
from targets.models.standing import Period, Standing
from targets.performance import Kind, shown_exactly

SHORT = (Kind.PERCENTAGE, Kind.COUNT, Kind.RATE, Kind.HOURS)
"""Kinds whose unit stands in the title and not at every level of the axis."""


def series_chart(standing: Standing) -> LineChart | None:
    """Draw a series; None where it has no figures, such as a measure in words. No query."""
    kind = Kind(standing.measure.kind)
    readings = [reading_of(standing, period) for period in standing.periods]
    return line_chart(str(standing.series), readings, write=axis(standing), is_rank=kind is Kind.RANK)


def reading_of(standing: Standing, period: Period) -> Reading:
    """A period in the chart: an open one with the target and tolerance of today, a closed one with those it had."""
    target, tolerance = held_by(standing, period)
    label, counted_as = period.name, period.definition.pk if period.definition else None
    if target is None:
        return Reading(label, period.value, counted_as=counted_as)
    rule = rule_of(standing.series, target, tolerance, wanted_in(target, period.starts, period.ends))
    wanted = rule.wanted if rule.is_judged else None
    return Reading(label, period.value, wanted, tolerated(rule) if wanted is not None else None, counted_as)


def held_by(standing: Standing, period: Period) -> tuple[Target | None, Tolerance | None]:
    """What a period's result was judged by; without a result, what it would be judged by."""
    targets: list[Target] = standing.series.current_targets  # type: ignore[attr-defined]
    result: Result | None = period.result
    if result is None:
        target = target_on(targets, period.ends)
        return target, tolerance_on(target, period.ends)
    target = next((one for one in targets if one.pk == result.target_id), None)
    tolerances = target.tolerances.all() if target else ()
    return target, next((one for one in tolerances if one.pk == result.tolerance_id), None)


def axis(standing: Standing) -> Callable[[Decimal], str]:
    """What writes a level of the axis: short, with the sign that its figures carry."""
    pattern = pattern_of(standing.series)
    if pattern.kind in SHORT:
        return shown_exactly(replace(pattern, unit="", decimals=0))
    return shows(standing.series)
