"""Processes that draw apart from this one, with bounded memory and time: whatever becomes of them, this one goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.base.toolkit.pdf.child import OUT_OF_MEMORY

REPOSITORY = Path(__file__).resolve().parents[4]
CHILD, SETTINGS = "kpa_tracker.base.toolkit.pdf.child", "kpa_tracker.base.toolkit.pdf.alone"
TOO_SLOW = "Drawing it took too long, so it was given up. Read it as a page, which has all of it."
TOO_HEAVY = "Drawing it took too much memory, so it was given up. Read it as a page, which has all of it."
BROKE_OFF = "Drawing it broke off. Try again, and tell whoever looks after the server if it does so again."
OF_TIME = {-signal.SIGXCPU}
OF_MEMORY = {OUT_OF_MEMORY, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV}
"""How a process ends where the system gives it no more memory: the libraries below Python do not ask twice."""

SAID_OF_MEMORY = (b"MemoryError", b"failed to map segment", b"Cannot allocate memory")
"""The second by the loader, of a library that there is no more memory for."""


class NotDrawn(PdfUnavailable):
    """The document was not drawn. The message says why in plain words."""


class Apart:
    """The processes that work on one document, one after the other or beside one another: each has its own bounds of
    memory (bytes) and processor (seconds), all together one of the clock (seconds). When one fails, all are ended.
    Used by several threads at once."""

    def __init__(self, *, memory: int, cpu: int, wall: float) -> None:
        self.bounds = (str(memory), str(cpu))
        self.until = time.monotonic() + wall
        self.failed = ""
        self._working: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()

    def do(self, task: str, given: bytes) -> bytes:
        """Have a task of child.py done by a process of its own and return what it wrote. Raises NotDrawn where it takes
        more than its bounds or breaks off, or where another one has."""
        try:
            done = self.ended(task, given)
        except subprocess.TimeoutExpired as error:
            raise NotDrawn(self.give_up(TOO_SLOW)) from error
        except OSError as error:
            raise NotDrawn(self.give_up(BROKE_OFF)) from error
        if done.returncode or b"%PDF-" not in done.stdout:
            raise NotDrawn(self.give_up(why(done)))
        return done.stdout

    def ended(self, task: str, given: bytes) -> subprocess.CompletedProcess[bytes]:
        """Wait for a process and return how it ended."""
        process = self.started(task)
        try:
            told = process.communicate(given, timeout=self.until - time.monotonic())
        finally:
            end(process)
            with self._lock:
                self._working.discard(process)
        return subprocess.CompletedProcess(process.args, process.returncode, *told)

    def started(self, task: str) -> subprocess.Popen[bytes]:
        with self._lock:
            if self.failed:
                raise NotDrawn(self.failed)
            process = subprocess.Popen(  # noqa: S603 - our own module, started with our own interpreter
                [sys.executable, "-m", CHILD, *self.bounds, task],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=REPOSITORY,
                env=environment(),
            )
            self._working.add(process)
        return process

    @contextmanager
    def until_told_to_stop(self) -> Iterator[None]:
        """End what works where this process is told to end, instead of waiting for it."""
        try:
            yield
        except BaseException:
            self.give_up(BROKE_OFF)
            raise

    def give_up(self, reason: str) -> str:
        """End what still works, start nothing more, and return the first reason."""
        with self._lock:
            self.failed = self.failed or reason
            for process in self._working:
                process.kill()
        return self.failed


def end(process: subprocess.Popen[bytes]) -> None:
    """See that a process is gone, and its pipes with it."""
    process.kill()
    with process:
        pass


def environment() -> dict[str, str]:
    """Return all that a process is told: neither the database nor any secret."""
    told = {"DJANGO_SETTINGS_MODULE": SETTINGS, "LANG": "C.UTF-8"}
    return {**told, "PATH": os.defpath, "HOME": os.environ.get("HOME", "/")}


def why(done: subprocess.CompletedProcess[bytes]) -> str:
    """Say why a process has drawn nothing."""
    if done.returncode in OF_TIME:
        return TOO_SLOW
    is_heavy = done.returncode in OF_MEMORY or any(said in done.stderr for said in SAID_OF_MEMORY)
    return TOO_HEAVY if is_heavy else BROKE_OFF
