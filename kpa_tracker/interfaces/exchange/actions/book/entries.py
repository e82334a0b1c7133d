"""A row of a plan's workbook: what one record says, in plain texts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kpa_tracker.base.toolkit.forms.text import clean_typed
from kpa_tracker.interfaces.exchange.actions.book.columns import joined
from kpa_tracker.interfaces.exchange.actions.book.sheets import BY_NAME
from kpa_tracker.interfaces.exchange.actions.book.values import figure
from targets.models import Footnote

Values = dict[str, str]


@dataclass
class Entry:
    """A record by its key, with what it says. `record` is None for what has none of its own."""

    key: str
    values: Values
    record: Any = field(default=None, repr=False)


def key_of(sheet: str, record: Any) -> str:
    """Return the key of a record's row; nothing where there is no record."""
    return f"{BY_NAME[sheet].letter}{record.pk}" if record is not None else ""


def entry_of(sheet: str, record: Any, **links: str) -> Entry:
    """Return what a record says, with what its links say."""
    own = [column for column in BY_NAME[sheet].columns if column.name not in links]
    values = {column.name: said(getattr(record, column.name)) for column in own} | links
    return Entry(key_of(sheet, record), {column.name: values[column.name] for column in BY_NAME[sheet].columns}, record)


def said(value: Any) -> str:
    """Return the value of a field as a text; one of nothing but spaces is none."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, (Decimal, int)):
        return figure(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = clean_typed(str(value or ""))
    return text if text.strip() else ""


def title_of(record: Any, name: str = "title") -> str:
    return said(getattr(record, name, ""))


def names(records: Iterable[Any], name: str = "title") -> str:
    return joined(sorted({title_of(record, name) for record in records}))


def footnotes(records: Iterable[Footnote]) -> str:
    """Return footnotes one a line, each with its own mark, where it has one, in brackets before it."""
    return joined(sorted({footnote_line(note) for note in records}))


def footnote_line(note: Footnote) -> str:
    text = clean_typed(note.text)
    return f"[{note.mark}] {text}" if note.mark or text.startswith("[") else text
