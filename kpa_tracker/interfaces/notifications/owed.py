"""What waits for somebody, from every part of the plan, as one kind of thing: with a day, and where it is done."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from deliverables.models import Deliverable
from deliverables.models.work import Item, Work, items_among, work_of
from kpa_tracker.base.people.owing import SOURCES, Owed, one_line
from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.marked import quotable
from kpa_tracker.base.toolkit.ratings import stage_of
from plans.models import Plan
from risks.models import Action, Risk
from targets.models import Measure, Recommendation
from targets.models.overdue import last_due

SORTS = {
    "sent_back": "Sent back to you",
    "update": "Updates to write",
    "deadline": "Deadlines",
    "recommendation": "Recommendations",
    "result": "Results to enter",
    "risk": "Risks to review",
    "action": "Actions against risks",
    "review": "Updates to review",
    "decision": "Deadlines to decide",
    "signature": "Recommendations to sign off",
}
"""What is reminded of, in the order in which a mail has it, and its heading there."""
WAITING = frozenset({"sent_back", "review", "decision", "signature"})
"""What has waited since its day, instead of being due on it."""


def headings() -> dict[str, str]:
    """Return the heading of each sort in a mail, those that other apps keep last."""
    return SORTS | {sort: source.heading for sort, source in SOURCES.items()}


def day_of(moment: datetime.datetime | None, otherwise: datetime.date) -> datetime.date:
    return timezone.localdate(moment) if moment else otherwise


# --- Of a person ------------------------------------------------------------------------------------------------------


def owed_by(person: Any) -> list[Owed]:
    """Load all that waits for a person, of every authority: thirteen queries, however much it is, and one for each
    source that other apps add."""
    work, posts = work_of(person), working_posts(person)
    of_posts = held({"owner__in": posts}) if posts else ()
    elsewhere = (one for source in SOURCES.values() if posts for one in source.of_person(person))
    return [*of_items(work.items), *of_posts, *of_others(work), *to_sign(person), *elsewhere]


def of_items(items: Iterable[Item], *, theirs: bool = True) -> Iterator[Owed]:
    """Yield what deliverables ask for: an update, a change to one that was sent back, to be done by their deadline. Who
    may not write the update (`theirs`) is led to the deliverable."""
    for item in items:
        yield from of_period(item, theirs=theirs)
        due = item.deliverable.deadline_due
        if due and stage_of(item.deliverable.stage).is_open:
            yield owed("deadline", item.deliverable, due, item.deliverable.get_absolute_url(), item.deliverable.lead_id)


def of_period(item: Item, *, theirs: bool) -> Iterator[Owed]:
    if item.period is None or not (item.was_sent_back or item.is_due):
        return
    one, period = item.deliverable, item.period
    url = reverse("update-write", args=[one.pk, period.pk]) if theirs else one.get_absolute_url()
    sort, due = "update", period.due_on
    if item.newest is not None and item.was_sent_back:
        sort, due = "sent_back", day_of(item.newest.reviewed_at, due)
    yield owed(sort, one, due, url, one.lead_id, key=f"{one.pk} {period.pk}")


def owed(sort: str, record: Any, due: datetime.date, url: str, post: int | None = None, *, key: str = "") -> Owed:
    """Return what waits in a record; its key is its sort and number, unless it has one of its own."""
    waits = sort in WAITING
    return Owed(
        sort, f"{sort} {key or record.pk}", one_line(quotable(record)), due, url, record.authority_id, post, waits
    )


def of_others(work: Work) -> Iterator[Owed]:
    """Yield what others ask of a person: to review what they wrote, to decide whether a deadline moves."""
    today = clock.today()
    for update in work.to_review:
        yield asked("review", update, day_of(update.submitted_at, today), "update-review")
    for request in work.to_decide:
        yield asked("decision", request, day_of(request.requested_at, today), "deadline-decide")


def asked(sort: str, record: Any, since: datetime.date, page: str) -> Owed:
    url, deliverable = reverse(page, args=[record.pk]), record.deliverable
    return Owed(
        sort, f"{sort} {record.pk}", one_line(quotable(deliverable)), since, url, deliverable.authority_id, waits=True
    )


def to_sign(person: Any) -> Iterator[Owed]:
    """Yield the recommendations that wait for this person's signature as the second one."""
    authorities = person.authorities_granting("targets.change_inspection")
    waiting = Recommendation.objects.current().pending().filter(authority__in=authorities).exclude(asked_by=person)
    for one in waiting if authorities else ():
        yield owed("signature", one, day_of(one.asked_at, clock.today()), one.get_absolute_url())


# --- Of posts ---------------------------------------------------------------------------------------------------------


def held(within: Mapping[str, Any]) -> Iterator[Owed]:
    """Yield what posts owe outside the plan's deliverables: four queries. `within` says whose: the columns `owner` and
    `authority`, which these records share."""
    yield from dated("recommendation", recommendations(within), "due_due")
    yield from results(within)
    yield from dated("risk", Risk.objects.live().filter(**within, next_review__isnull=False), "next_review")
    yield from dated("action", actions(within), "due_due")


def dated(sort: str, records: Iterable[Any], day: str) -> Iterator[Owed]:
    for one in records:
        yield owed(sort, one, getattr(one, day), one.get_absolute_url(), one.owner_id)


def recommendations(within: Mapping[str, Any]) -> Any:
    unfinished = Recommendation.objects.current().unfinished().exclude(state=Recommendation.State.PENDING)
    return unfinished.filter(**within, due_due__isnull=False)


def results(within: Mapping[str, Any]) -> Iterator[Owed]:
    """Yield the measures whose figure for a period that was due has not come."""
    today = clock.today()
    for measure in Measure.objects.current().filter(**within).overdue_for_data():
        due = last_due(measure.frequency, today).closes
        yield owed("result", measure, due, measure.get_absolute_url(), measure.owner_id)


def actions(within: Mapping[str, Any]) -> Any:
    narrowed = {f"risk__{name}" if name == "authority" else name: value for name, value in within.items()}
    under_way = Action.objects.for_list().filter(state__in=[Action.State.PLANNED, Action.State.IN_PROGRESS])
    return under_way.filter(**narrowed, risk__in=Risk.objects.live(), due_due__isnull=False)


# --- Of an authority --------------------------------------------------------------------------------------------------


def owed_in(authority: Any) -> list[Owed]:
    """Load what the posts of an authority owe, whoever holds them: eight queries, and one for each source that other
    apps add. What no post answers for is nobody's to be told of."""
    deliverables = Deliverable.objects.filter(plan__authority=authority, plan__state=Plan.State.ADOPTED)
    items, _ = items_among(deliverables.filter(lead__isnull=False).for_list(), set())
    elsewhere = (one for source in SOURCES.values() for one in source.of_authority(authority))
    return [*of_items(items, theirs=False), *held({"authority": authority, "owner__isnull": False}), *elsewhere]
