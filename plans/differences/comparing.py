"""Two plans, part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from plans.differences.pairing import pair
from plans.differences.parts import Change, Fact, Fate, Level, Part
from plans.differences.words import Piece, marked

Homes = Mapping[int | None, int | None]
"""Which ambition of the new plan each ambition of the old one is."""


@dataclass(frozen=True)
class Detail:
    """What reads otherwise in one part: what kind of change it is, of what, the old text and the new one."""

    change: Change
    name: str
    old: str
    new: str

    @property
    def pieces(self) -> list[Piece]:
        return marked(self.old, self.new)


@dataclass(frozen=True)
class Line:
    """A part of either plan, or of both."""

    old: Part | None
    new: Part | None
    details: tuple[Detail, ...] = ()

    @property
    def part(self) -> Part:
        """The part as it now is; one that was dropped as it was."""
        return self.new or cast(Part, self.old)

    @property
    def level(self) -> Level:
        return self.part.level

    @property
    def fate(self) -> Fate:
        if self.old is None:
            return Fate.ADDED
        if self.new is None:
            return self.part.ended or Fate.DROPPED
        return Fate.CHANGED if self.details else Fate.UNCHANGED

    @property
    def note(self) -> str:
        """What somebody has said of what became of it."""
        return self.old.note if self.old else ""

    @property
    def changes(self) -> list[Change]:
        """The kinds of change, each once."""
        return list(dict.fromkeys(detail.change for detail in self.details))


@dataclass(frozen=True)
class Difference:
    """All parts of two plans. At each level what the old plan had is dropped or carried over, what the new one has is
    carried over or added."""

    lines: tuple[Line, ...]

    @cached_property
    def _fates(self) -> Counter[tuple[Level, Fate]]:
        return Counter((line.level, line.fate) for line in self.lines)

    @cached_property
    def changes(self) -> Counter[Change]:
        """How many parts have each kind of change."""
        return Counter(change for line in self.lines for change in line.changes)

    def number(self, level: Level, *fates: Fate) -> int:
        """How many parts of a level had one of some fates."""
        return sum(self._fates[level, fate] for fate in fates)

    @property
    def is_empty(self) -> bool:
        return all(line.fate is Fate.UNCHANGED for line in self.lines)

    def of(self, *, level: str = "", fate: str = "", change: str = "") -> list[Line]:
        """The lines of a level, a fate, a kind of change; an empty text asks for all."""
        return [
            line
            for line in self.lines
            if level in ("", line.level) and fate in ("", line.fate) and (not change or change in line.changes)
        ]


def compare(old: Sequence[Part], new: Sequence[Part]) -> Difference:
    """Compare two plans, level by level, in the order of the new one; what was dropped comes last at each level."""
    homes: dict[int | None, int | None] = {None: None}
    lines: list[Line] = []
    for level in Level:
        found = _compare_level([one for one in old if one.level is level], [one for one in new if one.level is level])
        if level is Level.AMBITION:
            homes |= {line.old.pk: line.new.pk for line in found if line.old and line.new}
        lines += [_with_details(line, homes) for line in found]
    return Difference(tuple(lines))


def _compare_level(old: Sequence[Part], new: Sequence[Part]) -> list[Line]:
    found = pair(old, new)
    came_from = {to: at for at, to in found.pairs}
    kept = [Line(old[came_from[to]] if to in came_from else None, part) for to, part in enumerate(new)]
    return [*kept, *(Line(old[at], None) for at in found.dropped)]


def _with_details(line: Line, homes: Homes) -> Line:
    if not line.old or not line.new:
        return line
    found = (*_moved(line.old, line.new, homes), *_facts(line.old, line.new), *_measurements(line.old, line.new))
    return Line(line.old, line.new, found)


def _moved(old: Part, new: Part, homes: Homes) -> Iterator[Detail]:
    if homes.get(old.within) != new.within:
        yield Detail(Change.MOVED, "Stands under", old.place, new.place)


def _facts(old: Part, new: Part) -> Iterator[Detail]:
    before, after = facts_by_name(old.facts), facts_by_name(new.facts)
    for key in dict.fromkeys((*after, *before)):
        texts = before.get(key, ""), after.get(key, "")
        if texts[0].split() != texts[1].split():
            yield Detail(*key, *texts)


def facts_by_name(facts: Iterable[Fact]) -> dict[tuple[Change, str], str]:
    return {(fact.change, fact.name): fact.text for fact in facts}


def _measurements(old: Part, new: Part) -> Iterator[Detail]:
    """What became of the measurements, in the order of the new ones; those that only stand elsewhere are the same."""
    before, after = [Part(text) for text in old.measurements], [Part(text) for text in new.measurements]
    found = pair(before, after)
    for at, to in found.pairs:
        texts = before[at].title, after[to].title
        if texts[0].split() != texts[1].split():
            yield Detail(Change.REWORDED, "Measurement", *texts)
    for at in found.dropped:
        yield Detail(Change.MEASUREMENT_DROPPED, "Measurement", before[at].title, "")
    for to in found.added:
        yield Detail(Change.MEASUREMENT_ADDED, "Measurement", "", after[to].title)
