"""Tables of results: what is measured, and a column for each period or a period in each row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kpa_tracker.base.toolkit.dates import format_months
from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange.reading.measures.agreeing import agreeing, of_one_kind, without_shares
from kpa_tracker.interfaces.exchange.reading.measures.beside import Beside
from kpa_tracker.interfaces.exchange.reading.measures.directions import direction_of
from kpa_tracker.interfaces.exchange.reading.measures.found import Choices, ReadMeasures, ResultRow
from kpa_tracker.interfaces.exchange.reading.measures.headings import FOR_RESULTS
from kpa_tracker.interfaces.exchange.reading.measures.kinds import as_labelled, is_kept, settled, unit_words
from kpa_tracker.interfaces.exchange.reading.measures.notes import Note
from kpa_tracker.interfaces.exchange.reading.measures.periods import (
    CUMULATIVE,
    Span,
    period_noted,
    period_of,
)
from kpa_tracker.interfaces.exchange.reading.measures.rows import ARROWS, Texts, texts_of
from kpa_tracker.interfaces.exchange.reading.measures.sidebyside import series_of_columns
from kpa_tracker.interfaces.exchange.reading.measures.starting import finish, start
from kpa_tracker.interfaces.exchange.reading.measures.table import MeasureTable
from kpa_tracker.interfaces.exchange.reading.measures.units import BARE, in_heading, with_unit
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from targets.performance import Direction, Figure, Kind, Part, read_figures

NO_MEASURE = "The row does not say what is measured."
NO_PERIOD = "Neither heading nor row says which period this is of: “{}”."
NOT_UNDERSTOOD = "The result under “{}” is not understood: “{}”."
NO_DATA = "No result under “{}”: “{}”."
TOO_EXACT = "The result under “{}” has more digits than can be kept exactly: “{}”."
TOO_LONG = "A text of the row is longer than can be kept: “{}”."
NO_RESULT = "There is no result in this row: “{}”."
WHICH_WAY = "Which way is better is not understood: “{}”. It is for information until somebody says."
OTHER_DAYS = "The note names other days than the heading: “{}” It is taken for {}, with its note. Check it."
ENDING = re.compile(r"\b(?:year|quarter|month) (?:ending|ended|end)\b", re.I)
CLOCK = re.compile(r"\d{1,3}:[0-5]\d(?::[0-5]\d)?")
TRAILING_ARROW = re.compile(rf"(?<=[\d%)])\s*[{ARROWS}]\ufe0f?\s*$")
LEADING_APOSTROPHE = re.compile(r"^'(?=[-+£(.]?\d)")
MARKED_PROVISIONAL = re.compile(r"(?P<figure>.*\d%?)\s*(?:\([pP]\)|\([pP]rovisional\))", re.S)
LONGEST = {"title": 400, "reference": 30, "series": 120}
AUDITED, FINAL = re.compile(r"(?<!un)\baudited\b", re.I), re.compile(r"\bfinal\b", re.I)
NOT_YET = re.compile(r"\bprovisional|\bunaudited|\bnot yet audited|\byet to be audited", re.I)


def read_results(document: SourceDocument, choices: Choices | None = None) -> ReadMeasures:
    """Read results out of a document under a person's choices. Pure: the same input gives the same rows."""
    choices = choices or Choices()
    read, tables, surveyed = start(document, FOR_RESULTS, choices)
    rows: list[ResultRow] = []
    for table in tables:
        reader = Reader(read, table, period_of(choices.period))
        for texts in texts_of(table, surveyed.notes, read):
            rows += reader.read(texts)
    if not tables:
        read.problems.append(Problem("", "No table with results was found in the file."))
    read.rows = agreeing(without_shares(of_one_kind(rows, read), read), read)
    return finish(read, surveyed)


class Reader:
    """Reads the rows of one table."""

    def __init__(self, read: ReadMeasures, table: MeasureTable, period: Span | None) -> None:
        self.found, self.table, self.period = read, table, period
        self.columns = table.columns_of("result")
        self.series = series_of_columns(table, self.columns)
        self.beside = Beside(table, read)
        self.set_title = _set_title(table)

    def read(self, texts: Texts) -> Iterator[ResultRow]:
        """Yield a row for each figure. What is missing is said, and is no result; what is not understood is shown."""
        title, reference = texts.plain("measure"), texts.plain("reference")
        if not title and not reference:
            self.found.leave(texts.place, f"{NO_MEASURE} “{texts.shown}”")
            return
        if not any(texts.by_column.get(column) for column in self.columns):
            self.found.missing.append(Problem(texts.place, NO_RESULT.format(texts.shown)))
        row = ResultRow(texts.place, title, reference, texts.plain("series"), owner=texts.plain("owner"))
        self._read_direction(texts, row)
        found: list[ResultRow] = []
        for column in self.columns:
            cell = list(self._cell(texts, column, replace(row, series=row.series or self.series.get(column, ""))))
            self.beside.put(cell, texts)
            found += cell
        if not found and title and self._is_without(texts):
            figure = settled(Figure(Kind.COUNT, None), title)
            notes = texts.marked(texts["measure"], texts["reference"])
            empty = replace(row, kind=figure.kind, unit=unit_words(figure), notes=notes, set_title=self.set_title)
            self.found.without_figures.append(empty)
        yield from found

    def _is_without(self, texts: Texts) -> bool:
        """Whether every cell of a row says that there is nothing, or says nothing."""
        return all(read_figures(texts.by_column.get(column, "")).unavailable for column in self.columns)

    def _read_direction(self, texts: Texts, row: ResultRow) -> None:
        said = texts.plain("direction")
        row.direction = direction_of(said) or Direction.NONE
        if said and direction_of(said) is None:
            self.found.leave(texts.place, WHICH_WAY.format(said))

    def _cell(self, texts: Texts, column: int, row: ResultRow) -> Iterator[ResultRow]:
        heading = self.table.headings[column]
        text, is_provisional = _with_its_standing(texts.by_column.get(column, ""))
        written = text
        text = with_unit(text, in_heading(heading), texts.plain("unit"), in_heading(row.title))
        row.was_bare = BARE.fullmatch(written.strip()) is not None
        read = read_figures(text)
        if read.unavailable:
            if text:
                self.found.missing.append(Problem(texts.place, NO_DATA.format(heading, text)))
            return
        period = self.table.span_of(column) or self._period_of_row(texts) or self._period_of_table(heading)
        problem = self._problem(row, heading, text, read.parts)
        if problem or period is None:
            self.found.leave(texts.place, problem or NO_PERIOD.format(text))
            return
        row.notes = texts.marked(texts["measure"], texts["reference"])
        said = f"{texts['standing'] or heading} {texts['when']}"
        row.period, row.standing, row.set_title = period, _standing(said), self.set_title
        row.says_standing = is_provisional or any(word.search(said) for word in (NOT_YET, AUDITED, FINAL))
        row.standing = "provisional" if is_provisional else row.standing
        yield from self._parts(texts, row, read.parts)

    def _period_of_table(self, heading: str) -> Span | None:
        """What the person says, else what stands over the table; how far a sum has come, only a person can say."""
        whole = None if CUMULATIVE.search(heading) else self.table.whole_period
        return self.period or (whole[0] if whole else None)

    def _period_of_row(self, texts: Texts) -> Span | None:
        """The days that a row names, in one cell or in two: the year and its quarter, the first day and the last."""
        said, columns = texts["when"], self.table.columns_of("when")
        parts = [texts.by_column.get(index, "") for index in columns]
        lead = " ".join(self.table.headings[index] for index in columns if ENDING.search(self.table.headings[index]))
        ways = (f"{lead} {said}" if lead else said, " ".join(reversed(parts)), " to ".join(parts))
        return next((span for span in (period_of(way, self.table.year) for way in ways) if span), None)

    def _problem(self, row: ResultRow, heading: str, text: str, parts: tuple[Part, ...]) -> str:
        long = [getattr(row, name) for name, most in LONGEST.items() if len(getattr(row, name)) > most]
        if long:
            return TOO_LONG.format(long[0][:100])
        if not parts or _may_be_a_time(text, row.title) or any(row.series and part.label for part in parts):
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
            is_not_yet = any(NOT_YET.search(note.text) for note in notes)
            remarks = [*row.remarks, *_other_days(row, [*row.notes, *notes])]
            yield replace(
                row,
                series=row.series or part.label,
                kind=figure.kind,
                unit=unit_words(figure),
                decimals=min(figure.decimals, 4),
                figure=figure,
                figure_notes=notes,
                text=part.text,
                standing="provisional" if is_not_yet else row.standing,
                says_standing=row.says_standing or is_not_yet,
                remarks=remarks,
            )


def _other_days(row: ResultRow, notes: list[Note]) -> Iterator[str]:
    """What notes say of other days than the heading does. The figure stays where the table has it."""
    for note in notes:
        days = period_noted(note.text)
        if days and days != row.period:
            yield OTHER_DAYS.format(note.text, format_months(*row.period))


def _with_its_standing(text: str) -> tuple[str, bool]:
    """A figure without the "(p)" behind it that calls it provisional, the arrow that says how it moved, and the
    apostrophe by which a spreadsheet keeps it as text."""
    bare = TRAILING_ARROW.sub("", LEADING_APOSTROPHE.sub("", text))
    match = MARKED_PROVISIONAL.fullmatch(bare.strip())
    return (match["figure"], True) if match else (bare, False)


def _may_be_a_time(text: str, title: str) -> bool:
    """12:30 may be minutes and seconds, half past twelve or a ratio."""
    return CLOCK.fullmatch(text.strip()) is not None and "ratio" not in title.casefold()


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
