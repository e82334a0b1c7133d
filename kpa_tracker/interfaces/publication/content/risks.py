"""What a register says of one risk: all of it for the authority, what is approved for the public."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from kpa_tracker.base.toolkit.ratings import Rating
from kpa_tracker.interfaces.publication.content.rows import LONG_CELL
from risks.scoring import Stance, shown_level

Piece = tuple[bool, int, str]


def in_order(reference: str) -> list[Piece]:
    """The place of a reference among others: KPA 9 before KPA 10 before KPA 100."""
    pieces = re.findall(r"\d+|\D+", reference)
    return [(one[0].isdecimal(), int(one) if one[0].isdecimal() else 0, one) for one in pieces]


@dataclass(frozen=True)
class Score:
    """What was said of a risk on one basis, with its level by the matrix in force."""

    level: int | None = None
    likelihood: int = 0
    impact: int = 0

    @property
    def points(self) -> int:
        return self.likelihood * self.impact

    @property
    def shown(self) -> Rating:
        return shown_level(self.level)


@dataclass(frozen=True)
class Work:
    """A control, an action or a deliverable that treats a risk: what it is, who answers for it, how it stands."""

    title: str
    owner: str = ""
    state: str = ""
    rating: str = ""
    word: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Move:
    """How a score moved, in a word and the name of an arrow; since when, and from which score."""

    word: str
    arrow: str = ""
    since: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A risk with all that the authority knows of it."""

    reference: str
    title: str
    stance: Stance
    inherent: Score
    current: Score
    target: Score
    told: tuple[tuple[str, str], ...] = ()
    category: str = ""
    owner: str = ""
    committee: str = ""
    soon: str = ""
    status: str = ""
    status_reason: str = ""
    because: str = ""
    acceptance: str = ""
    moves: tuple[Move, ...] = ()
    next_review: datetime.date | None = None
    is_overdue: bool = False
    is_untreated: bool = False
    controls: tuple[Work, ...] = ()
    actions: tuple[Work, ...] = ()
    deliverables: tuple[Work, ...] = ()
    ambitions: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return "risk-" + "".join(one if one.isalnum() else "-" for one in self.reference)

    @property
    def is_beyond(self) -> bool:
        return self.stance.needs_decision or self.stance in (Stance.TREATED, Stance.ACCEPTED)

    @property
    def bases(self) -> tuple[tuple[str, Score], ...]:
        return ("Inherent", self.inherent), ("Target", self.target)

    @property
    def works(self) -> list[tuple[str, tuple[Work, ...]]]:
        """What treats it, under a heading each."""
        of = [("Controls", self.controls), ("Actions", self.actions), ("Deliverables", self.deliverables)]
        return [(heading, some) for heading, some in of if some]

    @property
    def works_counted(self) -> str:
        """How much treats it: 2 controls, 1 action."""
        return ", ".join(
            f"{len(some)} {heading.lower()[: -1 if len(some) == 1 else None]}" for heading, some in self.works
        )

    @property
    def is_long(self) -> bool:
        """Whether the row may run over the end of a page: kept whole, it would leave half a page empty before it."""
        told = sum(len(text) for _, text in self.told)
        done = sum(len(one.title) + 60 for _, some in self.works for one in some)
        return max(told, done, len(self.status_reason + self.acceptance)) > LONG_CELL


@dataclass(frozen=True, kw_only=True)
class Published:
    """A risk as the public reads it. Without an approved wording it is its reference alone."""

    reference: str
    wording: str = ""
    category: str = ""
    level: int | None = None
    move: Move | None = None
    ambitions: tuple[str, ...] = ()

    @property
    def shown(self) -> Rating:
        return shown_level(self.level)

    @property
    def is_long(self) -> bool:
        return len(self.wording) > LONG_CELL
