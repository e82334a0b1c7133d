"""A plan's targets as the plan prints them: priority, objective, measure, series; footnotes under the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kpa_tracker.interfaces.publication.content.footnotes import Listed, Mark, Note, Notes

ON_EVIDENCE, NO_BASELINE = "Judged on evidence", "No baseline"
NO_PRIORITY, NO_OBJECTIVE = "Under no priority", "Under no objective"


@dataclass(frozen=True)
class Goal:
    """A target with what stands beside it. What only the working document has is empty in the public one."""

    target: str
    measure: str
    measure_key: Any = None
    priority: str = ""
    objective: str = ""
    series: str = ""
    source: str = ""
    year: str = ""
    baseline: str = ""
    baseline_period: str = ""
    is_in_words: bool = False
    measure_notes: tuple[Note, ...] = ()
    target_notes: tuple[Note, ...] = ()
    baseline_notes: tuple[Note, ...] = ()
    judged: str = ""
    owner: str = ""

    @property
    def baseline_shown(self) -> str:
        return self.baseline or (ON_EVIDENCE if self.is_in_words else NO_BASELINE)


@dataclass(frozen=True)
class GoalRow:
    """A target as a row. `span` is over how many rows its measure's cell goes; nothing where the row above has it."""

    goal: Goal
    span: int
    measure_marks: tuple[Mark, ...]
    target_marks: tuple[Mark, ...]
    baseline_marks: tuple[Mark, ...]


@dataclass(frozen=True)
class GoalGroup:
    """The targets of a priority, by objective."""

    anchor: str
    title: str
    objectives: list[tuple[str, list[GoalRow]]]


@dataclass(frozen=True)
class Targets:
    """The targets of a plan in its order. Columns that no row fills are left away: a plan in words is as complete.

    `of_plan` names the plan above, where they are its targets for the years of this one."""

    goals: tuple[Goal, ...]
    anchor: str = "targets"
    of_plan: str = ""
    groups: list[GoalGroup] = field(init=False, compare=False)
    notes: list[Listed] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        notes = Notes(self.anchor)
        object.__setattr__(self, "groups", list(groups_of(self.goals, self.anchor, notes)))
        object.__setattr__(self, "notes", notes.listed)

    @property
    def heading(self) -> str:
        title = f"Targets {self.year}".strip()
        return f"{title}, from {self.of_plan}" if self.of_plan else title

    @property
    def entries(self) -> list[tuple[str, str]]:
        """What the contents say below the part: each priority."""
        return [(group.anchor, group.title) for group in self.groups] if self.has_objectives else []

    @property
    def has_objectives(self) -> bool:
        return any(goal.objective for goal in self.goals)

    @property
    def has_series(self) -> bool:
        return any(goal.series for goal in self.goals)

    @property
    def has_sources(self) -> bool:
        return any(goal.source for goal in self.goals)

    @property
    def has_figures(self) -> bool:
        return any(goal.baseline or not goal.is_in_words for goal in self.goals)

    @property
    def year(self) -> str:
        """The year of all; nothing where they differ."""
        years = {goal.year for goal in self.goals}
        return years.pop() if len(years) == 1 else ""

    @property
    def columns(self) -> int:
        return 2 + self.has_series + self.has_figures + self.has_sources


def groups_of(goals: Iterable[Goal], anchor: str, notes: Notes) -> Iterator[GoalGroup]:
    """Yield the priorities in order. The marks of footnotes are asked for row after row, as the table is read."""
    for number, (priority, own) in enumerate(groupby(goals, key=lambda goal: goal.priority), start=1):
        objectives = [
            (objective or NO_OBJECTIVE, list(rows_of(list(rows), notes)))
            for objective, rows in groupby(own, key=lambda goal: goal.objective)
        ]
        yield GoalGroup(f"{anchor}-{number}", priority or NO_PRIORITY, objectives)


def rows_of(goals: Sequence[Goal], notes: Notes) -> Iterator[GoalRow]:
    for _, some in groupby(goals, key=lambda goal: (goal.measure_key, goal.measure)):
        own = list(some)
        for place, goal in enumerate(own):
            yield GoalRow(
                goal,
                span=0 if place else len(own),
                measure_marks=() if place else notes.marks(goal.measure_notes),
                target_marks=notes.marks(goal.target_notes),
                baseline_marks=notes.marks(goal.baseline_notes),
            )
