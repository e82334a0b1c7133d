"""Backups that are taken while others write: each is of one moment, and holds all that was acknowledged before it."""

from __future__ import annotations

import json
import re
import time
from zipfile import ZipFile

import pytest

WRITER = """
import django, os, sys
django.setup()
from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.people.models import Authority
authority = Authority.objects.get_or_create(slug="load", defaults={"name": "Load", "short_name": "L"})[0]
for number in range(100000):
    record("written", authority, by=None, authority_id=authority.pk, changes={"name": ["", "x" * 500]})
    with open(sys.argv[1] + ".new", "w") as told:
        told.write(str(number + 1))
    os.replace(told.name, sys.argv[1])
"""
"""Says in a file how many of its events were acknowledged, after each of them."""


@pytest.fixture
def acknowledged(installations, tmp_path):
    """Two processes write to the first installation until the test ends; return what says how much of it they know to
    be written."""
    installations[0].environment["DJANGO_SETTINGS_MODULE"] = "kpa_tracker.settings"
    told = [tmp_path / "first", tmp_path / "second"]
    started = [installations[0].start("-c", WRITER, str(file)) for file in told]
    while not all(file.exists() for file in told):
        assert [one.poll() for one in started] == [None, None], [one.communicate() for one in started]
        time.sleep(0.1)
    yield lambda: sum(int(file.read_text()) for file in told)
    for one in started:
        one.kill()
        one.communicate()


def test_each_holds_what_was_acknowledged_and_comes_back_whole(acknowledged, installations, tmp_path):
    here, there = installations
    for _ in range(3):
        before = acknowledged()
        here.manage("backup", str(tmp_path / "kept"))
        newest = max((tmp_path / "kept").glob("*.zip"))
        with ZipFile(newest) as archive:
            heads = json.loads(archive.read("backup.json"))["heads"]
        assert sum(number for number, _ in heads.values()) >= before > 0
        time.sleep(1.1)  # they are named by the second
    said = there.manage("restore", str(newest))
    assert re.search(r"was restored, and is what it was: \d+ files, \d+ rows", said)
    events = sum(number for number, _ in heads.values())
    assert f"holds together: {events} events" in there.manage("verify_history")


def test_the_oldest_go_once_a_new_one_is_whole(installations, tmp_path):
    for day in ("2010-01-01", "2010-01-02", "2010-01-03"):
        (tmp_path / f"kpa-tracker-{day}-000000.zip").write_bytes(b"")
    (tmp_path / "letter.zip").write_bytes(b"")
    installations[0].manage("backup", str(tmp_path), "--keep", "2")
    names = sorted(file.name for file in tmp_path.glob("*.zip"))
    assert (len(names), names[0], names[-1]) == (3, "kpa-tracker-2010-01-03-000000.zip", "letter.zip")
