"""The targets of a plan with what the authority alone reads: who owns the measure, and how it is judged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from kpa_tracker.interfaces.publication.content import Goal, Note, Targets
from plans.models import Plan
from targets.models import Baseline, Target
from targets.models.judging import yardstick
from targets.performance import Form
from targets.tables.goals import ON_EVIDENCE, last_tolerance, period_of, sentence, written, year_of


def targets_of(plan: Plan) -> Targets:
    """Return the targets that the plan itself sets. Seven queries, however many there are."""
    return Targets(goals(Target.objects.filter(plan=plan)))


def targets_above(plan: Plan) -> Targets | None:
    """Return what the plan above wants of the years of this one."""
    above = plan.under
    if above is None or above.authority_id != plan.authority_id:
        return None
    return Targets(goals(Target.objects.filter(set_above(plan))), anchor="targets-above", of_plan=above.title)


def set_above(plan: Plan) -> Q:
    """Select the targets that the plan above sets for the years of this one."""
    return Q(plan=plan.under_id, starts__gte=plan.starts_on, ends__lte=plan.ends_on)


def goals(targets: Any) -> tuple[Goal, ...]:
    return tuple(map(goal, targets.for_table().in_plan_order()))


def goal(target: Target) -> Goal:
    series, objective = target.series, target.objective
    priority = objective.priority if objective else None
    return Goal(
        target=target.text,
        measure=str(series.measure),
        measure_key=series.measure_id,
        priority=str(priority) if priority and not priority.is_archived else "",
        objective=str(objective or ""),
        series=series.name,
        source=str(series.source or series.measure.source or ""),
        year=year_of(target),
        is_in_words=target.form == Form.WORDS,
        measure_notes=notes(series.measure.footnotes.all()),
        target_notes=notes(target.footnotes.all()),
        owner=str(series.measure.owner or ""),
        judged=judged(target),
        **baseline(target),
    )


def baseline(target: Target) -> dict[str, Any]:
    found = target.baseline
    if found is None:
        return {}
    return {
        "baseline": written(found, target),
        "baseline_period": baseline_period(found),
        "baseline_notes": notes(found.footnotes.all()),
    }


def baseline_period(baseline: Baseline) -> str:
    projected = "a projection" if baseline.is_projected else ""
    return ", ".join(filter(None, (period_of(baseline.starts, baseline.ends), projected)))


def judged(target: Target) -> str:
    """The rule as it is printed beside results: what is green, what amber, and who set it."""
    if target.form == Form.WORDS:
        return ON_EVIDENCE
    tolerance = last_tolerance(target)
    rule = yardstick(target.series, target, tolerance, starts=target.starts, ends=target.ends).words
    return sentence(rule) + ("" if tolerance else " (no tolerance set)")


def notes(footnotes: Iterable[Any]) -> tuple[Note, ...]:
    return tuple(Note(note.text, note.mark) for note in footnotes)
