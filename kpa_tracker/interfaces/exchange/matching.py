"""Which record of the plan a row of the file is, if any: by reference, by what the row said last time, by likeness."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

ALIKE = 0.8
ALIKE_IN_PLACE = 0.5


LONGEST_COMPARED = 400


def normal(text: str) -> str:
    """What two texts are compared by: their start, because likeness costs the square of the length."""
    return " ".join(text.casefold().split())[:LONGEST_COMPARED]


@dataclass(frozen=True)
class Known:
    """A record of the plan as it can be recognised: by its name, by the text it came from, by its parent and place."""

    record: Any
    title: str
    origin: str = ""
    reference: str = ""
    parent: Any = None
    place: int = 0

    @property
    def texts(self) -> set[str]:
        return {normal(text) for text in (self.title, self.origin) if text}


@dataclass(frozen=True)
class Sought:
    """A row of the file as it can be recognised. `parent` is the record that its parent row was found to be."""

    title: str
    text: str
    reference: str = ""
    parent: Any = None
    place: int = 0

    @property
    def texts(self) -> set[str]:
        return {normal(text) for text in (self.title, self.text) if text}


class Matcher:
    """Finds records for rows, each record once. Buckets keep it quick: only rows of one parent are compared in full."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.taken: set[int] = set()
        self.references: dict[str, list[Known]] = defaultdict(list)
        self.by_text: dict[str, list[Known]] = defaultdict(list)
        self.by_parent: dict[Any, list[Known]] = defaultdict(list)
        for one in known:
            self.references[one.reference].append(one)
            self.by_parent[one.parent].append(one)
            for text in one.texts:
                self.by_text[text].append(one)

    def take(self, candidates: Iterable[Known], fits: Callable[[Known], bool]) -> Any:
        hit = next((one for one in candidates if id(one) not in self.taken and fits(one)), None)
        if hit is None:
            return None
        self.taken.add(id(hit))
        return hit.record

    def by_reference_and_words(self, row: Sought) -> Any:
        return self.take(self._same_reference(row), lambda one: likeness(row, one) >= ALIKE_IN_PLACE)

    def by_reference_alone(self, row: Sought) -> Any:
        """Only after the words: whoever inserts a row at the top renumbers all that follow."""
        return self.take(self._same_reference(row), lambda one: True)

    def by_words_in_place(self, row: Sought) -> Any:
        return self.take(self._same_words(row), lambda one: row.parent is not None and one.parent == row.parent)

    def by_words(self, row: Sought) -> Any:
        return self.take(self._same_words(row), lambda one: True)

    def by_likeness(self, row: Sought) -> Any:
        return self.take(self._family(row), lambda one: likeness(row, one) >= ALIKE)

    def by_place(self, row: Sought) -> Any:
        return self.take(self._family(row), lambda one: row.place == one.place and likeness(row, one) >= ALIKE_IN_PLACE)

    def _same_reference(self, row: Sought) -> list[Known]:
        return self.references.get(row.reference, []) if row.reference else []

    def _same_words(self, row: Sought) -> list[Known]:
        return [one for text in sorted(row.texts) for one in self.by_text.get(text, [])]

    def _family(self, row: Sought) -> list[Known]:
        return self.by_parent.get(row.parent, []) if row.parent is not None else []


def likeness(row: Sought, known: Known) -> float:
    pairs = ((one, other) for one in row.texts for other in known.texts)
    return max((difflib.SequenceMatcher(None, one, other).ratio() for one, other in pairs), default=0.0)


def match(sought: list[Sought], known: Iterable[Known]) -> list[Any]:
    """Return for each row the record that it is, or None. No record is two rows.

    From the surest way to the loosest; a looser one only sees what the surer ones left over.
    """
    matcher = Matcher(known)
    by_words = (matcher.by_reference_and_words, matcher.by_words_in_place, matcher.by_words)
    ways = (*by_words, matcher.by_reference_alone, matcher.by_likeness, matcher.by_place)
    found: list[Any] = [None] * len(sought)
    for way in ways:
        for index, row in enumerate(sought):
            if found[index] is None:
                found[index] = way(row)
    return found
