"""Taking targets over: all rows that were understood, in one transaction, each record through the targets' actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.measures.known import Words, plain, series_of
from kpa_tracker.interfaces.exchange.actions.measures.made import Gatherings, gathered_as
from kpa_tracker.interfaces.exchange.actions.measures.proposing import propose_targets
from kpa_tracker.interfaces.exchange.actions.measures.target_steps import TargetProposal, TargetStep, key_of
from kpa_tracker.interfaces.exchange.actions.rows import as_changes, at_its_row, counts_of
from kpa_tracker.interfaces.exchange.models import Origin
from kpa_tracker.interfaces.exchange.progress import told
from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures, TargetRow
from plans.actions import create_part
from plans.actions.plans import refuse_fixed
from plans.models import Plan, Priority
from targets.actions import keeping
from targets.actions.goals import add_target, change_target
from targets.actions.measures import Parts, SeriesWords, add_measure, add_series, change_measure
from targets.models import Measure, Objective, Series, Target

EMPTY = "No target was understood in the file. Look at how its columns are read."


def take_over_targets(
    plan: Plan,
    read: ReadMeasures,
    *,
    by: Any,
    names: Mapping[str, Any] | None = None,
    gatherings: Gatherings | None = None,
) -> TargetProposal:
    """Bring a plan's targets in step with what was read: all of it or nothing.

    What the file says as before is left alone, so the same file twice changes nothing; a target that the file no longer
    names stays. Posts are made only where `names` asks for them; `gatherings` says how the periods of new measures make
    their year. Refuses a closed plan, a file without targets, and
    what the targets' own actions refuse (naming the row). Leaves one event on the plan itself, and one for each record.
    """
    with through("import"), transaction.atomic():
        hold_chain(plan.authority_id)
        plan = Plan.objects.select_related("authority").get(pk=plan.pk)
        refuse_fixed(plan)
        proposal = propose_targets(plan, read, names)
        if not proposal.steps:
            raise Refused(EMPTY)
        taking = Taking(proposal, by=by, gatherings=gatherings or {})
        proposal.owners.make(plan.authority, by=by)
        for step in told(proposal.steps):
            with at_its_row(step.row.place, step.title):
                taking.take(step)
        changes = as_changes(counts_of(proposal))
        record("targets imported", plan, by=by, authority_id=plan.authority_id, changes=changes)
        return proposal


class Taking:
    """Takes the steps of one proposal, as one person."""

    def __init__(self, proposal: TargetProposal, *, by: Any, gatherings: Gatherings) -> None:
        self.gatherings = gatherings
        self.plan, self.by, self.owners = proposal.plan, by, proposal.owners
        self.words = Words(proposal.plan.authority, by=by)
        self.priorities = {plain(one.title): one for one in Priority.objects.filter(plan=self.plan)}
        self.objectives = {plain(one.title): one for one in Objective.objects.filter(plan=self.plan)}
        self.made: dict[tuple[str, str], Measure] = {}
        self.rows: dict[tuple[str, str], list[TargetRow]] = defaultdict(list)
        for step in proposal.steps:
            self.rows[key_of(step.row)].append(step.row)

    def take(self, step: TargetStep) -> None:
        """Make or change the target of a row, with all that it stands under, and remember what the row said."""
        step.is_added = step.target is None
        if step.target is None:
            step.target = self._make(step)
        elif step.changes:
            self._change(step.target, step)
        self._own(step)
        values = {"text": step.row.text, "values": step.values}
        Origin.objects.update_or_create(
            plan=self.plan, kind=Origin.Kind.TARGET, record_id=step.target.pk, defaults=values
        )

    def _make(self, step: TargetStep) -> Target:
        row = step.row
        target = Target(plan=self.plan, series=self._series(step), objective=self._objective(row))
        target.starts, target.ends = step.period
        for name, value in step.columns.items():
            setattr(target, name, value)
        links = {"footnotes": self.words.footnotes(row.target_notes)}
        return add_target(target, links=links, baseline=self._baseline(row), by=self.by)

    def _own(self, step: TargetStep) -> None:
        """Give a measure that is here the owner whom the file names, where it has none or the file names another."""
        measure, post = step.measure, self.owners.post_of(step.row)
        is_asked = "owner" in step.changes or (step.is_added and measure and measure.owner_id is None)
        if measure and post and is_asked and measure.owner_id != post.pk:
            step.measure = change_measure(measure, seen=measure.version, changes={"owner": post}, by=self.by)

    def _change(self, target: Target, step: TargetStep) -> None:
        row, changes = step.row, dict[str, Any]()
        if set(step.changes) == {"owner"}:
            return
        if "text" in step.changes:
            changes.update(step.columns)
        if "objective" in step.changes:
            changes["objective"] = self._objective(row)
        if "notes" in step.changes:
            changes["footnotes"] = self.words.footnotes(row.target_notes)
        is_other = not {"baseline", "baseline_notes"}.isdisjoint(step.changes)
        baseline = (self._baseline(row) or {"text": ""}) if is_other else None
        change_target(target, seen=target.version, changes=changes, baseline=baseline, by=self.by)

    def _baseline(self, row: TargetRow) -> dict[str, Any] | None:
        if not row.baseline_text:
            return None
        starts, ends = row.baseline_period or (None, None)
        figure = row.baseline
        return {
            "text": row.baseline_text,
            "value": figure.value if figure else None,
            "second": figure.second if figure else None,
            "starts": starts,
            "ends": ends,
            "is_projected": row.is_projected,
            "footnotes": self.words.footnotes(row.baseline_notes),
        }

    # --- What a target stands under -----------------------------------------------------------------------------------

    def _objective(self, row: TargetRow) -> Objective | None:
        if not row.objective:
            return None
        if plain(row.objective) not in self.objectives:
            made = Objective(plan=self.plan, title=row.objective, priority=self._priority(row.priority))
            self.objectives[plain(row.objective)] = keeping.add(made, by=self.by)
        return self.objectives[plain(row.objective)]

    def _priority(self, title: str) -> Priority | None:
        if not title:
            return None
        if plain(title) not in self.priorities:
            self.priorities[plain(title)] = create_part(Priority(plan=self.plan, title=title), by=self.by)
        return self.priorities[plain(title)]

    def _series(self, step: TargetStep) -> Series:
        measure = step.measure or self.made.get(key_of(step.row)) or self._measure(step.row)
        self.made[key_of(step.row)] = measure
        found = step.series or series_of(measure, step.row.series)
        if found:
            return found
        words = self._series_words(step.row, measure.unit)
        return add_series(Series(measure=measure, **words.values), by=self.by)

    def _measure(self, row: TargetRow) -> Measure:
        """Make a measure with a series for every row of it. Its unit is what all have in common."""
        rows = self.rows[key_of(row)]
        units = {one.unit for one in rows}
        measure = Measure(
            authority=self.plan.authority,
            title=row.title,
            reference=row.reference,
            kind=row.kind.value,
            unit=units.pop() if len(units) == 1 else "",
            decimals=max(one.decimals for one in rows),
            direction=row.direction.value,
            gathering=gathered_as(key_of(row), rows, self.gatherings),
            owner=self.owners.post_of(row),
            source=self.words.source(row.source or (row.own_source if len(rows) == 1 else "")),
        )
        links = {"footnotes": self.words.footnotes(row.notes)}
        named: dict[str, TargetRow] = {}
        for one in rows:
            named.setdefault(plain(one.series), one)
        parts = Parts(series=[self._series_words(one, measure.unit) for one in named.values()])
        return add_measure(measure, links=links, parts=parts, by=self.by)

    def _series_words(self, row: TargetRow, unit: str) -> SeriesWords:
        source = self.words.source(row.own_source) if row.series else None
        return SeriesWords({"name": row.series[:120], "unit": row.unit if row.unit != unit else "", "source": source})
