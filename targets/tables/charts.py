"""The chart of a series: its results over time, with the target and the tolerance that they are judged by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from kpa_tracker.base.toolkit.lines import LineChart, Reading, drawn, line_chart
from targets.models.held import rule_held
from targets.models.judging import pattern_of, rule_of, shows, target_on, tolerance_on, tolerated, wanted_in
from targets.models.standing import Period, Standing
from targets.performance import Direction, Kind, Rule, shown_exactly

SHORT = (Kind.PERCENTAGE, Kind.COUNT, Kind.RATE, Kind.HOURS)
"""Kinds whose unit stands in the title and not at every level of the axis."""


def series_charts(standings: Sequence[Standing]) -> dict[int, LineChart | None]:
    """Draw the series of a measure side by side, by their keys: those of one unit with the same axis; None for one that
    has no figures, such as a measure in words. No query."""
    readings = {one.series.pk: [reading_of(one, period) for period in one.periods] for one in standings}
    charts = {}
    for standing in standings:
        kind, own = Kind(standing.measure.kind), readings[standing.series.pk]
        others = [one.series.pk for one in standings if one.series.unit == standing.series.unit]
        charts[standing.series.pk] = line_chart(
            str(standing.series),
            own,
            write=axis(standing),
            is_rank=kind is Kind.RANK,
            is_whole=kind in (Kind.LEVEL, Kind.GRADE),
            beside=[value for key in others for value in drawn(readings[key])],
        )
    return charts


def reading_of(standing: Standing, period: Period) -> Reading:
    """A period in the chart, with what its result was held against when it was judged, whatever the target and the
    tolerance say today. Without a result, with what one would be held against."""
    rule = rule_held(period.result) if period.result else rule_for(standing, period)
    wanted = rule.wanted if rule.is_judged else None
    end = tolerated(rule) if wanted is not None else None
    said = period.figure if period.value is not None else ""
    return Reading(period.name, period.value, wanted, end, period.counted_as, said)


def rule_for(standing: Standing, period: Period) -> Rule:
    """What a result of a period would be held against."""
    target = target_on(standing.series.current_targets, period.ends)  # type: ignore[attr-defined]
    if target is None:
        return Rule(Direction.NONE)
    tolerance = tolerance_on(target, period.ends)
    return rule_of(standing.series, target, tolerance, wanted_in(target, period.starts, period.ends))


def axis(standing: Standing) -> Callable[[Decimal], str]:
    """What writes a level of the axis: short, with the sign that its figures carry."""
    pattern = pattern_of(standing.series)
    if pattern.kind in SHORT:
        return shown_exactly(replace(pattern, unit="", decimals=0))
    return shows(standing.series)
