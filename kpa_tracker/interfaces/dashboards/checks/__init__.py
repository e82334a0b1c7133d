"""The standing checks of a plan: what does not hold together in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from deliverables.models.covered import measures_of
from kpa_tracker.interfaces.dashboards.checks.base import Check, Mend
from kpa_tracker.interfaces.dashboards.checks.standing import OUTLINE, STANDING, ambitions_of, current
from kpa_tracker.interfaces.dashboards.checks.words import GLOSSARY, WORDS, has_own_words, sections_of
from plans.models import Plan

__all__ = ["CHECKS", "Check", "findings", "number_checked"]

CHECKS = (*STANDING, *WORDS)
OF_THE_PLAN = {OUTLINE[0], GLOSSARY[0]}
"""The names of addresses that are the plan's and not the record's."""

Line = tuple[Any, str, str]
"""A record, what was found, and where it is put right: nothing where this person may not, or the plan is closed."""


def findings(plan: Plan, user: Any) -> Iterator[tuple[Check, list[Line]]]:
    """Yield every check with what it finds in a plan today: one or two queries a check, six for abbreviations."""
    for check in CHECKS:
        found = [(record, said, way_to_mend(check.mend, record, plan, user)) for record, said in check.found(plan)]
        yield check, found


def way_to_mend(mend: Mend, record: Any, plan: Plan, user: Any) -> str:
    name, right = mend
    if not plan.is_open_to_change or not user.has_perm(right, record):
        return ""
    return reverse(name, args=[plan.pk if name in OF_THE_PLAN else record.pk])


def number_checked(plan: Plan) -> int:
    """How many deliverables, ambitions, measures and sections the checks looked at, and deliverables of the plan
    before; the plan's own words count as one. Five queries at most."""
    looked_at = [current(plan), ambitions_of(plan), measures_of(plan), sections_of(plan)]
    if plan.previous:
        looked_at.append(current(plan.previous))
    return sum(records.count() for records in looked_at) + has_own_words(plan)
