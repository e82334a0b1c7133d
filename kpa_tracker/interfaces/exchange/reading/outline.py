"""From rows to an outline: which ambition, descriptor and deliverable each row begins, and which it goes on with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kpa_tracker.interfaces.exchange.reading.asides import is_aside
from kpa_tracker.interfaces.exchange.reading.depths import levels_by_number
from kpa_tracker.interfaces.exchange.reading.parallel import unfold
from kpa_tracker.interfaces.exchange.reading.plan import Fragment
from kpa_tracker.interfaces.exchange.reading.tables import PlacedRow, Table

LEVELS = ("ambition", "descriptor", "deliverable")
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


class Columns:
    """The mapping of one table, seen from its fields."""

    def __init__(self, table: Table, mapping: dict[int, str], beside: list[tuple[Table, dict[int, str]]]) -> None:
        self.table, self.mapping, self.beside = table, mapping, beside
        self.of_field = {name: index for index, name in reversed(mapping.items()) if name in LEVELS}
        self.others = [index for index, name in mapping.items() if name not in LEVELS]
        self.unmapped = [index for index in range(table.width) if index not in mapping]
        self.reference = next((index for index, name in mapping.items() if name == "reference"), None)
        self.by_number = levels_by_number(table, mapping)
        self._find_level_above()
        self.ambition_wide = {index for index in self.others if self._goes_with_ambitions(index)}
        self.habitually_lower = {name for name, index in self.of_field.items() if self._mostly_lower(index)}

    def _find_level_above(self) -> None:
        """Lines over the whole table, or captions over its blocks, are the top level; the mapped one is below it."""
        rows = [] if self.by_number else [one for one in self.table.rows if not is_aside(one.row, self.reference)]
        bodies = [number for number, placed in enumerate(rows) if not self.is_section(placed)]
        last = bodies[-1] if bodies else len(rows)
        self.trailing = {placed.place for placed in rows[last + 1 :]}
        self.sectioned = any(self.is_section(placed) for placed in rows[: last if bodies else 0])
        self.captioned = not self.sectioned and self._captions_stand_above()
        if (self.sectioned or self.captioned) and "descriptor" not in self.of_field and "ambition" in self.of_field:
            self.of_field["descriptor"] = self.of_field.pop("ambition")

    def _captions_stand_above(self) -> bool:
        """Whether each sheet or block has a name of its own and shares no top level with another: a level above it."""
        values: dict[str, set[str]] = {}
        for table, mapping in self.beside:
            top = next((index for index, name in mapping.items() if name == "ambition"), -1)
            for placed in table.rows:
                text = placed.row.cell(top).text
                values.setdefault(placed.caption, set()).update({text.casefold()} if text else set())
        separate = sum(len(texts) for texts in values.values()) == len(set().union(*values.values()))
        return len(values) > 1 and all(values) and separate and "descriptor" not in self.of_field

    def is_section(self, placed: PlacedRow) -> bool:
        """Whether a row is one line over the whole table: a heading for the rows below it."""
        filled = placed.row.filled
        if len(filled) != 1 or self.table.width < 3:
            return False
        merged = sum(1 for cell in placed.row.cells if cell.merged == "left")
        lone_first = placed.row.cell(0).text and "ambition" not in self.of_field and 0 not in self.of_field.values()
        return merged >= self.table.width - 2 or bool(lone_first)

    def _goes_with_ambitions(self, index: int) -> bool:
        """Whether a column of priorities or risks is filled only beside the ambitions, less often than rows."""
        ambition, deliverable = self.of_field.get("ambition"), self.of_field.get("deliverable")
        if self.mapping[index] not in {"priorities", "risks"} or ambition is None or deliverable is None:
            return False
        filled = [placed.row for placed in self.table.rows if placed.row.cell(index).text]
        beside = all(row.cell(ambition).text for row in filled)
        rows = len(self.table.values_of(deliverable))
        return bool(filled) and beside and max(len(filled), len(self.table.values_of(ambition))) < rows

    def _mostly_lower(self, index: int) -> bool:
        values = self.table.values_of(index)
        return sum(1 for value in values if value[:1].islower()) * 2 > len(values)


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
