"""English as pages and documents say it of numbers and lists. No Django."""

from __future__ import annotations


def plural(word: str) -> str:
    """Return the plural of an English word that takes s, es or ies."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def counted(number: int, word: str) -> str:
    """Return a number of things: 1 risk, 2 risks."""
    return f"{number} {word if number == 1 else plural(word)}"


def listed(words: list[str]) -> str:
    """Return words as a sentence lists them: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
