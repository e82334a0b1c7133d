"""The reporting periods of plans on a day: which had opened, which took updates, how a rating moved between two."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping

from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from deliverables.models.selections import IMPROVED, NEW, NO_UPDATE, UNCHANGED, UNRATED, WORSENED
from kpa_tracker.base.toolkit.ratings import rating_of

Updates = Mapping[int, ProgressUpdate]
"""What was of record of one deliverable, by period."""


class Quarters:
    """The periods of some plans as they stood on a day, by plan, the latest first."""

    def __init__(self, periods: Iterable[ReportingPeriod], *, day: datetime.date, moment: datetime.datetime) -> None:
        self.opened: dict[int, list[ReportingPeriod]] = defaultdict(list)
        self.moment = moment
        for period in sorted(periods, key=lambda one: one.observed_from, reverse=True):
            if period.opens_on <= day:
                self.opened[period.plan_id].append(period)

    def awaits(self, one: Deliverable, updates: Updates) -> bool:
        """Whether a period that took updates on that day, and asks for this deliverable, had none of it."""
        waiting = [period for period in self.opened[one.plan_id] if self._is_open(period) and period.asks_for(one)]
        return any(period.pk not in updates for period in waiting)

    def moved(self, plan: int, updates: Updates) -> str:
        """Return how the rating in the latest period stood against that in the period before."""
        now, before = (*(updates.get(period.pk) for period in self.opened[plan][:2]), None, None)[:2]
        if now is None:
            return NO_UPDATE
        if not now.rating:
            return UNRATED
        return _between(before.rating, now.rating) if before and before.rating else NEW

    def _is_open(self, period: ReportingPeriod) -> bool:
        return period.closed_at is None or period.closed_at >= self.moment


def latest_of(updates: Updates) -> ProgressUpdate | None:
    """Return the update of record of the latest period that has one."""
    return max(updates.values(), key=lambda update: update.period.observed_from, default=None)


def _between(before: str, now: str) -> str:
    earlier, later = rating_of(before).rank, rating_of(now).rank
    if earlier == later:
        return UNCHANGED
    return IMPROVED if later > earlier else WORSENED
