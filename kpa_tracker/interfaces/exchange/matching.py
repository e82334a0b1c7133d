"""Which record of the plan a row of the file is, if any: by reference, by what the row said last time, by likeness."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

ALIKE = 0.8
ALIKE_IN_PLACE = 0.5


def normal(text: str) -> str:
    return " ".join(text.casefold().split())


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


Test = Callable[[Sought, Known], bool]


def _likeness(sought: Sought, known: Known) -> float:
    pairs = ((one, other) for one in sought.texts for other in known.texts)
    return max((difflib.SequenceMatcher(None, one, other).ratio() for one, other in pairs), default=0.0)


def _same_family(sought: Sought, known: Known) -> bool:
    return sought.parent is not None and sought.parent == known.parent


TESTS: tuple[Test, ...] = (
    lambda sought, known: bool(sought.reference) and sought.reference == known.reference,
    lambda sought, known: _same_family(sought, known) and bool(sought.texts & known.texts),
    lambda sought, known: bool(sought.texts & known.texts),
    lambda sought, known: _same_family(sought, known) and _likeness(sought, known) >= ALIKE,
    lambda sought, known: (
        _same_family(sought, known) and sought.place == known.place and _likeness(sought, known) >= ALIKE_IN_PLACE
    ),
)
"""From the surest to the loosest. A looser test only sees what the surer ones left over."""


def match(sought: list[Sought], known: Iterable[Known]) -> list[Any]:
    """Return for each row the record that it is, or None. No record is two rows."""
    left = list(known)
    found: list[Any] = [None] * len(sought)
    for test in TESTS:
        for index, row in enumerate(sought):
            if found[index] is None:
                hit = next((one for one in left if test(row, one)), None)
                if hit is not None:
                    left.remove(hit)
                    found[index] = hit.record
    return found
