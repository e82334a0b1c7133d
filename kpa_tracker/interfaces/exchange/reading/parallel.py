"""Rows that hold several deliverables: "1. Patrol 2. Visit" beside "1. Inspector 2. Sergeant" are two."""

from __future__ import annotations

from kpa_tracker.base.toolkit.grids import Cell, Row
from kpa_tracker.interfaces.exchange.reading.items import BULLETS, split_numbered
from kpa_tracker.interfaces.exchange.reading.tables import PlacedRow

MOST_PARTS, LONGEST_LIST = 15, 3_000
TELLING = {"owner", "deadline"}
PARTNERS = TELLING | {"support", "measurement", "rating", "update", "committee", "reference"}


def unfold(placed: PlacedRow, mapping: dict[int, str]) -> list[PlacedRow]:
    """Return a row of parallel lists as a row for each item; every other row as it is.

    Certain only where the deliverables are a list from the first word on, and owners or deadlines a list as long.
    What is said once holds for all, as if its cell were merged over them.
    """
    place = next((index for index, name in mapping.items() if name == "deliverable"), -1)
    parts = _items(placed.row.cell(place).text)
    if not 2 <= len(parts) <= MOST_PARTS:
        return [placed]
    lists = {index: _items(placed.row.cell(index).text) for index, name in mapping.items() if name in PARTNERS}
    lists = {index: found for index, found in lists.items() if len(found) == len(parts)}
    if not any(mapping[index] in TELLING for index in lists):
        return [placed]
    lists[place] = parts
    return [_part(placed, lists, number) for number in range(len(parts))]


def _items(text: str) -> list[str]:
    """Return the items of a text that is a list from its first word on, numbered or with bullets."""
    if len(text) > LONGEST_LIST:
        return []
    for pieces in (split_numbered(text), [piece.strip() for piece in BULLETS.split(text)]):
        if len(pieces) > 2 and not pieces[0]:
            return pieces[1:]
    return []


def _part(placed: PlacedRow, lists: dict[int, list[str]], number: int) -> PlacedRow:
    cells = [
        Cell(lists[index][number], cell.fill, "", cell.ink) if index in lists else _shared(cell, first=number == 0)
        for index, cell in enumerate(placed.row.cells)
    ]
    place = f"{placed.place}, part {number + 1}"
    return PlacedRow(Row(placed.row.number, cells), place, placed.after_break and number == 0, placed.caption)


def _shared(cell: Cell, *, first: bool) -> Cell:
    return cell if first else Cell("", cell.fill, "up", cell.ink)
