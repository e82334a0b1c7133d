"""Reads what people write in a cell: its figures (`cells`), its target (`targets`); never raises, never guesses."""

from targets.performance.reading.asked import ReadTarget
from targets.performance.reading.cells import Part, Reading, read_figures
from targets.performance.reading.ranks import Rank
from targets.performance.reading.targets import read_target
from targets.performance.reading.text import without_markers

__all__ = ["Part", "Rank", "ReadTarget", "Reading", "read_figures", "read_target", "without_markers"]
