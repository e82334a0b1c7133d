"""Taken, looked at, put back: what was there is there, and what is not whole is never put anywhere."""

from __future__ import annotations

from unittest import mock
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from kpa_tracker.base.audit.actions import record, verify_history
from kpa_tracker.base.audit.backups.databases import heads_of, run_postgres, tables_of
from kpa_tracker.base.audit.backups.making import make_backup
from kpa_tracker.base.audit.backups.manifest import NAME, BackupFault, Manifest
from kpa_tracker.base.audit.backups.restoring import check_backup, restore_backup
from kpa_tracker.base.audit.models import ChainHead, Event
from kpa_tracker.base.people.models import Authority
from tests.factories.people import AuthorityFactory
from tests.journeys.every_page import BACKEND

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("may_open_any")]


@pytest.fixture
def authority(transactional_db):
    return AuthorityFactory(name="Kent")


def tell(authority, times=3):
    for number in range(times):
        record(f"told {number}", authority, by=None, authority_id=authority.pk, changes={"name": ["", "é\u2028"]})


@pytest.fixture
def taken(authority, tmp_path):
    """A backup of an authority with three events and a file."""
    tell(authority)
    (tmp_path / "media" / "2010").mkdir(parents=True)
    (tmp_path / "media" / "2010" / "letter.pdf").write_bytes(b"%PDF as it was")
    make_backup(tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def test_what_is_put_back_is_what_was_there(taken, authority, elsewhere, tmp_path):
    (tmp_path / "media" / "2010" / "letter.pdf").unlink()
    manifest, kept = restore_backup(taken, into=elsewhere)
    assert kept is None
    assert (tables_of(elsewhere), heads_of(elsewhere)) == (tables_of("default"), heads_of("default"))
    assert manifest.heads == {f"authority {authority.pk}": [3, Event.objects.order_by("-number").first().hash]}
    assert Authority.objects.using(elsewhere).get().name == "Kent"
    assert (tmp_path / "media" / "2010" / "letter.pdf").read_bytes() == b"%PDF as it was"


def test_nobody_is_signed_in_by_a_backup(authority, administrator, client, elsewhere, tmp_path):
    client.force_login(administrator, backend=BACKEND)
    key = client.session.session_key
    make_backup(tmp_path / "backup.zip")
    with ZipFile(tmp_path / "backup.zip") as archive:
        kept = b"".join(archive.read(name) for name in archive.namelist())
    restore_backup(tmp_path / "backup.zip", into=elsewhere)
    assert (Session.objects.exists(), Session.objects.using(elsewhere).exists()) == (True, False)
    assert key.encode() not in kept


def test_the_database_that_was_put_back_is_worked_in(taken, authority, elsewhere):
    restore_backup(taken, into=elsewhere)
    made = Authority(name="Surrey", short_name="S", slug="surrey")
    made.save(using=elsewhere)
    assert made.pk > authority.pk


def test_a_database_that_holds_something_is_left_alone(taken, authority):
    tell(authority, 1)
    with pytest.raises(BackupFault, match="--replace"):
        restore_backup(taken)
    assert Event.objects.count() == 4


def test_what_is_replaced_is_kept_and_can_be_put_back_itself(taken, authority):
    tell(authority, 2)
    _, kept = restore_backup(taken, replacing=True)
    assert (Event.objects.count(), list(verify_history())) == (3, [])
    restore_backup(kept, replacing=True)
    assert Event.objects.count() == 5


def test_a_table_that_came_after_the_backup_goes(taken, authority):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_later_version (id integer PRIMARY KEY)")
    restore_backup(taken, replacing=True)
    assert "of_a_later_version" not in connection.introspection.table_names()


def test_nothing_is_written_over_a_file(taken):
    before = taken.read_bytes()
    with pytest.raises(BackupFault, match="already"):
        make_backup(taken)
    assert taken.read_bytes() == before


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_beside_it(taken, tmp_path):
    assert taken.stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in tmp_path.iterdir() if file.name.startswith(".")) == []


def test_a_broken_history_is_not_backed_up_as_if_it_were_whole(authority, tmp_path):
    tell(authority)
    ChainHead.objects.update(number=7)
    with pytest.raises(BackupFault, match="does not hold together"):
        make_backup(tmp_path / "backup.zip")
    assert list(tmp_path.glob("*.zip")) == []


# --- What is not whole ------------------------------------------------------------------------------------------------


def with_other(file, name, content):
    """Write a backup anew with other content of one of its files."""
    with ZipFile(file) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    files[name] = content(files[name])
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for one, kept in files.items():
            if kept is not None:
                archive.writestr(one, kept)


def cut(file):
    file.write_bytes(file.read_bytes()[:-200])


def flip(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


SPOILT = {
    "cut off": cut,
    "one byte": flip,
    "no zip": lambda file: file.write_bytes(b"database"),
    "another file": lambda file: with_other(file, "media/2010/letter.pdf", lambda content: b"%PDF another"),
    "a file less": lambda file: with_other(file, "media/2010/letter.pdf", lambda content: None),
    "says nothing": lambda file: with_other(file, NAME, lambda content: None),
    "of another database": lambda file: with_other(
        file, NAME, lambda content: content.replace(connection.vendor.encode(), b"oracle")
    ),
    "a row other than it says": lambda file: with_other(file, NAME, one_row_more),
    "a file outside": lambda file: with_other(
        file, NAME, lambda content: content.replace(b"media/2010/letter.pdf", b"../../escaped.pdf")
    ),
}


def one_row_more(content):
    manifest = Manifest.from_json(content)
    manifest.tables["people_authority"][0] += 1
    return manifest.to_json()


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_backup_is_found_and_what_is_here_is_not_lost(how, taken, authority, tmp_path):
    tell(authority, 2)
    SPOILT[how](taken)
    with pytest.raises(BackupFault):
        restore_backup(taken, replacing=True)
    kept = list(tmp_path.glob("before-restoring-*.zip"))
    if kept:  # found only once it was put back
        restore_backup(kept[0], replacing=True)
    assert Event.objects.count() == 5
    assert not list(tmp_path.parent.glob("escaped.pdf"))


def test_a_whole_one_is_said_to_be_whole(taken):
    assert check_backup(taken).vendor == connection.vendor


# --- PostgreSQL's programs --------------------------------------------------------------------------------------------


def test_a_program_that_is_not_there_is_named():
    with mock.patch("shutil.which", return_value=None), pytest.raises(BackupFault, match="postgresql-client"):
        run_postgres("pg_dump", None)


def test_what_a_program_complains_of_is_said():
    with pytest.raises(BackupFault, match=r"pg_restore failed: .*no-such-file"):
        run_postgres("pg_restore", None, "--file=-", "no-such-file")
