"""What inspections ask of an authority, a committee, a post or an ambition, and which 56 days run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from kpa_tracker.interfaces.dashboards.figures import Figure
from targets.models import Inspection, Recommendation

State = Recommendation.State
LACKS = {
    "overdue": "Overdue",
    "due_soon": "Due within 30 days",
    "without_owner": "Without an owner",
    "without_due": "Without a due date",
}


@dataclass(frozen=True)
class Clock:
    """A report whose 56 days run or are over, and how many of the recommendations here lack the office's comment."""

    inspection: Inspection
    lines: int
    missing: int
    url: str

    @property
    def is_late(self) -> bool:
        return self.inspection.is_late_with_comments


@dataclass(frozen=True)
class Asked:
    """Recommendations, counted: by state, which together are all; and what they lack, which overlaps."""

    total: Figure
    states: list[Figure]
    lacks: list[Figure]


def list_url(scope: Mapping[str, Any], **narrowed: Any) -> str:
    """Return the address of the tracker, narrowed to what is counted."""
    return f"{reverse('recommendation-list')}?{urlencode({**scope, **narrowed})}"


def count_asked(of: Any, scope: Mapping[str, Any]) -> Asked:
    """Count recommendations by state and by what they lack, each number with its list: one query of any size."""
    lacking = {key: Q(pk__in=getattr(of, key)().order_by().values("pk")) for key in LACKS}
    conditions = {state: Q(state=state) for state in State.values} | lacking
    counted = {key: Count("pk", filter=condition) for key, condition in conditions.items()}
    found = of.order_by().aggregate(all=Count("pk"), **counted)
    return asked_of(found, scope)


def asked_of(found: Mapping[str, int], scope: Mapping[str, Any]) -> Asked:
    """Return what was counted by state and by what is lacking, each number with its list."""
    return Asked(
        Figure(found["all"], "In all", list_url(scope)),
        [Figure(found[state.value], state.label, list_url(scope, status=state.value)) for state in State],
        [Figure(found[key], word, list_url(scope, show=key)) for key, word in LACKS.items()],
    )


def clocks(of: Any, authority: int, scope: Mapping[str, Any], *, only_theirs: bool) -> list[Clock]:
    """Return the reports that await the office's comments, those that are due first on top: one query.

    `only_theirs` leaves out reports that ask nothing of the record looked at.
    """
    waiting = Inspection.objects.current().awaiting_comments().filter(authority=authority)
    found = waiting.with_lines(of).order_by("published_on", "pk")
    return [
        Clock(one, one.lines, one.lines_missing, list_url(scope, inspection=one.pk, show="without_comment"))
        for one in found
        if one.lines or not only_theirs
    ]
