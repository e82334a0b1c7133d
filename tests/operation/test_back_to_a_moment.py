"""Back to a moment before a wrong deletion, by the steps and files of docs/operations.md, on a server of its own."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.db import connection

from kpa_tracker.base.people.actions import set_up_authority
from tests.architecture.test_repository import ROOT
from tests.factories.people import AuthorityFactory
from tests.operation.two_hosts import postgres_programs

GIVEN = ROOT / "docs" / "operations"
ONLY = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite goes back to a backup alone.")
pytestmark = [pytest.mark.django_db(transaction=True), ONLY]


class Server:
    """A PostgreSQL with an archive, in a folder that belongs to its user."""

    def __init__(self, folder):
        self.folder, self.data, self.elsewhere = folder, folder / "data", folder / "elsewhere"
        self.programs = postgres_programs()
        self.as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
        self.as_postgres = self.as_postgres if os.geteuid() == 0 else []

    def run(self, program, *words, **kwargs):
        """Run one of PostgreSQL's programs, or the system's, as its user; return what it prints."""
        own = self.programs / program
        command = [*self.as_postgres, str(own if own.exists() else program), *map(str, words)]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, **kwargs)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ask(self, query, database="kpa"):
        """Return what a query answers, and commit what it does."""
        where = ["--host", self.folder, "--username=kpa", "--dbname", database]
        return self.run("psql", *where, "--no-psqlrc", "--tuples-only", "--no-align", "--command", query)

    def install(self, name, **instead):
        """Put a file of docs/operations/ where the server reads it, with other places and moments in it."""
        text = (GIVEN / name).read_text().replace("/mnt/elsewhere", str(self.elsewhere))
        for before, after in instead.items():
            text = text.replace(MOMENT if before == "moment" else before, after)
        (self.data / "conf.d").mkdir(exist_ok=True)
        (self.data / "conf.d" / name).write_text(text)

    def start(self):
        said = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c unix_socket_permissions=0777"
        said += " -c fsync=off"
        # No pipe of ours: the server would hold it for as long as it runs.
        words = [f"--pgdata={self.data}", f"--log={self.folder}/log", "--wait", f"--options={said}", "start"]
        command = [*self.as_postgres, str(self.programs / "pg_ctl"), *words]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self, mode="immediate"):
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", f"--pgdata={self.data}", f"--mode={mode}", "--wait", "stop", stdin=subprocess.DEVNULL)

    def manage(self, *words, **more):
        """Run a command of the site on this server; return its exit code and what it says."""
        url, var = f"postgres://kpa@/kpa?host={self.folder}", self.folder / "var"
        environment = {"PATH": os.defpath, "DATABASE_URL": url, "KPA_VAR_DIR": str(var), "PORT": "8000", **more}
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


MOMENT = "2026-03-09 14:25:00 Europe/London"


@pytest.fixture
def server():
    """A server with the schema and an authority, its archive and a base backup, as docs/operations.md prepares it."""
    if postgres_programs() is None:
        pytest.fail("PostgreSQL is not installed.")
    folder = Path(tempfile.mkdtemp(prefix="kpa-moment-"))
    folder.chmod(0o755)
    one = Server(folder)
    if one.as_postgres:
        shutil.chown(folder, "postgres", "postgres")
    try:
        one.run("initdb", f"--pgdata={one.data}", "--username=kpa", "--auth=trust", "--encoding=UTF8", "--no-sync")
        one.run("install", "-d", "-m", "0700", one.elsewhere / "wal", one.elsewhere / "base")
        one.install("archiving.conf")
        with (one.data / "postgresql.conf").open("a") as own:
            own.write("include_dir = 'conf.d'\n")  # as Debian's has it
        one.start()
        yield one
    finally:
        one.stop()
        shutil.rmtree(folder)


def fill(server):
    """Copy what this test's own database holds: quicker than a hundred migrations."""
    said = connection.get_connection_params()
    where = [f"--host={said.get('host', '')}", f"--username={said.get('user', '')}", f"--dbname={said['dbname']}"]
    port = [f"--port={said['port']}"] if said.get("port") else []
    dump = server.folder / "dump"
    environment = {**os.environ, "PGPASSWORD": str(said.get("password", ""))}
    subprocess.run(
        [server.programs / "pg_dump", *where, *port, "--format=custom", f"--file={dump}"], env=environment, check=True
    )
    dump.chmod(0o644)
    server.ask("CREATE DATABASE kpa", database="postgres")
    server.run("pg_restore", "--host", server.folder, "--username=kpa", "--dbname=kpa", "--no-owner", dump)


def until(holds, seconds=60):
    for _ in range(seconds * 10):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("It did not come to that.")


def test_it_goes_back_to_the_second_before_a_wrong_deletion(server):
    set_up_authority(AuthorityFactory.build(), email="one@example.police.uk", name="One", password="no plan 4 horses")
    fill(server)
    base = server.elsewhere / "base" / "2026-03-08"
    own = ["--host", server.folder, "--username=kpa", "--format=tar", "--gzip", "--checkpoint=fast"]
    server.run("pg_basebackup", *own, f"--pgdata={base}")

    # After the base backup: a day's work, the moment, and then somebody deletes what they should not have.
    said = {"AUTHORITY": "Another", "SHORT_NAME": "AN", "NAME": "Two", "EMAIL": "two@example.police.uk"}
    said = {f"KPA_ADMIN_{name}": value for name, value in {**said, "PASSWORD": "no plan 4 horses"}.items()}
    assert server.manage("first_administrator", "--another", **said)[0] == 0
    before = server.ask("SELECT count(*), max(id) FROM audit_event")
    moment = server.ask("SELECT clock_timestamp()")
    time.sleep(1)
    server.ask("DELETE FROM audit_event WHERE id IN (SELECT max(id) - 1 FROM audit_event)")
    assert server.manage("verify_history")[0] != 0
    server.ask("SELECT pg_switch_wal()")
    until(lambda: server.ask("SELECT last_archived_wal IS NOT NULL AND failed_count = 0 FROM pg_stat_archiver") == "t")

    # The runbook.
    server.stop("fast")
    broken = server.data.rename(server.folder / "broken")
    server.run("install", "-d", "-m", "0700", server.data)
    server.run("tar", "-xzf", base / "base.tar.gz", "-C", server.data)
    server.run("tar", "-xzf", base / "pg_wal.tar.gz", "-C", server.data / "pg_wal")
    server.run("sh", "-c", f"cp -n {shlex.quote(str(broken))}/pg_wal/0* {shlex.quote(str(server.data))}/pg_wal/")
    server.install("archiving.conf")
    server.install("recovery.conf", moment=moment)
    server.run("touch", server.data / "recovery.signal")
    server.start()
    until(lambda: server.ask("SELECT pg_get_wal_replay_pause_state()") == "paused")
    assert server.ask("SELECT count(*), max(id) FROM audit_event") == before
    ended, told = server.manage("verify_history")
    assert ended == 0, told

    server.ask("SELECT pg_wal_replay_resume()")
    until(lambda: server.ask("SELECT pg_is_in_recovery()") == "f")
    ended, told = server.manage("verify_history")
    assert ended == 0, told
    assert server.manage("clearsessions")[0] == 0  # it can be written again
