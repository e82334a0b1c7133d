"""Years of two digits in headings: "08/09" is 2008/09 where it can be nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SHORT = re.compile(r"(?<![\w/.-])(?P<first>\d\d) ?[/-] ?(?P<next>\d\d)(?![\w/.-])")
_LONG_SHORT = re.compile(r"(?<![\w/.-])(?P<first>20\d\d) ?[/-] ?(?P<next>\d)(?![\w/.-])")
_OF_A_YEAR = re.compile(r"\b(?:outturn|target|baseline|year|fy|annual|budget)\b", re.I)


def spelled_out(headings: Sequence[str]) -> list[str]:
    """Write "08/09" as 2008/09 where it can be nothing but a year: beside words of a year ("outturn"), or where
    several headings are like it and none is a month ("04/09")."""
    pairs = [match for heading in headings for match in _SHORT.finditer(heading)]
    by_year = len(pairs) > 1 and all(map(_follows, pairs))
    return [_spelled(heading, by_year=by_year) for heading in headings]


def _spelled(heading: str, *, by_year: bool) -> str:
    heading = _LONG_SHORT.sub(_in_full, heading)
    return _SHORT.sub(_in_full, heading) if by_year or _OF_A_YEAR.search(heading) else heading


def _in_full(match: re.Match[str]) -> str:
    if not _follows(match):
        return match[0]
    first = int(match["first"])
    first += 2000 if first < 100 else 0
    return f"{first}/{(first + 1) % 100:02}"


def _follows(match: re.Match[str]) -> bool:
    base = 10 ** len(match["next"])
    return int(match["next"]) == (int(match["first"]) + 1) % base
