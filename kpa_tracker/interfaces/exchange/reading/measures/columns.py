"""What each column of a table of measures is: by its heading and, where that is not enough, by what stands below."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from kpa_tracker.interfaces.exchange.reading.measures.directions import is_direction
from kpa_tracker.interfaces.exchange.reading.measures.headings import SEVERAL, field_of, is_to_be_reached
from kpa_tracker.interfaces.exchange.reading.measures.headrows import NUMBER
from kpa_tracker.interfaces.exchange.reading.measures.periods import CUMULATIVE, Span
from kpa_tracker.interfaces.exchange.reading.measures.table import MeasureTable

REFERENCE = re.compile(r"[A-Za-z]{0,8}[ ./-]?\d{1,3}(?:[./-]\d{1,3})*[a-z]?\*{0,3}")
STANDING = re.compile(r"provisional|final|(?:un)?audited|not yet audited", re.I)
LONG_TEXT = 20
A_YEAR = 364

Found = dict[int, str]


def guessed(table: MeasureTable, fields: Collection[str]) -> Found:
    """Return the field of each column. Of a field that there can only be one of, the first."""
    found = {index: field_of(heading) for index, heading in enumerate(table.spelled)}
    _tell_references(table, found)
    if "measure" not in found.values():
        _find_measure(table, found)
    _tell_by_values(table, found)
    (_settle_targets if "target" in fields else _settle_results)(table, found)
    kept: Found = {}
    for index, name in found.items():
        if name in fields and (name in SEVERAL or name not in kept.values()):
            kept[index] = name
    return kept


def _tell_references(table: MeasureTable, found: Found) -> None:
    """A column of nothing but references is one, whatever its heading says: "Indicators", with SPI 1.1 below."""
    for index, name in found.items():
        values = table.values_of(index)
        if name in ("measure", "") and values and all(REFERENCE.fullmatch(value.strip()) for value in values):
            taken = "reference" in found.values() or (not name and bool(table.headings[index]))
            found[index] = "" if taken else "reference"


def _find_measure(table: MeasureTable, found: Found) -> None:
    """What is measured stands in the longest texts under no known heading, else in the lowest level there is."""
    beside = _beside_references(table, found)
    if beside is not None:
        found[beside] = "measure"
        return
    lengths = {index: _mean_length(table.values_of(index)) for index, name in found.items() if not name}
    longest = max(lengths, key=lambda index: lengths[index], default=None)
    if longest is not None and lengths[longest] >= LONG_TEXT:
        found[longest] = "measure"
        return
    for level in ("objective", "priority"):
        column = next((index for index, name in found.items() if name == level), None)
        if column is not None:
            found[column] = "measure"
            return


def _beside_references(table: MeasureTable, found: Found) -> int | None:
    """The column of words under no heading of its own that stands behind the references: one heading spans both."""
    after = next((index + 1 for index, name in found.items() if name == "reference"), 0)
    is_bare = 0 < after < len(table.headings) and not table.headings[after]
    return after if is_bare and any(not NUMBER.fullmatch(value) for value in table.values_of(after)) else None


def _mean_length(values: list[str]) -> float:
    return sum(map(len, values)) / len(values) if values else 0


def _tell_by_values(table: MeasureTable, found: Found) -> None:
    """A column says which way is better, or how settled a figure is, only where all of its cells do."""
    for index, name in found.items():
        values = table.values_of(index)
        if name == "direction" and not _all(is_direction, values):
            found[index] = ""
        elif name in ("standing", "") and "standing" not in found.values() and _all(_is_standing, values):
            found[index] = "standing"


def _all(says: Callable[[str], bool], values: list[str]) -> bool:
    return bool(values) and all(says(value) for value in values)


def _is_standing(value: str) -> bool:
    return STANDING.fullmatch(value.strip()) is not None


def _settle_targets(table: MeasureTable, found: Found) -> None:
    """A target for each year that has a column; the only figure beside them is the baseline."""
    if "target" not in found.values():
        reached = [index for index, heading in enumerate(table.headings) if is_to_be_reached(heading)]
        found.update(dict.fromkeys(reached[:1], "target"))
    results = [index for index, name in found.items() if name == "result"]
    if "baseline" not in found.values() and len(results) == 1:
        found[results[0]] = "baseline"
    columns = [index for index, name in found.items() if name == "target"]
    spans: list[Span | None] = []
    for index in columns:
        span = table.span_of(index)
        if span in spans or (len(columns) > 1 and span and not _is_long(span)):
            found[index] = ""
        spans.append(span)


def _is_long(span: Span) -> bool:
    """Targets for quarters beside each other are a year's profile, and no targets of their own."""
    return (span[1] - span[0]).days >= A_YEAR or (span[1].month, span[1].day) == (3, 31)


def _settle_results(table: MeasureTable, found: Found) -> None:
    """What adds up other columns, without saying up to when, is none of its own."""
    dated = [index for index, name in found.items() if name == "result" and table.span_of(index)]
    for index, name in found.items():
        if name == "result" and dated and index not in dated and CUMULATIVE.search(table.headings[index]):
            found[index] = ""
