"""Rows in memory that answer to the names by which filters and tables ask a QuerySet. Nothing here queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, TypeVar

Test = Callable[[Any], bool]
R = TypeVar("R", bound="Rows")


class Rows:
    """Records of one kind in their order. An app's own rows add the selections that its list knows."""

    model: Any
    query = SimpleNamespace(order_by=())
    """Where a table looks for an order that it did not ask for itself."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows = list(rows)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: Any) -> Any:
        return self.rows[place]

    def count(self) -> int:
        return len(self.rows)

    def those(self: R, test: Test) -> R:
        return type(self)(one for one in self.rows if test(one))

    def filter(self: R, **asked: Any) -> R:
        """Select by records that a row points at: `filter(committee__exact=finance)`."""
        found = self
        for name, record in asked.items():
            found = found.those(self.points_at(name.removesuffix("__exact"), record))
        return found

    def points_at(self, name: str, record: Any) -> Test:
        return lambda one: getattr(one, f"{name}_id") == record.pk

    def matching(self: R, words: str) -> R:
        """Select what held every word somewhere in its texts."""
        wanted = [word.casefold() for word in words.split()]
        return self.those(lambda one: _holds([str(text or "").casefold() for text in self.texts(one)], wanted))

    def texts(self, one: Any) -> Iterable[Any]:
        """Return what is searched for words."""
        return [one]

    # --- In which order ---------------------------------------------------------------------------------------------

    def reverse(self: R) -> R:
        return type(self)(reversed(self.rows))

    def order_by(self: R, *fields: str) -> R:
        """Order by some fields, such as "-lead__title", the first one first."""
        found = self
        for field in reversed(fields):
            path = field.removeprefix("-").replace("__", ".")
            found = found.in_order_of(attrgetter(path), descending=field.startswith("-"))
        return found

    def in_order_of(self: R, value: Callable[[Any], Any], *, descending: bool) -> R:
        """Order by a value, a gap last whichever way round; what is equal stays in the order that it had."""
        valued = [(_or_none(value, one), one) for one in self.rows]
        known = sorted((pair for pair in valued if pair[0] is not None), key=lambda pair: pair[0], reverse=descending)
        return type(self)([one for _, one in known] + [one for found, one in valued if found is None])


def _holds(texts: list[str], wanted: list[str]) -> bool:
    return all(any(word in text for text in texts) for word in wanted)


def _or_none(value: Callable[[Any], Any], one: Any) -> Any:
    try:
        return value(one)
    except AttributeError:  # a gap on the way: nobody leads it
        return None
