"""The measures of some authorities at the end of a day: records in memory, which nobody saves."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from kpa_tracker.base.audit.past import end_of
from kpa_tracker.base.people.models import Committee, Post
from targets.models import (
    Baseline,
    Comparator,
    Definition,
    Measure,
    MeasureSet,
    Objective,
    Series,
    Source,
    Target,
    Tolerance,
)
from targets.models.standing import Standing, standing_of
from targets.performance import Gathering
from targets.standing.results import ResultsThen
from targets.standing.rewinding import rewound
from targets.standing.rows import worst_of


class MeasuresThen:
    """Measures with their series, targets and results as they stood at the end of a day: `measures` are those of the
    list, in its order. Twenty-two queries at most, however many there are."""

    def __init__(self, authorities: Iterable[int], *, on: datetime.date) -> None:
        self.day, moment, bodies = on, end_of(on), list(authorities)
        self.records, since = rewound(*_selected(bodies, moment), authorities=bodies, moment=moment)
        self.series, self.targets = self.records[Series], _by_series(self.records[Target].values())
        self.results = ResultsThen(self.series, moment=moment, since=since)
        self._tie_parts()
        for series in self.series.values():
            self._tell_series(series)
        self._tell_beginnings()
        for series in self.series.values():
            self._tell_standing(series)
        for measure in self.records[Measure].values():
            measure.worst = worst_of(measure)
        current = (one for one in self.records[Measure].values() if not one.is_archived)
        self.measures: list[Any] = sorted(current, key=_place)

    def standing(self, series: Any) -> Standing:
        """Return how a series stood."""
        return standing_of(series, self.day)

    def _tie_parts(self) -> None:
        """Let each measure find the definitions and the current series of then, each target its profile."""
        definitions, current, others = defaultdict(list), defaultdict(list), defaultdict(list)
        for one in sorted(self.records[Definition].values(), key=lambda one: one.applies_from):
            definitions[one.measure_id].append(one)
        for one in sorted(self.series.values(), key=lambda one: (one.position, one.pk)):
            if not one.is_archived:
                current[one.measure_id].append(one)
        for one in sorted(self.records[Comparator].values(), key=lambda one: (one.ends, one.sort)):
            if not one.is_archived:
                others[one.series_id].append(one)
        for series in self.series.values():
            series._prefetched_objects_cache = {"comparators": others[series.pk]}
        for measure in self.records[Measure].values():
            measure.stood_on = self.day
            measure.has_target = False
            measure._prefetched_objects_cache |= {"definitions": definitions[measure.pk], "series": current[measure.pk]}
        for target in self.records[Target].values():
            target._prefetched_objects_cache["expected_values"] = sorted(target.steps, key=lambda step: step.ends)

    def _tell_series(self, series: Any) -> None:
        """Give a series what `with_standing` loads."""
        series.current_targets = [one for one in self.targets[series.pk] if not one.is_archived]
        series.measure.has_target |= bool(series.current_targets)
        self.results.judge(series, series.current_targets)
        series.current_results = self.results.current[series.pk]
        for result in series.current_results:
            result.target = self.records[Target].get(result.target_id or 0)

    def _tell_beginnings(self) -> None:
        """Say of each series when the first period ended of which something was known in its set, else its measure."""
        began: dict[Any, datetime.date] = {}
        for series in self.series.values():
            ends = [one.ends for one in series.current_results if not series.is_archived]
            for place in _beginnings(series) if ends else ():
                began[place] = min([*ends, *filter(None, [began.get(place)])])
        for series in self.series.values():
            found = [began[place] for place in _beginnings(series) if place in began]
            series.began = found[0] if found else None

    def _tell_standing(self, series: Any) -> None:
        """Keep with a series what the actions of today keep: its latest result, and its year to date."""
        stood = self.standing(series)
        series.latest = stood.latest
        adds_up = series.measure.gathering != Gathering.LAST
        series.to_date = stood.to_date.kept() if adds_up and stood.to_date else {}


def _selected(bodies: list[int], moment: datetime.datetime) -> list[QuerySet[Any]]:
    """Select what is rewound together."""
    tolerances = Prefetch("tolerances", Tolerance.objects.filter(created_at__lt=moment).select_related("committee"))
    of_measures = {"measure__authority__in": bodies}
    return [
        *(kind.objects.filter(authority__in=bodies) for kind in (Post, Committee, MeasureSet, Source)),
        Measure.objects.filter(authority__in=bodies)
        .select_related("authority", "scale")
        .prefetch_related("scale__grades", "footnotes"),
        Definition.objects.filter(**of_measures),
        Series.objects.filter(**of_measures),
        Comparator.objects.filter(series__measure__authority__in=bodies),
        Baseline.objects.filter(series__measure__authority__in=bodies).prefetch_related("footnotes"),
        Objective.objects.filter(plan__authority__in=bodies),
        Target.objects.filter(plan__authority__in=bodies)
        .select_related("plan")
        .prefetch_related(tolerances, "expected_values", "footnotes"),
    ]


def _by_series(targets: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for target in targets:
        found[target.series_id].append(target)
    return found


def _beginnings(series: Any) -> list[tuple[Any, ...]]:
    """Return what a series shares its beginning with: those of its set that come as often, else its measure."""
    measure = series.measure
    of_set = [("set", measure.set_id, measure.frequency)] if measure.set_id else []
    return [*of_set, ("measure", measure.pk)]


def _place(measure: Any) -> tuple[Any, ...]:
    """Return what the list is ordered by: the sets, with what was in none last."""
    at = (measure.set.position, measure.set_id) if measure.set else (0, 0)
    return (measure.set is None, at, measure.position, measure.pk)
