"""Work that outlives the request that asks for it."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings


def start_command(name: str) -> None:
    """Start one of our own commands and do not wait for it: it goes on when the request, or the whole site, ends.

    Where this machine is to answer requests alone (WORKERS_HERE=false), nothing is started: what waits is a row of the
    database, and the machine whose timer runs the command takes it up.
    """
    if not settings.WORKERS_HERE:
        return
    subprocess.Popen(  # noqa: S603 - our own command, started with our own interpreter
        [sys.executable, settings.BASE_DIR / "manage.py", name],
        stdin=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        start_new_session=True,
    )
