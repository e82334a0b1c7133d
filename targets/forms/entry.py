"""The grid of a person's measures: a row a series, a column a period, only what was changed is sent on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from kpa_tracker.base.toolkit.forms import clean_typed
from plans.periods import Slot
from targets.actions.results import NOTHING_SEEN, Seen
from targets.forms.cells import read_cell, typed
from targets.forms.results import SeenField, as_seen
from targets.models import Result, Series
from targets.models.judging import shown


@dataclass
class Cell:
    """A box of the grid: what is saved, what the writer had before them, what they typed, and what is wrong with it."""

    series: Series
    slot: Slot
    saved: Result | None
    text: str = ""
    was: str = ""
    seen: Seen = NOTHING_SEEN
    errors: list[str] = field(default_factory=list)
    is_saved: bool = False

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
    def is_changed(self) -> bool:
        return self.text != self.was

    @property
    def is_withheld(self) -> bool:
        return self.saved is not None and self.saved.is_withheld

    @property
    def seen_text(self) -> str:
        return ".".join(map(str, self.seen))

    @property
    def saved_text(self) -> str:
        return shown(self.saved)

    def content(self) -> dict[str, Any] | None:
        """What the cell says, as the actions take it; None where it is wrong."""
        if not self.text:
            self.errors.append("A result is not erased. Correct it, or withhold it on its own page.")
            return None
        try:
            said = read_cell(self.series, self.text)
        except ValidationError as error:
            self.errors += error.messages
            return None
        kept = {name: getattr(self.saved, name) for name in ("note", "standing")} if self.saved else {}
        return {**kept, **said}

    def now_holds(self, result: Result, *, is_saved: bool) -> None:
        """Count what is saved as seen from now on; of what was saved from here, also as what was there."""
        self.saved, self.seen = result, (result.number, result.version)
        if is_saved:
            self.is_saved, self.text, self.was = True, typed(result), typed(result)


def cell_of(series: Series, slot: Slot, saved: Result | None, data: Mapping[str, Any] | None) -> Cell:
    """A box as it is first shown, or as it was sent."""
    cell, now = Cell(series, slot, saved), typed(saved)
    if data is None or cell.name not in data:
        cell.text, cell.was, cell.seen = now, now, SeenField(required=False).clean(as_seen(saved))
        return cell
    cell.text, cell.was = (clean_typed(str(data.get(name, ""))).strip() for name in (cell.name, f"{cell.name}-was"))
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
