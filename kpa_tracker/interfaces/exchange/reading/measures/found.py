"""What was read of a file of targets or of results, row by row, before anything is compared with what is held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from kpa_tracker.interfaces.exchange.reading.measures.headings import FIELDS
from kpa_tracker.interfaces.exchange.reading.measures.notes import Note
from kpa_tracker.interfaces.exchange.reading.measures.periods import Span
from kpa_tracker.interfaces.exchange.reading.plan import Fragment, Problem, TableFound
from targets.performance import Direction, Figure, Kind, ReadTarget

C = TypeVar("C", bound="Choices")


@dataclass
class Choices:
    """What a person has settled: columns by table, tables used or not, the period where no heading names one, the rows
    that hold the headings, and sheets left out. `known` are the fields that a column can be."""

    known: ClassVar[frozenset[str]] = frozenset(FIELDS)
    mappings: dict[str, dict[int, str]] = field(default_factory=dict)
    used: dict[str, bool] = field(default_factory=dict)
    period: str = ""
    headings: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        mappings = {
            name: {str(index): value for index, value in columns.items()} for name, columns in self.mappings.items()
        }
        lists = {"headings": self.headings, "left_out": self.left_out}
        return {"mappings": mappings, "used": self.used, "period": self.period, **lists}

    @classmethod
    def from_json(cls: type[C], data: Mapping[str, Any]) -> C:
        mappings = {
            name: {int(index): value for index, value in columns.items() if value in cls.known}
            for name, columns in data.get("mappings", {}).items()
        }
        lists = (list(data.get(name, [])) for name in ("headings", "left_out"))
        return cls(mappings, dict(data.get("used", {})), data.get("period", ""), *lists)


@dataclass
class MeasureRow:
    """What a row says of its measure. `kind`, `unit` and `decimals` are its figures'; `series` tells it from others."""

    place: str
    title: str
    reference: str = ""
    series: str = ""
    kind: Kind = Kind.COUNT
    unit: str = ""
    decimals: int = 0
    direction: Direction = Direction.NONE
    owner: str = ""
    notes: list[Note] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass
class TargetRow(MeasureRow):
    """A row that was understood: a target of a series of a measure, and where it starts from."""

    priority: str = ""
    objective: str = ""
    source: str = ""
    own_source: str = ""
    said_direction: str = ""
    has_sign: bool = False
    target: ReadTarget = field(default_factory=lambda: ReadTarget(""))
    text: str = ""
    target_notes: list[Note] = field(default_factory=list)
    period: Span | None = None
    baseline: Figure | None = None
    baseline_text: str = ""
    baseline_notes: list[Note] = field(default_factory=list)
    baseline_period: Span | None = None
    is_projected: bool = False


@dataclass(frozen=True)
class Stood:
    """How others stood: an average, or a place, perhaps of how many."""

    value: Decimal
    of: int | None = None

    def __str__(self) -> str:
        return f"{self.value.normalize():f}" + (f" of {self.of}" if self.of else "")


@dataclass
class ResultRow(MeasureRow):
    """One figure of one series in one period."""

    period: Span = (date.min, date.min)
    figure: Figure = field(default_factory=lambda: Figure(Kind.COUNT, None))
    text: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    others: dict[str, Stood] = field(default_factory=dict)
    figure_notes: list[Note] = field(default_factory=list)
    standing: str = "provisional"
    says_standing: bool = False
    was_bare: bool = False
    set_title: str = ""


@dataclass
class ReadMeasures:
    """All that was read of a file, and all that was not.

    `period_offered` is what a title names, where no heading over the figures names a period; `without_figures` are rows
    of results that are all missing; `spans` are the days of each column, in words, by table.
    """

    rows: list[Any] = field(default_factory=list)
    tables: list[TableFound] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    missing: list[Problem] = field(default_factory=list)
    without_figures: list[ResultRow] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    notes_left: list[Note] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    headings: list[Fragment] = field(default_factory=list)
    period_offered: str = ""
    spans: dict[str, dict[int, str]] = field(default_factory=dict)

    def leave(self, place: str, text: str) -> None:
        """Show a row that was not understood, as it stands in the file."""
        self.problems.append(Problem(place, text))
