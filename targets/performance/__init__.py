"""Measures, plainly calculated: what figures are, how they are read and shown, and what they say. No Django."""

from targets.performance.deciding import deciding
from targets.performance.figures import NO_DATA, Figure, show, shown_exactly, shown_like
from targets.performance.forecast import Forecast, forecast, gathered_in_words
from targets.performance.kinds import Direction, Form, Gathering, Kind, MeasuredIn, Method
from targets.performance.numbers import decimal_of, decimals_of, number, number_as_it_is, ordinal, per_of
from targets.performance.progress import implied_direction, progress, wanted_value
from targets.performance.reading import Part, Rank, Reading, ReadTarget, read_figures, read_target, without_markers
from targets.performance.status import Rule, describe, judge, unplaced
from targets.performance.travel import Travel, travel

__all__ = [
    "NO_DATA",
    "Direction",
    "Figure",
    "Forecast",
    "Form",
    "Gathering",
    "Kind",
    "MeasuredIn",
    "Method",
    "Part",
    "Rank",
    "ReadTarget",
    "Reading",
    "Rule",
    "Travel",
    "deciding",
    "decimal_of",
    "decimals_of",
    "describe",
    "forecast",
    "gathered_in_words",
    "implied_direction",
    "judge",
    "number",
    "number_as_it_is",
    "ordinal",
    "per_of",
    "progress",
    "read_figures",
    "read_target",
    "show",
    "shown_exactly",
    "shown_like",
    "travel",
    "unplaced",
    "wanted_value",
    "without_markers",
]
