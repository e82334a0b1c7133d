"""Footnotes as a document prints them: marks that lead to the notes below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from targets.performance.footnotes import Footnotes


@dataclass
class Note:
    """A footnote: numbered where it has no mark of its own."""

    text: str
    mark: str = ""


class Mark(NamedTuple):
    """A mark behind a figure, and where its note stands."""

    mark: str
    anchor: str


class Listed(NamedTuple):
    """A note as it stands under its table."""

    mark: str
    anchor: str
    text: str


@dataclass
class Notes:
    """The notes of one table, numbered in the order in which cells ask for their marks."""

    prefix: str
    numbers: Footnotes = field(default_factory=Footnotes)

    def marks(self, notes: Iterable[Note]) -> tuple[Mark, ...]:
        given = list(notes)
        marks = self.numbers.marks(given)
        return tuple(Mark(mark, self._anchor((note.mark, note.text))) for note, mark in zip(given, marks, strict=True))

    def _anchor(self, key: tuple[str, str]) -> str:
        return f"{self.prefix}-note-{list(self.numbers.found).index(key) + 1}"

    @property
    def listed(self) -> list[Listed]:
        """The numbers in order, then what has marks of its own."""
        found = [Listed(mark, self._anchor(key), key[1]) for key, mark in self.numbers.found.items()]
        own = {self._anchor(key) for key in self.numbers.found if key[0]}
        return sorted(found, key=lambda note: note.anchor in own)
