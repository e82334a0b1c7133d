"""A standing check: what it looks for, and where its findings are put right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plans.models import Plan

Mend = tuple[str, str]
"""The name of the address that mends a finding, and the permission that it takes."""


@dataclass(frozen=True)
class Check:
    """A standing check: its key and name, why it matters, what it finds in a plan, what it says, and its mend."""

    key: str
    name: str
    why: str
    find: Callable[[Plan], Any]
    say: Callable[[Any], str]
    mend: Mend

    def found(self, plan: Plan) -> list[tuple[Any, str]]:
        """Return the records that it finds in a plan, and what it says of each."""
        return [(record, self.say(record)) for record in self.find(plan)]
