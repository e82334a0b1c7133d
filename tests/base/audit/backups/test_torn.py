"""Why the database is never copied as a file: what such a copy lacks or tears is found before it is called a backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from unittest import mock

import pytest
from django.db import DatabaseError, connection, connections

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.audit.backups.databases import lent
from kpa_tracker.base.audit.backups.making import MOMENT, make_backup
from kpa_tracker.base.audit.backups.manifest import BackupFault
from tests.factories.people import AuthorityFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("may_open_any"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's database is no file."),
]
TABLES = ("audit_event", "audit_chainhead")


class Live:
    """A database in a file, and somebody who writes to it: what is written lies beside the file until it is put in."""

    def __init__(self, file: Path) -> None:
        self.file, self.authority = file, AuthorityFactory()
        self.tell(200)
        with closing(sqlite3.connect(file)) as made:
            made.execute("PRAGMA journal_mode=WAL")
            connection.connection.backup(made)
        self.writer = sqlite3.connect(file, isolation_level=None)
        self.writer.execute("PRAGMA wal_autocheckpoint=0")
        self.written = 200

    def tell(self, times: int) -> None:
        for number in range(times):
            changes = {"name": ["", "x" * 500]}
            record(f"told {number}", self.authority, by=None, authority_id=self.authority.pk, changes=changes)

    def write(self) -> None:
        """Write ten more events and acknowledge them."""
        self.tell(10)
        self.writer.execute("BEGIN")
        for table in TABLES:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table}")
                rows = cursor.fetchall()
            self.writer.execute(f"DELETE FROM {table}")
            self.writer.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        self.writer.execute("COMMIT")
        self.written += 10

    def put_in(self) -> None:
        self.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture
def live(transactional_db, tmp_path):
    made = Live(tmp_path / "live.sqlite3")
    yield made
    made.writer.close()


def what_is_wrong(live, target):
    """Return what is wrong with a backup of what somebody writes to; nothing where it has all that was acknowledged."""
    acknowledged = live.written
    try:
        with lent(live.file, like="default") as alias:
            heads = make_backup(target, using=alias).heads
    except (BackupFault, DatabaseError) as fault:
        return str(fault)
    held = sum(number for number, _ in heads.values())
    return f"{acknowledged - held} lost" if held < acknowledged else ""


def copied_as_a_file(meanwhile):
    """Return what copies the file, while something happens to it."""

    @contextmanager
    def copied(using, file):
        whole = Path(connections[using].settings_dict["NAME"])
        with whole.open("rb") as source, file.open("wb") as copy:
            copy.write(source.read(whole.stat().st_size // 2))
            meanwhile()
            copy.write(source.read())
        with lent(file, like=using) as alias:
            yield alias

    return copied


def test_a_backup_holds_what_was_acknowledged_though_it_is_not_in_the_file_yet(live, tmp_path):
    live.write()
    assert what_is_wrong(live, tmp_path / "backup.zip") == ""


def test_a_copy_of_the_file_lacks_what_lies_beside_it(live, tmp_path):
    live.write()
    with mock.patch.dict(MOMENT, {"sqlite": copied_as_a_file(meanwhile=int)}):
        assert what_is_wrong(live, tmp_path / "backup.zip") == "10 lost"


def test_a_copy_of_the_file_that_is_written_to_meanwhile_is_torn(live, tmp_path):
    def meanwhile():
        live.write()
        live.put_in()

    with mock.patch.dict(MOMENT, {"sqlite": copied_as_a_file(meanwhile)}):
        assert "lost" not in what_is_wrong(live, tmp_path / "backup.zip") != ""
    assert not (tmp_path / "backup.zip").exists()
