"""Abbreviations that a plan uses: words of two or more capitals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from kpa_tracker.base.toolkit.markdown import headings, parsed, words_of

Place = TypeVar("Place")
CAPITALS = re.compile(r"(?<!\w)[A-Z](?:&?[A-Z])+(?=s?(?!\w)(?![ -]?\d{1,3}(?!\d)))")
"""ACPO, PCSOs, R&D. What a number of up to three digits follows is a reference: KPA 05, HR-12."""
ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
SHOUTED = frozenset({"ALL", "AND", "AS", "AT", "BY", "FOR", "IN", "NO", "NOT", "OF", "ON", "OR", "THE", "TO"})
"""Everyday words that are written in capitals to be heard."""


@dataclass(frozen=True)
class Abbreviation(Generic[Place]):
    """A word, how often a plan uses it, and where first."""

    word: str
    number: int
    where: Place


def unexplained(
    texts: Iterable[tuple[Place, str]], terms: Iterable[str], references: Iterable[str] = ()
) -> list[Abbreviation[Place]]:
    """Return the abbreviations in some texts that no term of the glossary holds, by the alphabet. A plan's own
    references are none."""
    known = {word for term in terms for word in CAPITALS.findall(f"{term} ")} | SHOUTED
    known |= {reference for reference in references if CAPITALS.fullmatch(reference)}
    counts: Counter[str] = Counter()
    first: dict[str, Place] = {}
    for where, text in texts:
        for word in words_in(text):
            counts[word] += 1
            first.setdefault(word, where)
    return [Abbreviation(word, counts[word], first[word]) for word in sorted(counts) if word not in known]


def words_in(text: str) -> Iterator[str]:
    """Yield the abbreviations of a text, line by line: a line all in capitals is a heading."""
    for line in text.splitlines():
        if not is_heading(line):
            yield from (word for word in CAPITALS.findall(line) if not ROMAN.fullmatch(word))


def lines_of(text: str) -> str:
    """Return the words of Markdown, each paragraph, cell and heading on a line of its own, without addresses."""
    tokens = parsed(text)
    heads = {id(words) for _, words in headings(tokens)}
    said = (f"# {words_of(one)}" if id(one) in heads else words_of(one) for one in tokens if one.type == "inline")
    return "\n".join(said)


def is_heading(line: str) -> bool:
    """Whether a line of several words is all in capitals, or is a heading of Markdown that is."""
    return line.isupper() and (line.lstrip().startswith("#") or len(re.findall(r"[^\W\d_]+", line)) > 1)
