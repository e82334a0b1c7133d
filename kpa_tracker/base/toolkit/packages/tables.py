"""Tables that leave as data, and all that a reader has to know of their columns, whatever they are about."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

Cell = str | int | Decimal | bool | datetime.date | None


class Type(Enum):
    """What a column holds: a word that both descriptions of it share."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


@dataclass(frozen=True)
class Field:
    """A column: its name in the file, the words that people have for it, what it holds, and what its codes mean."""

    name: str
    title: str
    type: Type = Type.STRING
    description: str = ""
    unit: str = ""
    needed: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """All that is told of the column, in sentences."""
        meanings = "; ".join(f"{code} is “{words}”" for code, words in self.codes.items())
        told = (self.description, f"Unit: {self.unit}." if self.unit else "", f"Codes: {meanings}." if meanings else "")
        return " ".join(filter(None, told))


@dataclass(frozen=True)
class Link:
    """A column whose values are those of a column of a table."""

    name: str
    table: str
    to: str


@dataclass(frozen=True)
class Table:
    """Rows under columns. `key` names the columns by which a row is known; no two rows have the same."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    key: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    description: str = ""

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @classmethod
    def of(cls, name: str, title: str, fields: Iterable[Field], rows: Iterable[Iterable[Cell]], **more: Any) -> Table:
        """Return a table of whatever rows; an empty text is nothing."""
        kept = tuple(tuple(None if cell == "" else cell for cell in row) for row in rows)
        return cls(name, title, tuple(fields), kept, **more)


@dataclass(frozen=True)
class Licence:
    """What a reader may do with the data."""

    name: str
    title: str
    address: str


OPEN_GOVERNMENT = Licence(
    "OGL-UK-3.0",
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)


@dataclass(frozen=True)
class Package:
    """Tables that belong together, whose they are, and what may be done with them. `licence` is None where they are not
    for others."""

    name: str
    title: str
    description: str
    publisher: str
    made_on: datetime.date
    tables: tuple[Table, ...]
    licence: Licence | None = None
    notes: tuple[str, ...] = ()
