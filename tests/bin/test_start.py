"""bin/start as a person meets it: a first start, a second one without network, and what stops it."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests import processor
from tests.architecture.test_repository import ROOT, tracked_files

DEAD_END = "http://127.0.0.1:9"  # the port of discard, where nobody listens
NO_NETWORK = {
    "http_proxy": DEAD_END,
    "https_proxy": DEAD_END,
    "npm_config_registry": DEAD_END,
    "PIP_INDEX_URL": DEAD_END,
    "PIP_RETRIES": "1",
    "no_proxy": "127.0.0.1,localhost",
}


PATIENCE = 300
"""Seconds after which something hangs. What takes a moment on a quiet machine takes many where others use its cores."""


def free_port() -> int:
    """Return a port that nobody uses, from those that the system gives to nobody until bin/start has taken it."""
    while True:
        port = 20_000 + secrets.randbelow(10_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


def copy_of_the_project(folder: Path) -> Path:
    """Copy what git holds, and nothing that a start has made."""
    for file in tracked_files():
        target = folder / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, target)
    return folder


def environment(**more: str) -> dict[str, str]:
    own = {"DATABASE_URL", "KPA_VAR_DIR", "DJANGO_SETTINGS_MODULE", "PORT", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return {name: value for name, value in os.environ.items() if name not in own} | NO_NETWORK | more


def start(project: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run bin/start where it is expected to stop by itself."""
    return subprocess.run(
        ["bin/start", *options],
        cwd=project,
        env=environment(**variables),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
        check=False,
    )


class Running:
    """A bin/start that serves, until it is told to stop as Ctrl-C tells it."""

    def __init__(self, project: Path, port: int, *options: str, **variables: str):
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            ["bin/start", "--port", str(port), *options],
            cwd=project,
            env=environment(**variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""

    def until_it_serves(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Open "):
                return
        raise AssertionError(f"bin/start stopped: {self.said}")

    def stop(self) -> int:
        os.killpg(self.process.pid, signal.SIGINT)
        self.said += self.process.communicate(timeout=PATIENCE)[0]
        return self.process.returncode


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy with this machine's packages installed already: what the network gave on an earlier start."""
    folder = copy_of_the_project(tmp_path_factory.mktemp("project"))
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


@pytest.fixture(scope="module")
def started(project):
    """A first start and a second one: the status of a page, the exit code, the processor's seconds, the words."""
    starts = []
    for _ in range(2):
        before = processor.seconds()
        running = Running(project, free_port())
        try:
            running.until_it_serves()
            with urllib.request.urlopen(running.address + "/accounts/login/") as page:
                status = page.status
        finally:
            code = running.stop()
        starts.append((status, code, processor.seconds() - before, running.said))
    return starts


def test_a_first_start_builds_and_serves(started):
    status, _, _, said = started[0]
    assert status == 200
    assert "Building the style sheets" in said
    assert "Bringing the database up to date" in said


def test_a_second_start_without_network_builds_nothing_and_takes_seconds(started):
    status, _, seconds, said = started[1]
    assert status == 200
    assert "Building" not in said
    assert "Installing" not in said
    assert "Collecting" not in said
    assert seconds < 8  # about 3 on a quiet machine; where others use its cores, the same work counts for more


def test_each_start_prints_the_address_and_the_accounts_of_the_demonstration(started):
    for *_, said in started:
        assert "Open http://127.0.0.1:" in said
        assert "@" in said


def test_ctrl_c_ends_it_cleanly(started):
    assert [code for _, code, _, _ in started] == [0, 0]
    assert [said for *_, said in started if "Traceback" in said] == []


def test_what_a_start_makes_is_for_its_owner_alone(project, started):
    assert oct((project / "var").stat().st_mode & 0o777) == "0o700"
    assert oct((project / "var/secret-key").stat().st_mode & 0o777) == "0o600"


ADMINISTRATOR = {
    "KPA_ADMIN_AUTHORITY": "Fenland Police Authority",
    "KPA_ADMIN_SHORT_NAME": "FPA",
    "KPA_ADMIN_NAME": "Ada Quill",
    "KPA_ADMIN_EMAIL": "ada.quill@fenland.example",
    "KPA_ADMIN_PASSWORD": "eels-and-windmills-1643",
}


@pytest.fixture(scope="module")
def real_use(project, started, tmp_path_factory):
    """A start for real use that asks nobody, a second one that is told: what each said, and the folder they filled."""
    folder = tmp_path_factory.mktemp("real-use")
    asked = start(project, "--empty", "--port", str(free_port()), KPA_VAR_DIR=str(folder))
    told = Running(project, free_port(), "--empty", KPA_VAR_DIR=str(folder), **ADMINISTRATOR)
    try:
        told.until_it_serves()
    finally:
        told.stop()
    return asked, told.said, folder


def test_a_start_for_real_use_stops_where_nobody_answers(real_use):
    asked, _, _ = real_use
    assert asked.returncode == 1
    assert asked.stderr == "CommandError: Say --authority, or set KPA_ADMIN_AUTHORITY: nobody is here to ask.\n"


def test_a_start_for_real_use_sets_up_the_administrator_and_no_demonstration(real_use):
    _, said, folder = real_use
    assert "Fenland Police Authority is set up. Sign in as ada.quill@fenland.example." in said
    assert "demo" not in said
    assert not (folder / "demonstration-date").exists()


FAILS = """
from django.db import migrations, models

def fail(apps, schema_editor):
    raise ValueError("a row that nobody had thought of")

class Migration(migrations.Migration):
    dependencies = [("risks", "{}")]
    operations = [
        migrations.AddField("Risk", "planted", models.TextField(default="")),
        migrations.RunPython(fail, migrations.RunPython.noop),
    ]
"""


def test_an_upgrade_that_fails_stops_in_one_line_and_the_version_before_starts_again(project, started):
    last = max(file.stem for file in (project / "risks/migrations").glob("0*.py"))
    planted = project / "risks/migrations/0099_fails.py"
    planted.write_text(FAILS.format(last))
    ended = start(project, "--port", str(free_port()))
    planted.unlink()
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    why = "ValueError: a row that nobody had thought of"
    assert ended.stderr.startswith(f"The upgrade failed at risks.0099_fails: {why}. The database is as it was")
    before = Running(project, free_port())
    try:
        before.until_it_serves()
    finally:
        before.stop()


def test_a_port_in_use_is_said_in_one_line(project):
    with socket.socket() as occupied:
        occupied.bind(("127.0.0.1", 0))
        occupied.listen()
        port = occupied.getsockname()[1]
        ended = start(project, "--port", str(port))
    assert ended.returncode == 1
    assert ended.stderr == (
        f"Port {port} is in use, perhaps by another bin/start. "
        f"Stop that, or choose another: bin/start --port {port + 1}\n"
    )


@pytest.mark.parametrize("port", ["", "0", "65536", "eighty", "-1"])
def test_a_port_that_is_none_is_refused(project, port):
    ended = start(project, "--port", port)
    assert ended.returncode == 1
    assert ended.stderr == "--port takes a number from 1 to 65535.\n"


def test_an_unknown_option_is_refused(project):
    ended = start(project, "--demo")
    assert ended.returncode == 1
    assert ended.stderr == "bin/start does not know '--demo'. It takes --empty and --port NUMBER.\n"


def test_a_first_start_without_network_says_so_in_one_line(tmp_path):
    folder = copy_of_the_project(tmp_path)
    ended = start(folder, "--port", str(free_port()), PIP_FIND_LINKS="", PIP_CONFIG_FILE=os.devnull)
    assert ended.returncode == 1
    assert ended.stderr == (
        f"The network cannot be reached, and packages must be fetched over it (details: {folder}/var/log/start.log).\n"
    )


def test_without_any_python_it_says_what_to_run(project, tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ["bash", "dirname", "env", "mkdir", "wc", "sed", "grep", "tail"]:
        (programs / name).symlink_to(shutil.which(name) or name)
    ended = start(project, PATH=str(programs))
    assert ended.returncode == 1
    assert ended.stderr == "Python is missing. Run: sudo apt-get install python3 python3-venv\n"


def test_a_folder_that_cannot_be_written_is_said_in_one_line(project, tmp_path):
    (tmp_path / "file").touch()
    ended = start(project, KPA_VAR_DIR=str(tmp_path / "file" / "var"))
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Cannot write in {tmp_path}/file/var: the disk is full")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("logged", "reason"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full."),
        ("sqlite3.OperationalError: database or disk is full", "The disk is full."),
        ("  Applying risks.0099_fails...CommandError: The upgrade failed.", "The upgrade failed. (details: "),
        ("django.db.utils.OperationalError: connection refused", "The database does not answer: "),
        ("ERROR: Failed building wheel for cffi", "A compiler is missing: "),
        ("error: metadata-generation-failed", "A compiler is missing: "),
        ("npm error code ENOTFOUND", "The network cannot be reached"),
        ("NewConnectionError: [Errno -3] Temporary failure in name resolution", "The network cannot be reached"),
        ("ModuleNotFoundError: No module named 'plans'", "It stopped at: ModuleNotFoundError: No module named 'plans'"),
    ],
)
def test_why_a_step_failed_is_read_from_its_log(tmp_path, logged, reason):
    script = 'source bin/steps.sh; open_log start; run "Trying" bash -c "echo \\"$LOGGED\\"; exit 7"'
    ended = subprocess.run(
        ["bash", "-c", script],
        cwd=ROOT,
        env=environment(KPA_VAR_DIR=str(tmp_path), LOGGED=logged),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "Trying failed\n")
    assert ended.stderr.startswith(reason)
    assert ended.stderr.count("\n") == 1
