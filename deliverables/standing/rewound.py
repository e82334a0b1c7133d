"""The deliverables of some plans as they stood at the end of a day: records in memory, which nobody saves."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from deliverables.models import DeadlineRequest, Deliverable, ReportingPeriod
from deliverables.standing.loading import PlansLoaded
from deliverables.standing.quarters import Quarters, Updates, latest_of
from deliverables.standing.reported import Reported
from kpa_tracker.base.audit.past import Rewinding, end_of, events_since
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.dates import NOT_SET
from plans.models import Ambition, Descriptor, Plan, Priority, Scale, Section

OF_AUTHORITY = ("authority_id",)
PARENTS: dict[Any, tuple[str, ...]] = {
    Ambition: ("plan_id",),
    Descriptor: ("ambition_id",),
    Deliverable: ("ambition_id", "descriptor_id"),
    Section: ("plan_id", "place"),
    Priority: ("plan_id",),
    **dict.fromkeys((Post, Committee, Scale), OF_AUTHORITY),
}
TEXTS = {"measurements": "ways_to_know", "sub_items": "parts"}
"""What an event calls the texts of a deliverable, and what they are called on one that is read from the past."""


class PlanRewinding(Rewinding):
    """Plans and what hangs on them on the way back: the links and texts of deliverables, the words of scales."""

    def settle(self, record: Any) -> None:
        """Where a deliverable moved to a descriptor of the same name, the event tells of the ambition alone."""
        descriptor = getattr(record, "descriptor", None)
        if descriptor and descriptor.ambition_id != record.ambition_id:
            record.descriptor = self.meant(record, Descriptor, str(descriptor))

    def take_back(self, record: Any, name: str, before: Any) -> None:
        if name == "supporting":
            named = (post for title in before or () for post in self.called(Post, title))
            record.supporters = [post for post in named if post.authority_id == record.authority_id]
        elif name in TEXTS:
            setattr(record, TEXTS[name], list(before or ()))
        elif name.endswith(" word") and isinstance(record, Scale):
            record.words[name.removesuffix(" word")] = before  # type: ignore[attr-defined]


class Then:
    """Some plans at the end of a day: `records` of every kind as they were, and the deliverables that `stood` in them,
    in the plans' order. Sixteen queries at most, however much it is.

    What stands above the deliverables reads its own records with them: `rewinding` takes back what `further` selects.
    """

    rewinding: type[PlanRewinding] = PlanRewinding

    def __init__(
        self,
        plans: Iterable[Plan],
        *,
        on: datetime.date,
        authorities: Iterable[int] = (),
        further: Iterable[QuerySet[Any]] = (),
    ) -> None:
        plans, moment = list(plans), end_of(on)
        self.day, self.moment = on, moment
        self.records = loaded = PlansLoaded(plans, moment=moment, authorities=authorities, further=further)
        self.since = since = (
            list(events_since(moment, authorities=loaded.authorities, kinds=loaded.kinds)) if loaded.all() else []
        )
        _undo_moves_of_deadlines(loaded[Deliverable], moment)
        self.prepare()
        self.rewinding(loaded.all(), parents=PARENTS).to(since)
        periods = loaded[ReportingPeriod]
        said = _by_deliverable(Reported(plans, moment=moment, periods=periods, posts=loaded[Post], since=since))
        quarters = Quarters(periods.values(), day=on, moment=moment)
        for one in loaded[Deliverable].values():
            _tell(one, said.get(one.pk, {}), quarters, on)
        self.stood: list[Deliverable] = sorted(filter(was_current, loaded[Deliverable].values()), key=in_plan_order)

    def prepare(self) -> None:
        """Put what is loaded beside the plans into the shape in which it is taken back."""


def as_they_stood(plans: Iterable[Plan], *, on: datetime.date) -> list[Deliverable]:
    """Return the deliverables of some plans as they stood at the end of a day, in the plans' order, without what was
    archived then. Each has what `for_list` and `with_movement` annotate, `supporters`, `ways_to_know` and `parts`."""
    return Then(plans, on=on).stood


def _by_deliverable(reported: Reported) -> dict[int, Updates]:
    found: dict[int, Any] = defaultdict(dict)
    for (deliverable, period), update in reported.of_record().items():
        found[deliverable][period] = update
    return found


def _undo_moves_of_deadlines(deliverables: dict[int, Deliverable], moment: datetime.datetime) -> None:
    """Put back the deadlines that were moved since, from the requests themselves: they hold the days, not the words
    alone. What had not moved before got its first deadline by the request."""
    approved = DeadlineRequest.objects.filter(decision=DeadlineRequest.Decision.APPROVED, decided_at__gte=moment)
    for request in approved.filter(deliverable__in=deliverables).order_by("-decided_at", "-pk"):
        one = deliverables[request.deliverable_id]
        one.deadline = request.old
        if one.deadline_moves:
            one.deadline_moves -= 1
        else:
            one.first_deadline = NOT_SET


def was_current(one: Deliverable) -> bool:
    """Whether neither a deliverable nor what it stood under was archived."""
    above = (one, one.plan, one.ambition, one.descriptor)
    return not any(record.is_archived for record in above if record)


def _tell(one: Any, said: Updates, quarters: Quarters, day: datetime.date) -> None:
    """Give a deliverable what a list of today would annotate."""
    if not one.plan.is_adopted:
        one.first_deadline = NOT_SET
    one.stood_on, one.latest = day, latest_of(said)
    one.awaiting, one.moved = quarters.awaits(one, said), quarters.moved(one.plan_id, said)
    words = one.plan.scale.words
    one.rating_word = words.get(one.rating)
    one.forecast_word = words.get(one.latest.forecast if one.latest else "")
    if one.latest:
        one.latest.rating_word, one.latest.forecast_word = one.rating_word, one.forecast_word
        one.latest.review_word = words.get(one.latest.review_rating)


def in_plan_order(one: Any) -> tuple[Any, ...]:
    """Return what a deliverable is ordered by: what stands under no descriptor comes first, as in PLAN_ORDER."""
    descriptor = (one.descriptor.position, one.descriptor.pk) if one.descriptor else ()
    return (one.plan_id, one.ambition.position, one.ambition_id, descriptor, one.position, one.pk)
