"""Two versions of a text, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

MOST_WORDS = 1500
"""Words of a text that are compared one by one; what is longer is shown whole, old and new."""
MOST_MATCHES = 20_000
"""Places at which the same word stands in both texts: a text of one word again and again would take minutes."""


class Mark(str, Enum):
    """Whether words stand in both texts, in the old one alone, or in the new one alone."""

    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True)
class Piece:
    """Words that stand together."""

    mark: Mark
    text: str


def marked(old: str, new: str) -> list[Piece]:
    """The new text with what was taken out and put in. What is not put in makes the old text, what is not taken out
    the new one."""
    before, after = _tokens(old), _tokens(new)
    if max(len(before), len(after)) > MOST_WORDS or _matches(before, after) > MOST_MATCHES:
        return list(_pieces(before, after))
    found: list[Piece] = []
    for step, at, end, to, until in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            found.append(Piece(Mark.SAME, "".join(before[at:end])))
        else:
            found += _pieces(before[at:end], after[to:until])
    return found


def _tokens(text: str) -> list[str]:
    """Words, each with the space before it: spaces of their own would match one another everywhere."""
    return re.findall(r"\s*\S+|\s+", text)


def _matches(before: list[str], after: list[str]) -> int:
    there = Counter(after)
    return sum(number * there[token] for token, number in Counter(before).items())


def _pieces(out: list[str], into: list[str]) -> Iterator[Piece]:
    for mark, tokens in ((Mark.OUT, out), (Mark.IN, into)):
        if tokens:
            yield Piece(mark, "".join(tokens))
