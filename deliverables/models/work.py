"""What waits for one person of a plan: updates from their posts, and what others ask them to review or decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from deliverables.models.deadlines import DeadlineRequest
from deliverables.models.deliverables import Deliverable
from deliverables.models.periods import ReportingPeriod
from deliverables.models.updates import ProgressUpdate
from kpa_tracker.base.people.rules import working_authorities, working_posts
from kpa_tracker.base.toolkit import clock
from plans.models import Plan

State = ProgressUpdate.State
IN_A_LIVE_PLAN = ~Q(deliverable__plan__state=Plan.State.CLOSED) & Q(deliverable__plan__archived_at=None)
"""Nothing is reviewed or decided in a plan that is closed or archived."""
Updates = dict[tuple[int, int], ProgressUpdate]


@dataclass(frozen=True)
class Item:
    """One deliverable of a person's posts, the period that it is due in, and the newest version of its update there.

    `asked` is the request to move its deadline that waits for a decision, where there is one.
    """

    deliverable: Deliverable
    period: ReportingPeriod | None
    newest: ProgressUpdate | None
    leads: bool
    asked: DeadlineRequest | None = None

    @property
    def was_sent_back(self) -> bool:
        return self.newest is not None and self.newest.came_back

    @property
    def has_draft(self) -> bool:
        return self.newest is not None and self.newest.state == State.DRAFT

    @property
    def is_due(self) -> bool:
        """An open period waits for an update, and there is still something to report on."""
        if self.period is None or self.newest is not None:
            return self.has_draft
        return "stale" in self.deliverable.computed

    @property
    def may_be_unchanged(self) -> bool:
        """The last update can be taken over: it says that all is well, and no date has shown otherwise."""
        well = self.deliverable.rating == "green" and not self.deliverable.computed.is_overdue
        return self.is_due and self.newest is None and well

    @property
    def may_ask_for_time(self) -> bool:
        """Overdue, reported, and nobody has asked for a new deadline yet."""
        return self.deliverable.computed.is_overdue and not self.is_due and self.asked is None


@dataclass(frozen=True)
class Work:
    """A person's items; (open period, submitted, still to write); what waits for their review or decision."""

    items: list[Item]
    progress: list[tuple[ReportingPeriod, int, int]]
    to_review: list[ProgressUpdate]
    to_decide: list[DeadlineRequest]


def work_of(person: Any) -> Work:
    """Load what waits for a person: seven queries, however much it is."""
    posts = working_posts(person)
    items, progress = items_among(_deliverables_of(person, posts) if posts else [], posts)
    return Work(items, progress, _to_review(person), _to_decide(person))


def items_among(
    deliverables: Iterable[Deliverable], posts: set[int]
) -> tuple[list[Item], list[tuple[ReportingPeriod, int, int]]]:
    """Return deliverables (of `for_list`) as items of some posts, and how far their open periods are: three queries."""
    found = list(deliverables)
    periods = _open_periods(found)
    updates = _newest_updates(found, periods)
    asked = _requests_waiting(found)
    items = [
        replace(_item(one, periods.get(one.plan_id, []), updates, posts), asked=asked.get(one.pk)) for one in found
    ]
    return items, _progress(periods, items, updates)


def _deliverables_of(person: Any, posts: set[int]) -> Any:
    """Select what these posts lead or support, and what the plan gives to everybody, in adopted plans."""
    mine = Deliverable.objects.visible_to(person).answered_by(posts, everyone_in=working_authorities(person))
    return mine.filter(plan__state=Plan.State.ADOPTED).for_list()


def _open_periods(deliverables: Iterable[Deliverable]) -> dict[int, list[ReportingPeriod]]:
    """Return the open periods of each plan, the oldest first."""
    plans = {deliverable.plan_id for deliverable in deliverables}
    found: dict[int, list[ReportingPeriod]] = {}
    for period in ReportingPeriod.objects.open_on(clock.today()).filter(plan__in=plans).order_by("observed_from"):
        found.setdefault(period.plan_id, []).append(period)
    return found


def _newest_updates(deliverables: list[Deliverable], periods: dict[int, list[ReportingPeriod]]) -> Updates:
    """Return the newest version by (deliverable, period)."""
    open_ones = [period for of_plan in periods.values() for period in of_plan]
    versions = ProgressUpdate.objects.filter(deliverable__in=deliverables, period__in=open_ones)
    joined = versions.select_related("reviewed_by", "written_by").order_by("number")
    return {(update.deliverable_id, update.period_id): update for update in joined}


def _requests_waiting(deliverables: list[Deliverable]) -> dict[int, DeadlineRequest]:
    waiting = DeadlineRequest.objects.undecided().filter(deliverable__in=deliverables)
    return {request.deliverable_id: request for request in waiting.select_related("requested_by")}


def _progress(
    periods: dict[int, list[ReportingPeriod]], items: list[Item], updates: Updates
) -> list[tuple[ReportingPeriod, int, int]]:
    reported = [update.period_id for update in updates.values() if update.is_locked]
    to_write = [item.period.pk for item in items if item.period and (item.is_due or item.was_sent_back)]
    open_ones = [period for of_plan in periods.values() for period in of_plan]
    return [(period, reported.count(period.pk), to_write.count(period.pk)) for period in open_ones]


def _item(deliverable: Deliverable, periods: list[ReportingPeriod], updates: Updates, posts: set[int]) -> Item:
    """Put a deliverable beside the oldest open period that asks for it and that it is not reported in, else beside the
    oldest that does not ask, else beside the newest open one."""
    waiting = [period for period in periods if not _is_reported(updates.get((deliverable.pk, period.pk)))]
    waiting.sort(key=lambda period: not period.asks_for(deliverable))
    period = next(iter(waiting or periods[-1:]), None)
    newest = updates.get((deliverable.pk, period.pk)) if period else None
    return Item(deliverable, period, newest, leads=deliverable.lead_id in posts)


def _is_reported(newest: ProgressUpdate | None) -> bool:
    return newest is not None and newest.is_locked


def _to_review(person: Any) -> list[ProgressUpdate]:
    """Return what was submitted by somebody else in the authorities where this person reviews."""
    authorities = person.authorities_granting("deliverables.review_update")
    if not authorities:
        return []
    waiting = ProgressUpdate.objects.filter(state=State.SUBMITTED, deliverable__plan__authority__in=authorities)
    joined = (
        waiting.filter(IN_A_LIVE_PLAN, period__closed_at=None)
        .exclude(submitted_by=person)
        .select_related("deliverable__plan", "period", "submitted_by")
        .with_words()
    )
    return list(joined.order_by("submitted_at"))


def _to_decide(person: Any) -> list[DeadlineRequest]:
    """Return the requests of others that wait in the authorities where this person decides."""
    authorities = person.authorities_granting("deliverables.decide_deadline")
    if not authorities:
        return []
    waiting = DeadlineRequest.objects.undecided().filter(deliverable__plan__authority__in=authorities)
    joined = (
        waiting.filter(IN_A_LIVE_PLAN).exclude(requested_by=person).select_related("deliverable__plan", "requested_by")
    )
    return list(joined.order_by("requested_at"))
