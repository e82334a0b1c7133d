"""Reading a file that may be hostile: in a child process, with bounded memory and time, leaving nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from kpa_tracker.base.toolkit.grids import SourceDocument, UnreadableFile
from kpa_tracker.interfaces.exchange.reading.archive import DAMAGED, check_size
from kpa_tracker.interfaces.exchange.reading.child import TOO_HEAVY

WALL_SECONDS = 40
REPOSITORY = Path(__file__).resolve().parents[4]
CHILD = "kpa_tracker.interfaces.exchange.reading.child"
TOO_SLOW = "Reading the file took too long, so it was given up. Copy the table into a new file and choose that one."
KILLED_BY_LIMIT = {-24, -9}  # processor time used up, or stopped by the system


def read_bounded(name: str, content: bytes) -> SourceDocument:
    """Read a plan's file into paragraphs and grids; raise UnreadableFile with words for the person who chose it.

    Costs one short-lived Python process: at most 25 s of processor time and 768 MB, for usual plans under a second.
    The file goes in by a pipe and the answer comes back by one, so no copy is ever on disk.
    """
    check_size(len(content))
    try:
        done = subprocess.run(  # noqa: S603 - our own module, started with our own interpreter
            [sys.executable, "-m", CHILD, name.rpartition("/")[2][-100:].replace("\x00", "")],
            input=content,
            capture_output=True,
            timeout=WALL_SECONDS,
            cwd=REPOSITORY,
            env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(TOO_SLOW) from error
    if done.returncode:
        raise UnreadableFile(_why_it_died(done))
    return _document(done.stdout)


def _why_it_died(done: subprocess.CompletedProcess[bytes]) -> str:
    if done.returncode in KILLED_BY_LIMIT:
        return TOO_SLOW
    return TOO_HEAVY if b"MemoryError" in done.stderr or b"memory" in done.stderr.lower() else DAMAGED


def _document(answer: bytes) -> SourceDocument:
    data = json.loads(answer)
    if "unreadable" in data:
        raise UnreadableFile(data["unreadable"])
    return SourceDocument.from_json(data["document"])
