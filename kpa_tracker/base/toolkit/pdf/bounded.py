"""Drawing a document in a child process, with bounded memory and time: also one that somebody waits for, so that a
drawing which hangs holds up neither the site nor the next reader."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings

from kpa_tracker.base.toolkit import pdf
from kpa_tracker.base.toolkit.pdf import PdfUnavailable, check_typefaces, loaded
from kpa_tracker.base.toolkit.pdf.child import CPU_SECONDS, MEMORY_BYTES, OUT_OF_MEMORY
from kpa_tracker.base.toolkit.remembered import RememberedFiles

WALL_SECONDS = 1_200
READER = {"memory": 2 * 1024**3, "cpu": 180, "wall": 240}
"""What a document may take that somebody waits for: the longest that is not drawn in the background takes 83 s."""
PATIENCE = 60
"""Seconds that a reader waits for the document of another."""
ONE_FOR_READERS = threading.Lock()
DRAWN = RememberedFiles(8 * 1024 * 1024)
"""By the SHA-256 of their HTML, in the memory of this process alone: nothing of them lies on a disk."""
REPOSITORY = Path(__file__).resolve().parents[4]
CHILD, SETTINGS = "kpa_tracker.base.toolkit.pdf.child", "kpa_tracker.base.toolkit.pdf.alone"
TOO_SLOW = "Drawing it took too long, so it was given up. Read it as a page, which has all of it."
TOO_HEAVY = "Drawing it took too much memory, so it was given up. Read it as a page, which has all of it."
BROKE_OFF = "Drawing it broke off. Try again, and tell whoever looks after the server if it does so again."
BUSY = "Other documents are being drawn. Try again in some minutes, or read it as a page, which has all of it."
OF_TIME = {-signal.SIGXCPU}
OF_MEMORY = {OUT_OF_MEMORY, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV}
"""How a process ends where the system gives it no more memory: the libraries below Python do not ask twice."""


class NotDrawn(PdfUnavailable):
    """The document was not drawn. The message says why in plain words."""


def render_pdf(html: str) -> bytes:
    """Return a page of HTML as PDF/UA-1 for somebody who waits for it, one at a time in each process of the site.

    What was drawn of the same HTML is given out again: all else that a document shows are files of this version of the
    site. Raises NotDrawn and PdfUnavailable as `render_bounded` does, and NotDrawn where others take too long. Costs
    what the drawing does and most of a second for the process.
    """
    if settings.DRAW_IN_PROCESS:
        return pdf.render_pdf(html)
    of = hashlib.sha256(html.encode()).digest()
    if found := DRAWN.file(of):
        return found
    if not ONE_FOR_READERS.acquire(timeout=PATIENCE):
        raise NotDrawn(BUSY)
    try:
        # Whoever waited may have waited for the same document.
        drawn = DRAWN.file(of) or render_bounded(html, **READER)
        DRAWN.keep(of, drawn)
    finally:
        ONE_FOR_READERS.release()
    return drawn


def render_bounded(html: str, *, memory: int = MEMORY_BYTES, cpu: int = CPU_SECONDS, wall: int = WALL_SECONDS) -> bytes:
    """Return a page of HTML as PDF/UA-1, drawn by a process of its own: whatever becomes of it, this one goes on.

    Raises NotDrawn where it takes more than its memory or time or breaks off, PdfUnavailable where nothing is drawn on
    this server.
    """
    loaded()
    check_typefaces()
    try:
        done = subprocess.run(  # noqa: S603 - our own module, started with our own interpreter
            [sys.executable, "-m", CHILD, str(memory), str(cpu)],
            input=html.encode(),
            capture_output=True,
            timeout=wall,
            cwd=REPOSITORY,
            env={
                "DJANGO_SETTINGS_MODULE": SETTINGS,
                "LANG": "C.UTF-8",
                "PATH": os.defpath,
                "HOME": os.environ.get("HOME", "/"),
            },
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotDrawn(TOO_SLOW) from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise NotDrawn(why(done))
    return done.stdout


def why(done: subprocess.CompletedProcess[bytes]) -> str:
    """Say why a process has drawn nothing."""
    if done.returncode in OF_TIME:
        return TOO_SLOW
    return TOO_HEAVY if done.returncode in OF_MEMORY or b"MemoryError" in done.stderr else BROKE_OFF
