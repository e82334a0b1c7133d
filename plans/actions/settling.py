"""What follows in the apps above where a plan is changed, archived or moves on: each adds what it does by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plans.models import Plan

FOLLOWS: dict[str, Callable[[Plan, Any], None]] = {}
"""What is done with a plan as it stands afterwards, and with whoever changed it, in the same transaction. An app above
adds its own when it is ready."""


def settle(plan: Plan, *, by: Any) -> Plan:
    """Let the apps above do what follows. Returns the plan."""
    for follows in FOLLOWS.values():
        follows(plan, by)
    return plan
