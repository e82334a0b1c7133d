"""The doctor finds what is planted, says what mends it, and finds nothing where nothing is wrong."""

from __future__ import annotations

import io
import json
import os
import smtplib
from contextlib import redirect_stdout
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.audit.models import ChainHead
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import examinations as looked
from kpa_tracker.base.toolkit import timers
from kpa_tracker.base.toolkit.doctor import Finding, examinations, found_by, looks_at
from kpa_tracker.base.toolkit.management.commands.doctor import ILL
from kpa_tracker.interfaces.notifications.models import Message
from tests.factories.notifications import MessageFactory
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db
autodiscover_modules("examinations")
GIGABYTE = looked.GIGABYTE


@pytest.fixture
def office(settings, tmp_path):
    """An installation in real use with nothing wrong, as far as settings and folders go."""
    settings.DEMONSTRATION_DATE = None
    settings.VAR_DIR = tmp_path
    settings.SECRET_KEY = "k" * 60
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["plan.example.police.uk"]
    settings.SITE_URL = "https://plan.example.police.uk"
    settings.BEHIND_TLS = True
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").write_text('{"paths": {"build/app.css": "build/app.1.css"}}')
    tmp_path.chmod(0o700)
    for command in timers.OFTEN:
        timers.note(["manage.py", command], tmp_path)
    return settings


def found(name):
    return list(found_by(examinations[name]))


def stale(office, command, *, days):
    then = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(office.VAR_DIR / timers.FOLDER / command, (then, then))


def changed_key(office):
    (office.VAR_DIR / "secret-key").write_text("k")
    (office.VAR_DIR / "secret-key").chmod(0o644)


def full(free):
    return lambda folder: SimpleNamespace(total=100 * GIGABYTE, free=free)


PLANTED = [
    ("secret key", lambda o, m: setattr(o, "SECRET_KEY", "short"), "short", True),
    ("secret key", lambda o, m: changed_key(o), "can read the secret key", True),
    ("addresses and TLS", lambda o, m: setattr(o, "DEBUG", True), "DEBUG is on", True),
    ("addresses and TLS", lambda o, m: setattr(o, "ALLOWED_HOSTS", ["*"]), "any name", True),
    ("addresses and TLS", lambda o, m: setattr(o, "ALLOWED_HOSTS", ["other.example"]), "does not answer", True),
    ("addresses and TLS", lambda o, m: setattr(o, "BEHIND_TLS", False), "without TLS", True),
    ("addresses and TLS", lambda o, m: setattr(o, "SITE_URL", "http://plan.example.police.uk"), "without TLS", True),
    ("where links lead", lambda o, m: setattr(o, "SITE_URL", "http://localhost:8000"), "this machine alone", False),
    (
        "mail",
        lambda o, m: setattr(o, "EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"),
        "nobody",
        False,
    ),
    ("room on the disk", lambda o, m: m.setattr(looked.shutil, "disk_usage", full(GIGABYTE / 2)), "0.5 GB", True),
    ("room on the disk", lambda o, m: m.setattr(looked.shutil, "disk_usage", full(5 * GIGABYTE)), "nine tenths", False),
    ("folders", lambda o, m: m.setattr(looked, "is_writable", lambda folder: False), "cannot be written", True),
    ("folders", lambda o, m: o.VAR_DIR.chmod(0o755), "look into", False),
    ("static files", lambda o, m: (o.STATIC_ROOT / "staticfiles.json").unlink(), "not built", True),
    ("timers", lambda o, m: (o.VAR_DIR / timers.FOLDER / "send_reminders").unlink(), "send_reminders has never", False),
    ("timers", lambda o, m: stale(o, "backup", days=2), "backup last ended well", True),
    ("proxy", lambda o, m: setattr(o, "TRUSTED_PROXIES", []), "No proxy is named", False),
    ("history", lambda o, m: ChainHead.objects.update(number=2), "last event of the chain", True),
    ("history", lambda o, m: ChainHead.objects.update(number=0), "goes on past its end", True),
]


@pytest.mark.parametrize(("name", "plant", "said", "grave"), PLANTED)
def test_what_is_planted_is_found_and_nothing_before(office, monkeypatch, authority, editor, name, plant, said, grave):
    office.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr(looked, "get_connection", lambda **kwargs: redirect_stdout(io.StringIO()))
    record("plan changed", authority, by=editor, authority_id=authority.pk)
    before = found(name)
    plant(office, monkeypatch)
    after = found(name)
    assert before == []
    assert {(said in finding.what, finding.grave) for finding in after} == {(True, grave)}
    assert all(finding.mend for finding in after)


def test_a_mail_server_that_refuses_is_found(office, monkeypatch):
    def refuse(**kwargs):
        raise smtplib.SMTPAuthenticationError(535, b"no")

    office.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr(looked, "get_connection", refuse)
    assert [finding.what for finding in found("mail")] == [
        "The mail server does not take our mail: SMTPAuthenticationError."
    ]


def test_migrations_that_wait_are_found(office, behind):
    assert [finding.what for finding in found("database")] == ["The database lacks migrations."]


def test_an_old_backup_and_one_that_others_read_are_found(office):
    folder = office.VAR_DIR / "backups"
    folder.mkdir()
    file = folder / "kpa-tracker-2026-01-01-000000.zip"
    file.touch(mode=0o600)
    fresh = found("backups")
    os.utime(file, (0, 0))
    file.chmod(0o644)
    assert fresh == []
    assert ["The newest backup" in one.what or "Others can read" in one.what for one in found("backups")] == [True] * 2


def test_an_event_of_a_time_to_come_is_found(office, authority, editor):
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        record("plan changed", authority, by=editor, authority_id=authority.pk)
    assert "has not come" in found("history and the clock")[0].what


def test_reminders_that_could_not_be_sent_are_found(office, editor):
    before = found("reminders")
    MessageFactory(person=editor, state=Message.State.FAILED, day=timezone.localdate())
    assert before == []
    assert "1 reminders" in found("reminders")[0].what


def test_an_examination_that_breaks_off_is_a_finding_and_hides_no_other():
    def breaks():
        yield Finding("first", "mend")
        raise OperationalError("gone")

    assert [one.what for one in found_by(breaks)] == ["first", "This could not be looked at: OperationalError."]


def test_administrators_and_their_second_factor_are_looked_at(office):
    office.SECOND_FACTOR = ["administrator"]
    nobody = found("administrators")
    one = person_with(Role.ADMINISTRATOR)
    alone = found("administrators")
    person_with(Role.ADMINISTRATOR)
    person_with(Role.OFFICER)
    unset = found("second factor")
    for person in (one, *Person.objects.exclude(pk=one.pk)):
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    assert [(len(findings), findings[0].grave) for findings in (nobody, alone, unset)] == [
        (1, True),
        (1, False),
        (1, False),
    ]
    assert unset[0].what.startswith("2 who")
    assert (found("administrators"), found("second factor")) == ([], [])
    office.SECOND_FACTOR = ["nobody"]
    assert found("second factor")[0].grave


@pytest.mark.parametrize("asked", ["text", "json"])
@pytest.mark.parametrize("grave", [True, False, None])
def test_the_command_says_all_and_ends_with_whether_something_cannot_wait(monkeypatch, asked, grave):
    monkeypatch.setattr("kpa_tracker.base.toolkit.doctor.examinations", {})
    looks_at("the planted")(lambda: iter([] if grave is None else [Finding("It is broken.", "Glue it.", grave)]))
    said, ended = io.StringIO(), 0
    try:
        call_command("doctor", json=asked == "json", stdout=said)
    except SystemExit as ends:
        ended = ends.code
    assert ended == (ILL if grave else 0)
    if asked == "json":
        told = json.loads(said.getvalue())
        assert (told["wrong"], told["to_consider"]) == (int(grave is True), int(grave is False))
        assert [one["name"] for one in told["looked_at"]] == ["the planted"]
    else:
        assert ("Glue it." in said.getvalue()) == (grave is not None)


def test_a_command_that_a_timer_runs_is_noted_when_it_did_its_work(tmp_path):
    for words in (["manage.py"], ["manage.py", "migrate"], ["manage.py", "send_reminders", "--dry-run"]):
        timers.note(words, tmp_path)
    timers.note(["manage.py", "clearsessions"], tmp_path)
    assert [timers.last(name, tmp_path) is not None for name in ("migrate", "send_reminders", "clearsessions")] == [
        False,
        False,
        True,
    ]


def test_an_archive_that_takes_nothing_is_found(office, monkeypatch):
    assert found("archive") == []
    if connection.vendor != "postgresql":
        return
    real = connection.cursor

    class Stuck:
        def __enter__(self):
            return self

        def __exit__(self, *why):
            return None

        def execute(self, query):
            with real() as cursor:
                cursor.execute(query.replace("FROM pg_stat_archiver", f"FROM {STUCK}"))
                self.row = cursor.fetchone()

        def fetchone(self):
            return self.row

    monkeypatch.setattr(connection, "cursor", Stuck)
    (one,) = found("archive")
    assert "last on 8 March at 12:00" in one.what


STUCK = (
    "(SELECT timestamptz '2026-03-08 12:00 UTC' AS last_failed_time, NULL::timestamptz AS last_archived_time) AS stuck"
)


def test_machines_that_do_not_share_what_they_have_to_are_found(office, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (office.VAR_DIR / "secret-key").write_text("k" * 60)
    assert found("several machines") == []
    monkeypatch.setattr(looked, "machines", lambda: 2)
    of_them = [one.what.partition(", ")[2] for one in found("several machines")]
    several = ["and this one has a secret key of its own: the others sign people out."]
    several += [f"and evidence is in {office.MEDIA_ROOT}."]
    assert of_them == (several if connection.vendor == "postgresql" else [])
    monkeypatch.setenv("SECRET_KEY", "k" * 60)
    assert len(found("several machines")) == (connection.vendor == "postgresql")


def test_the_clock_and_the_processes_are_held_against_the_database(office, monkeypatch):
    if connection.vendor != "postgresql":
        assert (found("clock"), found("processes")) == ([], [])
        return
    assert (found("clock"), found("processes")) == ([], [])
    monkeypatch.setenv("WEB_CONCURRENCY", "1000")
    with time_machine.travel("2020-01-01", tick=False):
        assert "seconds apart" in found("clock")[0].what
    assert "4000 of the database's" in found("processes")[0].what
