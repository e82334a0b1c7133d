"""Which way is better, as a column says it: "Bigger is better", "Low", "Maintain"."""

from __future__ import annotations

import re

from targets.performance import Direction

_BETTER = r"(?: (?:is|the|=) ?(?:the )?(?:better|good))?(?: the better)?"
_UP = (
    r"bigger|higher|high|up|upwards?|increase|increasing|rise|more|maximise|greater|bigger number|higher number"
    r"|\+|\u2191|\u25b2"
)
_DOWN = (
    r"smaller|lower|low|down|downwards?|decrease|decreasing|reduce|reduction|fewer|less|minimise|smaller number"
    r"|lower number|-|\u2193|\u25bc"
)
_HOLD = r"maintain|hold|stable|steady|no change|in range|within range"
_NONE = r"n/?a|none|neutral|neither|contextual|context|for information|information(?: only)?"
_SAID = tuple(
    (re.compile(pattern, re.IGNORECASE), direction)
    for pattern, direction in (
        (rf"(?:the )?(?:{_UP}){_BETTER}", Direction.UP),
        (rf"(?:the )?(?:{_DOWN}){_BETTER}", Direction.DOWN),
        (_HOLD, Direction.HOLD),
        (_NONE, Direction.NONE),
    )
)


def direction_of(text: str) -> Direction | None:
    """Return the direction that a cell names; None for one that is not understood."""
    plain = " ".join(text.split()).strip(" .()")
    return next((direction for pattern, direction in _SAID if pattern.fullmatch(plain)), None)


def is_direction(text: str) -> bool:
    return direction_of(text) is not None
