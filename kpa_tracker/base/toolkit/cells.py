"""The cells of a table of records, in less than half of what django-tables2 takes for them.

The library asks anew for each cell which arguments its column wants and whether its field has words for its values.
That is the same all down a column, so it is asked once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.db import models
from django.utils.encoding import force_str
from django_tables2.columns import Column, ManyToManyColumn
from django_tables2.columns.linkcolumn import BaseLinkColumn
from django_tables2.rows import BoundRow
from django_tables2.utils import Accessor, signature

AT_ONCE = 2_000
"""How many records of a file are in memory at a time."""
Cell = Callable[[Any], Any]
VALUE_ALONE = ("value",)


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
    wanted, takes_all = signature(told)
    empty = column.column.empty_values

    def cell(row: Any) -> Any:
        value = read(row.record)
        if value in empty:
            return default()
        if wanted == VALUE_ALONE and not takes_all:
            return told(value=value)
        given = row._optional_cell_arguments(column, value)
        return told(**(given if takes_all else {name: given[name] for name in wanted}))

    return cell


def _reading(accessor: Any, kind: type[models.Model]) -> Cell:
    """Return what reads a column's value of a record; nothing where it is missing on the way. Of a field with choices
    it is the word, as django-tables2 has it."""
    *way, last = bits = accessor.bits
    field = _field_at(kind, bits)

    def resolved(record: Any) -> Any:
        try:
            return accessor.resolve(record)
        except Exception:  # as django-tables2 has it: what a row does not have is empty
            return None

    def read(record: Any) -> Any:
        for name in way:
            record = getattr(record, name)
            if record is None:
                return None
        return getattr(record, last)

    def read_word(record: Any) -> Any:
        for name in way:
            record = getattr(record, name)
            if record is None:
                return None
        return getattr(record, f"get_{last}_display")()

    if field is None:
        return resolved
    return read_word if getattr(field, "choices", None) else read


def _field_at(kind: Any, way: Sequence[str]) -> Any:
    """Return the column of the database that names lead to; None where one of them is none."""
    field = None
    for name in way:
        fields = {one.name: one for one in kind._meta.concrete_fields} if kind else {}
        field = fields.get(name)
        if field is None:
            return None
        kind = field.related_model
    return field


def records_of(table: Any) -> Iterator[Any]:
    """Yield the records of a table one after another; those of a query some at a time, so that a file of all of them
    takes no more memory than one of a few."""
    data = table.data.data
    yield from data.iterator(chunk_size=AT_ONCE) if isinstance(data, models.QuerySet) else data


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
            yield record, [force_str(value(row), strings_only=True) for value in values]
