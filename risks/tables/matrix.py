"""The matrix of an authority: the words of its steps, the level of each cell, and what stands in which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kpa_tracker.base.people.models import Authority
from risks.actions.wording import MEANINGS
from risks.models import Cell, Definition
from risks.scoring import Level, Pair, standard_matrix


def words_of_steps(authority: Authority | None, axis: str) -> list[str]:
    """Return what the authority calls the steps of an axis, from 1 to 5. One query."""
    rows = Definition.objects.filter(scheme__authority=authority, axis=axis).order_by("step")
    return [row.word for row in rows] or [word for word, _ in MEANINGS[axis]]


def matrix_in_force(authority: Authority | None) -> dict[Pair, Level]:
    """Return the level of each pair, by the authority's own matrix or the standard one. One query."""
    cells = Cell.objects.filter(scheme__authority=authority)
    return {(one.likelihood, one.impact): Level(one.level) for one in cells} or standard_matrix()


def by_pair(risks: Iterable[Any], basis: str) -> dict[Pair, list[Any]]:
    """Sort out risks, their scores loaded, by likelihood and impact on one basis; what is not scored stands nowhere."""
    found: dict[Pair, list[Any]] = {}
    for one in risks:
        if held := getattr(one, basis):
            found.setdefault(held.pair, []).append(one)
    return found
