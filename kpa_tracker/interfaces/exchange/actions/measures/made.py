"""The measures that an import would make, and how the periods of a year make it: a guess until a person says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpa_tracker.interfaces.exchange.reading.measures.found import MeasureRow
from kpa_tracker.interfaces.exchange.reading.measures.yearly import gathering_of

Key = tuple[str, str]
Gatherings = Mapping[str, str]
"""How the periods of new measures make their year, as a person said it, by `MadeMeasure.key`."""


@dataclass(frozen=True)
class MadeMeasure:
    """A measure that would be made, and how its year is taken to be made."""

    key: str
    words: str
    gathering: str


def made_measures(rows: Iterable[MeasureRow], key_of: Callable[[MeasureRow], Key]) -> list[MadeMeasure]:
    """Return the measures of rows, each once, with what is guessed from all the rows of it."""
    groups: dict[Key, list[MeasureRow]] = {}
    for row in rows:
        groups.setdefault(key_of(row), []).append(row)
    words = {key: f"{found[0].reference} {found[0].title}".strip() for key, found in groups.items()}
    return [MadeMeasure(_told(key), words[key], gathering_of(found).value) for key, found in groups.items()]


def gathered_as(key: Key, rows: Sequence[MeasureRow], said: Gatherings) -> str:
    """Return how the periods of a measure make its year: as somebody said, else as it is guessed."""
    return said.get(_told(key)) or gathering_of(rows).value


def _told(key: Key) -> str:
    return "|".join(key)
