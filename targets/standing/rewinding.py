"""Measures, targets and recommendations on the way back: profiles and the figures of baselines are no columns."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.past import Loaded, Rewinding, events_since
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.dates import parse_partial_date
from plans.periods import Frequency, slot_of
from targets.models import (
    Baseline,
    ExpectedValue,
    GradeScale,
    Inspection,
    Judgement,
    Measure,
    MeasureSet,
    Objective,
    Series,
    Source,
    Target,
)

OF_AUTHORITY = ("authority_id",)
PARENTS: dict[Any, tuple[str, ...]] = {
    **dict.fromkeys((Post, Committee, Source, MeasureSet, GradeScale, Inspection), OF_AUTHORITY),
    Measure: ("authority_id", "set_id"),
    Series: ("measure_id",),
    Objective: ("plan_id", "priority_id"),
    Target: ("plan_id", "objective_id"),
    Judgement: ("inspection_id",),
}
STEP = re.compile(r"(-?[\d.]+) by (.+)")


class TargetsRewinding(Rewinding):
    """What an event tells of a target beside its columns: its profile step by step, its baseline's figures."""

    def _put_back(self, record: Any, field: Any, before: Any) -> None:
        """A baseline is told in words that are no name: the target keeps the one that it has, or had none yet."""
        if field.related_model is not Baseline:
            super()._put_back(record, field, before)
        elif before is None:
            record.baseline = None

    def take_back(self, record: Any, name: str, before: Any) -> None:
        if name == "baseline_figures" and before:
            self._put_figures(record, dict(before))
        elif name == "profile":
            steps = (STEP.fullmatch(told) for told in before or ())
            record.steps = [_step(record, Decimal(found[1]), found[2]) for found in steps if found]

    def _put_figures(self, target: Any, told: dict[str, Any]) -> None:
        target.baseline = self.records.get((Baseline._meta.label_lower, told.pop("number")), target.baseline)
        for column, value in told.items():
            super()._put_back(target.baseline, Baseline._meta.get_field(column), value)


def _step(target: Any, value: Decimal, day: str) -> ExpectedValue:
    """Return a step of a profile. Its first day is that of the measure's own period: the history tells the last."""
    ends = parse_partial_date(day).due or target.ends
    starts = slot_of(ends, every=Frequency(target.series.measure.frequency)).starts
    return ExpectedValue(target=target, starts=starts, ends=ends, value=value)


def rewound(
    *selected: QuerySet[Any], authorities: Iterable[int], moment: datetime.datetime
) -> tuple[Loaded, list[Event]]:
    """Return some records as they were at a moment, without those made later, and what was recorded of them since."""
    loaded = Loaded(*(rows.filter(Q(created_at__lt=moment)) for rows in selected))
    for target in loaded[Target].values() if Target in loaded.kinds else ():
        target.steps = list(target.expected_values.all())
    since = list(events_since(moment, authorities=authorities, kinds=loaded.kinds))
    TargetsRewinding(loaded.all(), parents=PARENTS).to(since)
    return loaded, since
