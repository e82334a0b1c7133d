"""Protective markings: in which order they stand, which one marks several things together, what an old document's
becomes. No Django.

Since April 2014 there are three (Government Security Classifications): OFFICIAL, SECRET, TOP SECRET, and
OFFICIAL-SENSITIVE within the first. What was marked before keeps its words and is treated as the level that came after
it (docs/decisions/0038).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum

OFFICIAL, SENSITIVE = "OFFICIAL", "OFFICIAL-SENSITIVE"
OFFERED = (OFFICIAL, SENSITIVE)
"""What is chosen from. Others stand on what came with them."""
NOT_MARKED = "NOT PROTECTIVELY MARKED"
OPEN = ("", OFFICIAL, NOT_MARKED, "UNCLASSIFIED", "UNRESTRICTED")
"""Those under which something may be published, as a database compares them."""
LONGEST = 60


class Level(IntEnum):
    """How much protection a marking asks for."""

    OPEN = 1
    SENSITIVE = 2
    SECRET = 3
    TOP_SECRET = 4


WORDS = {
    "SENSITIVE": Level.SENSITIVE,
    "PROTECT": Level.SENSITIVE,
    "RESTRICTED": Level.SENSITIVE,
    "CONFIDENTIAL": Level.SECRET,
    "SECRET": Level.SECRET,
}
"""What a single word of a marking asks for. RESTRICTED is of before 2014, and so are PROTECT and CONFIDENTIAL."""
PLAIN = (["OFFICIAL"], ["UNCLASSIFIED"], ["UNRESTRICTED"], ["NOT", "PROTECTIVELY", "MARKED"])


def level_of(marking: str) -> Level:
    """Return how much protection a marking asks for. What nobody knows is taken for sensitive: a word in a box for
    markings was written there to keep something in."""
    words = re.findall("[A-Z]+", marking.upper())
    if not words:
        return Level.OPEN
    if words[:2] == ["TOP", "SECRET"]:
        return Level.TOP_SECRET
    known = [WORDS[word] for word in words if word in WORDS]
    if known:
        return max(known)
    is_plain = any(words[: len(start)] == start for start in PLAIN)
    return Level.OPEN if is_plain else Level.SENSITIVE


def is_open(marking: str) -> bool:
    """Whether what is marked so may be published, as far as its marking goes."""
    return level_of(marking) is Level.OPEN


def lowers(before: str, after: str) -> bool:
    """Whether something marked by the first would be less protected by the second."""
    return level_of(after) < level_of(before)


def highest(markings: Iterable[str]) -> str:
    """Return the marking of several things together: the first of those that ask for the most; nothing where none is
    marked. What is marked comes before what is not."""
    return max((one for one in markings if one), key=level_of, default="")


def closed(markings: Iterable[str]) -> str:
    """Return the marking of several things together where it keeps them from the public; else nothing."""
    found = highest(markings)
    return "" if is_open(found) else found


BOX = re.compile(
    r"(?:protective(?:ly)?\s+marking|(?:government\s+)?security\s+classification|gsc|gpms)\s*[:\-\u2013]\s*(.+)", re.I
)
"""A box for markings: whatever somebody wrote into it is one."""
HEADING = re.compile(r"(?:classification|marking)\s*[:\-\u2013]\s*(.+)", re.I)
"""What heads other things as well."""
KNOWN = re.compile(
    r"(?:not\s+protectively\s+marked|unclassified|unrestricted|top\s+secret|secret|confidential|restricted|protect"
    r"|official(?:\s*[-\u2013 ]\s*sensitive)?)"
    r"(?:\s*[-\u2013:]\s*[a-z]+(?:\s+[a-z]+)?)?"  # a descriptor: PROTECT - STAFF, OFFICIAL-SENSITIVE: PERSONAL DATA
    r"(?:\s*[(\[][^()\[\]]{1,30}[)\]])*"  # [COMMERCIAL], (when complete)
    r"(?:\s*[-\u2013]?\s*[a-z]{2,}\s+eyes\s+only)?",
    re.I,
)
DASHES = re.compile(r"\s*[-\u2013]\s*")


def read(line: str) -> str:
    """Return the marking that a line of a document is: the line holds nothing else, or says that it is one. Nothing
    where it is none."""
    line = " ".join(line.split())
    said = BOX.fullmatch(line)
    text = _without_brackets((said or HEADING.fullmatch(line) or [line, line])[1])
    if not text or not (said or KNOWN.fullmatch(text)):
        return ""
    marking = DASHES.sub("-", text).upper().replace("OFFICIAL SENSITIVE", SENSITIVE)
    return marking if len(marking) <= LONGEST else SENSITIVE


def _without_brackets(text: str) -> str:
    """Return "[OFFICIAL]." as "OFFICIAL"; brackets within stay."""
    text = text.strip(" .")
    whole = re.fullmatch(r"[(\[]([^()\[\]]*)[)\]]", text)
    return (whole[1] if whole else text).strip(" .")


def read_first(lines: Iterable[str]) -> str:
    """Return the highest of the markings that some lines of a document are."""
    return highest(map(read, lines))
