"""Footnotes under a table, numbered in the order in which its cells first refer to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol


class Note(Protocol):
    """What stands under a table. Notes of the same words and mark are one."""

    text: str
    mark: str


@dataclass
class Footnotes:
    """The notes of one table. A note without a mark of its own gets the next number when a cell first refers to it; one
    with a mark keeps that, and the numbers pass it by."""

    found: dict[tuple[str, str], str] = field(default_factory=dict)

    def marks(self, notes: Iterable[Note]) -> list[str]:
        """Return the marks that a cell carries, in the order of its notes. Cells are asked in the order of reading."""
        return [self._mark(note) for note in notes]

    def _mark(self, note: Note) -> str:
        key = (note.mark, note.text)
        if key not in self.found:
            numbered = sum(1 for mark, _ in self.found if not mark)
            self.found[key] = note.mark or str(numbered + 1)
        return self.found[key]

    @property
    def listed(self) -> list[tuple[str, str]]:
        """Return (mark, text) as they stand under the table: the numbers in order, then what has marks of its own."""
        rows = [(mark, text, bool(own)) for (own, text), mark in self.found.items()]
        return [(mark, text) for mark, text, _ in sorted(rows, key=lambda row: row[2])]
