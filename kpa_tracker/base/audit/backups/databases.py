"""The two databases as a backup sees them: copied as they stand at one moment, put back whole or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from kpa_tracker.base.audit.backups.manifest import BackupFault, digest_of
from kpa_tracker.base.audit.models import ChainHead

FILE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
SIGNED_IN = "django_session"
"""The table of who is signed in, which a backup has without its rows: they would let somebody in."""
LEADING_THERE = (
    *("host", "port", "dbname", "user", "service", "passfile", "options"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey"),
)
"""What PostgreSQL's programs are told of a connection; Django's own words among its parameters mean nothing to them."""
PATIENCE = 3600
"""Seconds that a program of PostgreSQL may take."""


def tables_of(using: str) -> dict[str, list[Any]]:
    """Return each table with its number of rows and the digest of what stands in them. Memory stays flat."""
    connection = connections[using]
    names = sorted(set(connection.introspection.table_names()) - {SIGNED_IN})
    return {name: digest_of(rows_of(name, using)) for name in names}


def rows_of(table: str, using: str) -> Iterator[Any]:
    """Yield a table's rows in the order of their keys."""
    connection = connections[using]
    with connection.cursor() as cursor:
        key = connection.introspection.get_primary_key_column(cursor, table)
    quote, by = connection.ops.quote_name, key or "id"
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(f"SELECT * FROM {quote(table)} ORDER BY {quote(by)}")  # noqa: S608  # nosec B608 (the database's own names)
        while rows := cursor.fetchmany(1000):
            yield from rows


def heads_of(using: str) -> dict[str, list[Any]]:
    """Return how far each chain of the history has come."""
    return {head.stream: [head.number, head.hash] for head in ChainHead.objects.using(using).order_by("stream")}


def is_empty(using: str) -> bool:
    """Whether a database holds nothing that could be lost: no table, or nothing in the history."""
    connection = connections[using]
    table = ChainHead._meta.db_table
    return table not in connection.introspection.table_names() or not ChainHead.objects.using(using).exists()


# --- SQLite -----------------------------------------------------------------------------------------------------------


@contextmanager
def sqlite_moment(using: str, file: Path) -> Iterator[str]:
    """Copy a database with SQLite's own online backup, and lend the copy: what is read of it is of one moment."""
    connection = connections[using]
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without one beside it
        copy.execute("PRAGMA secure_delete=ON")
        with copy:
            copy.execute(f"DELETE FROM {SIGNED_IN}")  # noqa: S608  # nosec B608 (our own name)
    with lent(file, like=using) as alias:
        yield alias


@contextmanager
def lent(file: Path, *, like: str) -> Iterator[str]:
    """Open an SQLite file beside the site's own databases, under a name of its own."""
    alias = f"backup {file}"
    options = {**connections[like].settings_dict.get("OPTIONS", {}), "init_command": ""}
    connections.databases[alias] = {**connections[like].settings_dict, "NAME": str(file), "OPTIONS": options}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


def put_back_sqlite(file: Path, using: str) -> None:
    """Let a database hold what a file holds, in one step: whoever reads meanwhile reads the old one or the new one."""
    connection = connections[using]
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as kept:
        if (found := kept.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise BackupFault(f"The database in the backup is damaged: {found}")
        kept.backup(connection.connection)


# --- PostgreSQL -------------------------------------------------------------------------------------------------------


@contextmanager
def postgres_moment(using: str, file: Path) -> Iterator[str]:
    """Dump a database with pg_dump as it stands at one moment, and stay in that moment for what is read of it."""
    connection = connections[using]
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        options = ("--format=custom", "--no-owner", f"--exclude-table-data={SIGNED_IN}", f"--snapshot={snapshot}")
        run_postgres("pg_dump", using, *options, f"--file={file}")
        yield using


EMPTIED = """DO $$ DECLARE one record; BEGIN
FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', one.tablename); END LOOP; END $$"""


def put_back_postgres(file: Path, using: str) -> None:
    """Let a database hold what a dump holds and nothing else, in one transaction."""
    script = file.with_suffix(".sql")
    run_postgres("pg_restore", None, "--no-owner", "--no-privileges", f"--file={script}", str(file))
    options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    run_postgres("psql", using, *options, f"--command={EMPTIED}", f"--file={script}")


def run_postgres(program: str, using: str | None, *options: str) -> None:
    """Run a program of PostgreSQL's, on a database where one is named; its password goes by the environment.

    Raises BackupFault where it is not there, fails, or takes longer than an hour.
    """
    if shutil.which(program) is None:
        raise BackupFault(f"{program} is needed: install postgresql-client, of the server's version or later.")
    where, secrets = _database_of(using) if using else ([], {})
    try:
        done = subprocess.run(  # noqa: S603 (our own words; nobody's input)
            [program, *where, *options],
            env={**os.environ, **secrets},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BackupFault(f"{program} took longer than an hour.") from error
    if done.returncode:
        raise BackupFault(f"{program} failed: {done.stderr.strip()[-500:]}")


def _database_of(using: str) -> tuple[list[str], dict[str, str]]:
    """Return what leads PostgreSQL's programs to a database, as settings say it, and its password for their
    environment."""
    said = connections[using].get_connection_params()
    where = " ".join(f"{name}='{quoted(str(said[name]))}'" for name in LEADING_THERE if said.get(name))
    return [f"--dbname={where}"], {"PGPASSWORD": said["password"]} if said.get("password") else {}


def quoted(value: str) -> str:
    """Return a value as libpq reads it between quotes."""
    return value.replace("\\", "\\\\").replace("'", "\\'")


MOMENT = {"sqlite": sqlite_moment, "postgresql": postgres_moment}
PUT_BACK = {"sqlite": put_back_sqlite, "postgresql": put_back_postgres}
