"""How far a long import is. Its transaction hides every row until all are written, so it is told beside the rows: on
SQLite in a small file, which also says by a lock whether anybody is at work, and whether they are asked to stop; on
PostgreSQL through the session (models/slates.py), since several machines may share it."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Teller = Callable[[int, int], None]
"""Is told (rows done, rows in all), and may raise Stopped."""
EVERY = 50

_teller: ContextVar[Teller | None] = ContextVar("teller", default=None)


class Stopped(Exception):
    """Somebody has called the import off."""


@contextmanager
def told_to(teller: Teller) -> Iterator[None]:
    """Let a teller know how far the steps within are."""
    token = _teller.set(teller)
    try:
        yield
    finally:
        _teller.reset(token)


def told(steps: Sequence[T], *, is_row: Callable[[T], bool] = lambda step: True) -> Iterator[T]:
    """Go through the steps of an import, telling every so many rows how far it is to whoever wants to know.

    `is_row` says which steps are rows of the file: one row may give several records.
    """
    teller = _teller.get() or _silent
    done, total = 0, sum(map(is_row, steps))
    for step in steps:
        if done % EVERY == 0:
            teller(done, total)
        yield step
        done += is_row(step)
    teller(total, total)


def _silent(done: int, total: int) -> None:
    """Nobody wants to know."""


class Slate:
    """The file on which one long import tells how far it is, where one machine has the database."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stop = path.with_suffix(".stop")

    @contextmanager
    def held(self) -> Iterator[Teller]:
        """Hold the file for as long as the work takes; return what writes upon it. A process that ends in whatever way
        lets go of it."""
        self._make_room()
        with self.path.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)

            def write(done: int, total: int) -> None:
                if self.is_asked_to_stop:
                    raise Stopped
                file.seek(0)
                file.write(f"{done:>9} {total:>9}")
                file.flush()

            try:
                yield write
            finally:
                self.wipe()

    @property
    def is_held(self) -> bool:
        """Whether somebody is at work."""
        try:
            with self.path.open() as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def read(self) -> tuple[int, int] | None:
        """Return (rows done, rows in all), where that is told."""
        try:
            done, total = map(int, self.path.read_text().split())
        except (FileNotFoundError, ValueError):
            return None
        return done, total

    def ask_to_stop(self) -> None:
        self._make_room()
        self.stop.touch(mode=0o600)

    @property
    def is_asked_to_stop(self) -> bool:
        return self.stop.exists()

    def wipe(self) -> None:
        self.path.unlink(missing_ok=True)
        self.stop.unlink(missing_ok=True)

    def _make_room(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
