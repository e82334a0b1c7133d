"""Rows that stand in a table and are no part of the plan: keys, notes, totals, whom to ask."""

from __future__ import annotations

import re

from kpa_tracker.base.toolkit.grids import Row

NOTE = re.compile(
    r"(?:grand )?total\b|notes?\b\s*[:.\-–]|n\.?b\.?\s*[:.\-–]?\s|\*|source\s*:|key\s*[:\-–]|legend\b|contacts?\s*:"
    r"|(?:last )?(?:updated|reviewed|amended)\b|version\b|page \d"
    r"|(?:red|amber|green|blue|brag|rag)\b[^a-z]{0,3}(?:[=:–-]|means\b|is\b)",
    re.I,
)
NUMBERING = re.compile(r"\(?[A-Za-z]{0,6}[-./ ]?\d{1,4}([-./]\d{1,4}){0,3}[a-z]?[.)]?")
LONGEST_NUMBER = 20


def is_note(text: str) -> bool:
    return bool(NOTE.match(text))


def is_aside(row: Row, reference: int | None) -> bool:
    """Whether a row holds a note: it begins like one, or its only words stand where a number would."""
    filled = row.filled
    if not filled or len(filled) > 2:
        return False
    if is_note(filled[0].text):
        return True
    alone = reference is not None and len(filled) == 1 and bool(row.cell(reference).text)
    return alone and len(filled[0].text) > LONGEST_NUMBER and not NUMBERING.fullmatch(filled[0].text)
