"""Is the database as this version of the site wants it?"""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

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
