"""How far a long import is, told beside the database."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kpa_tracker.interfaces.exchange import progress
from kpa_tracker.interfaces.exchange.progress import Slate, Stopped, told, told_to

HOLDER = """
import pathlib, sys, time
from kpa_tracker.interfaces.exchange.progress import Slate
with Slate(pathlib.Path(sys.argv[1])).held() as teller:
    teller(3, 10)
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def slate(tmp_path):
    return Slate(tmp_path / "imports" / "one")


@pytest.fixture
def steps(monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 4)
    return list(range(10))


def test_it_is_told_every_so_many_rows_and_at_the_end(steps):
    heard = []
    with told_to(lambda *said: heard.append(said)):
        assert list(told(steps)) == steps
    assert heard == [(0, 10), (4, 10), (8, 10), (10, 10)]


def test_steps_that_are_no_rows_are_not_counted(steps):
    heard = []
    with told_to(lambda *said: heard.append(said)):
        assert list(told(steps, is_row=lambda step: step % 2 == 1)) == steps
    assert heard == [(0, 5), (0, 5), (4, 5), (4, 5), (5, 5)]


def test_where_nobody_listens_the_steps_are_gone_through_all_the_same(steps):
    assert list(told(steps)) == steps


def test_whoever_listens_may_stop_it(steps):
    taken = []

    def stop(done, total):
        if done:
            raise Stopped

    with pytest.raises(Stopped), told_to(stop):
        taken.extend(told(steps))
    assert taken == steps[:4]


def test_what_is_written_is_read_and_wiped_at_the_end(slate):
    assert (slate.read(), slate.is_held) == (None, False)
    with slate.held() as teller:
        assert (slate.read(), slate.is_held) == (None, True)
        teller(3_200, 10_000)
        assert slate.read() == (3_200, 10_000)
        teller(5, 7)
        assert slate.read() == (5, 7)
    assert (slate.read(), slate.is_held, list(slate.path.parent.iterdir())) == (None, False, [])


def test_whoever_is_at_it_stops_when_asked(slate):
    slate.ask_to_stop()
    with pytest.raises(Stopped), slate.held() as teller:
        teller(0, 10)
    assert not slate.is_asked_to_stop


def test_a_process_that_is_killed_lets_go(slate):
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(slate.path)], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    assert (slate.is_held, slate.read()) == (True, (3, 10))
    holder.kill()
    holder.communicate()
    assert not slate.is_held
    slate.wipe()
    assert slate.read() is None


def test_nobody_else_on_the_machine_looks_into_the_folder(slate):
    slate.ask_to_stop()
    assert slate.path.parent.stat().st_mode & 0o777 == 0o700
