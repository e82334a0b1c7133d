"""Processes that work on one document: bounded together, and ended together."""

from __future__ import annotations

import threading
import time

import pytest

from kpa_tracker.base.toolkit.pdf import apart
from kpa_tracker.base.toolkit.pdf.apart import BROKE_OFF, TOO_SLOW, Apart, NotDrawn

GIBIBYTE = 1024**3


@pytest.fixture
def odd(monkeypatch):
    monkeypatch.setattr(apart, "CHILD", "tests.base.toolkit.pdf.odd_child")
    return lambda wall: Apart(memory=GIBIBYTE, cpu=10, wall=wall)


@pytest.fixture
def started(monkeypatch):
    """Every process that is started."""
    processes, honest = [], apart.subprocess.Popen
    monkeypatch.setattr(
        apart.subprocess, "Popen", lambda *args, **more: processes.append(honest(*args, **more)) or processes[-1]
    )
    return processes


def assert_nothing_is_left(started):
    for process in started:
        assert process.returncode is not None
        assert all(pipe.closed for pipe in (process.stdin, process.stdout, process.stderr))


def test_when_one_fails_the_others_are_ended_and_nothing_more_is_started(odd, started):
    some, reasons = odd(wall=50), []

    def work():
        with pytest.raises(NotDrawn) as reason:
            some.do("works for ever", b"")
        reasons.append(str(reason.value))

    other = threading.Thread(target=work)
    began = time.monotonic()
    other.start()
    with pytest.raises(NotDrawn, match=BROKE_OFF):
        some.do("fails", b"")
    other.join()
    with pytest.raises(NotDrawn, match=BROKE_OFF):
        some.do("works for ever", b"")
    assert time.monotonic() - began < 40
    assert reasons == [BROKE_OFF]
    assert len(started) in {1, 2}  # the other may not have begun
    assert_nothing_is_left(started)


def test_all_have_one_time_on_the_clock(odd, started):
    some = odd(wall=0.4)
    with pytest.raises(NotDrawn, match=TOO_SLOW):
        some.do("works for ever", b"")
    with pytest.raises(NotDrawn, match=TOO_SLOW):
        some.do("fails", b"")
    assert len(started) == 1
    assert_nothing_is_left(started)


def test_where_no_process_can_be_started_nothing_is_drawn(odd, monkeypatch):
    def refuse(*args, **more):
        raise OSError("Cannot allocate memory")

    monkeypatch.setattr(apart.subprocess, "Popen", refuse)
    with pytest.raises(NotDrawn, match=BROKE_OFF):
        odd(wall=50).do("fails", b"")


def test_what_works_is_ended_where_this_process_is_told_to_end(odd, started):
    some = odd(wall=50)

    def work():
        with pytest.raises(NotDrawn, match=BROKE_OFF):
            some.do("works for ever", b"")

    def interrupted():
        with some.until_told_to_stop():
            for one in others:
                one.start()
            while len(started) < len(others):
                time.sleep(0.01)
            raise KeyboardInterrupt

    others = [threading.Thread(target=work) for _ in range(2)]
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    for one in others:
        one.join()
    assert time.monotonic() - began < 20
    assert_nothing_is_left(started)
