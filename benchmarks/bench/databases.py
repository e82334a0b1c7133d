"""Seeded databases, kept under var/ for the next run; each run works on a copy, so that what it writes stays out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from benchmarks.bench.serving import ROOT
from benchmarks.seeding.sizes import VERSION

KEPT = Path(os.environ.get("KPA_VAR_DIR", ROOT / "var")) / "bench"
SITE = KEPT / "site"
"""What stands for var/ of an installation while it is measured."""
WORKED_ON = "bench_run"
MULTIPLIED = {"L": "M"}
"""Sizes that are made within PostgreSQL of a smaller one: to enter them as the others are takes hours."""
FILE_COPY = 150_000
"""The version of PostgreSQL since which it has to be told to copy files, and not to write each page to its log."""
SERVER = "KPA_BENCH_POSTGRES"
"""The folder of the PostgreSQL's socket, as bin/bench names it."""


def environment(url: str) -> dict[str, str]:
    """Return what a process is told that works on a database."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "KPA_VAR_DIR": str(SITE),
        "PYTHONPATH": str(ROOT),
    }


def run(module: str, *arguments: str, url: str) -> None:
    """Run a module on a database, in a process of its own."""
    command = [sys.executable, "-m", module, *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(url), check=True)  # noqa: S603 - our own module


@contextmanager
def database(size: str, vendor: str) -> Iterator[str]:
    """Yield the address of a database of a size, seeded now or earlier; what is written to it is dropped afterwards."""
    SITE.mkdir(parents=True, exist_ok=True)
    if vendor == "sqlite" and size in MULTIPLIED:
        raise SystemExit(f"{size} is for PostgreSQL only: bin/bench {size} --database postgres.")
    with (_on_sqlite if vendor == "sqlite" else _on_postgres)(size) as url:
        run("django", "migrate", "--verbosity=0", url=url)
        yield url


@contextmanager
def _on_sqlite(size: str) -> Iterator[str]:
    kept, copy = KEPT / f"{size}-{VERSION}.sqlite3", KEPT / f"{WORKED_ON}.sqlite3"
    if not kept.exists():
        unfinished = kept.with_suffix(".unfinished")
        _remove(unfinished)
        run("benchmarks.seeding", size, url=f"sqlite:///{unfinished}")
        unfinished.rename(kept)
    _remove(copy)
    shutil.copyfile(kept, copy)
    try:
        yield f"sqlite:///{copy}"
    finally:
        _remove(copy)


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)


@contextmanager
def _on_postgres(size: str) -> Iterator[str]:
    folder = os.environ.get(SERVER)
    if not folder:
        raise SystemExit("bin/bench starts the PostgreSQL that is measured on: bin/bench --database postgres.")
    with closing(psycopg2.connect(host=folder, user="kpa", dbname="postgres")) as server:
        server.autocommit = True
        _keep(server, folder, size)
        _drop(server, WORKED_ON)
        _copy(server, _kept(size), WORKED_ON)
        try:
            yield _url(folder, WORKED_ON)
        finally:
            _drop(server, WORKED_ON)


def _kept(size: str) -> str:
    return f"bench_{size.lower()}_{VERSION}"


def _keep(server: Any, folder: str, size: str) -> None:
    """Seed a database of a size, unless there is one; another one first, where it is multiplied."""
    kept, smaller = _kept(size), MULTIPLIED.get(size)
    if _told(server, "SELECT 1 FROM pg_database WHERE datname = %s", kept):
        return
    if smaller:
        _keep(server, folder, smaller)
    unfinished = f"{kept}_unfinished"
    _drop(server, unfinished)
    if smaller:
        _copy(server, _kept(smaller), unfinished)
        run("django", "migrate", "--verbosity=0", url=_url(folder, unfinished))
        run("benchmarks.seeding.multiplied", size, url=_url(folder, unfinished))
    else:
        _do(server, f"CREATE DATABASE {unfinished}")
        run("benchmarks.seeding", size, url=_url(folder, unfinished))
    _do(server, f"ALTER DATABASE {unfinished} RENAME TO {kept}")


def _copy(server: Any, kept: str, copy: str) -> None:
    strategy = " STRATEGY FILE_COPY" if server.server_version >= FILE_COPY else ""
    _do(server, f"CREATE DATABASE {copy} TEMPLATE {kept}{strategy}")


def _url(folder: str, name: str) -> str:
    return f"postgres://kpa@/{name}?host={folder}"


def _drop(server: Any, name: str) -> None:
    _do(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _do(server: Any, statement: str) -> None:
    with server.cursor() as cursor:
        cursor.execute(statement)


def _told(server: Any, question: str, *values: Any) -> Any:
    with server.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchone()
