"""What was read of a register, risk by risk, before anything is compared with the one here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from kpa_tracker.interfaces.exchange.reading.measures.found import Choices
from kpa_tracker.interfaces.exchange.reading.plan import Fragment, Problem, TableFound
from kpa_tracker.interfaces.exchange.reading.registers.headings import BASES, FIELDS
from kpa_tracker.interfaces.exchange.reading.registers.scores import ScoreCells


@dataclass
class RegisterChoices(Choices):
    """What a person has settled: columns, tables used or not, rows of headings, and what the file cannot say: which
    kind of impact its scores are on, and what its controls do."""

    known: ClassVar[frozenset[str]] = frozenset(FIELDS)
    impact_kind: str = "service"
    control_type: str = "preventive"

    def to_json(self) -> dict[str, Any]:
        return {**super().to_json(), "impact_kind": self.impact_kind, "control_type": self.control_type}

    @classmethod
    def from_json(cls, data: Any) -> RegisterChoices:
        choices = super().from_json(data)
        for name in ("impact_kind", "control_type"):
            setattr(choices, name, data.get(name) or getattr(cls, name))
        return choices


@dataclass(frozen=True)
class ReadControl:
    """One line of a cell of controls."""

    title: str
    type: str = ""
    owner: str = ""


@dataclass(frozen=True)
class ReadAction:
    """One line of a cell of actions."""

    title: str
    owner: str = ""
    due: str = ""


@dataclass
class RiskRow:
    """A risk as its rows say it. `texts` holds what is one text, by field; only fields whose columns the table has."""

    place: str
    texts: dict[str, str] = field(default_factory=dict)
    scores: dict[str, ScoreCells] = field(default_factory=lambda: {basis: ScoreCells() for basis in BASES})
    controls: list[ReadControl] = field(default_factory=list)
    actions: list[ReadAction] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    @property
    def reference(self) -> str:
        return self.text("reference")

    @property
    def title(self) -> str:
        return self.text("title")


@dataclass
class ReadRegister:
    """All that was read of a file, and all that was not."""

    rows: list[RiskRow] = field(default_factory=list)
    tables: list[TableFound] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    choices: RegisterChoices = field(default_factory=RegisterChoices)

    def leave(self, place: str, text: str) -> None:
        self.problems.append(Problem(place, text))
