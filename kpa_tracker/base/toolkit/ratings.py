"""Ratings and stages: each is a word, a shape and a colour; stage and rating never stand for one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

NOT_RATED_RANK = 9


@dataclass(frozen=True)
class Rating:
    """One point of a scale. The worst has rank 1, so that sorting by rank puts red first and the unrated last."""

    code: str
    word: str
    definition: str
    shape: str
    modifier: str
    rank: int
    needs_recovery: bool = False

    def __str__(self) -> str:
        return self.word

    def __bool__(self) -> bool:
        return bool(self.code)


@dataclass(frozen=True)
class Scale:
    """The points a plan is judged by, best first as people read them."""

    code: str
    name: str
    points: tuple[Rating, ...]

    def __iter__(self) -> Iterator[Rating]:
        return iter(self.points)

    def __contains__(self, code: object) -> bool:
        return any(point.code == code for point in self.points)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(point.code, point.word) for point in self.points]

    def point(self, code: str) -> Rating:
        """The point with this code as this scale defines it; a code of another scale keeps its own definition."""
        return next((point for point in self.points if point.code == code), rating_of(code))


NOT_RATED = Rating("", "Not rated", "Nobody has judged this yet.", "ring", "none", NOT_RATED_RANK)

THREE_POINT = Scale(
    "three",
    "Red, amber, green",
    (
        Rating(
            "green",
            "Green",
            "On course: all that was planned up to now has been done, and nothing known stands in the way of the rest.",
            "circle",
            "green",
            5,
        ),
        Rating(
            "amber",
            "Amber",
            "Under way but not where it should be: late, partial or at risk. The action described can put it right.",
            "triangle",
            "amber",
            3,
            needs_recovery=True,
        ),
        Rating(
            "red",
            "Red",
            "Off course: not achieved, or not going to be, unless something changes. Members should discuss it.",
            "square",
            "red",
            1,
            needs_recovery=True,
        ),
    ),
)

FIVE_POINT = Scale(
    "five",
    "Delivery confidence, five points",
    (
        Rating(
            "green",
            "Green",
            "Success is highly likely: time, cost and quality are in hand and no serious problem is in sight.",
            "circle",
            "green",
            5,
        ),
        Rating(
            "amber_green",
            "Amber/Green",
            "Success is likely, as long as the known risks go on being watched so that they do not become problems.",
            "hexagon",
            "amber-green",
            4,
        ),
        Rating(
            "amber",
            "Amber",
            "Success is possible, but serious problems exist already. They can be solved if they are dealt with now.",
            "triangle",
            "amber",
            3,
            needs_recovery=True,
        ),
        Rating(
            "amber_red",
            "Amber/Red",
            "Success is in doubt: there are major problems in several places. Solving them needs urgent action.",
            "diamond",
            "amber-red",
            2,
            needs_recovery=True,
        ),
        Rating(
            "red",
            "Red",
            "Success looks out of reach: as things stand the problems cannot be solved. The work may need a new plan.",
            "square",
            "red",
            1,
            needs_recovery=True,
        ),
    ),
)

SCALES = {scale.code: scale for scale in (THREE_POINT, FIVE_POINT)}
RATINGS = {"": NOT_RATED} | {point.code: point for scale in (FIVE_POINT, THREE_POINT) for point in scale}


@lru_cache(maxsize=512)
def rating_of(code: str | None, word: str | None = "") -> Rating:
    """The rating with this code, from whichever scale; "" and None are not rated. An unknown code is a KeyError.

    `word` is what a plan calls it, where it has a word of its own.
    """
    found = RATINGS[code or ""]
    return replace(found, word=word) if word else found


def worst_of(codes: Iterable[str | None]) -> Rating:
    """The worst of several ratings. What is not rated says nothing: it counts only where nothing is rated."""
    return min((rating_of(code) for code in codes), key=lambda rating: rating.rank, default=NOT_RATED)


class Movement(str, Enum):
    """How a rating stands against the one of the period before."""

    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSENED = "worsened"
    NEW = "new"
    LOST = "lost"
    NONE = "none"

    @property
    def word(self) -> str:
        return MOVEMENTS[self][0]

    @property
    def arrow(self) -> str:
        """The name of the picture beside the word."""
        return MOVEMENTS[self][1]


MOVEMENTS = {
    Movement.IMPROVED: ("Improved", "up"),
    Movement.UNCHANGED: ("Unchanged", "level"),
    Movement.WORSENED: ("Worsened", "down"),
    Movement.NEW: ("Newly rated", "new"),
    Movement.LOST: ("No longer rated", "lost"),
    Movement.NONE: ("Not rated", "none"),
}


def movement(before: str | None, now: str | None) -> Movement:
    """From the rating of the last period to the one of this period."""
    if not before or not now:
        return _rated_once(before, now)
    earlier, later = rating_of(before).rank, rating_of(now).rank
    return MOVES[(later > earlier) - (later < earlier)]


MOVES = {1: Movement.IMPROVED, 0: Movement.UNCHANGED, -1: Movement.WORSENED}


def _rated_once(before: str | None, now: str | None) -> Movement:
    if now:
        return Movement.NEW
    return Movement.LOST if before else Movement.NONE


class Stage(str, Enum):
    """How far the work has come. Not a judgement: complete is not green."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    CANCELLED = "cancelled"

    @property
    def word(self) -> str:
        return STAGES[self][0]

    @property
    def definition(self) -> str:
        return STAGES[self][1]

    @property
    def modifier(self) -> str:
        return self.value.replace("_", "-")

    @property
    def is_open(self) -> bool:
        """Work is still to be done: only open work can be overdue, due soon or without an update."""
        return self in OPEN

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(stage.value, stage.word) for stage in cls]


OPEN = (Stage.NOT_STARTED, Stage.IN_PROGRESS)
STAGES = {
    Stage.NOT_STARTED: ("Not started", "Nothing has been done yet."),
    Stage.IN_PROGRESS: ("In progress", "Work has begun and is not finished."),
    Stage.COMPLETE: ("Complete", "All of it is done, and there is evidence to show it."),
    Stage.CANCELLED: ("Cancelled", "It will not be done. Say why in the update."),
}


def stage_of(code: str | None) -> Stage:
    """The stage with this code; nothing recorded means not started."""
    return Stage(code or Stage.NOT_STARTED)
