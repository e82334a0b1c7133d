"""Which rows of a table are one risk: its first row, and those below that only go on with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpa_tracker.base.toolkit.grids import Row
from kpa_tracker.interfaces.exchange.reading.registers.headings import SEVERAL
from kpa_tracker.interfaces.exchange.reading.registers.table import Line, RegisterTable
from kpa_tracker.interfaces.exchange.reading.registers.texts import is_reference

LONGEST_BAND = 80


@dataclass
class Gathered:
    """The rows of one risk, and the band of the table that it stands under."""

    table: RegisterTable
    lines: list[Line] = field(default_factory=list)
    band: str = ""

    @property
    def place(self) -> str:
        return self.lines[0].place

    @property
    def caption(self) -> str:
        return self.lines[0].caption

    def texts(self, name: str) -> list[str]:
        """What the rows say in a field, each text once."""
        found = (line.row.cell(index).text for line in self.lines for index in self.table.columns_of(name))
        return list(dict.fromkeys(text for text in found if text))

    def one(self, name: str) -> str:
        return "\n".join(self.texts(name))

    def has(self, name: str) -> bool:
        return bool(self.table.columns_of(name))


def gathered(table: RegisterTable) -> list[Gathered]:
    """Return each risk of a table with its rows, in their order."""
    risks: list[Gathered] = []
    band, is_open = "", False
    for line in table.lines:
        if _is_band(line.row, table):
            band, is_open = line.row.filled[0].text, False
        elif is_open and _goes_on(line, risks[-1]):
            risks[-1].lines.append(line)
        else:
            risks.append(Gathered(table, [line], band))
            is_open = True
    return risks


def _is_band(row: Row, table: RegisterTable) -> bool:
    """Whether a row is a heading over those below it: one short text at the side, which spans the table or stands where
    a reference would."""
    if len(row.filled) != 1 or not row.cell(0).text or len(row.cell(0).text) > LONGEST_BAND:
        return False
    spans = len(row.cells) > 1 and row.cell(1).merged == "left"
    instead = table.columns.get(0) == "reference" and not is_reference(row.cell(0).text)
    return spans or instead


def _goes_on(line: Line, risk: Gathered) -> bool:
    """Whether a row names no risk of its own: neither reference nor title, or those of the row above again."""
    own = {name: _texts(line, risk.table, name) for name in ("reference", "title")}
    if any(not texts <= set(risk.texts(name)) for name, texts in own.items()):
        return False
    return any(own.values()) or any(_texts(line, risk.table, name) for name in SEVERAL)


def _texts(line: Line, table: RegisterTable, name: str) -> set[str]:
    return {line.row.cell(index).text for index in table.columns_of(name)} - {""}
