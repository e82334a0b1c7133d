"""From rows to an outline: which ambition, descriptor and deliverable each row begins, and which it goes on with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kpa_tracker.interfaces.exchange.reading.asides import is_aside
from kpa_tracker.interfaces.exchange.reading.layout import LEVELS, Columns
from kpa_tracker.interfaces.exchange.reading.parallel import unfold
from kpa_tracker.interfaces.exchange.reading.plan import Fragment
from kpa_tracker.interfaces.exchange.reading.tables import PlacedRow, Table

DANGLING = {
    "and",
    "or",
    "of",
    "the",
    "to",
    "for",
    "with",
    "in",
    "on",
    "a",
    "an",
    "by",
    "from",
    "&",
    "our",
    "their",
    "at",
}
CONTINUED = re.compile(r"\s*[(\[]?\bcont(?:inued|[’']?d)?\b\.{0,3}[)\]]?\s*$", re.I)


@dataclass
class Gathered:
    """One node of the outline with the texts of all its rows, not yet interpreted."""

    place: str
    text: str = ""
    cells: dict[int, str] = field(default_factory=dict)
    by_row: dict[str, dict[int, str]] = field(default_factory=dict)
    fills: dict[int, str] = field(default_factory=dict)
    inks: dict[int, str] = field(default_factory=dict)
    children: list[Gathered] = field(default_factory=list)
    implied: bool = False
    table: Table | None = None

    @property
    def key(self) -> str:
        return " ".join(self.text.casefold().split())

    def add(self, index: int, placed: PlacedRow, joint: str) -> None:
        text, held = placed.row.cell(index).text, self.cells.get(index)
        self.cells[index] = f"{held}{joint}{text}" if held else text
        self.by_row.setdefault(placed.place, {})[index] = text


@dataclass
class Outline:
    """All rows of all tables as a tree of three levels, and the pieces that fit nowhere."""

    ambitions: list[Gathered] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)


class OutlineBuilder:
    """Reads rows one by one; keeps the ambition, descriptor and deliverable that are open."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.open: dict[str, Gathered] = {}

    def read_tables(self, tables: list[tuple[Table, dict[int, str]]]) -> list[Columns]:
        """Read tables one after the other; return how the columns of each were understood."""
        understood = [Columns(table, mapping, tables) for table, mapping in tables]
        for columns in understood:
            self._read_table(columns)
        return understood

    def _read_table(self, columns: Columns) -> None:
        self.open = {}
        for placed in columns.table.rows:
            level = columns.by_number.get(placed.place, "")
            if level in {"ambition", "descriptor"}:
                self._begin(level, placed.row.cell(columns.of_field["deliverable"]).text, placed.place)
            elif is_aside(placed.row, columns.reference):
                self._set_aside(placed)
            elif columns.is_section(placed) and not columns.by_number:
                self._begin_section(columns, placed)
            else:
                for part in unfold(placed, columns.mapping):
                    self._read_row(columns, part)
        self._gather_unmapped(columns)

    def _set_aside(self, placed: PlacedRow) -> None:
        text = " | ".join(cell.text for cell in placed.row.filled)
        self.outline.fragments.append(Fragment(placed.place, "", text))

    def _begin_section(self, columns: Columns, placed: PlacedRow) -> None:
        text = placed.row.filled[0].text
        heads = columns.sectioned and placed.place not in columns.trailing
        if heads and "ambition" not in columns.of_field:
            self._begin("ambition", text, placed.place)
        else:
            self.outline.fragments.append(Fragment(placed.place, "", text))

    def _read_row(self, columns: Columns, placed: PlacedRow) -> None:
        if not placed.row.filled:
            return
        continued = self._read_levels(columns, placed)
        cell = placed.row.cell(columns.of_field["deliverable"])
        if not cell.text:
            self._continue_deliverable(columns, placed, continued)
        elif self._goes_on("deliverable", cell.text, columns, placed) and not continued & {"new"}:
            self.open["deliverable"].text += f" {cell.text}"
            self._add_cells(columns, placed, " ", continued)
        else:
            self._begin_deliverable(columns, placed, continued)

    def _read_levels(self, columns: Columns, placed: PlacedRow) -> set[str]:
        """Open or continue the upper levels; return which continued, and "new" where one began."""
        happened: set[str] = set()
        told = columns.sectioned or columns.by_number
        if "ambition" not in columns.of_field and not (told and "ambition" in self.open):
            self._open_caption(placed, implied=not columns.captioned and not columns.sectioned)
        for level in ("ambition", "descriptor"):
            text = placed.row.cell(columns.of_field.get(level, -1)).text
            if not text:
                continue
            if self._goes_on(level, text, columns, placed):
                self.open[level].text += f" {text}"
                happened.add(level)
            elif CONTINUED.sub("", " ".join(text.casefold().split())) != self._open_key(level):
                self._begin(level, CONTINUED.sub("", text), placed.place)
                happened.add("new")
        return happened

    def _open_key(self, level: str) -> str:
        return self.open[level].key if level in self.open else ""

    def _open_caption(self, placed: PlacedRow, *, implied: bool) -> None:
        if "ambition" not in self.open or (placed.caption and self.open["ambition"].text != placed.caption):
            self._begin("ambition", placed.caption, placed.place).implied = implied

    def _goes_on(self, level: str, text: str, columns: Columns, placed: PlacedRow) -> bool:
        """Whether a page broke inside this cell: just below a break, in lower case or after a word that ends none."""
        if level not in self.open or not placed.after_break or self.open[level].implied:
            return False
        before = self.open[level].text.split()
        lower = text[:1].islower() and level not in columns.habitually_lower
        return bool(before) and (lower or before[-1] in DANGLING or before[-1].endswith(("-", "–")))

    def _begin(self, level: str, text: str, place: str) -> Gathered:
        """Open a node; one that was there before under the same name is opened again."""
        siblings = self._siblings(level, place)
        node = Gathered(place, text)
        known = next((one for one in siblings if level != "deliverable" and one.key == node.key), None)
        if known is None:
            siblings.append(node)
        for lower in LEVELS[LEVELS.index(level) :]:
            self.open.pop(lower, None)
        self.open[level] = known or node
        return self.open[level]

    def _siblings(self, level: str, place: str) -> list[Gathered]:
        if level == "ambition":
            return self.outline.ambitions
        above = LEVELS[LEVELS.index(level) - 1]
        if above not in self.open:
            self._begin(above, "", place).implied = True
        return self.open[above].children

    def _begin_deliverable(self, columns: Columns, placed: PlacedRow, continued: set[str]) -> None:
        text = placed.row.cell(columns.of_field["deliverable"]).text
        above = self.open.get("deliverable")
        node = self._begin("deliverable", text, placed.place)
        node.table = columns.table
        self._add_cells(columns, placed, "\n", continued)
        for index in columns.others:
            if placed.row.cell(index).merged == "up" and above is not None and index not in columns.ambition_wide:
                node.cells.setdefault(index, above.cells.get(index, ""))
                node.fills.setdefault(index, above.fills.get(index, ""))

    def _continue_deliverable(self, columns: Columns, placed: PlacedRow, continued: set[str]) -> None:
        """A row without a deliverable of its own goes on with the one above, unless a new level has just begun."""
        values = [index for index in columns.others if placed.row.cell(index).text]
        own = [index for index in values if index not in columns.ambition_wide]
        if "deliverable" in self.open and "new" not in continued and not self._is_numbered_anew(columns, placed):
            self._add_cells(columns, placed, "\n", continued)
            return
        self._add_cells(columns, placed, "\n", continued, only=columns.ambition_wide)
        for index in own:
            text = placed.row.cell(index).text
            self.outline.fragments.append(Fragment(placed.place, columns.table.headings[index], text))

    def _is_numbered_anew(self, columns: Columns, placed: PlacedRow) -> bool:
        """Whether a row without words has a number of its own: it goes on with none, and is none."""
        number = placed.row.cell(-1 if columns.reference is None else columns.reference).text
        return bool(number) and self.open["deliverable"].cells.get(columns.reference or 0, "") not in {"", number}

    def _add_cells(
        self, columns: Columns, placed: PlacedRow, joint: str, continued: set[str], only: set[int] | None = None
    ) -> None:
        """Add a row's values to the open deliverable, and those of ambition-wide columns to the open ambition."""
        for index in columns.others if only is None else only:
            wide = index in columns.ambition_wide
            node = self.open.get("ambition" if wide else "deliverable")
            if node is not None and placed.row.cell(index).text:
                node.table = columns.table
                node.add(index, placed, " " if wide and "ambition" in continued else joint)
        self._add_fills(placed)

    def _add_fills(self, placed: PlacedRow) -> None:
        node = self.open.get("deliverable")
        if node is not None:
            for index, cell in enumerate(placed.row.cells):
                if cell.fill:
                    node.fills.setdefault(index, cell.fill)
                if cell.ink and cell.text:
                    node.inks.setdefault(index, cell.ink)

    def _gather_unmapped(self, columns: Columns) -> None:
        for index in columns.unmapped:
            heading = columns.table.headings[index] or f"column {index + 1}"
            for placed in columns.table.rows:
                text = placed.row.cell(index).text
                if text and not columns.is_section(placed) and not is_aside(placed.row, columns.reference):
                    self.outline.fragments.append(Fragment(placed.place, heading, text))


def walk(outline: Outline) -> Iterator[tuple[Gathered, Gathered, Gathered]]:
    """Yield every deliverable with the descriptor and ambition above it."""
    for ambition in outline.ambitions:
        for descriptor in ambition.children:
            for deliverable in descriptor.children:
                yield ambition, descriptor, deliverable
