"""What taking over a register would do, as the preview shows it: a step for each risk, and all of them together."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from kpa_tracker.base.people.models import Authority
from kpa_tracker.interfaces.exchange.actions.register.names import Names
from kpa_tracker.interfaces.exchange.comparing import Changes, Values
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from kpa_tracker.interfaces.exchange.reading.registers.found import ReadRegister, RiskRow
from risks.models import Control, Risk
from risks.scoring import Level, Pair

LABELS = {
    "title": "Title",
    "cause": "Cause",
    "event": "What may happen",
    "effect": "Effect",
    "description": "Background",
    "public_wording": "Public wording",
    "category": "Category",
    "owner": "Owner",
    "committee": "Committee",
    "proximity": "How soon",
}
SCORES = {"inherent": "Inherent score", "current": "Current score", "target": "Target score"}
SAID = [name for name in LABELS if name != "title"]


@dataclass(frozen=True)
class NewPart:
    """A control or an action that would be added; `owner` is the title of a post."""

    title: str
    description: str
    owner: str = ""
    type: str = ""
    due: str = ""

    def __str__(self) -> str:
        kind = Control.Type(self.type).name.capitalize() if self.type else ""
        return f"{self.title} ({', '.join(part for part in (kind, self.owner or 'no owner', self.due) if part)})"


@dataclass
class RegisterStep:
    """One risk of the file, the one here that it was found to be, and what would be done to it."""

    row: RiskRow
    record: Any
    reference: str
    values: Values = field(default_factory=dict)
    changes: Changes = field(default_factory=dict)
    scores: dict[str, Pair] = field(default_factory=dict)
    links: dict[str, list[Any]] = field(default_factory=dict)
    controls: list[NewPart] = field(default_factory=list)
    actions: list[NewPart] = field(default_factory=list)
    levels: dict[str, Level] = field(default_factory=dict)
    review_by: datetime.date | None = None
    status: str = ""
    remarks: list[str] = field(default_factory=list)
    is_new: bool = False

    @property
    def title(self) -> str:
        return str(self.values.get("title") or (self.record.title if self.record else ""))

    @property
    def place(self) -> str:
        return self.row.place

    @property
    def named(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def is_changed(self) -> bool:
        return not self.is_new and bool(
            self.changes or self.scores or any(self.links.values()) or self.controls or self.actions or self.status
        )

    @property
    def shown_scores(self) -> list[tuple[str, str]]:
        """(which score, in words) of the scores that would be added."""
        return [(SCORES[basis], self.score_words(basis)) for basis in self.scores]

    def score_words(self, basis: str) -> str:
        likelihood, impact = self.scores[basis]
        level = self.levels[basis].word.lower()
        return f"likelihood {likelihood} × impact {impact} = {likelihood * impact}, {level}{self._was(basis)}"

    def _was(self, basis: str) -> str:
        held = getattr(self.record, basis, None)
        return f" (it was {held})" if held else ""

    @property
    def shown_changes(self) -> list[tuple[str, str, str]]:
        """(what, before, now) of the fields that change."""
        return [(LABELS[name], _shown(name, old), _shown(name, new)) for name, (old, new) in self.changes.items()]

    @property
    def shown_values(self) -> list[tuple[str, str]]:
        """(what, in words) of what a new risk would say."""
        return [(LABELS[name], _shown(name, self.values[name])) for name in SAID if self.values.get(name)]

    @property
    def shown_parts(self) -> list[tuple[str, list[str]]]:
        """(what, each in words) of what is linked and added beside the fields and scores, and of a new status."""
        links = [str(one) for found in self.links.values() for one in found]
        status = [Risk.Status(self.status).label] if self.status else []
        controls, actions = [str(one) for one in self.controls], [str(one) for one in self.actions]
        parts = [("New control", controls), ("New action", actions), ("New link", links), ("Status", status)]
        return [(what, found) for what, found in parts if found]


def _shown(name: str, value: Any) -> str:
    if name == "proximity" and value:
        return str(Risk.Proximity(value).label)
    return str(value or "nothing")


@dataclass
class RegisterProposal:
    """All that an import of a register would do."""

    authority: Authority
    read: ReadRegister
    names: Names
    steps: list[RegisterStep] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    gone: list[Risk] = field(default_factory=list)

    @property
    def new(self) -> list[RegisterStep]:
        return [step for step in self.steps if step.is_new]

    @property
    def changed(self) -> list[RegisterStep]:
        return [step for step in self.steps if step.is_changed]

    @property
    def same(self) -> list[RegisterStep]:
        return [step for step in self.steps if not step.is_new and not step.is_changed]

    @property
    def all_problems(self) -> list[Problem]:
        return [*self.read.problems, *self.problems]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What would come into the register."""
        return [
            ("Risks", len(self.steps)),
            ("Scores to be added", sum(len(step.scores) for step in self.steps)),
            ("Controls to be added", sum(len(step.controls) for step in self.steps)),
            ("Actions to be added", sum(len(step.actions) for step in self.steps)),
        ]

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """(row, what to look at), each once."""
        found = [(step.row.place, text) for step in self.steps for text in (*step.row.remarks, *step.remarks)]
        return list(dict.fromkeys(found))
