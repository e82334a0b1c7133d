"""Stopping what waits for its time, once the public may not read the plan any more."""

from __future__ import annotations

from typing import Any

from kpa_tracker.interfaces.publication.actions.publishing import withdraw
from kpa_tracker.interfaces.publication.models import Publication
from kpa_tracker.interfaces.publication.public.plan import why_not
from plans.models import Plan


def stop_waiting(plan: Plan, by: Any) -> None:
    """Take back every publication of a plan whose time has not come, where the plan is marked, archived or a draft
    again, with that as the reason. What is public already stays until somebody withdraws it: it is out. Bringing the
    plan back brings none of them back. No query where the plan may be public. Runs in the
    transaction of the change."""
    reason = why_not(plan)
    waiting = Publication.objects.embargoed().filter(plan=plan).order_by("number") if reason else ()
    for publication in waiting:
        withdraw(publication, reason=f"Its time had not come. {reason}", by=by)
