"""The child process: does one step of drawing a document under hard limits, from its input to its output.

Started by apart.py as `python -m`, with the settings of alone.py: it knows neither the database nor any secret.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable

from kpa_tracker.base.toolkit.pdf import render_pdf
from kpa_tracker.base.toolkit.pdf.sections.drawing import draw_numbers, draw_section
from kpa_tracker.base.toolkit.pdf.sections.merging import merge

MEMORY_BYTES = 3 * 1024**3
CPU_SECONDS = 900
FILE_BYTES = 512 * 1024**2
OUT_OF_MEMORY = 3
WHOLE, SECTION, NUMBERS, MERGED = "whole", "section", "numbers", "merged"
TASKS: dict[str, Callable[[bytes], bytes]] = {
    WHOLE: lambda given: render_pdf(given.decode()),
    SECTION: draw_section,
    NUMBERS: draw_numbers,
    MERGED: merge,
}


def limit_this_process(memory: int, seconds: int) -> None:
    """Bound memory, processor time and what is written beside."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))  # first told that time is up, then stopped
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(memory: int, seconds: int, task: str) -> None:
    limit_this_process(memory, seconds)
    try:
        made = TASKS[task](sys.stdin.buffer.read())
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    # Taking a million objects apart takes seconds, and Pango may still look for fonts in a thread of its own, which
    # crashes where its library is let go meanwhile.
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
