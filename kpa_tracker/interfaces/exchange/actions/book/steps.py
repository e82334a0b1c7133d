"""What importing a plan's workbook would do, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kpa_tracker.interfaces.exchange.actions.book.columns import Column, in_words
from kpa_tracker.interfaces.exchange.actions.book.entries import Entry
from kpa_tracker.interfaces.exchange.actions.book.reading import BookRow, ReadBook
from kpa_tracker.interfaces.exchange.actions.book.sheets import Sheet
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from plans.models import Plan

Changes = dict[str, tuple[str, str]]
"""{column: (what is there, what the file wants)}"""


@dataclass
class BookStep:
    """A row of the workbook and the record that it is: new, changed or as it was."""

    row: BookRow
    entry: Entry | None = None
    values: dict[str, str] = field(default_factory=dict)
    changes: Changes = field(default_factory=dict)
    is_left: bool = False
    record: Any = None

    @property
    def sheet(self) -> Sheet:
        return self.row.sheet

    @property
    def is_new(self) -> bool:
        return self.entry is None and not self.is_left

    @property
    def title(self) -> str:
        return self.row.title

    @property
    def place(self) -> str:
        return self.row.place

    @property
    def shown_changes(self) -> Iterator[tuple[str, str, str]]:
        """Yield (what, old, new) in words."""
        for name, (old, new) in self.changes.items():
            column = self.sheet.column(name)
            yield column.heading, told(column, old), told(column, new)


def told(column: Column, value: str) -> str:
    return in_words(column, value) or "nothing"


@dataclass
class BookProposal:
    """All that importing a plan's workbook would do."""

    plan: Plan
    book: ReadBook
    is_own: bool
    steps: list[BookStep] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of(self, name: str) -> list[BookStep]:
        return [step for step in self.steps if step.sheet.name == name]

    @property
    def new(self) -> list[BookStep]:
        return [step for step in self.steps if step.is_new]

    @property
    def changed(self) -> list[BookStep]:
        return [step for step in self.steps if step.changes]

    @property
    def same(self) -> list[BookStep]:
        return [step for step in self.steps if not step.is_new and not step.changes]

    @property
    def new_by_sheet(self) -> list[tuple[str, list[BookStep]]]:
        """(sheet, what is new in it), without sheets in which nothing is."""
        names = dict.fromkeys(step.sheet.name for step in self.new)
        found = [(name, [step for step in self.of(name) if step.is_new]) for name in names]
        return [(steps[0].sheet.title, steps) for _, steps in found]

    @property
    def changes_something(self) -> bool:
        return bool(self.new or self.changed)
