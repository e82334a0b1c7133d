"""Makes a large installation of a smaller one, within PostgreSQL, in a copy of the smaller one's database.

    DATABASE_URL=... python -m benchmarks.seeding.multiplied L

To enter ten million updates takes hours, to copy them minutes. The other authorities are copied until there are as many
as the size has; the one that is looked at stays alone. All numbers of a table's rows, and of the references to them,
move by one distance for each copy. Texts that have to be one of a kind count on. What an installation shares is not
copied.

The histories of the copies do not verify: their events bear the hashes of those that they were copied from.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import django
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, ForeignKey, UUIDField

from benchmarks.seeding.sizes import SIZES
from benchmarks.seeding.unindexed import unindexed

Model = Any
Told = Callable[[str], None]
AUTHORITY, PERSON, EVENT = "people.Authority", "people.Person", "audit.Event"
COUNTED_ON = {
    (AUTHORITY, "name"),
    (AUTHORITY, "short_name"),
    (AUTHORITY, "slug"),
    (PERSON, "email"),
    (PERSON, "name"),
    (EVENT, "stream"),
    (EVENT, "actor_name"),
    ("audit.ChainHead", "stream"),
}
"""Texts whose first number is that of an authority: "p7.3@authority.example", "authority 8"."""
LOOSE = {(EVENT, "authority_id"): AUTHORITY, (EVENT, "actor_id"): PERSON}
"""The history points at records without foreign keys."""
OF_PEOPLE = """
    id IN (SELECT person_id FROM people_appointment JOIN people_post ON people_post.id = post_id GROUP BY person_id
    HAVING min(authority_id) = max(authority_id) AND min(authority_id) BETWEEN {first} AND {last})
"""
"""Whoever holds posts of several authorities is the installation's."""
OF_STREAMS = "substring(stream FROM '^authority (.*)')::bigint BETWEEN {first} AND {last}"
SPECIAL = {AUTHORITY: "id BETWEEN {first} AND {last}", PERSON: OF_PEOPLE, "audit.ChainHead": OF_STREAMS}
SPECIAL |= {EVENT: "authority_id BETWEEN {first} AND {last}"}
"""How those rows of an authority are found that no required foreign key leads to it from."""


@dataclass(frozen=True)
class Numbered:
    """The numbers of a table's rows that are copied, and how far a copy lies from its origin."""

    lowest: int
    highest: int
    distance: int

    def moved(self, value: str, copy: int) -> str:
        """Return what a number is in a copy; one of a row that is not copied stays as it is."""
        is_copied, higher = f"{value} BETWEEN {self.lowest} AND {self.highest}", f"{value} + {copy * self.distance}"
        return f"CASE WHEN {is_copied} THEN {higher} ELSE {value} END"


class Copying:
    """The copying of authorities from one number to another, all at a time."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor
        self.first, self.last, _ = self._span(apps.get_model(AUTHORITY), "id > (SELECT min(id) FROM people_authority)")
        found = {model: self._numbered(model) for model in apps.get_models(include_auto_created=True) if rule_of(model)}
        self.numbered = {model: numbered for model, numbered in found.items() if numbered}

    @property
    def sources(self) -> int:
        return self.last - self.first + 1

    def tables(self) -> list[str]:
        return [model._meta.db_table for model in self.numbered]

    def copy(self, copy: int, authorities: int) -> None:
        """Copy the first so many of the authorities, with all that is theirs."""
        for model in self.numbered:
            columns = {quoted(field.column): self._value(model, field, copy) for field in model._meta.concrete_fields}
            self.cursor.execute(
                f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(columns)}) "  # noqa: S608 - the models' own names
                f"SELECT {', '.join(columns.values())} FROM {quoted(model._meta.db_table)} "
                f"WHERE {self._where(model, self.first + authorities - 1)}"
            )

    def _numbered(self, model: Model) -> Numbered | None:
        if model._meta.pk.get_internal_type() == "CharField":
            return Numbered(0, 0, 0)
        lowest, highest, last = self._span(model, self._where(model, self.last))
        return Numbered(lowest, highest, last - lowest + 1) if lowest else None

    def _span(self, model: Model, where: str) -> tuple[int, int, int]:
        """Return the lowest and the highest number of some rows, and the highest of all."""
        key, table = quoted(model._meta.pk.column), quoted(model._meta.db_table)
        self.cursor.execute(
            f"SELECT min({key}), max({key}), (SELECT max({key}) FROM {table}) FROM {table} WHERE {where}"  # noqa: S608
        )
        return self.cursor.fetchone()  # type: ignore[no-any-return]

    def _where(self, model: Model, last: int) -> str:
        return rule_of(model).format(first=self.first, last=last)

    def _value(self, model: Model, field: Field[Any, Any], copy: int) -> str:
        """Return what a column holds in a copy."""
        column, named = quoted(field.column), (model._meta.label, field.name)
        if named in COUNTED_ON:
            return counted_on(column, copy * self.numbered[apps.get_model(AUTHORITY)].distance)
        if named == (EVENT, "subject_id"):
            return self._subject(column, copy)
        if isinstance(field, UUIDField):
            return "gen_random_uuid()"
        target = pointed_at(model, field)
        return self.numbered[target].moved(column, copy) if target in self.numbered else column

    def _subject(self, column: str, copy: int) -> str:
        """Return what an event is about in a copy: which table that is in, it says itself."""
        cases = (
            f"WHEN '{model._meta.label_lower}' THEN {numbered.moved(column, copy)}"
            for model, numbered in self.numbered.items()
        )
        return f"CASE subject_type {' '.join(cases)} ELSE {column} END"


@cache
def rule_of(model: Model) -> str:
    """Return how a model's rows of some authorities are found; nothing where it belongs to none.

    A table belongs to whom its first required foreign key leads to. What belongs to people alone, as their sessions, is
    left out.
    """
    if model._meta.label in SPECIAL:
        return SPECIAL[model._meta.label]
    for field in model._meta.concrete_fields:
        owner = field.related_model if isinstance(field, ForeignKey) and not field.null else None
        if owner and owner is not model and owner._meta.label != PERSON and (rule := rule_of(owner)):
            table, key = quoted(owner._meta.db_table), quoted(field.target_field.column)
            return f"{quoted(field.column)} IN (SELECT {key} FROM {table} WHERE {rule})"  # noqa: S608 - our names
    return ""


def pointed_at(model: Model, field: Field[Any, Any]) -> Model | None:
    """Return the model of whose rows a column holds numbers."""
    if field.primary_key and not field.is_relation:
        return model if field.get_internal_type() != "CharField" else None
    loose = LOOSE.get((model._meta.label, field.name))
    return apps.get_model(loose) if loose else field.related_model


def counted_on(column: str, by: int) -> str:
    """Return a text whose first number is so much higher, with its leading noughts."""
    number = rf"substring({column} FROM '\d+')"
    higher = f"({number}::bigint + {by})::text"
    padded = f"lpad({higher}, greatest(length({number}), length({higher})), '0')"
    return rf"CASE WHEN {column} ~ '\d' THEN regexp_replace({column}, '\d+', {padded}) ELSE {column} END"


def quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")


def rounds(wanted: int, sources: int) -> Iterator[tuple[int, int]]:
    """Yield the number of each copy with how many authorities it has: all, but for the last, which has what is left."""
    left, copy = wanted - sources, 0
    while left > 0:
        copy += 1
        yield copy, min(left, sources)
        left -= sources


def multiply(others: int, told: Told) -> None:
    """Copy the other authorities of an installation until there are so many of them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off; SET LOCAL maintenance_work_mem = '1GB'")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        copying = Copying(cursor)
        with unindexed(copying.tables()):
            for copy, authorities in rounds(others, copying.sources):
                copying.copy(copy, authorities)
                told(f"copy {copy}, of {authorities} authorities")
        told("indexed again, and every reference holds")
        for statement in connection.ops.sequence_reset_sql(no_style(), list(copying.numbered)):
            cursor.execute(statement)


def main() -> int:
    django.setup()
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("size", choices=SIZES)
    chosen, began = asked.parse_args().size, time.monotonic()

    def told(line: str) -> None:
        sys.stdout.write(f"{time.monotonic() - began:6.0f} s  {line}\n")
        sys.stdout.flush()

    multiply(SIZES[chosen].others, told)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    told("counted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
