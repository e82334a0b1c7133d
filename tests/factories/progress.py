"""Scenes of progress: quarters of 2009/10, and deliverables rated in them."""

from __future__ import annotations

import datetime

from django.utils import timezone

from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.people import PersonFactory

BOUNDS = [datetime.date(2009, 4, 1), datetime.date(2009, 7, 1), datetime.date(2009, 10, 1), datetime.date(2010, 1, 1)]
BOUNDS.append(datetime.date(2010, 4, 1))


def quarter(plan, number, *, is_closed=False):
    """Return a quarter of 2009/10, from 1 to 4; updates open the day after it ends."""
    starts, opens = BOUNDS[number - 1], BOUNDS[number]
    closing = {"closed_at": timezone.now(), "closed_by": PersonFactory()} if is_closed else {}
    return plan.periods.filter(observed_from=starts).first() or ReportingPeriodFactory(
        plan=plan,
        name=f"Quarter {number}",
        observed_from=starts,
        observed_to=opens - datetime.timedelta(days=1),
        opens_on=opens,
        due_on=opens + datetime.timedelta(days=20),
        **closing,
    )


def rated(plan, rating, *, stage="in_progress", before=None, update=None, **values):
    """Return a deliverable whose latest update, in the fourth quarter, rates it so; `before` was the third's rating."""
    made = DeliverableFactory(plan=plan, **values)
    if before is not None:
        ProgressUpdateFactory(deliverable=made, period=quarter(plan, 3, is_closed=True), rating=before)
    now = quarter(plan, 4)
    ProgressUpdateFactory(deliverable=made, period=now, rating=rating, stage=stage, latest=True, **(update or {}))
    return made
