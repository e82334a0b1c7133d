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


def called(site, settings, *words, script="manage"):
    file = site / "settings.env"
    if settings is not None:
        file.write_text(settings)
    environment = {"PATH": os.defpath, "HOME": "/before", "KPA_SETTINGS": str(file)}
    return subprocess.run(
        [site / "bin" / script, *words], env=environment, cwd="/", capture_output=True, text=True, check=False
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


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone becomes somebody else")
def test_root_becomes_the_user_of_the_site_who_cannot_read_the_settings(site):
    shutil.chown(site, "nobody", "nogroup")
    (site / "settings.env").touch(mode=0o600)
    who, *rest = called(site, "NAME=secret", "doctor").stdout.splitlines()
    assert who.split() == ["nobody", "0077", "/nonexistent"]
    assert rest[-1] == "secret"
    refused = called(site, "NAME=secret", "cat", site / "settings.env", script="as-service")
    assert (refused.returncode, "Permission denied" in refused.stderr) == (1, True)


def test_whoever_may_not_read_the_settings_is_told_to_be_root(site):
    if os.geteuid() == 0:
        shutil.chown(site, "nobody", "nogroup")
        inside = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]
    else:
        inside = []
    (site / "settings.env").touch(mode=0o600)
    (site / "settings.env").chmod(0o600 if inside else 0)
    command = [*inside, str(site / "bin" / "manage"), "doctor"]
    environment = {"PATH": os.defpath, "KPA_SETTINGS": str(site / "settings.env")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "Run this as root" in done.stderr) == (1, True)


def test_any_other_program_runs_so_too(site):
    assert called(site, "NAME=value", "printenv", "NAME", script="as-service").stdout == "value\n"


def test_without_a_program_it_says_what_it_is_for(site):
    done = called(site, "", script="as-service")
    assert (done.returncode, done.stdout.startswith("Runs a program as the site's service runs")) == (1, True)
