"""Words beside a number: which can be a unit, a label or a grade, and which say more than can be read."""

from __future__ import annotations

import re
from collections.abc import Collection

from kpa_tracker.base.toolkit.dates import MONTHS
from targets.performance.kinds import Kind
from targets.performance.reading.amounts import PER, has_time

MOST_WORDS = 12
ENUMERATOR = r"\((?:[ivx]{1,5}|[a-z]|[0-9]{1,2})\)"

GRADE_WORDS = frozenset(
    (
        *("poor", "fair", "good", "excellent", "outstanding", "adequate", "inadequate", "satisfactory", "weak"),
        *("requires improvement", "unsatisfactory", "strong", "promising", "uncertain", "acceptable", "improving"),
        *("meets the standard", "exceeds the standard", "fails to meet the standard"),
        *("meeting the standard", "exceeding the standard", "failing to meet the standard"),
        *("substantial assurance", "reasonable assurance", "adequate assurance", "limited assurance", "no assurance"),
    )
)

_STRANGE = re.compile(r"[<>≤≥~±=?!^_\\$€¥]")
_STOPS = frozenset(
    (
        *(
            "about",
            "approximately",
            "approx",
            "around",
            "circa",
            "ca",
            "roughly",
            "estimated",
            "over",
            "under",
            "below",
        ),
        *("above", "nearly", "almost", "more", "less", "fewer", "than", "least", "maximum", "minimum", "max", "up"),
        *("to", "from", "between", "since", "until", "but", "or", "not", "no", "see", "which", "that", "was", "were"),
        *("is", "are", "be", "compared", "target", "baseline", "against", "within", "top", "bottom", "plus", "minus"),
        *("increase", "increased", "reduce", "reduced", "reduction", "decrease", "decreased", "improve", "improved"),
        *("rise", "rose", "fall", "fell", "down", "change", "changed", "maintain", "achieve"),
        *(month.casefold() for month in MONTHS),
        *(month[:3].casefold() for month in MONTHS),
    )
)


def is_grade(words: str, kind: Kind | None, grades: Collection[str]) -> bool:
    """Words of a scale: a given one, a common one, or any few words without digits where a grade is hinted."""
    said = words.casefold()
    if said in {*GRADE_WORDS, *(grade.casefold() for grade in grades)}:
        return True
    return kind is Kind.GRADE and not grades and _are_few(words)


def _are_few(words: str) -> bool:
    return len(words.split()) <= MOST_WORDS and not re.search("[0-9]", words)


def is_label(words: str) -> bool:
    """Names a series. Times and "per" belong to a figure, so that 5 hours 3 days are not two series."""
    bare = re.sub(ENUMERATOR, "", words)
    if ":" in words or re.search(r"(?:^| )c$", words):
        return False
    return _is_plain(bare) and not has_time(bare) and "per" not in bare.casefold().split()


def is_unit(words: str) -> bool:
    """Names what is counted: one "per", or two where the number is of hours or days."""
    without_per = re.sub(PER, "per", words)
    if re.search(r"[0-9]", without_per) or not _is_plain(words):
        return False
    return has_time(words) or without_per.split().count("per") < 2


def _is_plain(words: str) -> bool:
    said = [word.strip("(),.'") for word in words.casefold().split()]
    strange = _STRANGE.search(words) or words.count("(") != words.count(")")
    return not strange and len(said) <= MOST_WORDS and not _STOPS.intersection(said)
