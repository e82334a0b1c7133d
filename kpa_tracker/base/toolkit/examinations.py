"""What can be wrong with the machine, its settings and what it leans on."""

from __future__ import annotations

import datetime
import os
import shutil
import smtplib
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.mail import get_connection
from django.db import DatabaseError, connection, connections
from django.utils import timezone
from django.utils.crypto import get_random_string

from kpa_tracker.base.toolkit import timers, upgrades
from kpa_tracker.base.toolkit.doctor import Finding, looks_at
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.base.toolkit.pdf.bounded import render_pdf
from kpa_tracker.base.toolkit.replicas import LAG, REPLICA

GIGABYTE = 1024**3
SET = "Set {} in the service's environment (docs/operations.md), then restart it."
TRIAL = "<!doctype html><html lang='en'><head><title>A trial</title></head><body><h1>A trial</h1></body></html>"


def is_for_real() -> bool:
    return settings.DEMONSTRATION_DATE is None


@looks_at("database")
def database() -> Iterator[Finding]:
    """It answers and is up to date."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        yield Finding(
            "The database does not answer.",
            "See that it runs and that DATABASE_URL leads to it; PostgreSQL says why not in its own log.",
        )
        return
    if upgrades.migrations_wait():
        yield Finding("The database lacks migrations.", "Run: bin/manage migrate. Back up first.")


@looks_at("read replica")
def replica() -> Iterator[Finding]:
    """It answers, is one, and is not far behind."""
    if REPLICA not in settings.DATABASES or connections[REPLICA].vendor != "postgresql":
        return
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(
                "SELECT pg_is_in_recovery(), extract(epoch FROM now() - pg_last_xact_replay_timestamp()),"
                " pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()"
            )
            follows, behind, has_all = cursor.fetchone()
    except DatabaseError:
        yield Finding("The read replica does not answer.", "Mend it, or take REPLICA_URL out of the environment.")
        return
    if not follows:
        yield Finding("REPLICA_URL leads to a database that follows no other.", SET.format("REPLICA_URL"))
    elif not has_all and (behind or 0) > LAG:
        yield Finding(f"The read replica is {behind:.0f} seconds behind.", "Look at its log and its network.")


@looks_at("secret key")
def secret_key() -> Iterator[Finding]:
    """It is long, and nobody else reads it."""
    if len(settings.SECRET_KEY) < 50 or settings.SECRET_KEY.startswith("django-insecure"):
        yield Finding("The secret key is short or an example's.", SET.format("SECRET_KEY to 50 random letters"))
    file = settings.VAR_DIR / "secret-key"
    if file.exists() and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding("Others on this machine can read the secret key.", f"Run: chmod 600 {file}")


@looks_at("addresses and TLS")
def addresses() -> Iterator[Finding]:
    """The site answers to its own names alone, over TLS, and shows no errors in full."""
    if settings.DEBUG:
        yield Finding("DEBUG is on: errors show secrets to whoever meets them.", SET.format("DEBUG=false"))
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("The site answers to any name.", SET.format("ALLOWED_HOSTS to its own names"))
    site = urlsplit(settings.SITE_URL)
    if not is_for_real() or site.hostname in {"localhost", "127.0.0.1"}:
        return
    if not {site.hostname, f".{(site.hostname or '').partition('.')[2]}", "*"} & set(settings.ALLOWED_HOSTS):
        yield Finding(f"Links lead to {site.hostname}, to which the site does not answer.", SET.format("ALLOWED_HOSTS"))
    if site.scheme != "https" or not settings.BEHIND_TLS:
        yield Finding("People reach the site without TLS.", SET.format("BEHIND_TLS=true and SITE_URL=https://..."))


@looks_at("where links lead")
def links() -> Iterator[Finding]:
    """Links that leave the site come back to it."""
    if is_for_real() and urlsplit(settings.SITE_URL).hostname in {"localhost", "127.0.0.1"}:
        yield Finding("Links in mail and calendars lead to this machine alone.", SET.format("SITE_URL"), grave=False)


@looks_at("mail")
def mail() -> Iterator[Finding]:
    """A mail server is named and takes our mail."""
    if "smtp" not in settings.EMAIL_BACKEND:
        if is_for_real():
            yield Finding("Mail goes to the log and to nobody.", SET.format("EMAIL_URL"), grave=False)
        return
    try:
        with get_connection(fail_silently=False):
            pass
    except (OSError, smtplib.SMTPException) as error:
        yield Finding(
            f"The mail server does not take our mail: {type(error).__name__}.",
            "See that EMAIL_URL is right and that the server lets this machine in. What waits is sent when it does.",
        )


@looks_at("room on the disk")
def disk() -> Iterator[Finding]:
    """There is room for a backup and a day's work."""
    room = shutil.disk_usage(settings.VAR_DIR)
    if room.free < GIGABYTE:
        yield Finding(
            f"{room.free / GIGABYTE:.1f} GB are free under {settings.VAR_DIR}.", "Make room, or a larger disk."
        )
    elif room.free < room.total / 10:
        yield Finding(f"The disk is nine tenths full: {room.free / GIGABYTE:.0f} GB left.", "Make room.", grave=False)


@looks_at("folders")
def folders() -> Iterator[Finding]:
    """What is ours can be written, and not read by others."""
    for folder in (settings.VAR_DIR, Path(settings.MEDIA_ROOT), Path(settings.IMPORTS_ROOT)):
        if folder.exists() and not is_writable(folder):
            yield Finding(f"{folder} cannot be written.", f"Give it to the service's user: chown -R USER {folder}")
    if settings.VAR_DIR.stat().st_mode & stat.S_IRWXO:
        what = f"Everybody with an account on this machine can look into {settings.VAR_DIR}."
        yield Finding(what, f"Run: chmod o= {settings.VAR_DIR}", grave=False)


def is_writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@looks_at("store of files")
def store() -> Iterator[Finding]:
    """Evidence can be put there and read, and by nobody without us."""
    if isinstance(default_storage, FileSystemStorage):
        return
    try:
        name = default_storage.save(f"doctor/{get_random_string(20)}", ContentFile(b"a trial"))
        try:
            with default_storage.open(name) as file:
                came_back = file.read() == b"a trial"
            is_open = is_open_to_all(default_storage.url(name).partition("?")[0])
        finally:
            default_storage.delete(name)
    except Exception as error:  # boto's exceptions are made while it runs
        yield Finding(
            f"The store of files does not work: {type(error).__name__}.", SET.format("STORAGE_BUCKET and keys")
        )
        return
    if not came_back:
        yield Finding("The store of files gives back something else than it was given.", "Look at the bucket's rules.")
    if not is_versioned():
        yield Finding(
            "The bucket of evidence keeps no earlier versions, and backups do not hold its files.",
            "Turn the bucket's versioning on.",
        )
    if is_open:
        yield Finding("Everybody can read the bucket of evidence.", "Block public access to it at once.")


def is_versioned() -> bool:
    """Whether the bucket keeps what is deleted or written over."""
    bucket: Any = getattr(default_storage, "bucket", None)
    return bucket is None or bucket.Versioning().status == "Enabled"


def is_open_to_all(address: str) -> bool:
    """Whether an address answers whoever asks."""
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310  # nosec B310 - the store's own address
            return answer.status == 200
    except OSError:
        return False


@looks_at("cache")
def shared_cache() -> Iterator[Finding]:
    """It keeps what it is given, for all processes."""
    name = f"doctor-{get_random_string(20)}"
    try:
        cache.set(name, "kept", 10)
        kept = cache.get(name) == "kept"
        cache.delete(name)
    except Exception as error:  # Redis' own exceptions are no OSError
        yield Finding(f"The cache does not answer: {type(error).__name__}.", SET.format("CACHE_URL"))
        return
    if not kept:
        yield Finding("The cache keeps nothing.", SET.format("CACHE_URL"))
    if isinstance(caches["default"], LocMemCache):
        yield Finding(
            "Each process has a cache of its own: tries to sign in are counted apart.", SET.format("CACHE_URL")
        )


@looks_at("static files")
def static_files() -> Iterator[Finding]:
    """They were built and collected."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists() or "build/app.css" not in manifest.read_text():
        yield Finding("The style sheets were not built or collected.", "Run: bin/build && bin/manage collectstatic")


@looks_at("documents")
def documents() -> Iterator[Finding]:
    """A page can be drawn as PDF."""
    try:
        render_pdf(TRIAL)
    except PdfUnavailable as error:
        yield Finding("No PDF can be drawn.", str(error))


@looks_at("clock")
def clocks() -> Iterator[Finding]:
    """This machine and the database's agree on the time."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((timezone.now() - cursor.fetchone()[0]).total_seconds())
    if apart > 30:
        yield Finding(
            f"The clocks of this machine and of the database are {apart:.0f} seconds apart.",
            "Let both keep time from the network (systemd-timesyncd or chrony).",
        )


@looks_at("timers")
def runs() -> Iterator[Finding]:
    """What timers run has ended well lately, on this machine."""
    for command, rest in timers.OFTEN.items() if is_for_real() else ():
        ran = timers.last(command, settings.VAR_DIR)
        if ran is None:
            what = f"{command} has never ended well on this machine."
            yield Finding(what, "Set its timer (docs/operations.md), on one machine alone.", grave=False)
        elif timezone.now() - ran > rest:
            yield Finding(f"{command} last ended well {told(ran)}.", "See why: journalctl -u 'kpa-*'")


def told(moment: datetime.datetime) -> str:
    return f"on {timezone.localtime(moment):%-d %B at %H:%M}"


@looks_at("proxy")
def proxy() -> Iterator[Finding]:
    """Who asks can be told apart behind a proxy."""
    if settings.BEHIND_TLS and not getattr(settings, "TRUSTED_PROXIES", True):
        yield Finding(
            "No proxy is named, so everybody seems to come from the proxy's address, and shares its limits.",
            SET.format("TRUSTED_PROXIES"),
            grave=False,
        )


@looks_at("archive")
def archive() -> Iterator[Finding]:
    """What PostgreSQL keeps for going back to a moment is taken where it is put."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT last_failed_time, last_failed_time > coalesce(last_archived_time, '-infinity')"
            " FROM pg_stat_archiver"
        )
        failed, is_stuck = cursor.fetchone()
    if is_stuck:
        yield Finding(
            f"PostgreSQL could not archive its changes, last {told(failed)}; it keeps them until its disk is full.",
            "See that the place of archive_command takes them (docs/operations.md, Back to a moment).",
        )


@looks_at("several machines")
def several_machines() -> Iterator[Finding]:
    """They share what they have to."""
    if connection.vendor != "postgresql" or machines() < 2:
        return
    if (settings.VAR_DIR / "secret-key").exists() and not os.environ.get("SECRET_KEY"):
        yield Finding(
            "Several machines use this database, and this one has a secret key of its own: the others sign people out.",
            SET.format("SECRET_KEY on each, the same"),
            grave=False,
        )
    if isinstance(default_storage, FileSystemStorage):
        yield Finding(
            f"Several machines use this database, and evidence is in {settings.MEDIA_ROOT}.",
            "See that they all mount that folder, or set STORAGE_BUCKET (docs/operations.md).",
            grave=False,
        )


def machines() -> int:
    """Return from how many machines the database is used as we use it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT coalesce(host(client_addr), '')) FROM pg_stat_activity"
            " WHERE usename = current_user AND datname = current_database()"
        )
        return int(cursor.fetchone()[0])


@looks_at("processes")
def processes() -> Iterator[Finding]:
    """Enough of them, and not more than the database lets in."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int")
        most = cursor.fetchone()[0]
    asked = int(os.environ.get("WEB_CONCURRENCY", "2")) * 4
    if asked > most / 2:
        yield Finding(f"One machine may open {asked} of the database's {most} connections.", "Raise max_connections.")
