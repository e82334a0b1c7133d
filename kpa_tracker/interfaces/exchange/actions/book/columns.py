"""The columns of a plan's workbook: how a cell holds a value, and how what stands in a cell is read back.

Every value is a text in between: a day as 2010-03-31, a figure without needless zeros, a choice as its code, several
texts one a line. So two values are the same where their texts are.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.workbooks.exact import FAILED
from kpa_tracker.base.toolkit.workbooks.writing import Value
from kpa_tracker.interfaces.exchange.actions.book.profiles import profile_in, profile_shown
from kpa_tracker.interfaces.exchange.actions.book.values import Unread, day_in, figure_in

KEY = re.compile(r"\s*([A-Z]{1,2}\d+)\s*(?:·.*)?", re.S)
BESIDE = " · "
NEW_LINE, SIGN_ITSELF = "⏎", "⏎\ufe0e"
"""What stands in a cell of several lines for a line's end inside one of them, and for that sign itself."""


class Sort(Enum):
    """What a column's cells hold."""

    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    NAMES = "names"
    DAY = "day"
    FIGURE = "figure"
    CHOICE = "choice"
    YES = "yes"
    ROW = "row"
    ROWS = "rows"
    PROFILE = "profile"


@dataclass(frozen=True)
class Column:
    """A column: the name of its value, its heading, and what may stand in it. `of` is the sheet whose rows it names."""

    name: str
    heading: str
    sort: Sort = Sort.LINE
    width: int = 24
    longest: int = 0
    needed: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    of: str = ""


def shown(column: Column, value: str) -> Value:
    """Return what a cell shows of a value."""
    if not value:
        return "No" if column.sort is Sort.YES else ""
    write = WRITTEN.get(column.sort)
    return write(column, value) if write else value


WRITTEN: dict[Sort, Callable[[Column, str], Value]] = {
    Sort.DAY: lambda column, value: datetime.date.fromisoformat(value),
    Sort.FIGURE: lambda column, value: Decimal(value),
    Sort.CHOICE: lambda column, value: column.choices[value],
    Sort.YES: lambda column, value: "Yes",
    Sort.PROFILE: lambda column, value: profile_shown(value),
}


def in_words(column: Column, value: str) -> str:
    """Return a value as a reader sees it outside a workbook."""
    cell = shown(column, value)
    return format_date(cell) if isinstance(cell, datetime.date) else str(cell)


def read(column: Column, text: str) -> str:
    """Return the value of a cell, its spaces as they stand. Raises Unread where it is none."""
    if text == FAILED:
        raise Unread("The cell shows an error of the spreadsheet, or a formula without its result.")
    understand = UNDERSTOOD.get(column.sort)
    return understand(column, text.strip()) if understand else text


def tidied(column: Column, value: str) -> str:
    """Return a value as it is compared: spaces that nobody sees, and the order of names, make no difference."""
    tidy = TIDIED.get(column.sort)
    return tidy(value) if tidy else value


def mark_of(column: Column, value: str) -> str:
    """Return a short sum of a value: it tells an edited cell from one that only passed through a spreadsheet."""
    return hashlib.sha256(tidied(column, value).encode()).hexdigest()[:8]


# --- Several texts in a cell ------------------------------------------------------------------------------------------


def joined(texts: list[str]) -> str:
    """Return several texts one a line."""
    return "\n".join(text.replace(NEW_LINE, SIGN_ITSELF).replace("\n", NEW_LINE) for text in texts)


def lines_of(value: str) -> list[str]:
    """Return what `joined` joined."""
    lines = value.split("\n") if value else []
    return [line.replace(SIGN_ITSELF, "\0").replace(NEW_LINE, "\n").replace("\0", NEW_LINE) for line in lines]


# --- Reading ----------------------------------------------------------------------------------------------------------


def _choice(column: Column, text: str) -> str:
    known = {_alike(words): code for code, words in column.choices.items()}
    if text and _alike(text) not in known:
        raise Unread(f"“{text}” is none of: {', '.join(column.choices.values())}.")
    return known[_alike(text)] if text else ""


def _yes(column: Column, text: str) -> str:
    if text.casefold() not in {"yes", "no", "y", "n", ""}:
        raise Unread(f"“{text}” is neither Yes nor No.")
    return "yes" if text.casefold().startswith("y") else ""


def _row(column: Column, text: str) -> str:
    """A row is named by its key, or by its title where somebody wrote that."""
    match = KEY.fullmatch(text)
    return match[1] if match else text


def _rows(column: Column, text: str) -> str:
    return "\n".join(_row(column, line) for line in text.split("\n") if line.strip())


UNDERSTOOD: dict[Sort, Callable[[Column, str], str]] = {
    Sort.DAY: lambda column, text: day_in(text),
    Sort.FIGURE: lambda column, text: figure_in(text),
    Sort.PROFILE: lambda column, text: profile_in(text),
    Sort.CHOICE: _choice,
    Sort.YES: _yes,
    Sort.ROW: _row,
    Sort.ROWS: _rows,
}


# --- Comparing --------------------------------------------------------------------------------------------------------


def _alike(text: str) -> str:
    return " ".join(text.casefold().split())


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _paragraphs(value: str) -> str:
    return "\n".join(line.rstrip() for line in value.split("\n")).strip()


def _several(value: str) -> str:
    return "\n".join(filter(None, map(_one_line, value.split("\n"))))


def _unordered(value: str) -> str:
    return "\n".join(sorted(set(_several(value).split("\n"))))


TIDIED: dict[Sort, Callable[[str], str]] = {
    Sort.LINE: _one_line,
    Sort.TEXT: _paragraphs,
    Sort.LINES: _several,
    Sort.NAMES: _unordered,
    Sort.ROWS: _unordered,
}
