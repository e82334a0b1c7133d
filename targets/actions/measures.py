"""What changes measures, their series and their definitions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.models import assign
from targets.actions import keeping
from targets.actions.directions import refuse_turning
from targets.actions.judging import rejudge_series
from targets.models import Definition, Measure, Result, Series
from targets.models.judging import applying
from targets.performance import Kind


@dataclass(frozen=True)
class SeriesWords:
    """What a form says of one series: `pk` and `seen` where there is one already."""

    values: Mapping[str, Any]
    pk: int | None = None
    seen: int = 0


@dataclass(frozen=True)
class Parts:
    """What a form says of a measure's parts: its series, and the definition that it adds, if any."""

    series: Iterable[SeriesWords] = field(default=())
    definition: str = ""
    applies_from: datetime.date | None = None
    is_change: bool = False


@transaction.atomic
def add_measure(
    measure: Measure, *, by: Any, links: Mapping[str, Iterable[Any]] | None = None, parts: Parts | None = None
) -> Measure:
    """Make a measure with its first series, which has no name unless `parts` gives it one. Refuses a reference that the
    authority ever used, and another authority's owner, committee, set, source, scale or footnotes."""
    _refuse_other_kind(measure)
    made: Measure = keeping.add(measure, links=links, by=by)
    given = parts or Parts()
    for said in list(given.series) or [SeriesWords({"name": ""})]:
        add_series(Series(measure=made, **said.values), by=by)
    _define(made, given, by=by)
    return made


@transaction.atomic
def change_measure(
    measure: Measure, *, seen: int, changes: Mapping[str, Any], by: Any, parts: Parts | None = None
) -> Measure:
    """Change a measure; its series and a further definition with it, each with an event of its own. Refuses what is
    archived, what would have results read otherwise than they were given (their kind, unit or scale, and how a year is
    made of them), to turn it round under its targets, and (Conflict) what somebody else has changed since.

    Open results are judged again where the change says how: the way that is better, say. What is closed stays."""
    keeping.refuse_archived(measure)
    before = _judging(measure)
    _refuse_reading_otherwise(measure, changes)
    if "direction" in changes:
        refuse_turning(Measure.objects.get(pk=measure.pk), changes["direction"])
    changed: Measure = keeping.change(measure, seen=seen, changes=changes, by=by)
    _refuse_other_kind(changed)
    given = parts or Parts()
    for said in given.series:
        _keep_series(changed, said, by=by)
    _define(changed, given, by=by)
    if _judging(measure) != before:
        for series in changed.series.filter(archived_at=None):
            rejudge_series(series.pk, by=by)
    return changed


def _judging(measure: Measure) -> dict[str, Any]:
    """What of a measure, as it is saved, decides how its results are judged and how the rule is printed."""
    units = Series.objects.filter(measure=measure, archived_at=None).values_list("pk", "unit")
    said = Measure.objects.values("kind", "direction", "gathering", "unit", "scale").get(pk=measure.pk)
    return {**said, "units": dict(units)}


COUNTED_OTHERWISE = "Where only the way of counting changes, add a definition from a day on."
NOT_IN_PLACE = {
    "kind": "It has results of this kind already. Add another measure for the other kind.",
    "scale": "It has results on this scale, and grades of two scales are not compared. Add a measure for the other.",
    "unit": f"It has results in this unit. Add another measure for the other unit. {COUNTED_OTHERWISE}",
    "gathering": f"Its results make a year in this way. Add another measure for the other way. {COUNTED_OTHERWISE}",
}


def _refuse_reading_otherwise(measure: Measure, changes: Mapping[str, Any]) -> None:
    """What was given as one thing is not made another by a change of its measure."""
    saved = Measure.objects.get(pk=measure.pk)
    asked = [name for name in NOT_IN_PLACE if name in changes and changes[name] != getattr(saved, name)]
    if asked and Result.objects.filter(series__measure=measure).exists():
        raise Refused(NOT_IN_PLACE[asked[0]], field=asked[0])


def _refuse_other_kind(measure: Measure) -> None:
    """A grade needs its scale."""
    needs_scale = measure.kind == Kind.GRADE and measure.scale_id is None
    refuse_where((needs_scale, "Choose the scale that the grades are given on.", "scale"))


def _keep_series(measure: Measure, said: SeriesWords, *, by: Any) -> None:
    if said.pk is None:
        add_series(Series(measure=measure, **said.values), by=by)
    else:
        series = measure.series.get(pk=said.pk)
        has_other_unit = said.values.get("unit", series.unit) != series.unit
        refuse_where((has_other_unit and series.results.exists(), f"“{series}”: {NOT_IN_PLACE['unit']}"))
        keeping.change(series, seen=said.seen, changes=said.values, by=by)


def _define(measure: Measure, given: Parts, *, by: Any) -> None:
    if not given.definition:
        return
    if given.applies_from is None:
        raise Refused("Say from which day it is counted in this way.", field="applies_from")
    said = {"applies_from": given.applies_from, "is_change": given.is_change}
    define(Definition(measure=measure, text=given.definition, **said), by=by)


@transaction.atomic
def add_series(series: Series, *, by: Any) -> Series:
    """Add a line of results to a measure, such as White beside BME. Refuses a name that the measure already has."""
    added: Series = keeping.add(series, by=by)
    return added


@transaction.atomic
def define(definition: Definition, *, by: Any) -> Definition:
    """Say what a measure counts from a day on. Refuses a day from which another definition applies: two ways of
    counting cannot begin together; and a day that would tell of closed results that they were counted otherwise."""
    hold_chain(definition.authority_id)
    others = Definition.objects.filter(measure=definition.measure_id, applies_from=definition.applies_from)
    refuse_where((others.exists(), "Another definition applies from this day.", "applies_from"))
    _refuse_recounting(definition)
    added: Definition = keeping.add(definition, by=by)
    _judge_again(definition, by=by)
    return added


@transaction.atomic
def correct_definition(definition: Definition, *, seen: int, changes: Mapping[str, Any], by: Any) -> Definition:
    """Correct a definition's words or its day. Refuses what `define` refuses, and (Conflict) a version that was not the
    last."""
    hold_chain(definition.authority_id)
    assign(definition, {name: value for name, value in changes.items() if name not in keeping.FIXED})
    _refuse_recounting(definition)
    changed: Definition = keeping.change(definition, seen=seen, changes=changes, by=by)
    _judge_again(definition, by=by)
    return changed


def _judge_again(definition: Definition, *, by: Any) -> None:
    """What is counted otherwise adds up no more, and no target that is a change from before holds it."""
    for series in definition.measure.series.filter(archived_at=None):
        rejudge_series(series.pk, by=by)


def _refuse_recounting(definition: Definition) -> None:
    """Closed results keep the definition that they were counted by, and stay as comparable as they were. To write down
    afterwards what all of them were counted by is no change."""
    closed = Result.objects.filter(series__measure=definition.measure_id, is_current=True).exclude(closed_at=None)
    ends = sorted(set(closed.values_list("ends", flat=True)))
    saved = list(Definition.objects.filter(measure=definition.measure_id))
    after = sorted([*(one for one in saved if one.pk != definition.pk), definition], key=lambda one: one.applies_from)
    if not ends or _keeps(ends, saved, after):
        return
    raise Refused(
        f"Results up to {format_date(ends[-1])} are closed and keep the definition that they were counted by. "
        "Choose a later day.",
        field="applies_from",
    )


def _keeps(ends: Iterable[datetime.date], before: Sequence[Definition], after: Sequence[Definition]) -> bool:
    """Whether results that end on these days keep their definitions, and with them what they are compared with. Those
    without any may get one, all of them the same."""
    pairs = {(_counted_by(day, before), _counted_by(day, after)) for day in ends}
    is_same = all(old in (None, new) for old, new in pairs)
    return is_same and len(pairs) == len({old for old, _ in pairs}) == len({new for _, new in pairs})


def _counted_by(day: datetime.date, definitions: Sequence[Definition]) -> int | None:
    """The key of a definition, 0 of one that is not saved yet."""
    found = applying(definitions, day)
    return None if found is None else found.pk or 0
