"""Tables without their indexes and constraints for as long as very many rows are written to them. PostgreSQL only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

REFERENCES = """
    SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND (conrelid = ANY(%s::regclass[]) OR confrelid = ANY(%s::regclass[])) ORDER BY oid
"""
INDEXES = """
    SELECT found.indrelid::regclass, class.relname, pg_get_indexdef(class.oid), pg_get_constraintdef(held.oid)
    FROM pg_index found JOIN pg_class class ON class.oid = found.indexrelid
    LEFT JOIN pg_constraint held ON held.conindid = class.oid AND held.contype IN ('p', 'u', 'x')
    WHERE found.indrelid = ANY(%s::regclass[]) ORDER BY class.oid
"""
"""In the order in which they were made: of two that serve as well, PostgreSQL takes the earlier."""


@dataclass(frozen=True)
class Defined:
    """Something that a table has, with the statements that take it away and bring it back."""

    table: str
    removed: str
    made: str


@contextmanager
def unindexed(tables: list[str]) -> Iterator[list[Defined]]:
    """Take the indexes of some tables away and the references from and to them; bring back exactly these afterwards.

    Yields what was taken away. Bringing back a reference or a unique index reads every row: it fails where one does not
    hold. Belongs in a transaction, so that a failure leaves nothing without its constraints.
    """
    connection.check_constraints()  # a check that still waits for the end of the transaction forbids ALTER TABLE
    with connection.cursor() as cursor:
        references, indexes = _references(cursor, tables), _indexes(cursor, tables)
        for one in (*references, *indexes):
            cursor.execute(one.removed)
        yield [*indexes, *references]
        for one in (*indexes, *references):
            cursor.execute(one.made)


def _references(cursor: Any, tables: list[str]) -> list[Defined]:
    cursor.execute(REFERENCES, [tables, tables])
    return [_constraint(*row) for row in cursor.fetchall()]


def _indexes(cursor: Any, tables: list[str]) -> list[Defined]:
    cursor.execute(INDEXES, [tables])
    return [
        _constraint(table, name, constraint) if constraint else Defined(table, f'DROP INDEX "{name}"', index)
        for table, name, index, constraint in cursor.fetchall()
    ]


def _constraint(table: str, name: str, definition: str) -> Defined:
    altered = f"ALTER TABLE {table}"
    return Defined(table, f'{altered} DROP CONSTRAINT "{name}"', f'{altered} ADD CONSTRAINT "{name}" {definition}')
