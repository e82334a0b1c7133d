"""The demonstration, loaded by its own command once for each database, and put back wherever a test asks for it.

A loading plays a year, every step through its action, and takes a quarter of a minute; its rows and files are put back
within half a second.
"""

from __future__ import annotations

import io
import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import override_settings

from tests.parallel import folder_of_the_run, one_process_at_a_time

Rows = tuple[list[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Kept:
    """What one loading wrote: the rows of each table, with their columns' names, and the files under var/."""

    rows: dict[str, Rows]
    folder: Path

    def place(self, folder: Path) -> None:
        """Put the rows into the database, which holds no authority yet, and the files into a folder."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, rows) in self.rows.items():
                places = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)
            for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
                cursor.execute(sql)


def rows_of(table: str) -> Rows:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {quote(table)}")
        rows = [tuple(map(kept_value, row)) for row in cursor.fetchall()]
        return [quote(column[0]) for column in cursor.description], rows


def kept_value(value: Any) -> Any:
    """Return a value that can be kept: PostgreSQL lends the bytes of a file rather than giving them."""
    return bytes(value) if isinstance(value, memoryview) else value


def all_rows() -> dict[str, Rows]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return {connection.ops.quote_name(name): rows_of(name) for name in names}


def load_into(folder: Path) -> Kept:
    """Load the demonstration, keep what the loading wrote, and take it out of the database again."""
    before = all_rows()
    kept = override_settings(VAR_DIR=folder, MEDIA_ROOT=folder / "media")
    with kept, transaction.atomic():
        call_command("load_demo", stdout=io.StringIO())
        written = {table: rows for table, rows in all_rows().items() if rows != before[table]}
        transaction.set_rollback(True)
    assert not [table for table in written if before[table][1]]
    return Kept(written, folder)


@pytest.fixture(scope="session")
def kept_demonstration(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration as the first process that asks for it has loaded it; the others of the run wait for that."""
    shared = folder_of_the_run(tmp_path_factory)
    file = shared / "demonstration.pickle"
    with one_process_at_a_time(shared / "demonstration.lock"):
        if not file.exists():
            (shared / "demonstration").mkdir(exist_ok=True)
            with django_db_blocker.unblock():
                file.write_bytes(pickle.dumps(load_into(shared / "demonstration")))
    return pickle.loads(file.read_bytes())
