"""What two plans are compared by: their parts as plain words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(str, Enum):
    """What kind of part of a plan."""

    AMBITION = "ambition"
    DESCRIPTOR = "descriptor"
    DELIVERABLE = "deliverable"
    TARGET = "target"
    SECTION = "section"


class Fate(str, Enum):
    """What became of a part from one plan to the next. Every part has one. Completed and merged are only what somebody
    has said so of; undecided is what nobody has said anything of, though somebody is to."""

    UNDECIDED = "undecided"
    DROPPED = "dropped"
    COMPLETED = "completed"
    MERGED = "merged"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ADDED = "added"

    @property
    def word(self) -> str:
        return FATE_WORDS[self]


SAID = (Fate.COMPLETED, Fate.MERGED)
"""What becomes of a part only where somebody has said so."""
FATE_WORDS = {
    Fate.UNDECIDED: "Not decided yet",
    Fate.DROPPED: "Dropped",
    Fate.COMPLETED: "Completed",
    Fate.MERGED: "Merged into another",
    Fate.CHANGED: "Carried over, changed",
    Fate.UNCHANGED: "Carried over, unchanged",
    Fate.ADDED: "Added",
}


class Change(str, Enum):
    """What reads otherwise in a part that was carried over. It may have several."""

    REWORDED = "reworded"
    MOVED = "moved"
    LEAD = "lead"
    DEADLINE = "deadline"
    MEASUREMENT_DROPPED = "measurement_dropped"
    MEASUREMENT_ADDED = "measurement_added"
    TARGET = "target"
    NUMBER = "number"

    @property
    def word(self) -> str:
        return CHANGE_WORDS[self]


CHANGE_WORDS = {
    Change.REWORDED: "Reworded",
    Change.MOVED: "Stands elsewhere",
    Change.LEAD: "Another lead post",
    Change.DEADLINE: "Another deadline",
    Change.MEASUREMENT_DROPPED: "Measurement dropped",
    Change.MEASUREMENT_ADDED: "Measurement added",
    Change.TARGET: "Another target",
    Change.NUMBER: "Number taken out or put in",
}


@dataclass(frozen=True)
class Fact:
    """One thing that a part says: what it is when that changes, its name, its text."""

    change: Change
    name: str
    text: str


@dataclass(frozen=True)
class Part:
    """One part of a plan. `same` is what both plans know it by, where they share a record (a measure); `within` is the
    ambition that it stands under; `measurements` say how anybody will know that it is achieved. `ended` is what became
    of a part that is not carried over, where somebody has said so or is to, and `note` what they said."""

    title: str
    level: Level = Level.DELIVERABLE
    reference: str = ""
    same: str = ""
    pk: int = 0
    within: int | None = None
    place: str = ""
    facts: tuple[Fact, ...] = ()
    measurements: tuple[str, ...] = ()
    url: str = ""
    ended: Fate | None = None
    note: str = ""

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()
