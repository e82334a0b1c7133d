"""Through which door the current change comes: a page, the admin, an import, a bulk action or a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_door: ContextVar[str] = ContextVar("door", default="command")


def current_door() -> str:
    return _door.get()


@contextmanager
def through(door: str) -> Iterator[None]:
    """Record every event within as come through this door."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)
