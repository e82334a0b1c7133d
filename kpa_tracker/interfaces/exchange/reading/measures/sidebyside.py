"""Columns of the same days side by side: of Kent and of Medway in 2008/09. Their headings name the series."""

from __future__ import annotations

import re
from collections import Counter

from kpa_tracker.interfaces.exchange.reading.headings import BRACKETS
from kpa_tracker.interfaces.exchange.reading.measures.headings import field_of, is_beside
from kpa_tracker.interfaces.exchange.reading.measures.periods import without_period
from kpa_tracker.interfaces.exchange.reading.measures.table import MeasureTable

SETTLED = re.compile(r"provisional|audited|\bfinal\b", re.I)


def series_of_columns(table: MeasureTable, columns: list[int]) -> dict[int, str]:
    """The names of columns that are of the same days: of Kent and of Medway in 2008/09."""
    labels = {index: _own_words(table.headings[index]) for index in columns if table.span_of(index)}
    spans = Counter(table.span_of(index) for index in labels)
    alike = {index: label for index, label in labels.items() if spans[table.span_of(index)] > 1}
    told = Counter((table.span_of(index), label.casefold()) for index, label in alike.items())
    return alike if all(map(_may_be_series, alike.values())) and set(told.values()) <= {1} else {}


def _may_be_series(label: str) -> bool:
    """Whether words name whose a figure is, and not what sort of figure, or how settled it is."""
    return bool(label) and not field_of(label) and not is_beside(label) and not SETTLED.search(label)


def _own_words(heading: str) -> str:
    """What a heading says beside its period and what spans it."""
    return " ".join(without_period(BRACKETS.sub(" ", heading)).split()).strip(" -–:,")
