"""How a risk stands against the appetite for it: within it, treated, accepted until a day, or waiting for either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from kpa_tracker.base.toolkit.dates import format_date
from risks.scoring.levels import Level


class Stance(str, Enum):
    """What appetite, treatment and acceptance come to. `needs_decision` puts a risk on its committee's agenda."""

    ENDED = "ended"
    NOT_SCORED = "not_scored"
    NO_APPETITE = "no_appetite"
    WITHIN = "within"
    TREATED = "treated"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"
    OUTGROWN = "outgrown"
    BEYOND = "beyond"

    @property
    def word(self) -> str:
        return WORDS[self]

    @property
    def needs_decision(self) -> bool:
        return self in (Stance.LAPSED, Stance.OUTGROWN, Stance.BEYOND)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(one.value, one.word) for one in cls]


WORDS = {
    Stance.ENDED: "No longer a risk",
    Stance.NOT_SCORED: "Not scored",
    Stance.NO_APPETITE: "No appetite set",
    Stance.WITHIN: "Within appetite",
    Stance.TREATED: "Beyond appetite, being treated",
    Stance.ACCEPTED: "Beyond appetite, accepted",
    Stance.LAPSED: "Beyond appetite, its acceptance has run out",
    Stance.OUTGROWN: "Beyond appetite, and above what was accepted",
    Stance.BEYOND: "Beyond appetite, neither treated nor accepted",
}


@dataclass(frozen=True)
class Accepted:
    """An acceptance that nobody has ended: up to which level, and its last day."""

    level: Level
    until: date


def is_beyond(level: int | None, appetite: int | None) -> bool:
    """Whether a level lies above the highest one within appetite. Nothing known is not beyond."""
    return level is not None and appetite is not None and level > appetite


def stance(
    *,
    level: int | None,
    appetite: int | None,
    is_ended: bool,
    is_treated: bool,
    accepted: Accepted | None,
    today: date,
) -> Stance:
    """Where a risk stands today. What is treated needs no acceptance; an acceptance holds up to and with its last day,
    and not above the level that was accepted."""
    if is_ended:
        return Stance.ENDED
    if level is None or appetite is None:
        return Stance.NOT_SCORED if level is None else Stance.NO_APPETITE
    if not is_beyond(level, appetite):
        return Stance.WITHIN
    return Stance.TREATED if is_treated else _accepted(level, accepted, today)


def _accepted(level: int, accepted: Accepted | None, today: date) -> Stance:
    if accepted is None:
        return Stance.BEYOND
    if accepted.until < today:
        return Stance.LAPSED
    return Stance.OUTGROWN if level > accepted.level else Stance.ACCEPTED


def describe(found: Stance, *, level: int | None, appetite: int | None, accepted: Accepted | None) -> str:
    """The sentence that is printed beside a stance: from what it follows."""
    if level is None or appetite is None or found is Stance.ENDED:
        return ""
    limit = f"The appetite of its category ends at {Level(appetite).word.lower()}"
    until = f"; accepted at {accepted.level.word.lower()} until {format_date(accepted.until)}" if accepted else ""
    return f"{limit}; it stands at {Level(level).word.lower()}{until}."
