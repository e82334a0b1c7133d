"""The rows of a list, drawn without a template for each cell: `{% load compact %}{% table_body table %}`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.db import models
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django_tables2.columns import ManyToManyColumn
from django_tables2.columns.linkcolumn import BaseLinkColumn
from django_tables2.utils import Accessor, signature

register = template.Library()


def cell_start(column: Any) -> SafeString:
    """Return the start tag of a column's cells: its class, and its heading for a phone's screen."""
    css, label = column.attrs["td"].get("class", ""), strip_tags(str(column.header))
    named = format_html(' class="{}"', css) if css else ""
    labelled = format_html(' data-label="{}"', label) if label else ""
    return format_html('<td role="cell"{}{}>', named, labelled)


def drawing(column: Any, kind: type) -> Callable[[Any], Any]:
    """Return what draws a column's cell in a row as `row.get_cell` does, for rows of one kind of record: what the
    column's `render` wants, and whether its field has words for its values, is asked once and not once a cell."""
    is_special = column.link or isinstance(column.column, (ManyToManyColumn, BaseLinkColumn))
    accessor: Any = Accessor(column.accessor)
    if is_special or not issubclass(kind, models.Model) or getattr(accessor.get_field(kind), "choices", ()):
        return lambda row: row.get_cell(column.name)
    wanted, takes_all = signature(column.render)
    empty = column.column.empty_values

    def cell(row: Any) -> Any:
        try:
            value = accessor.resolve(row.record)
        except Exception:  # as django-tables2 has it: what a row does not have is empty
            value = None
        if value in empty:
            return column.default
        given = row._optional_cell_arguments(column, value)
        return column.render(**(given if takes_all else {name: given[name] for name in wanted}))

    return cell


@register.simple_tag
def table_body(table: Any) -> SafeString:
    """The rows of a list's page. What is the same in a column is worked out once, not once a cell: it saves half."""
    rows = list(table.paginated_rows)
    kind = type(rows[0].record) if rows else object
    columns = [(cell_start(column), drawing(column, kind)) for column in table.columns]
    drawn = ("".join([f"{start}{conditional_escape(cell(row))}</td>" for start, cell in columns]) for row in rows)
    return mark_safe("\n".join(f'<tr role="row">{row}</tr>' for row in drawn))
