"""Headings that stand in two rows: "L", "I", "Score" under "Gross risk", beside headings that reach over both."""

from __future__ import annotations

from kpa_tracker.base.toolkit.grids import Row
from kpa_tracker.interfaces.exchange.reading.measures.headrows import has_numbers
from kpa_tracker.interfaces.exchange.reading.registers.headings import (
    LONGEST_HEADING,
    basis_of,
    field_of,
    is_of_scores,
)

NAMES_A_RISK = frozenset({"reference", "title", "event", "description", "together", "cause"})
LEAST = 3


def names_columns(row: Row) -> bool:
    """Whether a row reads as the headings of a register: it names a risk, and at least half of it is known."""
    texts = [cell.text for cell in row.filled]
    if len(texts) < LEAST - 1 or max(map(len, texts)) > LONGEST_HEADING or has_numbers(row):
        return False
    found = [name for name in map(field_of, texts) if name]
    return bool(NAMES_A_RISK & {*found}) and len({*found}) > 1 and (len(found) * 2 >= len(texts) or len(found) > LEAST)


def only_scores(row: Row | None) -> bool:
    """Whether a row holds nothing but headings of scores, several of them."""
    texts = [cell.text for cell in row.filled] if row else []
    return bool(texts) and all(is_of_scores(text) or basis_of(text) for text in texts) and max(map(len, texts)) < 60


def joined(over: Row | None, under: Row) -> list[str]:
    """Return the headings of one row or of two: the lower one first, the one that spans it in brackets."""
    width = max(len(under.cells), len(over.cells) if over else 0)
    headings, spanning = [], ""
    for index in range(width):
        upper, lower = (over.cell(index) if over else None), under.cell(index)
        spanning = _spanning(upper.text, upper.merged, lower.text, spanning) if upper else ""
        headings.append(f"{lower.text} ({spanning})" if lower.text and spanning else lower.text or spanning)
        spanning = spanning if lower.text else ""
    return headings


def _spanning(text: str, merged: str, lower: str, before: str) -> str:
    """What stands over a column: its own text, or the one that spans it from the left."""
    if text or not before:
        return text
    return before if merged == "left" or (not merged and lower and is_of_scores(lower)) else ""
