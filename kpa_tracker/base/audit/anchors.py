"""How far each chain had come, written down where nobody reaches who writes to the database.

Whoever can write there can work out a chain anew, its end included, and then it holds together. It does not lead to
what was written down before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kpa_tracker.base.audit.actions import Tampering
from kpa_tracker.base.audit.models import ChainHead, Event
from kpa_tracker.base.toolkit import clock


class NoAnchor(ValueError):
    """A line that is no anchor; the message says which."""


class Anchor(NamedTuple):
    """The last event of a chain when it was written down: when, number, hash, the chain's name."""

    at: str
    number: int
    hash: str
    stream: str

    def __str__(self) -> str:
        return f"{self.at} {self.number} {self.hash} {self.stream}"


def anchors_now() -> list[Anchor]:
    """Return how far each chain has come. One query."""
    at = clock.now().isoformat(timespec="seconds")
    return [Anchor(at, head.number, head.hash, head.stream) for head in ChainHead.objects.order_by("stream")]


def read_anchors(lines: Iterable[str]) -> Iterator[Anchor]:
    """Read what was written down; lines that begin with # are passed over.

    Raises NoAnchor for any other line.
    """
    for number, line in enumerate(lines, start=1):
        words = line.strip().split(" ", 3)
        if not line.strip() or line.startswith("#"):
            continue
        if len(words) != 4 or not words[1].isdecimal() or len(words[2]) != 64:
            raise NoAnchor(f"Line {number} does not say how far a chain had come.")
        yield Anchor(words[0], int(words[1]), words[2], words[3])


def what_strays(anchors: Iterable[Anchor]) -> Iterator[Tampering]:
    """Yield each anchor that the history no longer passes through: cut off before it, or written anew."""
    for anchor in anchors:
        found = Event.objects.filter(stream=anchor.stream, number=anchor.number).values_list("hash", flat=True).first()
        if anchor.number and found != anchor.hash:
            what = "is gone" if found is None else "is another one"
            yield Tampering(anchor.stream, anchor.number, f"{what}: it was written down on {anchor.at}")
