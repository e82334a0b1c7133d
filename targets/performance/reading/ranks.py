"""Reads the places that a target asks for: "top ten nationally and top two of the group", "top quartile"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import gcd

from targets.performance.reading.amounts import FIELD

_WORDS = "one two three four five six seven eight nine ten eleven twelve fifteen twenty"
_NUMBERS = dict(zip(_WORDS.split(), (*range(1, 13), 15, 20), strict=True))
_PARTS = {"half": 2, "third": 3, "quarter": 4, "quartile": 4, "quintile": 5, "decile": 10}
_NTH = {"top": 1, "upper": 1, "best": 1, "first": 1, "second": 2, "third": 3, "fourth": 4}

_OPENING = r"(?:(?:be|rank(?:ed)?) )?(?:(?:in|within|among|into) )?(?:the )?"
_ITEM = re.compile(
    rf"{_OPENING}(?:(?P<nth>{'|'.join(_NTH)})[ -](?P<part>{'|'.join(_PARTS)})"
    rf"|top (?P<count>[0-9]+|{'|'.join(_NUMBERS)})(?P<percent> ?%| per ?cent)?"
    r"|(?P<place>[0-9]+)(?:st|nd|rd|th))"
    rf"(?: (?:places?|position))?(?: (?P<among>{FIELD}))??(?: or (?:better|higher|above))?",
    re.IGNORECASE,
)
_AND = re.compile(rf"(?:,? and|,|;) (?={_OPENING}(?:top|upper|best|[0-9]+(?:st|nd|rd|th))\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Rank:
    """A place to reach or better among others, which `among` names as written. Where `parts` is given, the place is one
    of so many equal parts of the field: the top quartile is 1 of 4, the top 30% is 3 of 10."""

    place: int
    among: str = ""
    parts: int | None = None


def read_ranks(text: str) -> tuple[Rank, ...]:
    """The places of a target, or none if any piece of the text is something else."""
    pieces = [_ITEM.fullmatch(piece) for piece in _AND.split(text.strip(" ."))]
    ranks = [_rank(piece) for piece in pieces if piece]
    return tuple(filter(None, ranks)) if len(ranks) == len(pieces) and all(ranks) else ()


def _rank(found: re.Match[str]) -> Rank | None:
    among = found["among"] or ""
    if found["part"]:
        return Rank(_NTH[found["nth"].casefold()], among, _PARTS[found["part"].casefold()])
    place = _number(found["count"] or found["place"])
    if found["percent"]:
        return _share(place, among)
    return Rank(place, among) if place else None


def _share(percent: int, among: str) -> Rank | None:
    shared = gcd(percent, 100)
    return Rank(percent // shared, among, 100 // shared) if 0 < percent <= 100 else None


def _number(written: str) -> int:
    return _NUMBERS.get(written.casefold()) or int(written)
