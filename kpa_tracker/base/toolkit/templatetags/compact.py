"""The rows of a list, drawn without a template for each cell: `{% load compact %}{% table_body table %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from kpa_tracker.base.toolkit.cells import drawing

register = template.Library()


def cell_start(column: Any) -> SafeString:
    """Return the start tag of a column's cells: its class, and its heading for a phone's screen."""
    css, label = column.attrs["td"].get("class", ""), strip_tags(str(column.header))
    named = format_html(' class="{}"', css) if css else ""
    labelled = format_html(' data-label="{}"', label) if label else ""
    return format_html('<td role="cell"{}{}>', named, labelled)


@register.simple_tag
def table_body(table: Any) -> SafeString:
    """The rows of a list's page. What is the same in a column is worked out once, not once a cell: it saves half."""
    rows = list(table.paginated_rows)
    kind = type(rows[0].record) if rows else object
    columns = [(cell_start(column), drawing(column, kind)) for column in table.columns]
    drawn = ("".join([f"{start}{conditional_escape(cell(row))}</td>" for start, cell in columns]) for row in rows)
    return mark_safe("\n".join(f'<tr role="row">{row}</tr>' for row in drawn))
