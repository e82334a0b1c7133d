"""Opening and closing the periods in which officers report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from deliverables.models import ProgressUpdate, ReportingPeriod
from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.models import assign, compare_and_set
from plans.actions.plans import refuse_fixed
from plans.models import Plan
from plans.periods import slots
from targets.actions.results import close_results

IN_HAND = (ProgressUpdate.State.DRAFT, ProgressUpdate.State.SENT_BACK)


def next_period(plan: Plan) -> ReportingPeriod | None:
    """Return the first quarter of a plan that no period covers yet, not saved; None where all are covered."""
    last = plan.periods.order_by("-observed_to").values_list("observed_to", flat=True).first()
    for slot in slots(plan.starts_on, plan.ends_on):
        if last is None or slot.starts > last:
            window = {"opens_on": slot.opens, "due_on": slot.closes}
            return ReportingPeriod(
                plan=plan, name=slot.name, observed_from=slot.starts, observed_to=slot.ends, **window
            )
    return None


@transaction.atomic
def open_period(period: ReportingPeriod, *, by: Any) -> ReportingPeriod:
    """Open a period of an adopted plan: from its opening day on, officers write their updates in it.

    Refuses a plan that is not adopted, and months that another period of the plan covers already.
    """
    hold_chain(period.plan.authority_id)
    refuse_fixed(period.plan)
    if period.plan.state != Plan.State.ADOPTED:
        raise Refused("Progress is reported on an adopted plan. Adopt the plan first.")
    _refuse_overlap(period)
    return edits.create(period, by=by)


@transaction.atomic
def change_period(period: ReportingPeriod, *, seen: int, changes: Mapping[str, Any], by: Any) -> ReportingPeriod:
    """Correct a period's name or days. Refuses a closed one, and months that another period covers already."""
    refuse_fixed(period.plan)
    if period.is_closed:
        raise Refused("This period is closed.")
    fields, _ = assign(period, {name: value for name, value in changes.items() if name != "plan"})
    _refuse_overlap(period)
    return edits.change(period, seen=seen, fields=fields, by=by)


@transaction.atomic
def close_period(period: ReportingPeriod, *, seen: int, by: Any, knowing: bool = True) -> ReportingPeriod:
    """Close a period: it takes no more updates. What was submitted stays and can still be reviewed. The authority's
    results up to its last day are closed with it: no tolerance recolours them any more.

    Refuses one that is closed already; and, unless whoever asks knows it, one that holds unfinished updates.
    """
    hold_chain(period.plan.authority_id)
    if period.is_closed:
        raise Refused("This period is closed already.")
    unfinished = period.updates.filter(state__in=IN_HAND).count()
    if unfinished and not knowing:
        raise Refused(f"Unfinished updates: {unfinished}. Confirm that they stay unfinished.", field="knowing")
    period.closed_at, period.closed_by = clock.now(), by
    compare_and_set(period, seen=seen, fields=["closed_at", "closed_by"])
    results = close_results(period.authority_id, until=period.observed_to, by=by)
    changes = {"results closed with it": [None, results]} if results else {}
    record("reportingperiod closed", period, by=by, authority_id=period.authority_id, changes=changes)
    return period


def _refuse_overlap(period: ReportingPeriod) -> None:
    others = ReportingPeriod.objects.filter(plan=period.plan_id).exclude(pk=period.pk)
    clash = others.filter(observed_from__lte=period.observed_to, observed_to__gte=period.observed_from).first()
    if clash:
        raise Refused(f"“{clash}” reports on some of these months already.", field="observed_from")
