"""How the columns of one table are laid out: which hold the levels, and what stands above them."""

from __future__ import annotations

from kpa_tracker.interfaces.exchange.reading.asides import is_aside
from kpa_tracker.interfaces.exchange.reading.depths import levels_by_number
from kpa_tracker.interfaces.exchange.reading.tables import PlacedRow, Table

LEVELS = ("ambition", "descriptor", "deliverable")


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
        if self.sectioned or self.captioned:
            self._put_ambitions_lower()

    def _put_ambitions_lower(self) -> None:
        if "descriptor" not in self.of_field and "ambition" in self.of_field:
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
