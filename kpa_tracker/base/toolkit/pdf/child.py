"""The child process: draws one document from its input under hard limits and writes the PDF to its output.

Started by bounded.py as `python -m`, with the settings of alone.py: it knows neither the database nor any secret.
"""

from __future__ import annotations

import resource
import sys

from kpa_tracker.base.toolkit.pdf import render_pdf

MEMORY_BYTES = 3 * 1024**3
CPU_SECONDS = 900
FILE_BYTES = 512 * 1024**2
OUT_OF_MEMORY = 3


def limit_this_process(memory: int, seconds: int) -> None:
    """Bound memory, processor time and what is written beside."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))  # first told that time is up, then stopped
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(memory: int, seconds: int) -> None:
    limit_this_process(memory, seconds)
    try:
        drawn = render_pdf(sys.stdin.buffer.read().decode())
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
