"""How much room a text takes in the typefaces of documents, without drawing it."""

from __future__ import annotations

import functools

from kpa_tracker.base.toolkit.pdf.fetching import STATIC
from kpa_tracker.base.toolkit.pdf.glyphs import has_typefaces, printable
from kpa_tracker.base.toolkit.typefaces import USUAL, files_of

UNKNOWN = 0.65
"""The width of a character that nobody measured, in the size of the type: more than most have."""
CAUTION = 0.97
"""How much of a line is counted on: breaking lines rounds here and there."""


@functools.cache
def read_widths(typeface: str, face: str) -> dict[str, float]:
    """Read the files of a face once, those that come first in the style sheet last: a tenth of a second."""
    from fontTools.ttLib import TTFont

    found: dict[str, float] = {}
    for name in reversed(files_of(typeface, face)):
        font = TTFont(STATIC / "build" / "fonts" / name)
        widths, unit = font["hmtx"].metrics, font["head"].unitsPerEm
        found |= {chr(code): widths[glyph][0] / unit for code, glyph in font.getBestCmap().items()}
    return found


@functools.lru_cache(maxsize=50_000)
def width_of(word: str, face: str, typeface: str) -> float:
    """Return how wide a word is in a type of size 1, with what is printed in the place of signs without a glyph. Words
    come again and again while a sheet is laid out, so they are measured once."""
    if not has_typefaces():
        return UNKNOWN * len(word)
    widths = read_widths(typeface, face)
    return sum(widths.get(one, UNKNOWN) for one in printable(word))


def lines_of(text: str, *, width: float, size: float, face: str = "text", typeface: str = USUAL) -> int:
    """Return how many lines of a width in points a text fills at most. A word that is longer than a line is broken."""
    room, blank = width * CAUTION / size, width_of(" ", face, typeface)
    lines, filled = 0, room
    for word in text.split():
        wide = width_of(word, face, typeface)
        if filled + blank + wide > room:
            whole, filled = divmod(wide, room)
            lines += 1 + int(whole)
        else:
            filled += blank + wide
    return lines
