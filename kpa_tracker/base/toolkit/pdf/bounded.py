"""Drawing a document in child processes, with bounded memory and time: also one that somebody waits for, so that a
drawing which hangs holds up neither the site nor the next reader."""

from __future__ import annotations

import hashlib
import threading

from django.conf import settings

from kpa_tracker.base.toolkit import pdf
from kpa_tracker.base.toolkit.pdf import check_typefaces, loaded
from kpa_tracker.base.toolkit.pdf.apart import BROKE_OFF, TOO_HEAVY, TOO_SLOW, Apart, NotDrawn
from kpa_tracker.base.toolkit.pdf.child import CPU_SECONDS, MEMORY_BYTES, WHOLE
from kpa_tracker.base.toolkit.pdf.sections.assembling import render_sections
from kpa_tracker.base.toolkit.pdf.sections.cutting import is_long
from kpa_tracker.base.toolkit.remembered import RememberedFiles

__all__ = ["BROKE_OFF", "TOO_HEAVY", "TOO_SLOW", "NotDrawn", "render_bounded", "render_pdf"]

WALL_SECONDS = 1_200
READER = {"memory": 2 * 1024**3, "cpu": 180, "wall": 240}
"""What a document may take that somebody waits for, a long one in each of its processes: a plan of 5,000 deliverables
that is published takes two minutes."""
PATIENCE = 60
"""Seconds that a reader waits for the document of another."""
ONE_FOR_READERS, ONE_LONG = threading.Lock(), threading.Lock()
"""A long one takes minutes: others do not wait for it."""
DRAWN = RememberedFiles(8 * 1024 * 1024)
"""By the SHA-256 of their HTML, in the memory of this process alone: nothing of them lies on a disk."""
BUSY = "Other documents are being drawn. Try again in some minutes, or read it as a page, which has all of it."


def render_pdf(html: str) -> bytes:
    """Return a page of HTML as PDF/UA-1 for somebody who waits for it, one at a time in each process of the site,
    and a long one beside it.

    What was drawn of the same HTML is given out again: all else that a document shows are files of this version of the
    site. Raises NotDrawn and PdfUnavailable as `render_bounded` does, and NotDrawn where others take too long. Costs
    what the drawing does and most of a second for the process.
    """
    if settings.DRAW_IN_PROCESS:
        return pdf.render_pdf(html)
    of = hashlib.sha256(html.encode()).digest()
    if found := DRAWN.file(of):
        return found
    turn = ONE_LONG if is_long(html) else ONE_FOR_READERS
    if not turn.acquire(timeout=PATIENCE):
        raise NotDrawn(BUSY)
    try:
        # Whoever waited may have waited for the same document.
        drawn = DRAWN.file(of) or render_bounded(html, **READER)
        DRAWN.keep(of, drawn)
    finally:
        turn.release()
    return drawn


def render_bounded(
    html: str, *, memory: int = MEMORY_BYTES, cpu: int = CPU_SECONDS, wall: float = WALL_SECONDS
) -> bytes:
    """Return a page of HTML as PDF/UA-1, drawn by a process of its own; a long one in sections, two beside one another,
    each within the same memory and time of the processor.

    Raises NotDrawn where it takes more than its memory or time or breaks off, PdfUnavailable where nothing is drawn on
    this server.
    """
    loaded()
    check_typefaces()
    apart = Apart(memory=memory, cpu=cpu, wall=wall)
    return render_sections(html, apart) if is_long(html) else apart.do(WHOLE, html.encode())
