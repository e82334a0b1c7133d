"""Likelihood and impact from 1 to 5, and the level that each pair of them gives.

An authority sets the level of each of the 25 cells itself. What no authority may set is a matrix in which a likelier
or a graver risk stands at a lower level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum

from kpa_tracker.base.toolkit.ratings import Rating

STEPS = (1, 2, 3, 4, 5)
HIGHEST_SCORE = 25

Pair = tuple[int, int]
"""Likelihood, impact."""


class Level(IntEnum):
    """How grave a risk is, the gravest highest, so that levels compare as numbers do."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    VERY_HIGH = 4

    @property
    def word(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def shown(self) -> Rating:
        """The level as a word, a shape and a colour: what the one component of ratings draws."""
        return SHOWN[self]

    @classmethod
    def choices(cls) -> list[tuple[int, str]]:
        return [(int(level), level.word) for level in cls]


Matrix = Mapping[Pair, Level]
"""The level of each pair of likelihood and impact."""

LOOKS = {
    Level.LOW: ("circle", "green"),
    Level.MEDIUM: ("triangle", "amber"),
    Level.HIGH: ("diamond", "amber-red"),
    Level.VERY_HIGH: ("square", "red"),
}
SHOWN = {
    level: Rating(level.name.lower(), level.word, "", shape, modifier, len(Level) - int(level) + 1)
    for level, (shape, modifier) in LOOKS.items()
}
NOT_SCORED = Rating("", "Not scored", "Nobody has scored this yet.", "ring", "none", len(Level) + 1)

LOWEST_SCORES = {Level.VERY_HIGH: 16, Level.HIGH: 10, Level.MEDIUM: 5, Level.LOW: 1}
"""The matrix that an authority starts from: the lowest score of each level."""


def shown_level(level: int | None) -> Rating:
    """A level as it is shown; nothing is "Not scored"."""
    return Level(level).shown if level else NOT_SCORED


def score(likelihood: int, impact: int) -> int:
    """Likelihood times impact, from 1 to 25. Raises ValueError for what is not a step from 1 to 5."""
    if likelihood not in STEPS or impact not in STEPS:
        raise ValueError(f"Likelihood and impact run from 1 to 5, not {likelihood} and {impact}.")
    return likelihood * impact


def pairs() -> Iterator[Pair]:
    """All 25 pairs, the least likely and least grave first."""
    return ((likelihood, impact) for likelihood in STEPS for impact in STEPS)


def standard_matrix() -> dict[Pair, Level]:
    """The matrix that an authority starts from: the level goes by the score alone."""
    return {pair: next(level for level, least in LOWEST_SCORES.items() if score(*pair) >= least) for pair in pairs()}


def problems_of(matrix: Mapping[Pair, Level | int | None]) -> list[str]:
    """What is wrong with a matrix, a sentence each: a cell without a level, and a cell that stands lower than its less
    likely or less grave neighbour. An empty list is a sound matrix."""
    missing = [
        f"Likelihood {one} and impact {two} have no level." for one, two in pairs() if not matrix.get((one, two))
    ]
    return missing or [sentence for pair in pairs() for sentence in _falls(matrix, pair)]


def _falls(matrix: Mapping[Pair, Level | int | None], pair: Pair) -> Iterator[str]:
    likelihood, impact = pair
    level = Level(matrix[pair] or 0)
    for less, what in (((likelihood - 1, impact), "likely"), ((likelihood, impact - 1), "grave")):
        below = matrix.get(less)
        if below and level < below:
            yield (
                f"Likelihood {likelihood} and impact {impact} is {level.word.lower()}, but the less {what} "
                f"{less[0]} and {less[1]} is {Level(below).word.lower()}."
            )
