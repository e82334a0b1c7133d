"""A command by hand runs as the service does: with its settings, as its user."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.architecture.test_repository import ROOT


@pytest.fixture
def site():
    """A folder with the two scripts, and a program in the place of Python that says what it was called with. Not among
    pytest's own folders, which are its user's alone."""
    folder = Path(tempfile.mkdtemp(prefix="kpa-site-"))
    shutil.copytree(ROOT / "bin", folder / "bin")
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$(id -un) $(umask) $HOME"; pwd; echo "$@"; printf "%s\\n" "$NAME"\n')
    python.chmod(0o755)
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def called(site, settings, *words, script="manage", before=()):
    file = site / "settings.env"
    if settings is not None:
        file.write_text(settings)
    environment = {"PATH": os.defpath, "HOME": "/before", "KPA_SETTINGS": str(file)}
    return subprocess.run(
        [*before, site / "bin" / script, *words], env=environment, cwd="/", capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("NAME=plain", "plain"),
        ("  NAME=with a = and a # in it  ", "with a = and a # in it"),
        ('NAME="in marks"', "in marks"),
        ("NAME='in others'", "in others"),
        ("NAME=$HOME `id` $(id)", "$HOME `id` $(id)"),
        ("NAME=", ""),
        ("NAME=first\nNAME=last", "last"),
        ("; NAME=a comment\n# NAME=another", ""),
    ],
)
def test_a_setting_is_taken_as_it_stands(site, line, value):
    said = called(site, f"# a comment\n\n{line}\n", "doctor", "--json").stdout.splitlines()
    assert said[2:] == [f"{site}/manage.py doctor --json", value]


@pytest.mark.parametrize("line", ["NAME value", "export NAME=value", "NAME=a\\b", "NAME =value"])
def test_a_line_that_systemd_would_read_otherwise_is_refused(site, line):
    done = called(site, f"FIRST=1\n{line}\n", "doctor")
    assert (done.returncode, done.stdout) == (1, "")
    assert "line 2: it takes NAME=value" in done.stderr


def test_without_a_file_the_environment_is_as_it_was(site):
    done = called(site, None, "doctor")
    assert done.stdout.splitlines()[1:] == ["/", f"{site}/manage.py doctor", ""]


AS_NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]
BY_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="root alone becomes somebody else")


@BY_ROOT
def test_root_does_not_run_what_somebody_else_may_write(site):
    shutil.chown(site, "nobody")
    done = called(site, "NAME=secret", "doctor")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Not as root, but as the user of the site: sudo -u nobody {site}")


@BY_ROOT
def test_the_user_of_the_site_reads_the_settings_by_their_group(site):
    shutil.chown(site, "nobody")
    (site / "settings.env").touch(mode=0o640)
    shutil.chown(site / "settings.env", "root", "nogroup")
    who, *rest = called(site, "NAME=secret", "doctor", before=AS_NOBODY).stdout.splitlines()
    assert (who.split()[:2], rest[-1]) == (["nobody", "0077"], "secret")


def test_whoever_may_not_read_the_settings_is_told_whose_they_are(site):
    (site / "settings.env").touch()
    (site / "settings.env").chmod(0o600 if os.geteuid() == 0 else 0)
    done = called(site, None, "doctor", before=AS_NOBODY if os.geteuid() == 0 else [])
    assert (done.returncode, "Run this as the user of the site: sudo -u" in done.stderr) == (1, True)


def test_any_other_program_runs_so_too(site):
    assert called(site, "NAME=value", "printenv", "NAME", script="as-service").stdout == "value\n"


def test_without_a_program_it_says_what_it_is_for(site):
    done = called(site, "", script="as-service")
    assert (done.returncode, done.stdout.startswith("Runs a program as the site's service runs")) == (1, True)
