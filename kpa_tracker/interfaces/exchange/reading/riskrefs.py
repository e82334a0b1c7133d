"""References to a risk register, in a column of their own or in running text, whatever letters a body numbers by."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Letters, perhaps two groups of them, and a short number: KPA 05, SR-4, OPCC/R/12, CR12a.
REFERENCE = r"(?:(?:[A-Z][A-Z&]{0,7}|Risk)(?:[-/ ](?!to\b|and\b|or\b)[A-Z]{1,4})?\s?[-/.#]?\s?\d{1,3}[a-z]?)(?![\w%])"
SEPARATOR = r"(?:\s*(?:[,;/&\n]|\band\b|\bto\b)\s*|\s+)"
LINKED = r"(?:links?|linked|relate[sd]?|refers?|see|cross[- ]?ref\w*)"
MARKER = re.compile(
    rf"\(?(?:\b{LINKED}\s+(?:(?:to|with)\s+)?)?(?:\bthe\s+)?(?:\b(?-i:[A-Z][A-Z&]+)\s+)?"
    r"(?:\b(?:corporate|strategic|force|organisational)\s+)*"
    r"\brisks?\b(?:\s+register)?(?:\s+(?:refs?|references?|numbers?|nos?|ids?|links?)\b)?\.?\s*[:\-–(]?\s*"
    rf"(?P<refs>(?-i:{REFERENCE}(?:{SEPARATOR}{REFERENCE})*))\s*\)?",
    re.I,
)
ONE = re.compile(REFERENCE)
BARE = re.compile(r"(?<![\w.])\d{1,3}[a-z]?(?![\w%.])")
NOT_A_PREFIX = {
    "level", "page", "section", "band", "grade", "phase", "quarter", "year", "part", "stage", "item", "no", "number",
    "q", "jan", "feb", "mar", "apr", "may", "jun", "june", "jul", "july", "aug", "sep", "sept", "oct", "nov", "dec",
    "january", "february", "march", "april", "august", "october", "november", "december", "september", "and", "to",
    "or",
}  # fmt: skip


def canonical(reference: str) -> str:
    return " ".join(reference.upper().split())


def same_risk(reference: str) -> str:
    """What two spellings of one reference share: "KPA05" and "kpa 05" are one."""
    return re.sub(r"[^A-Z0-9]", "", reference.upper())


def prefix_of(reference: str) -> str:
    return re.sub(r"[\s\-/.#]*\d+[A-Za-z]?$", "", reference).upper()


def from_risk_column(text: str) -> tuple[list[str], str]:
    """Return the references in a cell of a risk column, and what is left of the cell."""
    if ONE.search(text):
        pattern = ONE
    elif BARE.search(text) and not re.search(r"[a-z]{3,}", text):
        pattern = BARE
    else:
        return [], text
    found = [canonical(match.group()) for match in pattern.finditer(text) if _plausible(match.group())]
    rest = pattern.sub("", text)
    rest = re.sub(r"(?i)\b(?:and|risks?|refs?|register|links?|linked|to)\b|[\s,;:/&()\-–]+", " ", rest).strip()
    return once(found), "" if len(rest) < 3 else rest


def from_running_text(text: str) -> tuple[list[str], str]:
    """Return the references that follow a mention of risks, and the text without that mention."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        references = [one.group() for one in ONE.finditer(match["refs"])]
        if not references or not all(map(_plausible, references)):
            return match.group()
        found.extend(map(canonical, references))
        return "\n"

    rest = MARKER.sub(take, text)
    return once(found), "\n".join(line.strip() for line in rest.split("\n") if line.strip())


def mentioned(text: str, prefixes: set[str]) -> list[str]:
    """Return references elsewhere in a text, only with letters that the file already numbers risks by."""
    return once([canonical(one.group()) for one in ONE.finditer(text) if prefix_of(one.group()) in prefixes])


def _plausible(reference: str) -> bool:
    return prefix_of(reference).lower() not in NOT_A_PREFIX


def once(references: Iterable[str]) -> list[str]:
    """Keep the first spelling of each reference."""
    kept: dict[str, str] = {}
    for reference in references:
        kept.setdefault(same_risk(reference), reference)
    return list(kept.values())
