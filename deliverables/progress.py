"""What can be computed of a deliverable, beside what its owner judges: neither overwrites the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from kpa_tracker.base.toolkit.dates import format_date, format_days
from kpa_tracker.base.toolkit.ratings import Rating, Stage, rating_of, stage_of

DUE_SOON_DAYS = 30


class Kind(str, Enum):
    """What a flag is about: time, reporting, two statements that do not go together, or what a committee says."""

    TIME = "time"
    REPORTING = "reporting"
    CONTRADICTION = "contradiction"
    SCRUTINY = "scrutiny"


class Flag(NamedTuple):
    """One computed statement: a key for code, a word for lists, a sentence for people."""

    key: str
    word: str
    sentence: str
    kind: Kind
    days: int = 0


class Slip(NamedTuple):
    """How far a deadline has moved since it was first adopted."""

    first: date | None
    current: date | None
    days: int
    moves: int

    def __bool__(self) -> bool:
        return bool(self.moves or self.days)

    @property
    def sentence(self) -> str:
        if not self:
            return "The deadline has not moved."
        return f"{self._moved}, {self._distance}."

    @property
    def _moved(self) -> str:
        return "Moved once" if self.moves == 1 else f"Moved {self.moves} times" if self.moves else "Moved"

    @property
    def _distance(self) -> str:
        if not self.days or not self.first:
            return "to the same last day"
        way = "later" if self.days > 0 else "earlier"
        return f"{format_days(abs(self.days))} {way} than first adopted ({format_date(self.first)})"


class Facts(NamedTuple):
    """What the computation looks at. All of it is recorded somewhere; nothing here is judged by the system."""

    stage: Stage
    rating: Rating
    forecast: Rating
    deadline_due: date | None
    first_due: date | None
    moves: int
    has_update_this_period: bool
    last_update_on: date | None
    back_to_green_on: date | None
    has_evidence: bool
    rated_otherwise: bool
    today: date
    due_soon_days: int

    @property
    def days_late(self) -> int:
        """Days since the deadline of work that is still open; 0 or less where it is in time."""
        if not self.deadline_due or not self.stage.is_open:
            return 0
        return (self.today - self.deadline_due).days

    @property
    def days_left(self) -> int | None:
        """Days until the deadline of work that is still open; None where there is none, or it has passed."""
        if not self.deadline_due or not self.stage.is_open or self.deadline_due < self.today:
            return None
        return (self.deadline_due - self.today).days

    @property
    def is_to_recover(self) -> bool:
        """Open work whose rating asks for a recovery."""
        return self.stage.is_open and self.rating.needs_recovery

    @property
    def recovers_on(self) -> date | None:
        """The day of the return to green, while there is something to return from."""
        return self.back_to_green_on if self.is_to_recover else None

    @property
    def hopes_for_better(self) -> bool:
        return bool(self.forecast) and self.forecast.rank > self.rating.rank


@dataclass(frozen=True)
class ComputedStatus:
    """The computed flags, in the order that they matter, and the slip of the deadline."""

    flags: tuple[Flag, ...]
    slip: Slip

    def __iter__(self) -> Iterator[Flag]:
        return iter(self.flags)

    def __contains__(self, key: object) -> bool:
        return any(flag.key == key for flag in self.flags)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(flag.key for flag in self.flags)

    @property
    def is_overdue(self) -> bool:
        return "overdue" in self

    @property
    def contradictions(self) -> tuple[Flag, ...]:
        return tuple(flag for flag in self.flags if flag.kind is Kind.CONTRADICTION)


def computed_status(
    *,
    stage: str,
    rating: str,
    deadline_due: date | None,
    first_due: date | None,
    has_update_this_period: bool,
    last_update_on: date | None,
    today: date,
    forecast: str = "",
    back_to_green_on: date | None = None,
    moves: int = 0,
    has_evidence: bool = False,
    rated_otherwise: bool = False,
    due_soon_days: int = DUE_SOON_DAYS,
    rating_word: str | None = "",
    forecast_word: str | None = "",
) -> ComputedStatus:
    """What the dates, the stage and the ratings say side by side. The words are the plan's own for its ratings."""
    facts = Facts(
        stage=stage_of(stage),
        rating=rating_of(rating, rating_word),
        forecast=rating_of(forecast, forecast_word),
        deadline_due=deadline_due,
        first_due=first_due,
        moves=moves,
        has_update_this_period=has_update_this_period,
        last_update_on=last_update_on,
        back_to_green_on=back_to_green_on,
        has_evidence=has_evidence,
        rated_otherwise=rated_otherwise,
        today=today,
        due_soon_days=due_soon_days,
    )
    found = (rule(facts) for rule in RULES)
    return ComputedStatus(tuple(flag for flag in found if flag), slip_of(first_due, deadline_due, moves))


def slip_of(first_due: date | None, current_due: date | None, moves: int) -> Slip:
    """Days from the first adopted deadline to the current one. Without both dates there is nothing to count."""
    days = (current_due - first_due).days if first_due and current_due else 0
    return Slip(first_due, current_due, days, moves)


def needs_recovery(rating: str) -> bool:
    """Amber and red say why, what is being done about it, by whom, and when it is green again."""
    return rating_of(rating).needs_recovery


def is_on_course(rating: str) -> bool:
    """Rated, and by a point that asks for no recovery: green, and amber/green on the five points."""
    return bool(rating) and not needs_recovery(rating)


def needs_late_reason(*, stage: str, rating: str, deadline_due: date | None, today: date) -> bool:
    """Green (or nearly) on open work whose deadline has passed is possible, but not without a reason."""
    late = deadline_due is not None and today > deadline_due
    return is_on_course(rating) and late and stage_of(stage).is_open


def needs_evidence(stage: str) -> bool:
    """Complete is a claim: something has to show it."""
    return stage_of(stage) is Stage.COMPLETE


def required(*, stage: str, rating: str, deadline_due: date | None, today: date) -> dict[str, str]:
    """What an update cannot be submitted without, as field -> what to say where it is missing."""
    found = {"stage": "Say how far the work has come.", "done": "Say what was done, or that nothing has changed."}
    if stage != Stage.CANCELLED:
        found["rating"] = "Choose a rating."
    if needs_recovery(rating):
        found["cause"] = f"Say why it is {rating_of(rating).word.lower()}."
        found |= RECOVERY if stage_of(stage).is_open else {}
    if needs_late_reason(stage=stage, rating=rating, deadline_due=deadline_due, today=today):
        found["late_reason"] = "The deadline has passed. Say why it is still green."
    return found


RECOVERY = {
    "recovery": "Say what will bring it back.",
    "recovery_by": "Choose the post that will do it.",
    "green_on": "Give the day by which it is green again.",
}


def _overdue(facts: Facts) -> Flag | None:
    if facts.days_late <= 0 or not facts.deadline_due:
        return None
    sentence = f"Due by {format_date(facts.deadline_due)}: {format_days(facts.days_late)} ago."
    return Flag("overdue", "Overdue", sentence, Kind.TIME, facts.days_late)


def _due_soon(facts: Facts) -> Flag | None:
    left = facts.days_left
    if left is None or left > facts.due_soon_days:
        return None
    due = facts.today + timedelta(days=left)
    when = "today" if not left else f"in {format_days(left)}"
    return Flag("due_soon", "Due soon", f"Due by {format_date(due)}, {when}.", Kind.TIME, left)


def _stale(facts: Facts) -> Flag | None:
    if facts.has_update_this_period or not facts.stage.is_open:
        return None
    if not facts.last_update_on:
        return Flag("stale", "No update", "No update has been written yet.", Kind.REPORTING)
    days = (facts.today - facts.last_update_on).days
    sentence = f"No update this period. The last one was on {format_date(facts.last_update_on)}."
    return Flag("stale", "No update", sentence, Kind.REPORTING, days)


def _slipped(facts: Facts) -> Flag | None:
    if not facts.first_due or not facts.deadline_due or facts.deadline_due <= facts.first_due:
        return None
    slip = slip_of(facts.first_due, facts.deadline_due, facts.moves)
    return Flag("slipped", "Slipped", slip.sentence, Kind.TIME, slip.days)


def _green_but_late(facts: Facts) -> Flag | None:
    if not is_on_course(facts.rating.code) or facts.days_late <= 0:
        return None
    sentence = f"Rated {facts.rating.word.lower()} although the deadline passed {format_days(facts.days_late)} ago."
    return Flag("green_but_late", "Green but late", sentence, Kind.CONTRADICTION, facts.days_late)


def _rated_otherwise(facts: Facts) -> Flag | None:
    if not facts.rated_otherwise:
        return None
    sentence = "A committee rated it otherwise than its owner, who has not answered yet."
    return Flag("rated_otherwise", "Committee rates otherwise", sentence, Kind.SCRUTINY)


def _complete_without_evidence(facts: Facts) -> Flag | None:
    if facts.stage is not Stage.COMPLETE or facts.has_evidence:
        return None
    sentence = "Marked complete, but nothing has been attached or linked that shows it."
    return Flag("complete_without_evidence", "Complete without evidence", sentence, Kind.CONTRADICTION)


def _complete_but_not_green(facts: Facts) -> Flag | None:
    if facts.stage is not Stage.COMPLETE or not facts.rating.needs_recovery:
        return None
    sentence = f"Marked complete, but rated {facts.rating.word.lower()}: was it achieved or not?"
    return Flag("complete_but_not_green", "Complete, not green", sentence, Kind.CONTRADICTION)


def _not_started_but_late(facts: Facts) -> Flag | None:
    if facts.stage is not Stage.NOT_STARTED or facts.days_late <= 0:
        return None
    return Flag(
        "not_started_but_late",
        "Late, not started",
        "The deadline has passed and the work has not started.",
        Kind.CONTRADICTION,
        facts.days_late,
    )


def _hope_without_recovery(facts: Facts) -> Flag | None:
    if not facts.is_to_recover or not facts.hopes_for_better or facts.back_to_green_on:
        return None
    sentence = (
        f"Rated {facts.rating.word.lower()} now and forecast to be {facts.forecast.word.lower()} at year end, "
        "but no date is given for the return to green."
    )
    return Flag("forecast_without_recovery", "Forecast without a date", sentence, Kind.CONTRADICTION)


def _recovery_has_passed(facts: Facts) -> Flag | None:
    expected = facts.recovers_on
    if not expected or expected >= facts.today:
        return None
    days = (facts.today - expected).days
    sentence = f"It was to be green again by {format_date(expected)}, and is still {facts.rating.word.lower()}."
    return Flag("recovery_passed", "Recovery date passed", sentence, Kind.CONTRADICTION, days)


def _recovery_after_deadline(facts: Facts) -> Flag | None:
    expected, due = facts.recovers_on, facts.deadline_due
    if not expected or not due or expected <= due:
        return None
    sentence = f"The return to green, {format_date(expected)}, comes after the deadline, {format_date(due)}."
    return Flag("recovery_after_deadline", "Recovers after the deadline", sentence, Kind.CONTRADICTION)


RULES = (
    _overdue,
    _due_soon,
    _stale,
    _slipped,
    _green_but_late,
    _rated_otherwise,
    _not_started_but_late,
    _complete_without_evidence,
    _complete_but_not_green,
    _hope_without_recovery,
    _recovery_has_passed,
    _recovery_after_deadline,
)
