"""Which record each row of a plan's workbook is: by its key in a workbook of the plan's own, else by its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kpa_tracker.interfaces.exchange.actions.book.entries import Entry
from kpa_tracker.interfaces.exchange.actions.book.reading import BookRow
from kpa_tracker.interfaces.exchange.actions.book.sheets import Sheet
from kpa_tracker.interfaces.exchange.matching import Known, Sought, match, normal

PARENTS = ("measure", "ambition", "series", "target", "place")
"""The columns that say under what a row stands."""
Translation = Mapping[str, str]
"""The key of the record here that a key of the file is; a new row keeps its own, marked as new."""


def recognised(
    sheet: Sheet, rows: list[BookRow], held: list[Entry], *, is_own: bool, keys: Translation
) -> list[Entry | None]:
    """Return for each row the entry that it is, or None where it is new. No entry is two rows."""
    by_key = {entry.key: entry for entry in held} if is_own else {}
    found: list[Entry | None] = [by_key.pop(row.key, None) for row in rows]
    taken = {entry.key for entry in found if entry}
    left = [n for n, entry in enumerate(found) if entry is None]
    known = [_known(sheet, entry) for entry in held if entry.key not in taken]
    guessed = _by_words(sheet, [rows[n] for n in left], known, keys)
    for n, entry in zip(left, guessed, strict=True):
        found[n] = entry
    return found


def _by_words(sheet: Sheet, rows: list[BookRow], known: list[Known], keys: Translation) -> list[Entry | None]:
    sought = [_sought(sheet, row, keys) for row in rows]
    if sheet.name in {"deliverables", "measures", "ambitions"}:
        return match(sought, known)
    return exactly(sought, known)


def exactly(sought: Iterable[Sought], known: Iterable[Known]) -> list[Entry | None]:
    """Find what has the very words under the very parent; each once."""
    left: dict[tuple[str, str], list[Entry]] = {}
    for one in known:
        left.setdefault((str(one.parent or ""), normal(one.title)), []).append(one.record)
    return [next(iter(_taken(left, one)), None) for one in sought]


def _taken(left: dict[tuple[str, str], list[Entry]], one: Sought) -> list[Entry]:
    among = left.get((str(one.parent or ""), normal(one.title)), [])
    return [among.pop(0)] if among else []


def _sought(sheet: Sheet, row: BookRow, keys: Translation) -> Sought:
    parent = next((keys.get(row.values[name], row.values[name]) for name in PARENTS if row.values.get(name)), None)
    return Sought(row.values.get(sheet.known_by, ""), "", row.values.get("reference", "").strip(), parent)


def _known(sheet: Sheet, entry: Entry) -> Known:
    parent = next((entry.values[name] for name in PARENTS if entry.values.get(name)), None)
    return Known(entry, entry.values[sheet.known_by], "", entry.values.get("reference", ""), parent)
