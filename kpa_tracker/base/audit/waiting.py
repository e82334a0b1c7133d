"""New rows that wait until many of their kind are written at once, and what was asked meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from graphlib import TopologicalSorter
from typing import Any

from django.db import models

Links = Mapping[str, Iterable[Any]]
"""{many-to-many field: records}"""


class Waiting:
    """Rows in the order in which they were made, kind by kind.

    `known` is what was asked of the database meanwhile and nobody else can change; it goes with the rows.
    """

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self.links: list[tuple[models.Model, Links]] = []
        self.known: dict[Hashable, Any] = {}

    def add(self, new: models.Model) -> None:
        self.rows[type(new)].append(new)

    def link(self, of: models.Model, links: Links) -> None:
        """Let the links of a new record wait; it may be written already."""
        if links:
            self.links.append((of, links))

    def write(self) -> None:
        """Write all that waits, a few statements for each kind. Gives the rows their keys, in their order."""
        for kind in in_order(self.rows):
            kind._base_manager.bulk_create(self.rows[kind])
        for between, rows in _between(self.links).items():
            between._base_manager.bulk_create(rows)
        self.rows.clear()
        self.links.clear()
        self.known.clear()


def in_order(kinds: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """Return kinds of records in an order in which what others point at comes before them."""
    among: set[Any] = set(kinds)
    above = {kind: {to.related_model for to in kind._meta.concrete_fields if to.is_relation} for kind in among}
    return list(TopologicalSorter({kind: (above[kind] & among) - {kind} for kind in among}).static_order())


def unwritten(new: models.Model) -> set[str]:
    """Return the names under which a record points at others that wait as it does."""
    held: Mapping[str, models.Model | None] = new._state.fields_cache
    return {name for name, to in held.items() if to is not None and to._state.adding}


def _between(links: Iterable[tuple[models.Model, Links]]) -> dict[type[models.Model], list[models.Model]]:
    """Return the rows that stand between records and those that they are linked to, by their kind."""
    found: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for of, by_name in links:
        for name, records in by_name.items():
            field: Any = of._meta.get_field(name)
            kind, one, other = field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
            found[kind] += [kind(**{one: of, other: record}) for record in dict.fromkeys(records)]
    return found
