"""What keeps a plan following the one that it follows: apps above add what they know by name. No models of its own."""

from __future__ import annotations

from collections.abc import Callable

from plans.models.plans import Plan

KEEPERS: dict[str, Callable[[Plan], bool]] = {}
"""What says, by the name of an app, whether something was recorded that holds only while a plan follows the one that it
follows. An app above adds its own when it is ready."""


def is_kept_following(plan: Plan) -> bool:
    """Whether something was recorded that a plan could not follow another one without. A query for each app that
    knows."""
    return plan.previous_id is not None and any(keeps(plan) for keeps in KEEPERS.values())
