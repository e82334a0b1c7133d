"""Characters that a document can print, and what is printed in the place of the others.

A character without a glyph is an empty box to a reader and a failure of PDF/UA. Text pasted from Word brings control
characters and bullets from symbol typefaces; text from telephones brings emoji.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from kpa_tracker.base.toolkit.pdf.fetching import STATIC
from kpa_tracker.base.toolkit.typefaces import CUTS, TYPEFACES, files_of

FACES = tuple(files_of(typeface, face) for typeface in TYPEFACES for face in CUTS)
"""The files behind each face of each typeface."""

FONTS = tuple(dict.fromkeys(name for files in FACES for name in files))
SYMBOL_FONTS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "▸", "\uf0fc": "✓", "\uf0e0": "→", "\uf02d": "–", "\uf0be": "—"}
"""Where Word keeps the characters of its symbol typefaces, and what they look like."""

LAYOUT = frozenset("\n\t\r ")
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def has_typefaces() -> bool:
    """Whether the front end is built: documents are drawn with their own typefaces alone."""
    return all((STATIC / "build" / "fonts" / name).exists() for name in FONTS)


@functools.cache
def covered() -> frozenset[str]:
    """Return the characters that every face of every typeface can print, so that all documents say the same. Reads the
    typefaces once: a tenth of a second."""
    from fontTools.ttLib import TTFont

    maps = {name: TTFont(STATIC / "build" / "fonts" / name).getBestCmap() for name in FONTS}
    faces = [{code for name in files for code in maps[name]} for files in FACES]
    return frozenset(map(chr, set.intersection(*faces)))


def printable(text: str) -> str:
    """Return the text with every character that cannot be printed replaced by something readable."""
    odd = {one for one in set(text) if one not in LAYOUT and not is_printable(one)}
    if not odd:
        return text
    some = "[" + "".join(map(re.escape, sorted(odd))) + "]"
    return re.sub(f"{some}+(?: +{some}+)*", lambda run: stand_in(run[0]), text)


def is_printable(one: str) -> bool:
    """Whether every face has a glyph; what steers the text or is a control character never has one."""
    return one in covered() and not steers(one) and unicodedata.category(one) not in {"Cc", "Co", "Cs", "Zl", "Zp"}


def steers(one: str) -> bool:
    """Whether a character only says how others are written: direction, joining, or a picture instead of a sign."""
    return unicodedata.category(one) == "Cf" or "\ufe00" <= one <= "\ufe0f"


def stand_in(run: str) -> str:
    """Return what is printed for some characters in a row: the names of signs, the name of a script."""
    pieces = [piece for piece in map(stand_in_for, run) if piece]
    told = [piece for piece, before in zip(pieces, ["", *pieces], strict=False) if piece != before]
    return " ".join(told) if told else " " * any(map(separates, run))


def separates(one: str) -> bool:
    """Whether words on both sides of a character would run together without it: a control character, an odd blank."""
    return unicodedata.category(one) in {"Cc", "Zs", "Zl", "Zp"}


def stand_in_for(one: str) -> str:
    """Return what is printed for one character. Nothing for what only steers or separates."""
    kind = unicodedata.category(one)
    if one in SYMBOL_FONTS:
        return SYMBOL_FONTS[one]
    if kind in {"Cf", "Mn", "Me", "Sk"} or separates(one):
        return ""
    name = unicodedata.name(one, "").lower()
    if not name:
        return UNKNOWN
    return f"[text in {script_of(name)} letters]" if kind[0] in "LM" else f"({name})"


def script_of(name: str) -> str:
    """Return the script that a letter's Unicode name starts with."""
    first = name.split()[0]
    return {"cjk": "Chinese"}.get(first, first.title())
