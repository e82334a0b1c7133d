"""Tables of results: what is measured, and a column for each period or a period in each row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange.reading.measures.found import Choices, ReadMeasures, ResultRow
from kpa_tracker.interfaces.exchange.reading.measures.headings import FOR_RESULTS
from kpa_tracker.interfaces.exchange.reading.measures.kinds import as_labelled, is_kept, unit_words
from kpa_tracker.interfaces.exchange.reading.measures.periods import Span, period_of
from kpa_tracker.interfaces.exchange.reading.measures.rows import Texts, finish, start, texts_of
from kpa_tracker.interfaces.exchange.reading.measures.tables import MeasureTable, survey
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from targets.performance import Kind, Part, read_figures

NO_MEASURE = "The row does not say what is measured."
NO_PERIOD = "Neither heading nor row says which period this is of: “{}”."
NOT_UNDERSTOOD = "The result under “{}” is not understood: “{}”."
NO_DATA = "No result under “{}”: “{}”."
TOO_EXACT = "The result under “{}” has more digits than can be kept exactly: “{}”."
TOO_LONG = "A text of the row is longer than can be kept: “{}”."
OTHER_KINDS = "The results of “{}” are of different kinds: {}. None is taken."
SAID_TWICE = "The same result stands in the file twice. It is taken once."
CONTRADICTS = "The file gives more than one result of “{}” for the same period. None is taken."
LONGEST = {"title": 400, "reference": 30, "series": 120}
AUDITED, FINAL = re.compile(r"(?<!un)\baudited\b", re.I), re.compile(r"\bfinal\b", re.I)
NOT_YET = re.compile(r"\bprovisional|\bunaudited|\bnot yet audited|\byet to be audited", re.I)


def read_results(document: SourceDocument, choices: Choices | None = None) -> ReadMeasures:
    """Read results out of a document under a person's choices. Pure: the same input gives the same rows."""
    choices = choices or Choices()
    surveyed = survey(document, FOR_RESULTS, choices.mappings)
    read, tables = start(surveyed, choices, document.notes)
    rows: list[ResultRow] = []
    for table in tables:
        reader = Reader(read, table, period_of(choices.period) if choices.period else None)
        for texts in texts_of(table, surveyed.notes, read):
            rows += reader.read(texts)
    if not tables:
        read.problems.append(Problem("", "No table with results was found in the file."))
    read.rows = _agreeing(_of_one_kind(rows, read), read)
    return finish(read, surveyed)


class Reader:
    """Reads the rows of one table."""

    def __init__(self, read: ReadMeasures, table: MeasureTable, period: Span | None) -> None:
        self.found, self.table, self.period = read, table, period
        self.columns = table.columns_of("result")
        self.set_title = _set_title(table)

    def read(self, texts: Texts) -> Iterator[ResultRow]:
        """Yield a row for each figure. What is missing is said, and is no result; what is not understood is shown."""
        title, reference = texts.plain("measure"), texts.plain("reference")
        if not title and not reference:
            self.found.leave(texts.place, f"{NO_MEASURE} “{texts.shown}”")
            return
        for column in self.columns:
            yield from self._cell(texts, column, ResultRow(texts.place, title, reference, texts.plain("series")))

    def _cell(self, texts: Texts, column: int, row: ResultRow) -> Iterator[ResultRow]:
        text, heading = texts.by_column.get(column, ""), self.table.headings[column]
        read = read_figures(text)
        if read.unavailable:
            if text:
                self.found.missing.append(Problem(texts.place, NO_DATA.format(heading, text)))
            return
        period = period_of(heading) or period_of(texts["when"]) or self.period
        problem = self._problem(row, heading, text, read.parts)
        if problem or period is None:
            self.found.leave(texts.place, problem or NO_PERIOD.format(text))
            return
        row.notes = texts.marked(texts["measure"], texts["reference"])
        row.period, row.standing, row.set_title = period, _standing(f"{heading} {texts['when']}"), self.set_title
        yield from self._parts(texts, row, read.parts)

    def _problem(self, row: ResultRow, heading: str, text: str, parts: tuple[Part, ...]) -> str:
        long = [getattr(row, name) for name, most in LONGEST.items() if len(getattr(row, name)) > most]
        if long:
            return TOO_LONG.format(long[0][:100])
        if not parts or any(row.series and part.label for part in parts):
            return NOT_UNDERSTOOD.format(heading, text)
        exact = all(is_kept(part.figure) for part in parts if part.figure)
        return "" if exact else TOO_EXACT.format(heading, text)

    def _parts(self, texts: Texts, row: ResultRow, parts: tuple[Part, ...]) -> Iterator[ResultRow]:
        for part in parts:
            if part.figure is None:
                self.found.missing.append(Problem(texts.place, NO_DATA.format(part.label, part.text)))
                continue
            notes = [texts.notes[mark] for mark in part.markers if mark in texts.notes]
            figure = as_labelled(part.figure, row.title, part.label)
            standing = "provisional" if any(NOT_YET.search(note.text) for note in notes) else row.standing
            yield replace(
                row,
                series=row.series or part.label,
                kind=figure.kind,
                unit=unit_words(figure),
                decimals=min(figure.decimals, 4),
                figure=figure,
                figure_notes=notes,
                text=part.text,
                standing=standing,
            )


def _set_title(table: MeasureTable) -> str:
    """What the measures are called together: the heading over their references, where the measures have none."""
    measures, references = table.columns_of("measure"), table.columns_of("reference")
    if not measures or not references or table.headings[measures[0]]:
        return ""
    heading = " ".join(table.headings[references[0]].split())
    return heading[:200] if " " in heading else ""


def _standing(heading: str) -> str:
    if NOT_YET.search(heading):
        return "provisional"
    return "audited" if AUDITED.search(heading) else "final" if FINAL.search(heading) else "provisional"


def _key(row: ResultRow) -> tuple[str, str]:
    return (row.reference.casefold(), "") if row.reference else ("", row.title.casefold())


def _of_one_kind(rows: list[ResultRow], read: ReadMeasures) -> list[ResultRow]:
    """Give bare numbers the kind of the measure's other figures. A measure whose figures are of two kinds is left."""
    groups: dict[tuple[str, str], list[ResultRow]] = defaultdict(list)
    for row in rows:
        groups[_key(row)].append(row)
    for group in groups.values():
        kinds = {row.kind for row in group if not _is_bare(row)}
        if len(kinds) > 1:
            names = ", ".join(sorted(kind.word.lower() for kind in kinds))
            read.leave(group[0].place, OTHER_KINDS.format(group[0].title, names))
        elif kinds:
            _settle(group, kinds.pop())
    left = {_key(group[0]) for group in groups.values() if len({row.kind for row in group}) > 1}
    return [row for row in rows if _key(row) not in left]


def _is_bare(row: ResultRow) -> bool:
    return row.kind is Kind.COUNT and not row.unit


def _settle(group: list[ResultRow], kind: Kind) -> None:
    units = {row.unit for row in group if not _is_bare(row)}
    for row in group:
        if _is_bare(row) and kind not in (Kind.COUNT, Kind.RATIO, Kind.RANK, Kind.GRADE, Kind.MONEY):
            row.figure = replace(row.figure, kind=kind)
            row.kind, row.unit = kind, units.copy().pop() if len(units) == 1 else ""


def _agreeing(rows: list[ResultRow], read: ReadMeasures) -> list[ResultRow]:
    """Take a result that stands twice once; leave those that contradict one another."""
    groups: dict[object, list[ResultRow]] = defaultdict(list)
    for row in rows:
        groups[_key(row), row.series.casefold(), row.period].append(row)
    kept = []
    for group in groups.values():
        said = {(row.figure.value, row.figure.second, row.figure.words) for row in group}
        if len(said) > 1:
            for row in group:
                read.leave(row.place, CONTRADICTS.format(f"{row.title}: {row.text}"))
            continue
        read.notes += [f"{row.place}: {SAID_TWICE}" for row in group[1:]]
        kept.append(group[0])
    return kept
