"""What a plan's workbook says of measures, their series, objectives and targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q

from deliverables.models import Deliverable
from kpa_tracker.interfaces.exchange.actions.book.entries import Entry, entry_of, footnotes, key_of, said, title_of
from kpa_tracker.interfaces.exchange.actions.book.profiles import profile_of
from plans.models import Plan
from targets.models import Baseline, Definition, Measure, Objective, Series, Target, Tolerance


def _measured(plan: Plan) -> Any:
    """Select the measures that a plan's deliverables rest on, or for whose series it has targets."""
    rested = Deliverable.objects.current().filter(plan=plan).values("measures")
    wanted = _wanted(plan).values("series__measure")
    found = Measure.objects.current().filter(Q(pk__in=rested) | Q(pk__in=wanted))
    return found.order_by(F("set__position").asc(nulls_last=True), F("set"), "position", "pk")


def _wanted(plan: Plan) -> Any:
    return Target.objects.current().filter(plan=plan, series__archived_at=None, series__measure__archived_at=None)


def measures(plan: Plan) -> Iterator[Entry]:
    return measures_in(_measured(plan))


def measures_in(selected: Any) -> Iterator[Entry]:
    """Return the rows of some measures."""
    loaded = selected.select_related("owner", "committee", "source", "set", "scale")
    for one in loaded.prefetch_related("footnotes", "scale__grades"):
        yield entry_of(
            "measures",
            one,
            owner=title_of(one.owner),
            committee=title_of(one.committee, "name"),
            source=title_of(one.source, "name"),
            set=title_of(one.set),
            scale=said(one.scale),
            footnotes=footnotes(one.footnotes.all()),
        )


def series(plan: Plan) -> Iterator[Entry]:
    return series_in(_measured(plan))


IN_ORDER = (F("measure__set__position").asc(nulls_last=True), F("measure__set"), "measure__position", F("measure"))
"""The order of what stands under measures: theirs."""


def series_in(measures: Any) -> Iterator[Entry]:
    """Return the rows of the series of some measures."""
    found = Series.objects.current().filter(measure__in=measures.order_by()).select_related("measure", "source")
    for one in found.order_by(*IN_ORDER, "position", "pk"):
        yield entry_of("series", one, measure=key_of("measures", one.measure), source=title_of(one.source, "name"))


def definitions(plan: Plan) -> Iterator[Entry]:
    return definitions_in(_measured(plan))


def definitions_in(measures: Any) -> Iterator[Entry]:
    """Return the rows of what some measures count, the first first."""
    found = Definition.objects.filter(measure__in=measures.order_by()).select_related("measure")
    for one in found.order_by(*IN_ORDER, "applies_from"):
        yield entry_of("definitions", one, measure=key_of("measures", one.measure))


def objectives(plan: Plan) -> Iterator[Entry]:
    found = Objective.objects.current().filter(plan=plan).select_related("priority")
    for one in found.order_by(F("priority__position").asc(nulls_last=True), F("priority"), "position", "pk"):
        yield entry_of("objectives", one, priority=title_of(one.priority) if _is_current(one.priority) else "")


def _is_current(record: Any) -> bool:
    return record is not None and not record.is_archived


def targets(plan: Plan) -> Iterator[Entry]:
    loaded = _wanted(plan).select_related("series", "objective", "baseline")
    for one in loaded.in_plan_order().prefetch_related("footnotes", "baseline__footnotes", "expected_values"):
        yield entry_of(
            "targets",
            one,
            series=key_of("series", one.series),
            objective=key_of("objectives", one.objective) if _is_current(one.objective) else "",
            footnotes=footnotes(one.footnotes.all()),
            profile=profile_of(one.expected_values.all()),
            **_baseline(one.baseline),
        )


def _baseline(baseline: Baseline | None) -> dict[str, str]:
    fields = ("text", "value", "second", "starts", "ends", "is_projected")
    figures = {f"baseline_{name}": said(getattr(baseline, name, "")) for name in fields}
    return figures | {"baseline_footnotes": footnotes(baseline.footnotes.all() if baseline else ())}


def tolerances(plan: Plan) -> Iterator[Entry]:
    """Return the rows of how far short is amber, in the order of the targets. What applied from after the end of a
    target's days, since those were changed, never applied."""
    wanted = _wanted(plan).in_plan_order().values_list("pk", flat=True)
    place = {number: at for at, number in enumerate(wanted)}
    found = Tolerance.objects.filter(target__in=_wanted(plan), applies_from__lte=F("target__ends"))
    loaded = found.select_related("target__series__measure", "target__plan", "committee").order_by("applies_from", "pk")
    for one in sorted(loaded, key=lambda one: place[one.target_id]):
        yield entry_of(
            "tolerances", one, target=key_of("targets", one.target), committee=title_of(one.committee, "name")
        )
