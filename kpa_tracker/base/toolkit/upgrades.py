"""Is the database as this version of the site wants it? And what if it cannot be made so?"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

BEHIND = 3  # the exit code that bin/start knows: migrate first, then ask again


def migrations_wait() -> bool:
    """Return whether `manage.py migrate` has anything to do, or to say: on an empty or unreachable database it has."""
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return True
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def add_option(parser: ArgumentParser) -> None:
    """Let a command step back from a database that is behind: bin/start then needs no process to ask beforehand."""
    parser.add_argument(
        "--if-up-to-date",
        action="store_true",
        help=f"Do nothing, and exit with {BEHIND}, where migrations wait.",
    )


def step_back_if_behind(asked: bool) -> None:
    """Raises SystemExit: as `add_option` says."""
    if asked and migrations_wait():
        sys.exit(BEHIND)


Name = tuple[str, str]
"""(app, migration)"""
AS_IT_WAS = "The database is as it was, and the version before goes on with it."
BY_HALVES = "It could not be taken back. Put back the backup that was taken before."


def applied_in(database: Any) -> set[Name]:
    """Return what was applied to a database."""
    return set(MigrationRecorder(database).applied_migrations())


def take_back(database: Any, before: Iterable[Name], error: Exception) -> str:
    """Undo what an upgrade applied before it failed; return in words where it failed, why, and how the database is.

    Each migration is one transaction, so what failed has left nothing; those that went through before it would stay.
    """
    executor = MigrationExecutor(database)
    leaves = executor.loader.graph.leaf_nodes()
    waiting = [str(migration) for migration, _ in executor.migration_plan(leaves)]
    since = applied_in(database).difference(before)
    in_order = [
        one for one, _ in executor.migration_plan(leaves, clean_start=True) if (one.app_label, one.name) in since
    ]
    why = f"The upgrade failed at {' '.join(waiting[:1])}: {type(error).__name__}: {str(error).partition(chr(10))[0]}."
    try:
        executor.migrate(leaves, plan=[(migration, True) for migration in reversed(in_order)])
    except (DatabaseError, IrreversibleError):
        return f"{why} {BY_HALVES}"
    return f"{why} {AS_IT_WAS}"
