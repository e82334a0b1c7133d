"""What the answers on all kinds of record share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar

from msgspec import Meta, Struct

Rating = Literal["red", "amber_red", "amber", "amber_green", "green"]
Status = Literal["red", "amber", "green"]
Number = Annotated[int, Meta(description="The record's number. It never changes.")]
Page = Annotated[str, Meta(description="Where people read it: a path on this site.")]
Marking = Annotated[
    str, Meta(description="The protective marking that it is kept under: its own, or that of what it stands in.")
]

A = TypeVar("A", bound="Answer")


class Answer(Struct, forbid_unknown_fields=True):
    """One record, as the API gives it."""

    @classmethod
    def of(cls: type[A], one: Any) -> A:
        """Make the answer on a loaded record."""
        raise NotImplementedError


class Named(Answer):
    """Another record, by its number and its name."""

    id: Number
    name: str

    @classmethod
    def of(cls, one: Any) -> Named:
        return cls(id=one.pk, name=str(one))


class PartialDate(Answer):
    """A date as it was written: a day, a month, a quarter, a year, or in words such as “ongoing”."""

    text: Annotated[str, Meta(description="As it was written.")]
    precision: Annotated[
        Literal["day", "month", "quarter", "year", "recurring", "ongoing", "unknown", "none"],
        Meta(description="What the text names. “unknown” was not understood, “none” is not set."),
    ]
    due: Annotated[datetime.date | None, Meta(description="The last day of what it names.")]

    @classmethod
    def of(cls, one: Any) -> PartialDate:
        return cls(text=one.text, precision=one.precision.value, due=one.due)


def named(one: Any) -> Named | None:
    """Return another record by its name, where there is one."""
    return Named.of(one) if one else None


def current(records: Iterable[Any]) -> list[Named]:
    """Return by their names what is not archived of some records."""
    return [Named.of(one) for one in records if not one.is_archived]


def or_none(value: Any) -> Any:
    """Return a code; None where nothing was chosen."""
    return value or None


def number(value: Decimal | None) -> float | None:
    """Return a figure. Missing is missing, never zero; fifteen digits are kept to the last."""
    return None if value is None else float(value)


class Listed(Struct, Generic[A], forbid_unknown_fields=True):
    """One page of a list."""

    count: Annotated[int, Meta(description="How many records the whole list has.")]
    page: Annotated[int, Meta(description="Which page this is.", ge=1)]
    pages: Annotated[int, Meta(description="How many pages there are.", ge=1)]
    per_page: Annotated[int, Meta(description="How many records a page has.", ge=1)]
    as_of: Annotated[datetime.date | None, Meta(description="The day as of which it is read. Missing is today.")]
    next: Annotated[str | None, Meta(description="The address of the next page.")]
    previous: Annotated[str | None, Meta(description="The address of the page before.")]
    results: list[A]
