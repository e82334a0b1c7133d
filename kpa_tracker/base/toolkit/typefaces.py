"""The typefaces that documents can be printed in. No Django.

Each is called as its package of files is. None is ever taken away: what was published keeps the one that it names.
"""

from __future__ import annotations

USUAL = "source-sans-3"
TYPEFACES = {
    USUAL: "Source Sans 3: plain, as on this site",
    "source-serif-4": "Source Serif 4: with serifs, like a book",
    "atkinson-hyperlegible-next": "Atkinson Hyperlegible Next: letters that are hard to mistake for one another",
}
ALIKE = {USUAL: "Calibri", "source-serif-4": "Georgia", "atkinson-hyperlegible-next": "Verdana"}
"""What is most like each among the typefaces that come with Word."""
CUTS = {
    "text": ("400-normal", "DejaVuSans.ttf"),
    "bold": ("600-normal", "DejaVuSans-Bold.ttf"),
    "italic": ("400-italic", "DejaVuSans.ttf"),
}
"""The faces of each typeface, and what has the signs that no typeface has."""


def called(typeface: str) -> str:
    """Return what a typeface is called, as programs list it."""
    return TYPEFACES[typeface].partition(":")[0]


def files_of(typeface: str, face: str) -> tuple[str, ...]:
    """Return the files behind a face, in the order in which style sheets name them: its own, those of the usual
    typeface, the fallback. So each prints what the usual one prints."""
    cut, fallback = CUTS[face]
    names = dict.fromkeys((typeface, USUAL))
    return (*(f"{name}-{part}-{cut}.woff2" for name in names for part in ("latin", "latin-ext")), fallback)


def sheet_of(typeface: str) -> str:
    """Return the style sheet that a typeface other than the usual one needs, below the static folder."""
    return "" if typeface == USUAL else f"build/{typeface}.css"
