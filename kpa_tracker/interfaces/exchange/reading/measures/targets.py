"""Tables of targets: priority, objective, what is measured, the target in its words, the baseline with its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange.reading.measures.found import Choices, ReadMeasures, TargetRow
from kpa_tracker.interfaces.exchange.reading.measures.headings import FOR_TARGETS
from kpa_tracker.interfaces.exchange.reading.measures.kinds import is_kept, kind_in_title, settled
from kpa_tracker.interfaces.exchange.reading.measures.notes import Note
from kpa_tracker.interfaces.exchange.reading.measures.periods import Span, financial_year, period_noted, period_of
from kpa_tracker.interfaces.exchange.reading.measures.rows import Texts, texts_of
from kpa_tracker.interfaces.exchange.reading.measures.starting import finish, start
from kpa_tracker.interfaces.exchange.reading.measures.table import MeasureTable
from kpa_tracker.interfaces.exchange.reading.measures.targetrows import describe, problem_of
from kpa_tracker.interfaces.exchange.reading.measures.telling import tell_apart
from kpa_tracker.interfaces.exchange.reading.measures.units import in_heading, sentence_with_unit, with_unit
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from targets.performance import Figure, Form, Kind, ReadTarget, read_figures, read_target, without_markers

NO_MEASURE = "The row does not say what is measured."
BASELINE_NOT_UNDERSTOOD = "The baseline is not understood, and is kept as written: “{}”."
NO_TARGET = "There is no target yet: “{}”."
SOURCE = re.compile(r"\b(?:measured|assessed|recorded) (?:by|in|through) (?:the )?(?P<name>[A-Z][^.;]+)$")
MONTH = 31
PROJECTION = re.compile(r"\bproject(?:ion|ed)\b|\bestimate", re.I)


def read_targets(document: SourceDocument, choices: Choices | None = None) -> ReadMeasures:
    """Read targets out of a document under a person's choices. Pure: the same input gives the same rows."""
    choices = choices or Choices()
    read, tables, surveyed = start(document, FOR_TARGETS, choices)
    named = {table.caption for table in tables}
    rows: list[TargetRow] = []
    for table in tables:
        reader = Reader(read, table, period_of(choices.period), table.caption if len(named) > 1 else "")
        for texts in texts_of(table, surveyed.notes, read):
            rows += reader.read(texts)
    if not tables:
        read.problems.append(Problem("", "No table with targets was found in the file."))
    read.rows = tell_apart(rows, read)
    return finish(read, surveyed)


class Reader:
    """Reads the rows of one table."""

    def __init__(self, read: ReadMeasures, table: MeasureTable, period: Span | None, caption: str) -> None:
        self.found, self.table, self.caption = read, table, caption
        self.columns = {index: self._period(index) or period or table.year for index in table.columns_of("target")}
        baseline = table.columns_of("baseline")
        self.baseline_heading = table.headings[baseline[0]] if baseline else ""
        self.baseline_period = table.span_of(baseline[0]) if baseline else None

    def _period(self, column: int) -> Span | None:
        """The days that a column of targets is for. What is to be reached by the end of March is for that year."""
        span = self.table.span_of(column)
        is_end = span is not None and (span[1].month, span[1].day) == (3, 31) and (span[1] - span[0]).days < MONTH
        return financial_year(span[1]) if span and is_end else span if span and span[0] != span[1] else None

    def read(self, texts: Texts) -> Iterator[TargetRow]:
        """Yield a row for each target of a line; what was not understood is shown."""
        if not texts.plain("measure"):
            self.found.leave(texts.place, f"{NO_MEASURE} “{texts.shown}”")
            return
        for column, period in self.columns.items():
            row = self._row(texts, column, period)
            if row:
                yield row

    def _row(self, texts: Texts, column: int, period: Span | None) -> TargetRow | None:
        row = self._begun(texts, texts.by_column.get(column, ""), in_heading(self.table.headings[column]))
        row.period = period
        baseline = self._baseline(row)
        read = _target(row.text, row, baseline)
        if read.unavailable:
            which = f"{self.table.headings[column]}: " if len(self.columns) > 1 else ""
            self.found.missing.append(Problem(texts.place, NO_TARGET.format(f"{which}{texts.shown}")))
            return None
        return self._with_figures(row, read, baseline)

    def _begun(self, texts: Texts, target: str, sign: str) -> TargetRow:
        title = texts.plain("measure")
        source = SOURCE.search(title)
        units = (texts.plain("unit"), in_heading(title))
        bare = " ".join(without_markers(target)[0].split())
        baseline = texts.plain("baseline")
        return TargetRow(
            texts.place,
            title,
            reference=texts.plain("reference"),
            series=texts.plain("series"),
            notes=texts.marked(texts["measure"], texts["reference"]),
            priority=texts.plain("priority"),
            objective=texts.plain("objective") or self.caption,
            source=texts.plain("source") or (source["name"].strip() if source else ""),
            owner=texts.plain("owner"),
            said_direction=texts.plain("direction"),
            has_sign="%" in bare + baseline,
            text=sentence_with_unit(bare, sign, *units),
            target_notes=texts.marked(target),
            baseline_text=with_unit(baseline, in_heading(self.baseline_heading), *units),
            baseline_notes=texts.marked(texts["baseline"]),
        )

    def _with_figures(self, row: TargetRow, read: ReadTarget, baseline: Figure | None) -> TargetRow | None:
        kind = _kind(read, baseline, row.title)
        problem = problem_of(read, baseline, kind, row)
        if problem:
            self.found.leave(row.place, problem)
            return None
        row.target, row.baseline, row.own_source = read, baseline, read.source
        row.kind = kind or Kind.QUALITATIVE
        describe(row)
        return row

    def _baseline(self, row: TargetRow) -> Figure | None:
        """The baseline's one figure. What is not one is kept in its words, and shown."""
        read = read_figures(row.baseline_text)
        _read_notes(row, row.baseline_notes)
        row.baseline_period = row.baseline_period or self.baseline_period
        if read.unavailable:
            row.baseline_text = ""
        elif read.figure is None or not is_kept(read.figure):
            self.found.leave(row.place, BASELINE_NOT_UNDERSTOOD.format(row.baseline_text))
            return None
        return settled(read.figure, row.title) if read.figure else None


def _target(text: str, row: TargetRow, baseline: Figure | None) -> ReadTarget:
    kind = baseline.kind if baseline else kind_in_title(row.title)
    read = read_target(text, kind)
    return read if read.understood or kind is None else read_target(text)


def _read_notes(row: TargetRow, notes: list[Note]) -> None:
    row.baseline_period = next((span for span in (period_noted(note.text) for note in notes) if span), None)
    row.is_projected = any(PROJECTION.search(note.text) for note in notes)


def _kind(read: ReadTarget, baseline: Figure | None, title: str) -> Kind | None:
    if baseline:
        return baseline.kind
    if read.figure:
        return settled(read.figure, title).kind
    return None if read.form is Form.WORDS else kind_in_title(title)
