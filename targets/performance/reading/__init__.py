"""Reads what people write in a cell: its figures (`cells`), its target (`targets`); never raises, never guesses."""

from targets.performance.reading.cells import Part, Reading, read_figures

__all__ = ["Part", "Reading", "read_figures"]
