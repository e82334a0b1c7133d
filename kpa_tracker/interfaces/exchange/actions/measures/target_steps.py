"""What taking over a table of targets would do, as the preview shows it: the steps, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kpa_tracker.base.toolkit.dates import format_months
from kpa_tracker.interfaces.exchange.actions.measures.known import found_as, plain
from kpa_tracker.interfaces.exchange.actions.measures.made import MadeMeasure, made_measures
from kpa_tracker.interfaces.exchange.actions.measures.owners import Owners
from kpa_tracker.interfaces.exchange.reading.measures.found import MeasureRow, ReadMeasures, TargetRow
from kpa_tracker.interfaces.exchange.reading.measures.periods import Span
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from plans.models import Plan
from targets.models import Measure, Series, Target
from targets.performance import Form

WORDS = {
    "text": "target",
    "baseline": "baseline",
    "baseline_notes": "notes of the baseline",
    "notes": "notes of the target",
    "objective": "objective",
    "owner": "owner of the measure",
}


def key_of(row: MeasureRow) -> tuple[str, str]:
    """What the rows of one measure share."""
    return plain(row.reference), plain(row.title)


@dataclass
class TargetStep:
    """One row, the records that it was found to be, and what it would change: {name: (before, now)}."""

    row: TargetRow
    period: Span
    measure: Measure | None = None
    series: Series | None = None
    target: Target | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    grade: int | None = None
    is_added: bool = False

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a target, from its wording."""
        read = self.row.target
        return {
            "text": self.row.text,
            "form": read.form.value,
            "value": self.grade if read.form is Form.GRADE else read.value,
            "second": read.second,
            "change_percent": read.change_percent,
            "change_by": read.change_by,
            "is_strict": read.strict,
        }

    @property
    def is_new(self) -> bool:
        return self.target is None

    @property
    def title(self) -> str:
        return f"{self.row.title}: {self.row.series}" if self.row.series else self.row.title

    @property
    def place(self) -> str:
        return self.row.place

    @property
    def found_as(self) -> str:
        """What the row was found to be, where its own words do not say it."""
        return found_as(self.measure, self.series, self.row)

    @property
    def measure_words(self) -> str:
        return f"{self.row.reference} {self.title}".strip()

    @property
    def period_words(self) -> str:
        return format_months(*self.period)

    @property
    def shown_changes(self) -> list[tuple[str, str, str]]:
        """(what, before, now) in words."""
        return [(WORDS[name].capitalize(), _shown(old), _shown(new)) for name, (old, new) in self.changes.items()]


@dataclass
class TargetProposal:
    """All that an import of targets would do."""

    plan: Plan
    read: ReadMeasures
    steps: list[TargetStep] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    owners: Owners = field(default_factory=lambda: Owners(0, {}, ()))
    gone: list[Target] = field(default_factory=list)

    @property
    def new(self) -> list[TargetStep]:
        return [step for step in self.steps if step.is_new]

    @property
    def changed(self) -> list[TargetStep]:
        return [step for step in self.steps if step.changes]

    @property
    def same(self) -> list[TargetStep]:
        return [step for step in self.steps if not step.is_new and not step.changes]

    @property
    def priorities(self) -> list[str]:
        return list(dict.fromkeys(step.row.priority for step in self.steps if step.row.priority))

    @property
    def objectives(self) -> list[str]:
        return list(dict.fromkeys(step.row.objective for step in self.steps if step.row.objective))

    @property
    def measures(self) -> list[tuple[str, str]]:
        return list(dict.fromkeys((plain(step.row.reference), plain(step.row.title)) for step in self.steps))

    @property
    def made(self) -> list[MadeMeasure]:
        """The measures that would be made."""
        return made_measures((step.row for step in self.steps if step.measure is None), key_of)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What the file holds, as far as it is understood."""
        around = [("Priorities", len(self.priorities)), ("Objectives", len(self.objectives))]
        targets = [("Targets", len(self.steps)), ("Targets with a baseline", len(self.with_baseline))]
        return [*around, *targets, ("Measures", len(self.measures)), ("Footnotes", len(self.noted))]

    @property
    def with_baseline(self) -> list[TargetStep]:
        return [step for step in self.steps if step.row.baseline_text]

    @property
    def remarks(self) -> list[tuple[str, str]]:
        return [(step.row.place, remark) for step in self.steps for remark in step.row.remarks]

    @property
    def noted(self) -> list[str]:
        """The footnotes that rows refer to, each once."""
        rows = [step.row for step in self.steps]
        notes = [note for row in rows for note in (*row.notes, *row.target_notes, *row.baseline_notes)]
        return list(dict.fromkeys(note.text for note in notes))


def _shown(value: Any) -> str:
    return ("; ".join(value) if isinstance(value, list) else str(value)) or "none"
