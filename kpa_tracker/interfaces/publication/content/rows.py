"""The tables of a plan: deliverables in their groups under an ambition."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

ROWS_A_TABLE = 100
"""A longer table is cut: drawing one of 5,000 rows costs a fifth more than drawing fifty of a hundred."""

LONG_CELL = 700
"""Characters in one cell, about a third of a landscape page."""
NO_ANCHOR = re.compile(r"[^\w.]+")


@dataclass(frozen=True)
class Progress:
    """What is said of a deliverable. `said` is what is printed: a heading (or none) and a text each."""

    stage: str
    rating: str
    word: str
    as_at: datetime.date
    said: tuple[tuple[str, str], ...] = ()
    forecast: str = ""
    forecast_word: str = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """A deliverable in its ambition's table. What only the working document has is empty in the public one."""

    reference: str
    title: str
    description: str = ""
    sub_items: tuple[tuple[str, str], ...] = ()
    measurements: tuple[str, ...] = ()
    lead: str = ""
    supporting: tuple[str, ...] = ()
    committee: str = ""
    deadline: str = ""
    progress: Progress | None = None
    flags: tuple[Any, ...] = ()
    slip: str = ""

    @property
    def rating(self) -> str:
        return self.progress.rating if self.progress else ""

    @property
    def anchor(self) -> str:
        """What a link to it on a page ends in: made of the reference, so that it stays where others come and go."""
        return f"promise-{NO_ANCHOR.sub('-', self.reference)}" if self.reference else ""

    @property
    def is_long(self) -> bool:
        """Whether the row may run over the end of a page: kept whole, it would leave half a page empty before it."""
        texts = [*self.measurements, *(text for text, _ in self.sub_items)]
        told = [text for _, text in self.progress.said] if self.progress else []
        cells = (self.title + self.description, "".join(texts), "".join(told))
        return max(map(len, cells)) > LONG_CELL

    @property
    def is_overdue(self) -> bool:
        return any(flag.key == "overdue" for flag in self.flags)


@dataclass(frozen=True)
class Group:
    """The deliverables under one descriptor; "" holds those under none. What goes on in the next table says so."""

    title: str
    rows: tuple[Row, ...]
    continued: bool = False
    number: int = 0


@dataclass(frozen=True)
class Risk:
    """A risk at summary level: its reference and title; to the public its approved wording, where there is one."""

    reference: str
    title: str


@dataclass(frozen=True)
class Ambition:
    """An ambition with its table."""

    number: int
    reference: str
    title: str
    description: str = ""
    priorities: tuple[str, ...] = ()
    risks: tuple[Risk, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @property
    def anchor(self) -> str:
        return f"ambition-{self.number}"

    @property
    def tables(self) -> list[list[Group]]:
        """The groups in tables of at most 100 rows each."""
        return cut(self.groups, ROWS_A_TABLE)

    @property
    def entries(self) -> list[tuple[str, str]]:
        """What the contents say below the ambition: where each titled group begins, and its title."""
        return [(f"{self.anchor}-{number}", group.title) for number, group in enumerate(self.groups, 1) if group.title]


def cut(groups: Iterable[Group], size: int) -> list[list[Group]]:
    """Return the groups as tables of at most `size` rows; a group that does not fit goes on in the next table."""
    tables: list[list[Group]] = [[]]
    room = size
    for number, group in enumerate(groups, start=1):
        for start, end in pieces(len(group.rows), room, size):
            if room == 0:
                tables.append([])
                room = size
            tables[-1].append(Group(group.title, group.rows[start:end], continued=start > 0, number=number))
            room -= end - start
    return list(filter(None, tables))


def pieces(length: int, room: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where rows go together, the first as many as there is room for."""
    start, space = 0, room or size
    while start < length:
        yield start, min(start + space, length)
        start, space = start + space, size
