"""Which part of a plan is which part of the plan before: by the record that both share, else by reference and words.

Pairing is the same in both directions: from the old plan to the new one as from the new one to the old.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plans.differences.parts import Part

ALIKE = 0.5
"""From this likeness on, of 0 to 1, two titles are one promise reworded."""
BY_REFERENCE = 0.25
"""How much more alike the same reference makes two parts. It is not enough alone: numbers are given anew each year."""
MOST_PAIRS = 150_000
"""Pairs of titles that are weighed (a second or two); beyond, only parts of the same reference or title."""

Words = frozenset[str]
Weights = Mapping[str, float]


@dataclass(frozen=True)
class Pairing:
    """Pairs of places (old, new), and the places that are left on either side, in their order."""

    pairs: list[tuple[int, int]]
    dropped: list[int]
    added: list[int]


def pair(old: Sequence[Part], new: Sequence[Part]) -> Pairing:
    """Pair every part with at most one: the most alike first. Equally alike ones keep their order."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, to in sorted(_candidates(old, new), key=_most_alike_first):
        if at not in found and to not in taken:
            found[at] = to
            taken.add(to)
    dropped = [at for at in range(len(old)) if at not in found]
    return Pairing(sorted(found.items()), dropped, [to for to in range(len(new)) if to not in taken])


def _most_alike_first(candidate: tuple[float, int, int]) -> tuple[float, int, int]:
    likeness, at, to = candidate
    return -likeness, at + to, abs(at - to)


def _candidates(old: Sequence[Part], new: Sequence[Part]) -> Iterator[tuple[float, int, int]]:
    words_of = [[words(part.title) for part in parts] for parts in (old, new)]
    weights = weights_of([*words_of[0], *words_of[1]])
    weigh_all = len(old) * len(new) <= MOST_PAIRS
    for at, before in enumerate(old):
        for to, after in enumerate(new):
            if weigh_all or _share_a_name(before, after):
                likeness = _likeness(before, after, words_of[0][at], words_of[1][to], weights)
                if likeness >= ALIKE:
                    yield likeness, at, to


def _share_a_name(one: Part, other: Part) -> bool:
    return one.title == other.title or _same(one, other) or _same_reference(one, other)


def _same_reference(one: Part, other: Part) -> bool:
    return bool(one.reference) and one.reference == other.reference


def _same(one: Part, other: Part) -> bool:
    return bool(one.same) and one.same == other.same


def _likeness(one: Part, other: Part, words: Words, others: Words, weights: Weights) -> float:
    if one.same or other.same:
        return 2.0 if _same(one, other) else 0.0
    said = 1.0 if one.title == other.title else likeness_of(words, others, weights)
    return said + (BY_REFERENCE if _same_reference(one, other) else 0.0)


def words(text: str) -> Words:
    """The words of a text that can tell it from others: those of more than three letters, and numbers."""
    return frozenset(word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3 or word.isdigit())


def weights_of(texts: Sequence[Words]) -> Weights:
    """How much each word tells: the fewer of the texts have it, the more."""
    counted = Counter(word for text in texts for word in text)
    return {word: 1 / count for word, count in counted.items()}


def likeness_of(one: Words, other: Words, weights: Weights) -> float:
    """How much of what two texts say they both say, from 0 to 1."""
    shared = one & other
    if not shared:
        return 0.0
    both = _weight(one, weights) + _weight(other, weights)
    return round(2 * _weight(shared, weights) / both, 6)


def _weight(words: Words, weights: Weights) -> float:
    return sum(weights[word] for word in sorted(words))
