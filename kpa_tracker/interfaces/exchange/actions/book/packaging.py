"""A plan with its progress and results as a data package for the authority alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from deliverables.models import ProgressUpdate, ReportingPeriod
from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.packages import Cell, Field, Link, Package, Table, Type, zipped
from kpa_tracker.interfaces.exchange.actions.book.columns import Column, Sort, lines_of
from kpa_tracker.interfaces.exchange.actions.book.entries import Entry, key_of
from kpa_tracker.interfaces.exchange.actions.book.exporting import TakenOut
from kpa_tracker.interfaces.exchange.actions.book.held import Held, held_by
from kpa_tracker.interfaces.exchange.actions.book.parts import part_of
from kpa_tracker.interfaces.exchange.actions.book.profiles import steps_of
from kpa_tracker.interfaces.exchange.actions.book.sheets import BY_NAME, SHEETS, Sheet
from plans.models import Plan
from risks.models.markings import marking_of_plan
from targets.models import Result

KEY = Field("key", "Key", description="The row's name in this package.", needed=True)
PLACE = Field("position", "Place", Type.INTEGER, "Its place among those of the same row, from 1.", needed=True)
TYPES = {Sort.DAY: Type.DATE, Sort.FIGURE: Type.NUMBER, Sort.YES: Type.BOOLEAN}
SEVERAL = {Sort.LINES, Sort.NAMES, Sort.ROWS, Sort.PROFILE}
COMMITTEES = (Field("committee", "Committee"), Field("committee_as_written", "Committee as written"))
STEP = (
    Field("starts", "First day", Type.DATE, needed=True),
    Field("ends", "Last day", Type.DATE, needed=True),
    Field("value", "Expected", Type.NUMBER, needed=True),
)
UPDATE: tuple[str, ...] = (
    "number",
    "state",
    "stage",
    "rating",
    "forecast",
    "done",
    "next_steps",
    "cause",
    "recovery",
    "green_on",
)
UPDATE += ("late_reason", "public_wording")
RESULT: tuple[str, ...] = (
    "starts",
    "ends",
    "number",
    "value",
    "second",
    "numerator",
    "denominator",
    "words",
    "standing",
)
RESULT += ("withheld_reason", "note", "corrects_because", "status", "rule", "judged_status", "judged_reason")
PERIOD = ("name", "observed_from", "observed_to", "opens_on", "due_on")


def export_package(plan: Plan, *, by: Any) -> TakenOut:
    """Write a plan's data package, and record who took it: it holds what is not for the public. Drafts of updates stay
    with their writers. Nothing changes by it."""
    today = clock.today()
    package = Package(
        name=f"{slugify(plan.authority.short_name)}-{slugify(plan.title)}-internal".strip("-"),
        title=f"{plan.authority}: {plan.title}, internal data",
        description=f"{marking_of_plan(plan)}. The working plan, its progress and its results. Not for publication.",
        publisher=plan.authority.name,
        made_on=today,
        tables=tuple(tables_of(plan, held_by(plan))),
    )
    file = TakenOut(f"{slugify(plan.title) or 'plan'}-internal-data-{today:%Y-%m-%d}.zip", zipped(package))
    record("plan exported", plan, by=by, authority_id=plan.authority_id, changes={"as": [None, "a data package"]})
    return file


def tables_of(plan: Plan, held: Held) -> Iterator[Table]:
    """Yield the tables of the workbook, each list in a cell as a table of its own, then progress and results."""
    for sheet in SHEETS:
        yield _table(sheet, held[sheet.name])
        yield from (_listed(sheet, column, held[sheet.name]) for column in sheet.columns if column.sort in SEVERAL)
    yield _periods(plan)
    yield _updates(plan)
    yield _results(held)


# --- The sheets -------------------------------------------------------------------------------------------------------


def _table(sheet: Sheet, entries: list[Entry]) -> Table:
    columns = [column for column in sheet.columns if column.sort not in SEVERAL]
    rows = [(entry.key, *(_cell(column, entry.values[column.name]) for column in columns)) for entry in entries]
    links = tuple(_link(column.name, column) for column in columns if column.of)
    return Table.of(sheet.name, sheet.title, [KEY, *map(_field, columns)], rows, key=("key",), links=links)


def _field(column: Column) -> Field:
    type_ = TYPES.get(column.sort, Type.STRING)
    needed = column.needed and column.sort is not Sort.YES
    return Field(column.name, column.heading, type_, needed=needed, codes=column.choices)


def _cell(column: Column, value: str) -> Cell:
    if column.sort is Sort.YES:
        return value == "yes"
    if column.sort is Sort.DAY and value:
        return datetime.date.fromisoformat(value)
    return Decimal(value) if column.sort is Sort.FIGURE and value else value


def _link(name: str, column: Column) -> Link:
    """A row is named by its key, a post or a priority by its name."""
    is_key = column.sort in (Sort.ROW, Sort.ROWS)
    return Link(name, column.of, "key" if is_key else BY_NAME[column.of].known_by)


def _listed(sheet: Sheet, column: Column, entries: Iterable[Entry]) -> Table:
    """Return the table of a column whose cells hold several texts."""
    of = Field("of", sheet.title, description=f"The key of the row of {sheet.title.lower()}.", needed=True)
    links = [Link("of", sheet.name, "key")]
    if column.of:
        links.append(_link("text", column))
    if column.name == "sub_items":
        links.append(Link("committee", "committees", "name"))
    rows = [(entry.key, n, *cells) for entry in entries for n, cells in _lines(column, entry.values[column.name])]
    return Table.of(
        f"{sheet.name}_{column.name}",
        f"{sheet.title}: {column.heading.lower()}",
        [of, PLACE, *_fields(column)],
        rows,
        key=("of", "position"),
        links=tuple(links),
    )


def _fields(column: Column) -> tuple[Field, ...]:
    if column.sort is Sort.PROFILE:
        return STEP
    return (Field("text", column.heading, needed=True), *(COMMITTEES if column.name == "sub_items" else ()))


def _lines(column: Column, value: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    if column.sort is Sort.PROFILE:
        return enumerate(((step.starts, step.ends, step.value) for step in steps_of(value)), start=1)
    return enumerate((_told(column, line) for line in lines_of(value)), start=1)


def _told(column: Column, line: str) -> tuple[Cell, ...]:
    if column.name != "sub_items":
        return (line,)
    part = part_of(line)
    return part.text, part.committee, part.written


# --- Progress and results ---------------------------------------------------------------------------------------------


def fields_of(model: Any, names: Iterable[str]) -> list[Field]:
    """Describe fields of a model as its own words have them."""
    return [_described(model._meta.get_field(name)) for name in names]


def _described(field: Any) -> Field:
    types = {"DateField": Type.DATE, "DecimalField": Type.NUMBER, "PositiveIntegerField": Type.INTEGER}
    codes = {str(code): str(words) for code, words in field.choices or () if code}
    title = str(field.verbose_name).capitalize()
    return Field(field.name, title, types.get(field.get_internal_type(), Type.STRING), codes=codes)


def _values(record_: Any, names: Iterable[str]) -> list[Cell]:
    return [getattr(record_, name) for name in names]


def _periods(plan: Plan) -> Table:
    found = ReportingPeriod.objects.filter(plan=plan).order_by("observed_from", "pk")
    rows = [(f"Q{one.pk}", *_values(one, PERIOD)) for one in found]
    return Table.of("periods", "Reporting periods", [KEY, *fields_of(ReportingPeriod, PERIOD)], rows, key=("key",))


def _updates(plan: Plan) -> Table:
    """Updates that were sent in or accepted, and those that a correction replaced."""
    states = (*ProgressUpdate.OF_RECORD, ProgressUpdate.State.CORRECTED)
    found = ProgressUpdate.objects.filter(deliverable__in=plan.deliverables.current(), state__in=states)
    fields = [KEY, Field("deliverable", "Deliverable", needed=True), Field("period", "Period", needed=True)]
    rows = [
        (f"U{one.pk}", key_of("deliverables", one.deliverable), f"Q{one.period_id}", *_values(one, UPDATE))
        for one in found.select_related("deliverable").order_by("period__observed_from", "deliverable", "number")
    ]
    links = (Link("deliverable", "deliverables", "key"), Link("period", "periods", "key"))
    more = fields_of(ProgressUpdate, UPDATE)
    return Table.of("updates", "Progress updates", [*fields, *more], rows, key=("key",), links=links)


def _results(held: Held) -> Table:
    """The current version of each result. A period without a row has none: it is not zero."""
    series = {entry.record.pk: entry.key for entry in held["series"]}
    found = Result.objects.filter(series__in=series, is_current=True).order_by("series", "starts", "pk")
    rows = [(f"V{one.pk}", series[one.series_id], *_values(one, RESULT)) for one in found]
    fields = [KEY, Field("series", "Series", needed=True), *fields_of(Result, RESULT)]
    links = (Link("series", "series", "key"),)
    note = "Current results. A period without a row has no result, which is not zero."
    return Table.of("results", "Results", fields, rows, key=("key",), links=links, description=note)
