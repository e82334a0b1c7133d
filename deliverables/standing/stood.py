"""Deliverables read from the past, as what a list selects from: it answers to the facets of today's list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from deliverables.models import Deliverable
from deliverables.models.selections import NOT_RATED
from kpa_tracker.base.toolkit.ratings import Stage, rating_of, stage_of

Test = Callable[[Any], bool]

GAPS: dict[str, Test] = {
    "without_owner": lambda one: one.lead is None,
    "without_deadline": lambda one: not one.deadline.is_set,
    "without_measurement": lambda one: not one.ways_to_know,
    "without_committee": lambda one: one.committee is None,
}
"""What a selection means that is no flag of the deliverable itself."""


class Stood:
    """Rows in the plans' order, with the names by which filters and tables ask a QuerySet. Nothing here queries."""

    model = Deliverable
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

    def those(self, test: Test) -> Stood:
        return Stood(one for one in self.rows if test(one))

    def filter(self, **asked: Any) -> Stood:
        """Select by records that a row points at: `filter(committee__exact=finance)`."""
        found = self
        for name, record in asked.items():
            found = found.those(_points_at(name.removesuffix("__exact"), record))
        return found

    def rated(self, code: str) -> Stood:
        return self.those(lambda one: one.rating == _code(code))

    def forecast(self, code: str) -> Stood:
        return self.those(lambda one: (one.latest.forecast if one.latest else "") == _code(code))

    def staged(self, code: str) -> Stood:
        return self.those(lambda one: stage_of(one.stage).value == code)

    def moving(self, key: str) -> Stood:
        return self.those(lambda one: one.moved == key)

    def selected(self, key: str) -> Stood:
        """Select by the key of one of the selections of today's list."""
        return self.those(lambda one: is_selected(one, key))

    def matching(self, words: str) -> Stood:
        """Select what held every word somewhere in its reference, title, description or owner."""
        wanted = [word.casefold() for word in words.split()]
        return self.those(lambda one: all(any(word in text for text in _texts(one)) for word in wanted))

    # --- In which order ---------------------------------------------------------------------------------------------

    def in_plan_order(self) -> Stood:
        return self

    def reverse(self) -> Stood:
        return Stood(reversed(self.rows))

    def order_by(self, *fields: str) -> Stood:
        """Order by the first of some fields, such as "-lead__title"."""
        path = fields[0].removeprefix("-").replace("__", ".")
        return self.in_order_of(attrgetter(path), descending=fields[0].startswith("-"))

    def in_order_of(self, value: Callable[[Any], Any], *, descending: bool) -> Stood:
        """Order by a value, a gap last whichever way round; what is equal stays in the plan's order."""
        valued = [(_or_none(value, one), one) for one in self.rows]
        known = sorted((pair for pair in valued if pair[0] is not None), key=lambda pair: pair[0], reverse=descending)
        return Stood([one for _, one in known] + [one for found, one in valued if found is None])


def is_selected(one: Any, key: str) -> bool:
    """Whether a row is what one of the selections means."""
    return GAPS[key](one) if key in GAPS else key in one.computed


def severity(one: Any) -> int:
    return rating_of(one.rating).rank


def progress(one: Any) -> int:
    return list(Stage).index(stage_of(one.stage))


def _or_none(value: Callable[[Any], Any], one: Any) -> Any:
    try:
        return value(one)
    except AttributeError:  # a gap on the way: nobody leads it
        return None


def _code(code: str) -> str:
    return "" if code == NOT_RATED else code


def _points_at(name: str, record: Any) -> Test:
    if name == "supporting":
        return lambda one: record.pk in {post.pk for post in one.supporters}
    return lambda one: getattr(one, f"{name}_id") == record.pk


def _texts(one: Any) -> list[str]:
    texts = (one.reference, one.title, one.description, str(one.lead or ""))
    return [text.casefold() for text in texts]
