"""Mapping the columns of a table to fields: each heading's own meaning first, then the columns beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kpa_tracker.base.toolkit.dates import Precision, parse_partial_date
from kpa_tracker.interfaces.exchange.reading.headings import guess_field, words_of
from kpa_tracker.interfaces.exchange.reading.statuses import begins_with_status, is_status, is_ticked_for

SEVERAL_ALLOWED = {"update", "rating", "measurement", "description", "support", "risks"}
BOTTOM_INSTEAD = ({"milestone"}, {"middle"}, {"outcome"}, {"description"}, {"top", "priority"})
VAGUE = {("date",), ("completion",)}  # a deadline only where nothing else is one
BESIDE_LEVELS = {
    **dict.fromkeys(("outcome", "milestone"), "measurement"),
    **dict.fromkeys(("middle", "bottom"), "description"),
    "other date": "",
}
"""What a column holds that is no level after all."""
OFTEN_DATES: dict[tuple[str, ...], str] = {
    ("by",): "owner",
    ("target",): "measurement",
    ("milestone",): "milestone",
    ("planned",): "",
}
CALENDAR = {Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR}
RATING_WORDS = {"rag", "brag", "rating"}
NUMBER_WORDS = {"no", "number", "ref", "reference", "id"}
DATE_WORDS, OFTEN_BESIDE_DATES = (
    {"timescale", "date", "timing", "when", "deadline"},
    {"milestone", "measurement", "outcome"},
)
LEVEL_RANK = {"top": 0, "priority": 0, "middle": 1, "outcome": 1, "milestone": 2, "bottom": 2}
URGENCY = re.compile(r"(high|medium|med|low|urgent|critical|normal|[1-5hml])(/(high|medium|low))?$", re.I)
NUMBERING = re.compile(r"\(?[A-Za-z]{0,6}[-./ ]?\d{1,4}([-./]\d{1,4}){0,3}[a-z]?[.)]?$")


@dataclass(frozen=True)
class Column:
    """One column as the mapping sees it: where it stands, what its heading says, what its cells hold."""

    index: int
    heading: str
    meaning: str
    certainty: float
    values: tuple[str, ...]

    @property
    def distinct(self) -> int:
        return len(set(self.values))

    @property
    def is_urgency(self) -> bool:
        """Whether its cells say nothing but high, medium and low."""
        return all_like(URGENCY, self.values)


def map_columns(headings: Sequence[str], values: Sequence[Sequence[str]]) -> dict[int, str]:
    """Return the field of each column that has one. `values` are each column's filled cells."""
    columns = [_column(index, heading, tuple(values[index])) for index, heading in enumerate(headings)]
    bottom = _bottom_level(columns)
    if bottom is None:
        return {}
    mapping = {bottom.index: "deliverable", **_upper_levels(columns, bottom)}
    for column in sorted(columns, key=lambda column: words_of(column.heading) in VAGUE):
        if column.index not in mapping and column.meaning:
            _place(column, bottom, mapping)
    return mapping


def _column(index: int, heading: str, values: tuple[str, ...]) -> Column:
    told = _meaning_of_both(heading, values)
    if told:
        return Column(index, heading, told, 1.0, values)
    guess = guess_field(heading)
    if guess is None:
        return Column(index, heading, _meaning_of_values(heading, values), 0.5, values)
    return Column(index, heading, guess.field, guess.certainty, values)


def _meaning_of_both(heading: str, values: tuple[str, ...]) -> str:
    """What heading and cells only say together: dates under "By", "Green, all done" under "RAG and notes", ticks."""
    words = words_of(heading)
    if words in OFTEN_DATES:
        return "deadline" if _mostly_dates(values) else OFTEN_DATES[words]
    if words and words[-1] in NUMBER_WORDS and _are_numbers(values):
        return "reference"
    if _asks_for_dates_too(heading) and _mostly_dates(values):
        return "deadline"
    rated = is_ticked_for(heading, values) or (len(words) > 1 and _tells_of_ratings(words, values))
    return "rating" if rated else ""


def _asks_for_dates_too(heading: str) -> bool:
    """Whether a heading names a date beside something else: "Milestones / timescale"."""
    guess = None if DATE_WORDS.isdisjoint(words_of(heading)) else guess_field(heading)
    return guess is not None and guess.field in OFTEN_BESIDE_DATES


def _tells_of_ratings(words: tuple[str, ...], values: tuple[str, ...]) -> bool:
    said = 0 if RATING_WORDS.isdisjoint(words) else sum(1 for value in values if begins_with_status(value))
    return said * 5 >= len(values) * 3 > 0


def _are_numbers(values: tuple[str, ...]) -> bool:
    """Whether every cell is a number of its own: "Rec No." 1, 2, 3."""
    return len(set(values)) == len(values) > 0 and all(NUMBERING.match(value.strip()) for value in values)


def _mostly_dates(values: tuple[str, ...]) -> bool:
    found = [parse_partial_date(value).precision for value in values]
    known = sum(1 for precision in found if precision not in {Precision.UNKNOWN, Precision.NONE})
    return known * 5 >= len(values) * 3 and any(precision in CALENDAR for precision in found)


def _meaning_of_values(heading: str, values: tuple[str, ...]) -> str:
    """What a heading does not say the cells may: nothing but ratings under "Q1", numbers under no heading."""
    if not values:
        return ""
    if all(map(is_status, values)):
        return "rating"
    return "reference" if not heading and all_like(NUMBERING, values) else ""


def all_like(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    return bool(values) and all(pattern.match(value.strip()) for value in values)


def _bottom_level(columns: list[Column]) -> Column | None:
    """Choose the deliverable's column: a heading that names it, else the lowest level there is."""
    named = [column for column in columns if column.meaning == "bottom"]
    if named:
        return max(named, key=lambda column: (column.certainty, column.distinct, -column.index))
    for meanings in BOTTOM_INSTEAD:
        found = [column for column in columns if column.meaning in meanings and not column.is_urgency]
        if found:
            return max(found, key=lambda column: (column.distinct, column.index))
    return None


def _upper_levels(columns: list[Column], bottom: Column) -> dict[int, str]:
    """Order the remaining level columns by their words, then by how few different values they hold."""
    levels = [column for column in columns if column is not bottom and _is_level(column, bottom)]
    levels.sort(key=lambda column: (LEVEL_RANK[column.meaning], column.distinct, column.index))
    return {column.index: name for column, name in zip(levels, ("ambition", "descriptor"), strict=False)}


def _is_level(column: Column, bottom: Column) -> bool:
    if column.meaning in {"top", "middle"}:
        return not (column.index > bottom.index and "priorit" in column.heading.lower())
    if column.meaning in {"priority", "outcome"}:
        return column.index < bottom.index and not column.is_urgency
    return column.meaning == "bottom" and column.index < bottom.index and column.distinct < bottom.distinct


def _place(column: Column, bottom: Column, mapping: dict[int, str]) -> None:
    """Give a column its field, unless another has it already and two would contradict each other."""
    field = _field_beside_levels(column, bottom)
    if field == "owner" and "owner" in mapping.values():
        field = "support"
    if field and (field in SEVERAL_ALLOWED or field not in mapping.values()):
        mapping[column.index] = field
    elif field == "reference":
        _prefer_own_reference(column, bottom, mapping)


def _field_beside_levels(column: Column, bottom: Column) -> str:
    if column.meaning in {"priority", "top"}:
        return "" if column.is_urgency or column.index < bottom.index else "priorities"
    return BESIDE_LEVELS.get(column.meaning, column.meaning)


def _prefer_own_reference(column: Column, bottom: Column, mapping: dict[int, str]) -> None:
    """Of two numbering columns the deliverable's own is the one that changes with every row."""
    held = next(index for index, name in mapping.items() if name == "reference")
    if abs(column.index - bottom.index) < abs(held - bottom.index):
        del mapping[held]
        mapping[column.index] = "reference"
