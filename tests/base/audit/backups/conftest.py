"""A second database, empty but for what migrations bring, and an installation that other processes work in."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing, contextmanager
from pathlib import Path
from unittest import mock

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from kpa_tracker.base.audit.backups.databases import lent
from tests.architecture.test_repository import ROOT
from tests.migrated import replace


@pytest.fixture
def may_open_any(transactional_db, django_db_blocker):
    """Let a test open databases that settings do not name, from which Django keeps tests."""
    connecting = django_db_blocker._real_ensure_connection
    with mock.patch.object(BaseDatabaseWrapper, "ensure_connection", connecting):
        yield


@contextmanager
def another_database(file: Path, *, migrated: bool):
    """Yield the name of a database of its own, and its address."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file)) as made:
            made.execute("PRAGMA journal_mode=WAL")
            if migrated:
                connection.connection.backup(made)
        with lent(file, like="default") as alias:
            yield alias, f"sqlite:///{file}"
        return
    name, settings = f"elsewhere_{uuid.uuid4().hex[:12]}", dict(connection.settings_dict)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    if migrated:
        replace(name, like=str(settings["NAME"]))
    connections.databases[name] = {**settings, "NAME": name}
    try:
        yield name, os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?")
    finally:
        connections[name].close()
        del connections[name]
        del connections.databases[name]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def elsewhere(may_open_any, tmp_path):
    """The name of a database that holds nothing at all."""
    with another_database(tmp_path / "elsewhere.sqlite3", migrated=False) as (alias, _):
        yield alias


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


class Installation:
    """A database and a folder that processes of their own work in."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.environment = {**os.environ, "KPA_VAR_DIR": str(folder), "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start Python in it."""
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=self.environment, **pipes)

    def manage(self, *arguments: str) -> str:
        """Run a command in it to its end; return what it said."""
        process = self.start("manage.py", *arguments)
        said, complained = process.communicate(timeout=300)
        assert process.returncode == 0, complained
        return said


@pytest.fixture
def installations(may_open_any, tmp_path):
    """Two installations: one with what migrations bring, one whose database is empty."""
    found = []
    with (
        another_database(tmp_path / "one.sqlite3", migrated=True) as (_, first),
        another_database(tmp_path / "two.sqlite3", migrated=False) as (_, second),
    ):
        for name, url in (("one", first), ("two", second)):
            found.append(Installation(tmp_path / f"var-{name}", url))
        yield found
