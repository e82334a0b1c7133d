"""Taking in a picture as a logo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from kpa_tracker.base.toolkit.kept import fingerprint
from kpa_tracker.base.toolkit.pictures import Bounds, as_png, on_white

LOGO = Bounds("logo", 1024 * 1024, 32, 4_000, 4_000_000, (600, 240))
"""Kept within: sharp on paper at 5 cm across, and a few kB for each page of the public site."""


@dataclass(frozen=True)
class Picture:
    """A logo as it is kept: a PNG of our own drawing on white, with nothing else in it."""

    name: str
    content: bytes


def read_logo(file: IO[bytes]) -> Picture:
    """Return a picture as it is kept. Refuses what is no PNG or JPEG, and what breaks bounds.

    Costs at most 40 MB and a fifth of a second.
    """
    drawn = as_png(on_white(file, LOGO))
    return Picture(f"logo-{fingerprint(drawn)[:20]}.png", drawn)
