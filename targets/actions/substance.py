"""Whether words say something: evidence that somebody else can look up, a line that can be published."""

from __future__ import annotations

import re

from kpa_tracker.base.toolkit.errors import Refused

LETTERS, WORDS = 15, 3
"""The least that a sentence of evidence has."""
FEWEST = 3
PLACEHOLDERS = frozenset(
    (
        *("as above", "as before", "blank", "ditto", "n a", "na", "nil", "no", "no comment", "no comments"),
        *("none", "none yet", "not applicable", "not yet", "nothing", "nothing yet", "pending", "see above", "tba"),
        *(
            "tbc",
            "tbd",
            "test",
            "to be advised",
            "to be confirmed",
            "to be decided",
            "to follow",
            "unknown",
            "xxx",
            "yes",
        ),
    )
)
LINK = re.compile(r"\b(https?://|www\.)[^\s.]+\.[^\s.]", re.IGNORECASE)
NAMED = re.compile(
    r"\b(agenda|annex|appendix|decision|document|file|folio|item|letter|memo|minutes?|page|paper|para(graph)?|ref(erence)?"
    r"|report|section)s?\b[^0-9]{0,20}[0-9]",
    re.IGNORECASE,
)
CODE = re.compile(r"\b[a-z]{2,}[ /.-]?[0-9]+[/.-][0-9a-z]+", re.IGNORECASE)
"""Where something can be looked up: PA 34/09, HR-12-2009."""


def refuse_no_evidence(text: str, *, field: str = "evidence") -> None:
    """Refuse evidence that is no sentence, names no paper and gives no link: nobody could look it up."""
    if not is_evidence(text):
        raise Refused(
            "Say in a sentence what shows that it is done and where that can be seen, or give a link or a reference "
            "such as “Minute 12”.",
            field=field,
        )


def refuse_placeholder(text: str, *, field: str = "comment") -> None:
    """Refuse a line that only fills its box. Left empty, it is seen to be missing."""
    if text.strip() and is_placeholder(text):
        raise Refused(
            f"“{text.strip()}” says nothing. Write the steps taken, or why there are none, or leave it empty for now.",
            field=field,
        )


def is_evidence(text: str) -> bool:
    """Whether somebody else could look up what a text says."""
    if LINK.search(text) or NAMED.search(text) or CODE.search(text):
        return True
    return not is_placeholder(text) and letters(text) >= LETTERS and len(text.split()) >= WORDS


def is_placeholder(text: str) -> bool:
    """Whether a text is empty, signs, or one of the words that stand for nothing."""
    bare = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return letters(text) < FEWEST or bare in PLACEHOLDERS or len(set(bare)) < FEWEST


def letters(text: str) -> int:
    return sum(sign.isalpha() for sign in text)
