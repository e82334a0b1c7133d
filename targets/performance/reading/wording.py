"""What is said at the end of a target's sentence: its source, its date, what it compares with, a note."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kpa_tracker.base.toolkit.dates import Precision, parse_partial_date

_YEAR = r"(?:19|20)[0-9]{2}(?:[/-][0-9]{2,4})?"
_LEVELS = r"(?: (?:baselines?|levels?|figures?|outturns?|results?|year|performance))*"
_EARLIER = (
    rf"(?:the |our |its )?(?P<said>(?:baselines?|last year|(?:the )?(?:previous|prior) year|{_YEAR})(?:'s)?{_LEVELS})"
)
_SAID_BY = r"(?:measured|reported|recorded|assessed|judged|shown|surveyed)"

_ENDINGS = (
    ("by_when", re.compile(r"(?P<body>.+),? (?:by|in|during|before|for|until) (?P<said>(?:the )?.+)", re.IGNORECASE)),
    (
        "source",
        re.compile(
            rf"(?P<body>.+?),? \(?(?:as )?{_SAID_BY} (?:by|in|through|using|from|via) "
            r"(?:the )?(?P<said>[^()]+?)\)?",
            re.IGNORECASE,
        ),
    ),
    ("below", re.compile(rf"(?P<body>.+?) (?:below|(?:lower|less|fewer) than) {_EARLIER}", re.IGNORECASE)),
    ("above", re.compile(rf"(?P<body>.+?) (?:above|(?:higher|more|greater) than) {_EARLIER}", re.IGNORECASE)),
    (
        "against",
        re.compile(
            rf"(?P<body>.+?),? \(?(?:on|from|against|compared (?:to|with)|relative to) {_EARLIER}\)?", re.IGNORECASE
        ),
    ),
    ("note", re.compile(r"(?P<body>.+?) \((?P<said>[^()]{3,})\)")),
)
_NAMED_DATES = (Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR)

CHANGES = {"below": "reduction", "above": "increase"}
"""10% below last year is a 10% reduction on it."""


@dataclass(frozen=True)
class Wording:
    """A target's sentence without its endings, and what the endings said."""

    body: str
    source: str = ""
    against: str = ""
    by_when: str = ""
    note: str = ""


def wording_of(text: str) -> Wording:
    """Take the endings off, one after another."""
    wording = Wording(text.strip(" ."))
    while shorter := next((found for found in (_without(wording, *ending) for ending in _ENDINGS) if found), None):
        wording = shorter
    return wording


def _without(wording: Wording, name: str, pattern: re.Pattern[str]) -> Wording | None:
    found = pattern.fullmatch(wording.body)
    if not found:
        return None
    if name in CHANGES:
        return replace(wording, body=f"{found['body']} {CHANGES[name]}", against=found["said"])
    is_fit = not getattr(wording, name) and (name != "by_when" or _is_date(found))
    return replace(wording, **{"body": found["body"], name: found["said"]}) if is_fit else None


def _is_date(found: re.Match[str]) -> bool:
    """A date; a bare year only after another number, because "increase by 2000" may be one."""
    bare = re.fullmatch("[0-9]{4}", found["said"])
    named = parse_partial_date(found["said"]).precision in _NAMED_DATES
    return named and not (bare and not re.search("[0-9]", found["body"]))
