"""How far a long import is, told through PostgreSQL: so that any machine may be asked about it, whichever is at it.

SQLite, which one machine alone has, lets nobody write beside an import; there it is told in a file (`progress.Slate`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

from kpa_tracker.interfaces.exchange.progress import Stopped, Teller

OURS = 0x6B7061
"""What tells our locks from others of the same database."""
HELD = """SELECT EXISTS (SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"""


class SharedSlate:
    """What one long import tells through the session of the database that it works in.

    The session's own name says how far it is: that is seen at once, though the transaction hides every row. A lock of
    the session says that somebody is at work; the server lets go of it however a process, or its machine, ends. So the
    session has to be the process's own: a pooler between them has to pool by session. Whoever calls an import off
    writes it into the import's row.
    """

    def __init__(self, rows: models.QuerySet[Any], number: int, token: uuid.UUID) -> None:
        self.row = rows.filter(pk=number)
        self.lock = [OURS, number % 2**31]
        self.name = f"import {token.hex[:16]} "

    @contextmanager
    def held(self) -> Iterator[Teller]:
        """Hold the lock for as long as the work takes; return what tells how far it is."""
        before = asked("SELECT current_setting('application_name')", [])
        asked("SELECT pg_advisory_lock(%s, %s)", self.lock)

        def tell(done: int, total: int) -> None:
            if self.is_asked_to_stop:
                raise Stopped
            asked("SELECT set_config('application_name', %s, false)", [f"{self.name}{done} {total}"])

        try:
            yield tell
        finally:
            asked("SELECT set_config('application_name', %s, false)", [before])
            asked("SELECT pg_advisory_unlock(%s, %s)", self.lock)
            self.wipe()

    @property
    def is_held(self) -> bool:
        """Whether somebody is at work."""
        return bool(asked(HELD, self.lock))

    def read(self) -> tuple[int, int] | None:
        """Return (rows done, rows in all), where that is told."""
        asked("SELECT pg_stat_clear_snapshot()", [])  # within a transaction they would be as they were first seen
        said = asked(
            "SELECT max(application_name) FROM pg_stat_activity"
            " WHERE datname = current_database() AND starts_with(application_name, %s)",
            [self.name],
        )
        if not said:
            return None
        done, total = map(int, said.removeprefix(self.name).split())
        return done, total

    def ask_to_stop(self) -> None:
        self.row.update(stop_asked=True)

    @property
    def is_asked_to_stop(self) -> bool:
        return self.row.filter(stop_asked=True).exists()

    def wipe(self) -> None:
        self.row.filter(stop_asked=True).update(stop_asked=False)


def asked(query: str, said: list[Any]) -> Any:
    """Return the first value that the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(query, said)
        return cursor.fetchone()[0]
