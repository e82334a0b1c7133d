"""The grid of a person's measures: a row a series, a column a period, only what was changed is sent on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from kpa_tracker.base.toolkit.forms import clean_typed
from plans.periods import Slot
from targets.actions.results import NOTHING_SEEN, Seen
from targets.forms.cells import in_a_cell, read_cell
from targets.forms.results import SeenField, as_seen
from targets.models import Result, Series
from targets.models.judging import shown
from targets.models.results import STATUSES
from targets.performance import Kind

JUDGEMENTS = [("", "Not judged"), *STATUSES]
KEPT = ("note", "standing", "on_behalf_of")
"""What a corrected figure goes on with."""


@dataclass
class Cell:
    """A box of the grid: what is saved, what the writer had before them, what they typed, and what is wrong with it."""

    series: Series
    slot: Slot
    saved: Result | None
    text: str = ""
    was: str = ""
    judged: str = ""
    judged_was: str = ""
    seen: Seen = NOTHING_SEEN
    errors: list[str] = field(default_factory=list)
    is_saved: bool = False
    is_filled: bool = False
    is_late: bool = False
    rule: str = ""

    @property
    def name(self) -> str:
        return f"r-{self.series.pk}-{self.slot.ends:%Y%m%d}"

    @property
    def label(self) -> str:
        return f"{self.series}, {self.slot.name}"

    @property
    def is_words(self) -> bool:
        return self.series.measure.is_judged_in_words

    @property
    def choices(self) -> list[str]:
        """The grades that may be given, best first."""
        measure = self.series.measure
        if measure.kind != Kind.GRADE or measure.scale is None:
            return []
        return [grade.word for grade in reversed(measure.scale.grades.all())]

    @property
    def judgements(self) -> list[tuple[str, str]]:
        return JUDGEMENTS

    @property
    def is_changed(self) -> bool:
        return self.text != self.was or self.judged != self.judged_was

    @property
    def is_locked(self) -> bool:
        """What is closed is corrected on its own page, where everything that a correction says is asked."""
        return self.saved is not None and self.saved.is_closed

    @property
    def held(self) -> str:
        """What is saved, as a box would hold it: with every digit, and without the unit that the row names."""
        return in_a_cell(self.saved)

    @property
    def is_withheld(self) -> bool:
        return self.saved is not None and self.saved.is_withheld

    @property
    def seen_text(self) -> str:
        return ".".join(map(str, self.seen))

    @property
    def saved_text(self) -> str:
        return shown(self.saved)

    def content(self, standing: str = "") -> dict[str, Any] | None:
        """What the cell says, as the actions take it; None where it is wrong."""
        said = self._read()
        if said is None:
            return None
        kept = {name: getattr(self.saved, name) for name in KEPT} if self.saved else {}
        firm = {"standing": standing} if standing else {}
        return {**kept, **firm, **self._judgement(), **said}

    def _read(self) -> dict[str, Any] | None:
        if not self.text:
            self.errors.append("A result is not erased. Correct it, or write “withheld:” and why it is not given.")
            return None
        try:
            return read_cell(self.series, self.text)
        except ValidationError as error:
            self.errors += error.messages
            return None

    def _judgement(self) -> dict[str, str]:
        """Words are judged where they are written: what the writer sees chosen beside them is their judgement."""
        return {"judged_status": self.judged} if self.is_words else {}

    def now_holds(self, result: Result, *, is_saved: bool) -> None:
        """Count what is saved as seen from now on; of what was saved from here, also as what was there."""
        self.saved, self.seen = result, (result.number, result.version)
        if is_saved:
            self.is_saved, self.text, self.was = True, in_a_cell(result), in_a_cell(result)
            self.judged = self.judged_was = result.judged_status


def cell_of(series: Series, slot: Slot, saved: Result | None, data: Mapping[str, Any] | None) -> Cell:
    """A box as it is first shown, or as it was sent."""
    cell, now, judged = Cell(series, slot, saved), in_a_cell(saved), saved.judged_status if saved else ""
    if data is None or cell.name not in data:
        cell.text, cell.was, cell.judged, cell.judged_was = now, now, judged, judged
        cell.seen = SeenField(required=False).clean(as_seen(saved))
        return cell
    sent = {part: clean_typed(str(data.get(f"{cell.name}{part}", ""))).strip() for part in ("", "-was", "-judged")}
    cell.text, cell.was, judged = sent.values()
    cell.judged = judged if judged in dict(STATUSES) else ""
    cell.judged_was = str(data.get(f"{cell.name}-judged-was", ""))
    cell.seen = SeenField(required=False).clean(data.get(f"{cell.name}-seen"))
    return cell


@dataclass(frozen=True)
class Row:
    """A series with its boxes."""

    series: Series
    cells: list[Cell]
    note: str = ""


@dataclass(frozen=True)
class Grid:
    """Series of one frequency, with the periods of a year that are over."""

    word: str
    slots: list[Slot]
    rows: list[Row]

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for row in self.rows for cell in row.cells)
