"""Measures, plainly calculated: what figures are, how they are read and shown, and what they say. No Django."""

from targets.performance.figures import NO_DATA, Figure, number, ordinal, show, shown_like
from targets.performance.kinds import Direction, Form, Gathering, Kind, Method

__all__ = [
    "NO_DATA",
    "Direction",
    "Figure",
    "Form",
    "Gathering",
    "Kind",
    "Method",
    "number",
    "ordinal",
    "show",
    "shown_like",
]
