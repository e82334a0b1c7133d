"""How much work something is, whoever else keeps the machine busy."""

from __future__ import annotations

import os


def seconds() -> float:
    """Return the processor's seconds that this process has used, and those that it has waited for."""
    return sum(os.times()[:4])
