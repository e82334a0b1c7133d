"""What the settings promise of the embedded database."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

pytestmark = pytest.mark.django_db


@pytest.fixture
def database(tmp_path, settings):
    """Return a connection to a new file, with the settings of the embedded database."""
    if connection.vendor != "sqlite":
        pytest.skip("The embedded database is SQLite.")
    chosen = {**settings.DATABASES["default"], "NAME": str(tmp_path / "plan.sqlite3")}
    opened = ConnectionHandler({"default": chosen})["default"]
    yield opened
    opened.close()


@pytest.mark.parametrize(("pragma", "answer"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_what_was_acknowledged_survives_a_power_cut_and_names_rows_that_exist(database, pragma, answer):
    with database.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (answer,)


def test_a_transaction_takes_its_turn_to_write_when_it_begins(database):
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    other = sqlite3.connect(database.settings_dict["NAME"], timeout=0)
    with pytest.raises(sqlite3.OperationalError, match="database is locked"):
        other.execute("BEGIN IMMEDIATE")
    database.rollback()
    other.execute("BEGIN IMMEDIATE")
    other.close()
