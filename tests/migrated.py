"""The migrated database: made by the first process of a run that needs one, and copied by the others.

To migrate takes ten seconds of a processor, to copy what came of it less than one.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest
from django.core.management.commands.migrate import Command
from django.db import connection

from tests.parallel import folder_of_the_run, one_process_at_a_time

KEPT = "test_kept_migrated"


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """Let the databases of the tests be made with one process's migrations."""
    if fixturedef.argname != "django_db_setup":
        return (yield)
    folder = folder_of_the_run(request.getfixturevalue("tmp_path_factory"))
    with mock.patch.object(Command, "handle", once_for_all(Command.handle, folder)):
        return (yield)


def once_for_all(migrate, folder: Path):
    def handle(command, *args, **options):
        with one_process_at_a_time(folder / "migrated.lock"):
            if (folder / "migrated").exists():
                copy(folder)
                return
            migrate(command, *args, **options)
            keep(folder)

    return handle


def keep(folder: Path) -> None:
    """Keep what the database holds: a file of the run on SQLite, a database beside it on PostgreSQL."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "migrated.sqlite3")) as kept:
            connection.connection.backup(kept)
    else:
        replace(KEPT, like=str(connection.settings_dict["NAME"]))
    (folder / "migrated").touch()


def copy(folder: Path) -> None:
    """Put what was kept into the database."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / "migrated.sqlite3")) as kept:
            kept.backup(connection.connection)
    else:
        replace(str(connection.settings_dict["NAME"]), like=KEPT)


def replace(name: str, *, like: str) -> None:
    """Make a database anew as the copy of another. Nobody may be connected to that meanwhile: what an earlier test left
    open, as a browser's loop does, is ended."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [like])
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
