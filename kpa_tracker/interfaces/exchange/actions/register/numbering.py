"""References for risks that the file does not number: after all that are taken, so that gaps stay gaps."""

from __future__ import annotations

from collections.abc import Iterable

from risks.actions import reference_after

FIRST = "R 01"


class Numbering:
    """Counts on from the highest reference of the register and of the file."""

    def __init__(self, used: Iterable[str]) -> None:
        self.used = [one for one in used if one]

    def take(self) -> str:
        """Return the next free reference."""
        self.used.append(reference_after(self.used) or FIRST)
        return self.used[-1]
