"""What taking over a table of targets would do, row by row; nothing is changed here.

As with plans, a row is compared with what it said last time: where the file did not change, what people edited since
stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.measures.known import KnownMeasures, plain, series_of
from kpa_tracker.interfaces.exchange.actions.measures.owners import Owners
from kpa_tracker.interfaces.exchange.actions.measures.target_steps import TargetProposal, TargetStep, key_of
from kpa_tracker.interfaces.exchange.models import Origin
from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures, TargetRow
from kpa_tracker.interfaces.exchange.reading.measures.yearly import GUESSED, WORDS, gathering_of
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from plans.models import Plan
from targets.actions.goals import forms_of, not_for, refuse_misfit
from targets.models import Measure, Series, Target
from targets.performance import Form, Kind

A_YEAR = timedelta(days=366)
OTHER_KIND = "The measure is here already, as “{}”; this row gives figures of the kind “{}”: “{}”."
OTHER_KINDS = "Another row gives this measure figures of the kind “{}”, this one of the kind “{}”: “{}”."
NO_PERIOD = "The plan is for more than a year, and the file does not say which days the targets are for: “{}”."
OUTSIDE = "The target is for {} to {}, which the plan does not hold: “{}”."
SEVERAL = "The measure has several series here. Say in a column which one this target is for: “{}”."
PROFILED = "The year's profile here was made for “{}”. Drop the profile first, then import again: “{}”."
NO_GRADE = "A grade is given on a scale. Add the measure with its scale first, then import again: “{}”."


def propose_targets(plan: Plan, read: ReadMeasures, names: Mapping[str, Any] | None = None) -> TargetProposal:
    """Compare what was read with what is held. A few queries, whatever the number of rows. `names` says what is done
    with owners who are not known here."""
    owners = Owners(plan.authority_id, names or {}, read.rows)
    comparison = Comparison(plan, owners)
    proposal = TargetProposal(plan, read, owners=owners)
    for row in read.rows:
        step = comparison.step_for(row)
        problem = comparison.problem_of(step)
        if problem:
            proposal.problems.append(Problem(row.place, problem))
        else:
            proposal.steps.append(step)
    _tell_guesses(proposal)
    named = {row.target.pk for row in proposal.steps if row.target}
    proposal.gone = [target for target in comparison.imported if target.pk not in named]
    return proposal


def _tell_guesses(proposal: TargetProposal) -> None:
    """Say at each row of a measure that would be made how its periods are taken to make its year."""
    groups: dict[tuple[str, str], list[TargetStep]] = defaultdict(list)
    for step in proposal.steps:
        if step.measure is None:
            groups[key_of(step.row)].append(step)
    for steps in groups.values():
        guess = GUESSED.format(WORDS[gathering_of([step.row for step in steps])])
        for step in steps:
            step.row = replace(step.row, remarks=[*step.row.remarks, guess])


class Comparison:
    """What a plan and its authority hold."""

    def __init__(self, plan: Plan, owners: Owners) -> None:
        self.plan, self.owners = plan, owners
        self.kinds: dict[tuple[str, str], Kind] = {}
        self.made: dict[tuple[str, str], Measure] = {}
        self.known = KnownMeasures(plan.authority_id)
        found = (
            Target.objects.filter(plan=plan).current().select_related("baseline", "objective", "series__measure__owner")
        )
        targets = list(found.prefetch_related("footnotes", "baseline__footnotes", "expected_values"))
        self.targets = {(target.series_id, target.starts): target for target in targets}
        origins = Origin.objects.filter(plan=plan, kind=Origin.Kind.TARGET)
        self.said = {origin.record_id: origin.values for origin in origins}
        self.imported = [target for target in targets if target.pk in self.said]

    def step_for(self, row: TargetRow) -> TargetStep:
        measure = self.known.find(row.reference, row.title)
        series = series_of(measure, row.series) if measure else None
        whole = (self.plan.starts_on, self.plan.ends_on)
        period = row.period or whole
        target = self.targets.get((series.pk, period[0])) if series else None
        values = {**values_of(row), "owner": self.owners.title_of(row)}
        step = TargetStep(row, period, measure, series, target, values, grade=_grade(measure, row))
        if target:
            step.changes = _changes(self.said.get(target.pk), step.values, held_values(target))
        return step

    def problem_of(self, step: TargetStep) -> str:
        """Say why a row cannot be taken over here; nothing where it can."""
        row, measure = step.row, step.measure
        other = self._other_kind(step)
        if other:
            return other
        if row.target.form is Form.GRADE and step.grade is None:
            return NO_GRADE.format(row.text)
        if row.target.form not in forms_of(row.kind):
            return f"{not_for(row.kind)} “{row.text}”"
        if measure and not row.series and step.series is None and measure.series.all():
            return SEVERAL.format(row.text)
        return self._problem_of_days(step) or self._contradiction(step) or _left_behind(step)

    def _contradiction(self, step: TargetStep) -> str:
        """Say why the targets' own action would refuse the row: it asks for the worse, its measure is archived, its
        figures are not those of its sort. Such a row is left out, and the others are taken."""
        row = step.row
        if step.target is not None and "text" not in step.changes:
            return ""
        new = Measure(authority=self.plan.authority, kind=row.kind, direction=row.direction)
        series = step.series or Series(measure=step.measure or self.made.setdefault(key_of(row), new))
        target = Target(plan=self.plan, series=series, starts=step.period[0], ends=step.period[1], **step.columns)
        try:
            refuse_misfit(target)
        except Refused as refused:
            return f"{refused.message} “{row.text}”"
        return ""

    def _other_kind(self, step: TargetStep) -> str:
        """Say that a row's figures are not of the kind of the measure, or of its first row in the file."""
        row, measure = step.row, step.measure
        if measure and measure.kind != row.kind:
            return OTHER_KIND.format(Kind(measure.kind).word, row.kind.word, row.text)
        first = self.kinds.setdefault(key_of(row), row.kind)
        return "" if first is row.kind else OTHER_KINDS.format(first.word, row.kind.word, row.text)

    def _problem_of_days(self, step: TargetStep) -> str:
        starts, ends = step.period
        if step.row.period is None and ends - starts > A_YEAR:
            return NO_PERIOD.format(step.row.text)
        if starts < self.plan.starts_on or ends > self.plan.ends_on:
            return OUTSIDE.format(format_date(starts), format_date(ends), step.row.text)
        return ""


def _left_behind(step: TargetStep) -> str:
    """Say that a target has a year's profile here, which another target would leave behind."""
    counts_from_it = step.row.target.form is Form.RELATIVE and "baseline" in step.changes
    if step.target is None or not ("text" in step.changes or counts_from_it) or not step.target.expected_values.all():
        return ""
    return PROFILED.format(step.target, step.row.text)


def _grade(measure: Measure | None, row: TargetRow) -> int | None:
    scale = measure.scale if measure else None
    if scale is None or row.target.figure is None:
        return None
    grades = {plain(grade.word): grade.rank for grade in scale.grades.all()}
    return grades.get(plain(row.target.figure.words))


def values_of(row: TargetRow) -> dict[str, Any]:
    """Return what a row says, in words that outlive the file."""
    return {
        "text": row.text,
        "baseline": row.baseline_text,
        "baseline_notes": sorted(note.text for note in row.baseline_notes),
        "notes": sorted(note.text for note in row.target_notes),
        "objective": row.objective,
    }


def held_values(target: Target) -> dict[str, Any]:
    """Return what a target says here, in the same words."""
    baseline = target.baseline
    return {
        "text": target.text,
        "baseline": baseline.text if baseline else "",
        "baseline_notes": sorted(note.text for note in baseline.footnotes.all()) if baseline else [],
        "notes": sorted(note.text for note in target.footnotes.all()),
        "objective": target.objective.title if target.objective else "",
        "owner": target.series.measure.owner.title if target.series.measure.owner else "",
    }


def _changes(said: dict[str, Any] | None, now: dict[str, Any], held: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what the file changed since it was last imported, as far as the record does not say it already."""
    before = said if said is not None else held
    changes = {
        name: (held[name], value) for name, value in now.items() if value != before.get(name) and value != held[name]
    }
    if not now["owner"]:
        changes.pop("owner", None)
    return changes
