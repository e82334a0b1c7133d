"""What an import would do, row by row: the steps that the preview shows and the confirmation takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from deliverables.models import Deliverable, ReportingPeriod
from kpa_tracker.interfaces.exchange.comparing import Changes, Values
from kpa_tracker.interfaces.exchange.directory import Directory
from kpa_tracker.interfaces.exchange.reading.plan import GlossaryTerm, NarrativeSection, ReadPlan
from plans.models import Plan
from risks.models import Risk

LABELS = {
    "title": "Title",
    "description": "Description",
    "reference": "Reference",
    "lead": "Lead post",
    "supporting": "Supporting posts",
    "committee": "Committee",
    "priorities": "Priorities",
    "deadline": "Deadline",
    "measurements": "Measurements",
    "sub_items": "Parts",
    "source_owner": "Owner as written",
    "place": "Place in the plan",
}


@dataclass
class Step:
    """One row of the file and the record it is: new, changed or as it was."""

    kind: str
    read: Any
    record: Any
    values: Values
    changes: Changes
    parent: Step | None = None
    note: str = ""
    before: Values | None = None
    left_out: bool = False
    is_new: bool = False

    @property
    def above(self) -> Step:
        """The step of the level above; only a first level has none."""
        if self.parent is None:
            raise LookupError(self.title)
        return self.parent

    @property
    def heading(self) -> list[str]:
        """The titles above a deliverable in the file."""
        above = self.parent.heading if self.parent else []
        return [*above, *([self.title] if self.kind in {"ambition", "descriptor"} else [])]

    @property
    def is_same(self) -> bool:
        return not self.is_new and not self.changes

    @property
    def title(self) -> str:
        return str(self.values["title"])

    @property
    def place(self) -> str:
        return str(self.read.place)

    @property
    def shown_changes(self) -> Iterator[tuple[str, str, str]]:
        """Yield (label, old, new) in words."""
        for name, (old, new) in self.changes.items():
            yield LABELS[name], shown(old), shown(new)


def shown(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(map(_shown_one, value)) or "nothing"
    return str(value or "nothing")


def _shown_one(value: Any) -> str:
    """A text, or a part with its committee."""
    if isinstance(value, str):
        return value
    text, *committee = [part for part in value if part]
    return f"{text} ({committee[0]})" if committee else str(text)


@dataclass
class RiskStep:
    """A reference of the file: the risk of the register it is, or one to enter, and the rows it hangs on."""

    reference: str
    record: Risk | None
    ambitions: list[Step] = field(default_factory=list)
    deliverables: list[Step] = field(default_factory=list)


@dataclass
class Proposal:
    """All that an import into a plan would do."""

    plan: Plan
    read: ReadPlan
    directory: Directory
    steps: list[Step] = field(default_factory=list)
    gone: list[Deliverable] = field(default_factory=list)
    new_priorities: list[str] = field(default_factory=list)
    new_terms: list[GlossaryTerm] = field(default_factory=list)
    new_sections: list[NarrativeSection] = field(default_factory=list)
    plan_changes: Changes = field(default_factory=dict)
    risks: list[RiskStep] = field(default_factory=list)
    period: ReportingPeriod | None = None
    drafts: list[Step] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Step]:
        return [step for step in self.steps if step.kind == kind]

    @property
    def new(self) -> list[Step]:
        return [step for step in self.steps if step.is_new]

    @property
    def changed(self) -> list[Step]:
        return [step for step in self.steps if not step.is_new and step.changes]

    @property
    def same(self) -> list[Step]:
        return [step for step in self.steps if step.is_same]

    @property
    def text_changes(self) -> list[tuple[str, str]]:
        """(what, its words) of what the plan itself would get."""
        names = {field.name: str(field.verbose_name).capitalize() for field in Plan._meta.concrete_fields}
        return [(names[name], new.replace("### ", "")) for name, (_, new) in self.plan_changes.items()]

    @property
    def new_risks(self) -> list[RiskStep]:
        return [step for step in self.risks if step.record is None]
