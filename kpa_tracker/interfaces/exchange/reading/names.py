"""Names that look like one name written in two ways: "Sam B" and "Sam Brown", or a slip of the pen."""

from __future__ import annotations

import difflib
from itertools import combinations

CLOSE_ENOUGH = 0.85
LEAST_LETTERS = 4
MOST_NAMES = 400  # every pair is compared


def look_alikes(names: list[str]) -> list[tuple[str, str]]:
    """Return pairs of (shorter, fuller) that may be one; words may differ in one place only."""
    words = {name: name.lower().replace(".", "").split() for name in names[:MOST_NAMES]}
    pairs = [(first, second) for first, second in combinations(words, 2) if _alike(words[first], words[second])]
    return [(first, second) if len(first) <= len(second) else (second, first) for first, second in pairs]


def _alike(first: list[str], second: list[str]) -> bool:
    if len(first) != len(second) or len(first) < 2:
        return False
    different = [(one, other) for one, other in zip(first, second, strict=True) if one != other]
    return len(different) == 1 and _one_word_for_another(*sorted(different[0], key=len))


def _one_word_for_another(short: str, full: str) -> bool:
    """An initial or the beginning of the fuller word, or nearly the same letters in a word long enough to tell."""
    if full.startswith(short) and short.isalpha():
        return full not in {f"{short}s", f"{short}es"}
    alike = difflib.SequenceMatcher(None, short, full).ratio()
    return len(short) >= LEAST_LETTERS and short[0] == full[0] and alike >= CLOSE_ENOUGH
