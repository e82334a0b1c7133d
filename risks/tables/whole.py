"""The register against the ambitions of a plan, as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kpa_tracker.base.toolkit.exports import Lines
from risks.tables.register import level_text

AT_STAKE = "At stake"


def whole_in_file(ambitions: Iterable[Any], rows: Iterable[Sequence[Any]]) -> Lines:
    """Return each risk with a column for each ambition, and what treats it, as the page shows them."""
    headings = ("Reference", "Risk", "Level now", *map(str, ambitions), "Deliverables that treat it", "Red among them")
    return Lines(headings, [_row(*row) for row in rows])


def _row(risk: Any, links: Iterable[bool], red: Iterable[Any], treating: int) -> tuple[Any, ...]:
    stakes = [AT_STAKE if linked else "" for linked in links]
    level = level_text(risk.current_level, risk.current_score)
    return (risk.reference, risk.title, level, *stakes, treating, ", ".join(one.reference for one in red))
