"""Tables of targets: priority, objective, what is measured, the target in its words, the baseline with its notes."""

from __future__ import annotations

import re

from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange.reading.measures.found import Choices, ReadMeasures, TargetRow
from kpa_tracker.interfaces.exchange.reading.measures.headings import FOR_TARGETS
from kpa_tracker.interfaces.exchange.reading.measures.kinds import is_kept, kind_in_title, settled, unit_words
from kpa_tracker.interfaces.exchange.reading.measures.notes import Note
from kpa_tracker.interfaces.exchange.reading.measures.periods import Span, period_noted, period_of
from kpa_tracker.interfaces.exchange.reading.measures.rows import Texts, finish, start, texts_of
from kpa_tracker.interfaces.exchange.reading.measures.tables import MeasureTable, survey
from kpa_tracker.interfaces.exchange.reading.measures.telling import tell_apart
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from targets.performance import Direction, Figure, Form, Kind, ReadTarget, read_figures, read_target
from targets.performance.progress import implied_direction

NO_MEASURE = "The row does not say what is measured."
NOT_UNDERSTOOD = "The target is not understood: “{}”."
BASELINE_NOT_UNDERSTOOD = "The baseline is not understood, and is kept as written: “{}”."
NO_TARGET = "There is no target yet: “{}”."
NO_KIND = "Neither the target nor the baseline says what sort of figure this is: “{}”."
OTHER_KIND = "The target is a figure of the kind “{}”, the baseline of the kind “{}”: “{}”."
TOO_EXACT = "A figure has more digits than can be kept exactly: “{}”."
NO_DIRECTION = "The words do not say which way is better. It is taken for information until somebody says."
BY_BASELINE = "Which way is better is taken from the baseline: “{}” from “{}”."
LONGEST = {"title": 400, "objective": 300, "priority": 200, "text": 300, "baseline_text": 200, "reference": 30}
TOO_LONG = "A text of the row is longer than can be kept: “{}”."
SOURCE = re.compile(r"\b(?:measured|assessed|recorded) (?:by|in|through) (?:the )?(?P<name>[A-Z][^.;]+)$")
PROJECTION = re.compile(r"\bproject(?:ion|ed)\b|\bestimate", re.I)


def read_targets(document: SourceDocument, choices: Choices | None = None) -> ReadMeasures:
    """Read targets out of a document under a person's choices. Pure: the same input gives the same rows."""
    choices = choices or Choices()
    surveyed = survey(document, FOR_TARGETS, choices.mappings)
    read, tables = start(surveyed, choices, document.notes)
    named = {table.caption for table in tables}
    rows = []
    for table in tables:
        reader = Reader(read, _period(table, choices), table.caption if len(named) > 1 else "")
        rows += [row for texts in texts_of(table, surveyed.notes, read) if (row := reader.read(texts))]
    if not tables:
        read.problems.append(Problem("", "No table with targets was found in the file."))
    read.rows = tell_apart(rows, read)
    return finish(read, surveyed)


def _period(table: MeasureTable, choices: Choices) -> Span | None:
    """The days that the targets are for: those that the person named, else those over the column or the table."""
    over = [table.headings[index] for index in table.columns_of("target")]
    found = (period_of(text) for text in (choices.period, *over, table.caption, table.place) if text)
    return next((span for span in found if span and span[0] != span[1]), None)


class Reader:
    """Reads the rows of one table."""

    def __init__(self, read: ReadMeasures, period: Span | None, caption: str) -> None:
        self.found, self.period, self.caption = read, period, caption

    def read(self, texts: Texts) -> TargetRow | None:
        """Return the row; None where it was not understood, which then is shown."""
        row = self._begun(texts)
        if not row.title:
            self.found.leave(texts.place, f"{NO_MEASURE} “{texts.shown}”")
            return None
        baseline = self._baseline(row)
        read = _target(texts["target"], row, baseline)
        if read.unavailable:
            self.found.missing.append(Problem(texts.place, NO_TARGET.format(texts.shown)))
            return None
        return self._with_figures(row, read, baseline)

    def _begun(self, texts: Texts) -> TargetRow:
        title = texts.plain("measure")
        source = SOURCE.search(title)
        return TargetRow(
            texts.place,
            title,
            reference=texts.plain("reference"),
            series=texts.plain("series"),
            notes=texts.marked(texts["measure"], texts["reference"]),
            priority=texts.plain("priority"),
            objective=texts.plain("objective") or self.caption,
            source=texts.plain("source") or (source["name"].strip() if source else ""),
            text=texts.plain("target"),
            target_notes=texts.marked(texts["target"]),
            baseline_text=texts.plain("baseline"),
            baseline_notes=texts.marked(texts["baseline"]),
            period=self.period,
        )

    def _with_figures(self, row: TargetRow, read: ReadTarget, baseline: Figure | None) -> TargetRow | None:
        kind = _kind(read, baseline, row.title)
        problem = _problem(read, baseline, kind, row)
        if problem:
            self.found.leave(row.place, problem)
            return None
        row.target, row.baseline, row.own_source = read, baseline, read.source
        row.kind = kind or Kind.QUALITATIVE
        _describe(row)
        return row

    def _baseline(self, row: TargetRow) -> Figure | None:
        """The baseline's one figure. What is not one is kept in its words, and shown."""
        read = read_figures(row.baseline_text)
        _read_notes(row, row.baseline_notes)
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


def _problem(read: ReadTarget, baseline: Figure | None, kind: Kind | None, row: TargetRow) -> str:
    """Say why a row cannot be taken; nothing where it can."""
    figure = settled(read.figure, row.title) if read.figure else None
    long = [getattr(row, name) for name, most in LONGEST.items() if len(getattr(row, name)) > most]
    figures = [one for one in (figure, read.change) if one]
    if not read.understood:
        return NOT_UNDERSTOOD.format(row.text)
    if long:
        return TOO_LONG.format(long[0][:100])
    if figure and baseline and figure.kind is not baseline.kind:
        return OTHER_KIND.format(figure.kind.word, baseline.kind.word, row.text)
    if kind is None and read.form is not Form.WORDS:
        return NO_KIND.format(row.text)
    return "" if all(map(is_kept, figures)) else TOO_EXACT.format(row.text)


def _describe(row: TargetRow) -> None:
    """Settle unit, decimals and direction."""
    figures = [figure for figure in (row.baseline, row.target.figure) if figure]
    row.unit = unit_words(settled(figures[0], row.title)) if figures else ""
    row.decimals = min(max((figure.decimals for figure in figures), default=0), 4)
    row.direction = row.target.direction or _implied(row)
    if row.direction is Direction.NONE:
        row.remarks.append(NO_DIRECTION)
    if row.target.note:
        row.remarks.append(f"The target adds: “{row.target.note}”.")
    if row.target.by_when:
        row.remarks.append(f"The target says by when: “{row.target.by_when}”. Check the days that it is for.")


def _implied(row: TargetRow) -> Direction:
    """Which way a bare value lies from the baseline: £1.5m from £1.49m."""
    before = row.baseline.value if row.baseline else None
    found = implied_direction(before, row.target.value)
    if found is not Direction.NONE:
        row.remarks.append(BY_BASELINE.format(row.text, row.baseline_text))
    return found
