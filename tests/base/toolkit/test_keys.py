"""Secrets of an installation: as they were said, and one for all processes."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from kpa_tracker.base.toolkit.keys import kept_secret_key, secret_said, secrets_said
from tests.architecture.test_repository import ROOT


@pytest.mark.parametrize("said", ["$y-begins-with-a-dollar", "\\$y", "y$y", "#y"])
def test_a_secret_is_taken_as_it_stands(monkeypatch, said):
    monkeypatch.setenv("A_SECRET", said)
    assert (secret_said("A_SECRET"), secrets_said("A_SECRET")) == (said, [said])


def test_where_nothing_is_said_there_is_none(monkeypatch):
    monkeypatch.delenv("A_SECRET", raising=False)
    assert (secret_said("A_SECRET"), secrets_said("A_SECRET")) == ("", [])


def test_several_stand_with_commas_between_them(monkeypatch):
    monkeypatch.setenv("SECRETS", "$one, two,")
    assert secrets_said("SECRETS") == ["$one", "two"]


@pytest.mark.parametrize("word", ["SECRET_KEY", "OIDC_CLIENT_SECRET", "SECRET_KEY_FALLBACKS"])
def test_the_settings_take_a_secret_that_begins_with_a_dollar(word, tmp_path):
    said = {word: "$" + 60 * "y", "OIDC_SERVER": "https://login.example", "KPA_VAR_DIR": str(tmp_path)}
    told = "s.SECRET_KEY, s.SECRET_KEY_FALLBACKS, s.SOCIALACCOUNT_PROVIDERS"
    code = f"from kpa_tracker import settings as s; print({told})"
    environment = {**said, "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert said[word] in done.stdout.decode()


def test_processes_that_start_at_once_have_one_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        for attempt in range(20):
            path = tmp_path / str(attempt)
            found = set(pool.map(kept_secret_key, [path] * 16))
            assert len(found) == 1
            assert len(found.pop()) == 50
            assert path.stat().st_mode & 0o777 == 0o600
    assert len([*tmp_path.iterdir()]) == 20
