"""Lists inside one cell: numbered measurements, and bullets as parts of a deliverable."""

from __future__ import annotations

import re

from kpa_tracker.interfaces.exchange.reading.plan import SubItem

BULLETS = re.compile(r"[•●▪■◦‣⁃∙·➢✓\uf0b7\uf0a7](?=\s)|(?:^|(?<=\n))[-–*](?=\s)")
MARKERS = {
    "roman": ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"],
    "letter": list("abcdefghijklmnop"),
    "number": [str(number) for number in range(1, 31)],
}
ONLY_MARKER = re.compile(r"[\s•(]*(?:(?:[a-h]|\d{1,2})\s*[.)]|[ivx]{1,4}\s*[.):]?)\s*", re.I)
NOTHING = re.compile(r"\W*|n/?a|none|tbc|tbd|to be (?:confirmed|decided|agreed)|not (?:set|known|applicable)", re.I)
LAST_BRACKET = re.compile(r"\(([^()]+)\)\s*[.;,]?\s*$")
# What stands in a bullet's bracket and is a body rather than a remark.
LONGEST_BODY = 7
BODY = re.compile(
    r"\b(?:(?i:committee|cttee|ctee|c'ttee|board|panel|group|forum|authority|council|full \w+)"
    r"|[A-Z]{2,6}|[A-Z]\s?&\s?[A-Z]+)\b"
)


def split_numbered(text: str) -> list[str]:
    """Split "i. one ii. two" into its items; the numbers must begin at the first and follow each other.

    The part before the first marker comes first, empty where there is none. A text without such numbers is one item.
    """
    best = [text]
    if "." not in text and ")" not in text:
        return best
    for series in MARKERS.values():
        pieces = _split_by_series(text, series)
        if len(pieces) > len(best):
            best = pieces
    return best


def _split_by_series(text: str, series: list[str]) -> list[str]:
    pieces, rest = [], text
    for marker in series:
        match = re.search(rf"(?:^|(?<=[\s(])){re.escape(marker)}(?:\.|\))(?=\s|$)", rest, re.I)
        if match is None:
            break
        pieces.append(rest[: match.start()].strip(" \n("))
        rest = rest[match.end() :]
    return [*pieces, rest.strip()]


def measurements_in(text: str) -> tuple[list[str], bool]:
    """Return each measurement of a cell, and whether the cell holds nothing but a list marker such as "i."."""
    if NOTHING.fullmatch(text.strip()):
        return [], False
    if ONLY_MARKER.fullmatch(text):
        return [], True
    found: list[str] = []
    for part in split_numbered(text):
        found += _lines_of(part)
    return [item for item in found if not ONLY_MARKER.fullmatch(item)], False


def _lines_of(text: str) -> list[str]:
    """A bullet begins an item, and so does a line with a capital; any other line goes on with the one before."""
    items: list[str] = []
    for line in BULLETS.sub("\n\u2022", text).split("\n"):
        piece = line.lstrip("\u2022 ").strip()
        if items and piece and not line.startswith("\u2022") and not (piece[0].isupper() or piece[0].isdigit()):
            items[-1] = f"{items[-1]} {piece}"
        elif piece:
            items.append(piece)
    return items


def split_sub_items(text: str) -> tuple[str, list[SubItem]]:
    """Split a deliverable's cell into its own words and its bullets or numbered parts."""
    head, *bullets = BULLETS.split(text)
    if not bullets:
        head, *bullets = split_numbered(text)
        if len(bullets) < 2:
            return text, []
    parts = [sub_item(" ".join(bullet.split())) for bullet in bullets if bullet.strip()]
    return (head.strip(), parts) if head.strip() else (text, [])


def sub_item(text: str) -> SubItem:
    """Take the committee out of an item's last brackets, where what stands there is a body."""
    match = LAST_BRACKET.search(text)
    if match and BODY.search(match[1]) and len(match[1].split()) <= LONGEST_BODY:
        return SubItem(text[: match.start()].strip(), match[1].strip())
    return SubItem(text)
