"""The rows of a table under its columns: what goes on from above, what only heads the rows below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures
from kpa_tracker.interfaces.exchange.reading.measures.headings import ABOVE
from kpa_tracker.interfaces.exchange.reading.measures.notes import Note, NoteLists
from kpa_tracker.interfaces.exchange.reading.measures.table import Line, MeasureTable
from kpa_tracker.interfaces.exchange.reading.plan import Fragment
from targets.performance import without_markers

WITH_THE_MEASURE = ("reference", "owner", "unit", "direction", "source")
"""What is said once of a measure whose rows follow one another."""
OPENING_REFERENCE = re.compile(
    r"(?P<reference>[A-Z]{1,8}[ .-]?\d{1,3}(?:\.\d{1,3})*[a-z]?)(?P<marks>\*{0,3})(?:\s?[-\u2013:.)]\s*|\s+)"
    r"(?P<title>[A-Z%(].{2,})",
    re.DOTALL,
)
ARROWS = "\u2191\u2193\u2192\u2190\u2194\u2195\u2197\u2198\u21d1\u21d3\u25b2\u25bc\u25b3\u25bd\u25ba\u25c4"
"""They say how something moved, beside its name: the name is the same where they turn."""
NAMES = ("measure", "series", "reference")
TOTAL = re.compile(r"(?:sub[- ]?|grand )?totals?(?: of (?:the )?above)?:?", re.I)
A_TOTAL = "The row adds up others and names no measure of its own. It is not taken: “{}”."


@dataclass
class Texts:
    """One row: its texts by field, those of each column, and where it stands."""

    place: str
    by_field: dict[str, str]
    by_column: dict[int, str]
    notes: dict[str, Note] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.by_field.get(name, "")

    def plain(self, name: str) -> str:
        """The text of a field on one line, without the marks of its footnotes, and a name without arrows beside it."""
        text = self[name].translate(dict.fromkeys(map(ord, ARROWS))) if name in NAMES else self[name]
        return " ".join(without_markers(text)[0].split())

    def marked(self, *texts: str) -> list[Note]:
        """The notes that texts refer to."""
        marks = dict.fromkeys(mark for text in texts for mark in without_markers(text)[1])
        return [self.notes[mark] for mark in marks if mark in self.notes]

    @property
    def shown(self) -> str:
        return " | ".join(text for text in self.by_column.values() if text)


def texts_of(table: MeasureTable, lists: NoteLists, read: ReadMeasures) -> Iterator[Texts]:
    """Yield the rows that say something of a measure. An empty level goes on with what stands above it."""
    above = dict.fromkeys((*ABOVE, *WITH_THE_MEASURE), "")
    notes, is_opened = lists.for_table(table.number, _marks(table)), _begins_with_references(table)
    for line in table.lines:
        texts = _texts(table, line, notes)
        if is_opened:
            _part_reference(texts)
        if _is_heading(table, line, texts):
            above = _headed(table, above, texts)
            read.headings.append(Fragment(line.place, "", texts.shown))
        elif TOTAL.fullmatch(texts.plain("measure") or texts.plain("reference")):
            read.leave(line.place, A_TOTAL.format(texts.shown))
        else:
            above = _continued(above, texts)
            texts.by_field.update(above)
            _name_lost_marks(texts, read)
            yield texts


def _begins_with_references(table: MeasureTable) -> bool:
    """Whether every title begins with a reference, in a table that has no column for them: "SPI 1.1 Satisfaction"."""
    columns = table.columns_of("measure")
    titles = table.values_of(columns[0]) if columns and not table.columns_of("reference") else []
    return len(titles) > 1 and all(map(OPENING_REFERENCE.fullmatch, titles))


def _part_reference(texts: Texts) -> None:
    match = OPENING_REFERENCE.fullmatch(texts["measure"])
    if match:
        texts.by_field["reference"] = match["reference"] + match["marks"]
        texts.by_field["measure"] = match["title"]


def _texts(table: MeasureTable, line: Line, notes: dict[str, Note]) -> Texts:
    """The texts of a row by field; a period may stand in several of its columns."""
    by_column = {index: cell.text for index, cell in enumerate(line.row.cells)}
    by_field: dict[str, str] = {}
    for index, name in table.columns.items():
        if name == "when" and by_field.get(name):
            by_field[name] = f"{by_field[name]} {by_column.get(index, '')}".strip()
        by_field.setdefault(name, by_column.get(index, ""))
    return Texts(line.place, by_field, by_column, notes)


def _is_heading(table: MeasureTable, line: Line, texts: Texts) -> bool:
    """Whether a row only names what stands over the rows below: nothing but priority and objective, or one cell that
    spans the table or stands in its first column where the table has no column for objectives."""
    filled = {index for index, text in texts.by_column.items() if text}
    fields = {table.columns.get(index, "") for index in filled}
    if fields <= {"priority", "objective"}:
        return True
    alone = len(filled) == 1 and fields <= {"measure", "reference", ""}
    spans = any(cell.merged == "left" for cell in line.row.cells)
    return alone and (spans or not _has_levels(table))


def _has_levels(table: MeasureTable) -> bool:
    return not {"priority", "objective"}.isdisjoint(table.columns.values())


def _headed(table: MeasureTable, above: dict[str, str], texts: Texts) -> dict[str, str]:
    named = {name: texts[name] for name in ("priority", "objective") if texts[name]}
    return {**dict.fromkeys(above, ""), **_below(above, named or {"objective": texts.shown})}


def _continued(above: dict[str, str], texts: Texts) -> dict[str, str]:
    """What a row says, and what goes on from above: with the measure, all that is said of it once."""
    named = {name: texts[name] for name in ABOVE if texts[name]}
    goes_on = "measure" not in named and not texts["reference"]
    beside = {name: texts[name] or (above[name] if goes_on else "") for name in WITH_THE_MEASURE}
    return {**_below(above, named), **beside}


def _below(above: dict[str, str], named: dict[str, str]) -> dict[str, str]:
    """Put new names in their levels; what stood under an older name does not go on under a new one."""
    result, is_new = {}, False
    for name in ABOVE:
        result[name] = named.get(name, "" if is_new else above[name])
        is_new = is_new or result[name] != above[name]
    return result


def _marks(table: MeasureTable) -> set[str]:
    texts = (table.headings, *([cell.text for cell in line.row.cells] for line in table.lines))
    return {mark for row in texts for text in row for mark in without_markers(text)[1]}


def _name_lost_marks(texts: Texts, read: ReadMeasures) -> None:
    marks = dict.fromkeys(mark for text in texts.by_column.values() for mark in without_markers(text)[1])
    lost = [mark for mark in marks if mark not in texts.notes]
    if lost:
        read.leave(texts.place, f"It refers to {_named(lost)}, which is not in the file. The figure is taken without.")


def _named(marks: list[str]) -> str:
    return ("note " if len(marks) == 1 else "notes ") + ", ".join(marks)
