"""What stands beside a result and belongs to it: its numerator and denominator, and how others stood."""

from __future__ import annotations

import re
from decimal import Decimal

from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures, ResultRow, Stood
from kpa_tracker.interfaces.exchange.reading.measures.headings import FRACTION, OTHERS, RANKS
from kpa_tracker.interfaces.exchange.reading.measures.kinds import is_kept
from kpa_tracker.interfaces.exchange.reading.measures.rows import Texts
from kpa_tracker.interfaces.exchange.reading.measures.table import MeasureTable
from targets.performance import Figure, Kind, read_figures

PLACE = re.compile(r"(?P<place>\d{1,3})(?:st|nd|rd|th)?(?:\s*(?:of|out of|/)\s*(?P<of>\d{1,3}))?", re.I)
NOT_UNDERSTOOD = "What stands under “{}” is not understood: “{}”. The result itself is taken."
NO_PERIOD = "{}: “{}” does not say which of the periods it is of, and is not used."
SEVERAL = "The cell holds several figures, so what stands under “{}” is of none of them: “{}”."


class Beside:
    """Finds for each result what stands beside it: in a column of the same period, or in the only one there is."""

    def __init__(self, table: MeasureTable, read: ReadMeasures) -> None:
        self.table, self.read = table, read
        self.is_only = len(table.columns_of("result")) == 1
        self.columns = {name: table.columns_of(name) for name in (*FRACTION, *OTHERS)}
        undated = [index for found in self.columns.values() for index in found if not table.span_of(index)]
        if not self.is_only:
            read.notes += [NO_PERIOD.format(table.place, table.headings[index]) for index in undated]

    def put(self, rows: list[ResultRow], texts: Texts) -> None:
        """Give the figures of one cell what stands beside it."""
        for name in self.columns:
            index = self._column(name, rows[0]) if rows else None
            text = texts.by_column.get(index, "") if index is not None else ""
            if index is None or read_figures(text).unavailable:
                continue
            heading = self.table.headings[index]
            if len(rows) > 1:
                self.read.leave(texts.place, SEVERAL.format(heading, text))
            elif not _given(rows[0], name, text):
                self.read.leave(texts.place, NOT_UNDERSTOOD.format(heading, text))

    def _column(self, name: str, row: ResultRow) -> int | None:
        dated = (index for index in self.columns[name] if self.table.span_of(index) == row.period)
        undated = (index for index in self.columns[name] if self.is_only and not self.table.span_of(index))
        return next(dated, next(undated, None))


def _given(row: ResultRow, name: str, text: str) -> bool:
    """Put one text beside a result, and say whether it was understood."""
    if name in RANKS:
        match = PLACE.fullmatch(text.strip())
        if match:
            place = Stood(Decimal(match["place"]), int(match["of"]) if match["of"] else None)
            row.others = {**row.others, name: place}
        return match is not None
    figure = read_figures(text).figure
    if figure is None or figure.value is None or figure.second is not None or not is_kept(figure):
        return False
    return _number(row, name, figure, figure.value)


def _number(row: ResultRow, name: str, figure: Figure, value: Decimal) -> bool:
    """A part of the fraction is a bare number; an average is one, or of the kind of the result."""
    is_bare = figure.kind is Kind.COUNT
    if name in FRACTION:
        setattr(row, name, value if is_bare else None)
        return is_bare
    if is_bare or figure.kind is row.kind:
        row.others = {**row.others, name: Stood(value)}
    return name in row.others
