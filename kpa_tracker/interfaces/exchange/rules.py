"""Who may import a plan: editors and administrators of its authority. Who fills in a return: whoever reports on
something of its period."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Q

from deliverables.models import Deliverable
from kpa_tracker.base.people.rules import grant, working_authorities, working_posts

grant("exchange.import_plan")


def reported_by(user: Any) -> Any:
    """Select what a person may report on, as `deliverables.update_deliverable` says of one: what their posts lead or
    support, and all of where they may report on anything. One query."""
    anything = Q(plan__authority__in=user.authorities_granting("deliverables.update_any_deliverable"))
    return Deliverable.objects.visible_to(user).filter(anything | Q(pk__in=answered_by(user).values("pk")))


def answered_by(user: Any) -> Any:
    """Select what a person's own posts lead or support."""
    return Deliverable.objects.answered_by(working_posts(user), everyone_in=working_authorities(user))


@rules.predicate
def reports_in(user: Any, record: Any = None) -> bool:
    """Whether a person reports on anything of a period, or of the period of a workbook that they sent in; without a
    record, on anything at all."""
    if record is None:
        return bool(user.has_perm("deliverables.update_deliverable"))
    period = getattr(record, "period", record)
    return bool(reported_by(user).filter(plan=period.plan_id).exists())


rules.add_perm("exchange.fill_return", reports_in)
