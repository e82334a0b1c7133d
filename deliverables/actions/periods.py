"""Opening and closing the periods in which officers report."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from deliverables.models import ClosedReturn, ProgressUpdate, ReportingPeriod
from deliverables.models.covered import covered_by
from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.models import assign, compare_and_set
from plans.actions.plans import refuse_fixed
from plans.models import Plan
from plans.periods import Slot, is_working_day, working_day_from
from targets.actions.results import close_results

WINDOW = ("opens_on", "due_on")
IN_HAND = (ProgressUpdate.State.DRAFT, ProgressUpdate.State.SENT_BACK)
NOT_OPENED = "This period does not take updates yet. Confirm that nobody reports in it."


def slots_to_come(plan: Plan) -> list[Slot]:
    """Return the periods that a plan's calendar still has after the last one that was made: those never move."""
    last = plan.periods.order_by("-observed_to").values_list("observed_to", flat=True).first()
    start = last + datetime.timedelta(days=1) if last else plan.starts_on
    return plan.calendar.slots(max(start, plan.starts_on), plan.ends_on)


def next_period(plan: Plan) -> ReportingPeriod | None:
    """Return the first period of a plan's calendar that was not made yet, not saved; None where all were."""
    slot = next(iter(slots_to_come(plan)), None)
    if slot is None:
        return None
    window = {"opens_on": slot.opens, "due_on": slot.closes}
    return ReportingPeriod(plan=plan, name=slot.name, observed_from=slot.starts, observed_to=slot.ends, **window)


@transaction.atomic
def open_period(period: ReportingPeriod, *, by: Any, reason: str = "") -> ReportingPeriod:
    """Open a period of an adopted plan: from its opening day on, officers write their updates in it.

    Refuses a plan that is not adopted, months that another period of the plan covers already, and a window that opens
    or falls due on a day on which nobody works. Without a reason it refuses, too, while an earlier period of the plan
    is not closed: what was reported there has still to be reviewed.
    """
    hold_chain(period.plan.authority_id)
    refuse_fixed(period.plan)
    if period.plan.state != Plan.State.ADOPTED:
        raise Refused("Progress is reported on an adopted plan. Adopt the plan first.")
    _refuse_overlap(period)
    _refuse_days_off(period, WINDOW)
    earlier = unclosed_before(period)
    if earlier and not reason.strip():
        raise Refused(f"“{earlier[0]}” is not closed. Close it first, or say why this one opens now.", field="reason")
    return edits.create(period, by=by, reason=reason)


def unclosed_before(period: ReportingPeriod) -> list[ReportingPeriod]:
    """Return the earlier periods of a plan that are not closed: what was reported in them is not all reviewed."""
    open_ones = ReportingPeriod.objects.filter(plan=period.plan_id, closed_at=None).exclude(pk=period.pk)
    return list(open_ones.filter(observed_from__lt=period.observed_from))


@transaction.atomic
def change_period(period: ReportingPeriod, *, seen: int, changes: Mapping[str, Any], by: Any) -> ReportingPeriod:
    """Correct a period's name or days. Refuses a closed one, months that another period covers already, and another
    day for its window on which nobody works."""
    refuse_fixed(period.plan)
    if period.is_closed:
        raise Refused("This period is closed.")
    before = ReportingPeriod.objects.get(pk=period.pk)
    fields, _ = assign(period, {name: value for name, value in changes.items() if name != "plan"})
    _refuse_overlap(period)
    _refuse_days_off(period, [name for name in WINDOW if getattr(period, name) != getattr(before, name)])
    return edits.change(period, seen=seen, fields=fields, by=by)


@transaction.atomic
def close_period(period: ReportingPeriod, *, seen: int, by: Any, knowing: bool = False) -> ReportingPeriod:
    """Close a period: nothing in it changes any more. No update is submitted, corrected, reviewed or pulled back. The
    authority's results up to its last day are closed with it: no tolerance recolours them any more. Where each
    deliverable stands, and which results and reviews have come, is written down: the period's numbers stay as they are.

    Refuses one that is closed already; one in which an update waits for its review; and, unless whoever asks knows it,
    one that takes no updates yet or holds unfinished ones. What is archived keeps its updates as they are, and is not
    waited for.
    """
    hold_chain(period.plan.authority_id)
    if period.is_closed:
        raise Refused("This period is closed already.")
    refuse_where((not period.has_opened and not knowing, NOT_OPENED, "knowing"))
    waiting = period.updates_waited_for.filter(state=ProgressUpdate.State.SUBMITTED).count()
    if waiting:
        raise Refused(f"Updates that wait for their review: {waiting}. Review them first.")
    unfinished = period.updates_waited_for.filter(state__in=IN_HAND).count()
    if unfinished and not knowing:
        raise Refused(f"Unfinished updates: {unfinished}. Confirm that they stay unfinished.", field="knowing")
    period.covered = covered_by(period)
    period.closed_at, period.closed_by = clock.now(), by
    compare_and_set(period, seen=seen, fields=["covered", "closed_at", "closed_by"])
    ClosedReturn.objects.keep(period)
    results = close_results(period.authority_id, until=period.observed_to, by=by)
    changes = {"results closed with it": [None, results]} if results else {}
    record("reportingperiod closed", period, by=by, authority_id=period.authority_id, changes=changes)
    return period


def _refuse_overlap(period: ReportingPeriod) -> None:
    others = ReportingPeriod.objects.filter(plan=period.plan_id).exclude(pk=period.pk)
    clash = others.filter(observed_from__lte=period.observed_to, observed_to__gte=period.observed_from).first()
    if clash:
        raise Refused(f"“{clash}” reports on some of these months already.", field="observed_from")


def _refuse_days_off(period: ReportingPeriod, names: Iterable[str]) -> None:
    nation = period.plan.calendar.nation
    for name in names:
        day = getattr(period, name)
        if day and not is_working_day(day, nation):
            following = format_date(working_day_from(day, nation))
            raise Refused(f"{format_date(day)} is no working day. The next one is {following}.", field=name)
