"""How a plan differs from the one before it: what was added, dropped, carried over, and what reads otherwise."""

from plans.differences.comparing import Detail, Difference, Line, compare
from plans.differences.pairing import Pairing, likeness_of, pair
from plans.differences.parts import FATE_WORDS, SAID, Change, Fact, Fate, Level, Part
from plans.differences.sides import Said, sides
from plans.differences.words import Mark, Piece, marked

__all__ = [
    "FATE_WORDS",
    "SAID",
    "Change",
    "Detail",
    "Difference",
    "Fact",
    "Fate",
    "Level",
    "Line",
    "Mark",
    "Pairing",
    "Part",
    "Piece",
    "Said",
    "compare",
    "likeness_of",
    "marked",
    "pair",
    "sides",
]
