"""When each command that a timer runs last ended well, on this machine: one small file each under var/ran/.

No Django: manage.py writes it when a command has ended, whichever command it was.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

FOLDER = "ran"
OFTEN = {
    "send_reminders": timedelta(days=4),  # on working days alone, and Easter is four days long
    "draw_documents": timedelta(days=4),
    "import_waiting": timedelta(days=4),
    "backup": timedelta(hours=36),
    "anchor_history": timedelta(hours=36),
    "verify_history": timedelta(days=8),
    "clearsessions": timedelta(days=8),
    "trim_personal_data": timedelta(days=8),
}
"""The commands that a timer runs, and how long each may have rested."""
REHEARSALS = {"--dry-run", "--help", "-h", "--against"}


def note(words: list[str], var: Path) -> None:
    """Note that a command has ended well, where it is one that a timer runs and it did its work."""
    if len(words) < 2 or words[1] not in OFTEN or REHEARSALS & set(words):
        return
    file = var / FOLDER / words[1]
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        file.touch(mode=0o600)
        os.utime(file)
    except OSError:
        return  # the command has done its work; that nobody can note it is for the doctor to find


def last(command: str, var: Path) -> datetime | None:
    """Return when a command last ended well on this machine."""
    try:
        return datetime.fromtimestamp((var / FOLDER / command).stat().st_mtime, timezone.utc)
    except OSError:
        return None
