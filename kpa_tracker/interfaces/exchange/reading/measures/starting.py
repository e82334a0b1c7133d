"""Which tables of a file are read, how their columns are read, and what is left when all is done."""

from __future__ import annotations

from collections.abc import Collection

from kpa_tracker.base.toolkit.dates import format_months
from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange.reading.measures.columns import guessed
from kpa_tracker.interfaces.exchange.reading.measures.found import Choices, ReadMeasures
from kpa_tracker.interfaces.exchange.reading.measures.periods import CUMULATIVE, Span, period_of
from kpa_tracker.interfaces.exchange.reading.measures.table import MeasureTable
from kpa_tracker.interfaces.exchange.reading.measures.tables import Surveyed, survey
from kpa_tracker.interfaces.exchange.reading.plan import Fragment, TableFound
from kpa_tracker.interfaces.exchange.reading.sheets import without_sheets

LONGEST_SAMPLE = 60
A_YEAR = 364
OF_THE_TITLE = "{}: “{}” is read as of {}, because “{}” stands over the table."
OF_THE_YEAR = "{}: headings without a year are read as of {}, because “{}” stands over them."

Spans = dict[int, Span | None]


def start(
    document: SourceDocument, fields: Collection[str], choices: Choices
) -> tuple[ReadMeasures, list[MeasureTable], Surveyed]:
    """Return an empty reading that shows a document's tables, those that are used, and all that was found. Tables of
    the same headings are one to the person who says what their columns are."""
    document = without_sheets(document, choices.left_out)
    surveyed = survey(document, fields, named=choices.headings, known=choices.mappings)
    read = ReadMeasures(notes=list(document.notes), fragments=list(surveyed.unread))
    seen: dict[str, TableFound] = {}
    for table in surveyed.tables:
        _settle(table, fields, choices, read)
        used = choices.used.get(table.signature, True)
        found = seen.get(table.signature)
        rows, places = (found.rows, found.places) if found else (0, ())
        seen[table.signature] = _found(table, rows, places, used)
    read.tables = list(seen.values())
    return read, [table for table in surveyed.tables if choices.used.get(table.signature, True)], surveyed


def _settle(table: MeasureTable, fields: Collection[str], choices: Choices, read: ReadMeasures) -> None:
    """Say what each column of a table is, and of which year the headings are that name none."""
    asked = period_of(choices.period) if choices.period else None
    if asked and (asked[1] - asked[0]).days >= A_YEAR:
        table.year, table.year_from = asked, ""
    table.columns = choices.mappings.get(table.signature) or guessed(table, fields)
    spans = {index: table.span_of(index) for index in range(len(table.headings))}
    read.spans[table.signature] = {index: format_months(*span) for index, span in spans.items() if span}
    _tell_of_years(table, spans, read)
    if "when" not in table.columns.values():
        _tell_of_titles(table, spans, read)


def _dated(table: MeasureTable) -> list[int]:
    return [index for index in table.columns if table.columns[index] in ("result", "target")]


def _tell_of_years(table: MeasureTable, spans: Spans, read: ReadMeasures) -> None:
    leans = [index for index in _dated(table) if spans[index] != period_of(table.spelled[index])]
    if leans and table.year and table.year_from:
        read.notes.append(OF_THE_YEAR.format(table.place, format_months(*table.year), table.year_from))


def _tell_of_titles(table: MeasureTable, spans: Spans, read: ReadMeasures) -> None:
    """Where no heading names a period, a title that is nothing else does; any other is offered to the person."""
    undated = [table.headings[index] for index in _dated(table) if not spans[index]]
    bare, whole = [heading for heading in undated if not CUMULATIVE.search(heading)], table.whole_period
    if whole and bare:
        read.notes.append(OF_THE_TITLE.format(table.place, bare[0], format_months(*whole[0]), whole[1]))
    elif len(undated) == len(_dated(table)):
        read.period_offered = read.period_offered or _named_in(table.titles)


def _named_in(titles: list[str]) -> str:
    """The one period that titles name, in words."""
    spans = {span for span in map(period_of, titles) if span and span[0] != span[1]}
    return format_months(*spans.pop()) if len(spans) == 1 else ""


def _found(table: MeasureTable, rows: int, places: tuple[str, ...], used: bool) -> TableFound:
    width = range(len(table.headings))
    fields = tuple(table.columns.get(index, "") for index in width)
    samples = tuple(next(iter(table.values_of(index)), "")[:LONGEST_SAMPLE] for index in width)
    places = (*places, table.place)
    return TableFound(table.signature, tuple(table.headings), fields, rows + len(table.lines), places, used, samples)


def finish(read: ReadMeasures, surveyed: Surveyed) -> ReadMeasures:
    """Show what is left: notes that no row refers to, columns that nothing was read from."""
    read.notes_left = surveyed.notes.left
    for table in read.tables:
        read.fragments += columns_not_used(table)
    return read


def columns_not_used(table: TableFound) -> list[Fragment]:
    """Return the columns of a table that hold something and are read as nothing."""
    columns = [
        heading or f"column {index + 1}"
        for index, heading in enumerate(table.headings)
        if table.used and not table.fields[index] and table.samples[index]
    ]
    return [Fragment(table.places[0], "Column not used", name) for name in columns]
