"""Levels told by nothing but their numbers: 1 is the ambition, 1.1 what is under it, 1.1.1 the deliverable."""

from __future__ import annotations

import re

from kpa_tracker.interfaces.exchange.reading.tables import PlacedRow, Table

NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,4}")
LEVELS = {2: ("ambition", "deliverable"), 3: ("ambition", "descriptor", "deliverable")}
OWN_VALUES = {"owner", "support", "deadline", "measurement", "rating", "update", "committee"}


def levels_by_number(table: Table, mapping: dict[int, str]) -> dict[str, str]:
    """Return the level of every row by its place, where one column holds all levels and numbers tell them apart.

    Certain only where every row is numbered, every number has the one above it, and rows of upper levels hold nothing
    but their words.
    """
    fields = {name: index for index, name in reversed(mapping.items())}
    if not {"reference", "deliverable"} <= fields.keys() or {"ambition", "descriptor"} & fields.keys():
        return {}
    rows = {placed.place: placed for placed in table.rows if placed.row.cell(fields["deliverable"]).text}
    levels = _levels({place: placed.row.cell(fields["reference"]).text.strip(" .)") for place, placed in rows.items()})
    upper = [rows[place] for place, level in levels.items() if level != "deliverable"]
    return {} if any(_has_values(placed, mapping) for placed in upper) else levels


def _levels(numbers: dict[str, str]) -> dict[str, str]:
    """Return the level that each number says by its depth; nothing where they do not make two or three levels."""
    if not all(map(NUMBER.fullmatch, numbers.values())):
        return {}
    found = sorted({number.count(".") for number in numbers.values()})
    names = dict(zip(found, LEVELS.get(len(found), ()), strict=False))
    if not names or not _all_have_their_upper(set(numbers.values()), found[0]):
        return {}
    return {place: names[number.count(".")] for place, number in numbers.items()}


def _all_have_their_upper(numbers: set[str], shallowest: int) -> bool:
    return all(number.rpartition(".")[0] in numbers for number in numbers if number.count(".") > shallowest)


def _has_values(placed: PlacedRow, mapping: dict[int, str]) -> bool:
    return any(placed.row.cell(index).text for index, name in mapping.items() if name in OWN_VALUES)
