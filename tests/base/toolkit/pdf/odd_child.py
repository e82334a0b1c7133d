"""A child process that fails, or that works for ever, as its task says."""

from __future__ import annotations

import sys
import time

if __name__ == "__main__":
    task = sys.argv[3]
    sys.stdin.buffer.read()
    if task == "works for ever":
        time.sleep(60)
    sys.exit(1)
