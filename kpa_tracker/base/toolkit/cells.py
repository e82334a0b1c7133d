"""The cells of a table of records, in less than half of what django-tables2 takes for them.

The library asks anew for each cell which arguments its column wants and whether its field has words for its values.
That is the same all down a column, so it is asked once.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import models
from django.utils.encoding import force_str
from django.utils.functional import cached_property
from django_tables2.columns import Column, ManyToManyColumn
from django_tables2.columns.linkcolumn import BaseLinkColumn
from django_tables2.rows import BoundRow
from django_tables2.utils import Accessor, signature

AT_ONCE = 2_000
"""How many records of a file are in memory at a time."""
Cell = Callable[[Any], Any]
AT_HAND = {"value", "record"}
"""What a column is told without asking the library for all that it could be told."""


def drawing(column: Any, kind: type) -> Cell:
    """Return what draws a column's cell in a row as `row.get_cell` does, for rows of one kind of record."""
    if column.link:
        return lambda row: row.get_cell(column.name)
    return _of(column, kind, column.render, lambda row: row.get_cell(column.name), default=lambda: column.default)


def valuing(column: Any, kind: type) -> Cell:
    """Return what gives a column's value in a row as `row.get_cell_value` does."""
    told = column.value
    if getattr(told, "__func__", None) is Column.value:  # which asks what its render wants, each time
        told = told.__self__.render
    return _of(column, kind, told, lambda row: row.get_cell_value(column.name), default=lambda: None)


def _of(column: Any, kind: type, told: Callable[..., Any], theirs: Cell, *, default: Callable[[], Any]) -> Cell:
    of = column.column
    has_text = isinstance(of, BaseLinkColumn) and of.text is not None  # told where there is no value as well
    if has_text or isinstance(of, ManyToManyColumn) or not issubclass(kind, models.Model):
        return theirs
    read = _reading(Accessor(column.accessor), kind)
    empty = column.column.empty_values
    if getattr(told, "__func__", None) is Column.render:  # which gives what it is given
        return lambda row: default() if (value := read(row.record)) in empty else value
    tell = _telling(column, told)

    def cell(row: Any) -> Any:
        value = read(row.record)
        return default() if value in empty else tell(row, value)

    return cell


def _telling(column: Any, told: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    """Return what calls a column's method for a row and a value, with the arguments that it wants."""
    wanted, takes_all = signature(told)

    def with_given(row: Any, value: Any) -> Any:
        given = row._optional_cell_arguments(column, value)
        return told(**(given if takes_all else {name: given[name] for name in wanted}))

    if takes_all or not AT_HAND.issuperset(wanted):
        return with_given
    if "record" not in wanted:
        return lambda row, value: told(value=value)
    if "value" not in wanted:
        return lambda row, value: told(record=row.record)
    return lambda row, value: told(value=value, record=row.record)


def _reading(accessor: Any, kind: type[models.Model]) -> Cell:
    """Return what reads a column's value of a record; nothing where it is missing on the way. Of a field with choices
    it is the word, as django-tables2 has it."""
    *way, last = accessor.bits
    at = _kind_at(kind, way)
    field = _column_of(at, last)
    if field is not None:
        return _word_at(way, last) if field.choices else _value_at(way, last)
    is_computed = isinstance(inspect.getattr_static(at, last, None), (property, cached_property))
    return _tried(_value_at(way, last) if is_computed else accessor.resolve, accessor)


def _value_at(way: Sequence[str], last: str) -> Cell:
    """Return what reads an attribute at the end of a way; nothing where the way ends before."""
    if not way:
        return attrgetter(last)

    def read(record: Any) -> Any:
        for name in way:
            record = getattr(record, name)
            if record is None:
                return None
        return getattr(record, last)

    return read


def _word_at(way: Sequence[str], last: str) -> Cell:
    """Return what reads the word of a choice."""
    saying = _value_at(way, f"get_{last}_display")

    def read(record: Any) -> Any:
        say = saying(record)
        return say() if say else None

    return read


def _tried(read: Cell, accessor: Any) -> Cell:
    """Return what reads a value that something works out. As django-tables2 has it, what fails is empty."""

    def tried(record: Any) -> Any:
        try:
            value = read(record)
            return accessor.resolve(record) if callable(value) else value
        except Exception:
            return None

    return tried


def _kind_at(kind: Any, way: Sequence[str]) -> Any:
    """Return the kind of record that names lead to; None where one of them leads to none."""
    for name in way:
        kind = getattr(_column_of(kind, name), "related_model", None)
    return kind


def _column_of(kind: Any, name: str) -> Any:
    """Return a column of the database by its name; None where there is none."""
    return next((one for one in kind._meta.concrete_fields if one.name == name), None) if kind else None


def records_of(table: Any) -> Iterator[Any]:
    """Yield the records of a table one after another; those of a query some at a time, so that a file of all of them
    takes no more memory than one of a few, and with no more of each than the table says that its files read."""
    data = table.data.data
    if not isinstance(data, models.QuerySet):
        yield from data
        return
    narrowed = getattr(table, "narrowed", None)
    yield from (narrowed(data) if narrowed else data).iterator(chunk_size=AT_ONCE)


def lines_of(table: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Yield what `table.as_values` does, with the columns of files alone: the headings with no record, then each record
    with its values."""
    columns = [column for column in table.columns.iterall() if not column.column.exclude_from_export]
    yield None, [force_str(column.header, strings_only=True) for column in columns]
    records = records_of(table)
    for first in records:
        values = [valuing(column, type(first)) for column in columns]
        for record in chain([first], records):
            row = BoundRow(record, table)
            yield record, [told if type(told := value(row)) is str else _text(told) for value in values]


_text = partial(force_str, strings_only=True)
