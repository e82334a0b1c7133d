"""Reminding at one press of all that a reporting period still waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.urls import reverse

from deliverables.models import Deliverable, ReportingPeriod
from deliverables.models.returns import OUTSTANDING
from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.people.models import Person, Post
from kpa_tracker.base.people.owing import Owed
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.interfaces.notifications.actions.writing import Telling, write_to
from kpa_tracker.interfaces.notifications.models import Message, Notice
from kpa_tracker.interfaces.notifications.owed import owed
from kpa_tracker.interfaces.notifications.receivers import receivers_in

SENT_BACK = "sent_back"


def outstanding(period: ReportingPeriod) -> list[tuple[Person, list[Telling]]]:
    """Return whom to remind of what a period still waits for: whoever holds the posts that lead it, and was not told of
    it today already. Four queries."""
    found = defaultdict(list)
    for one, people in waited_for(period):
        thing = waits_for(one, period)
        for person in people:
            found[person].append(Telling(thing, thing.key, clock.today()))
    told = told_today(found)
    left = {person: [one for one in tellings if (person.pk, one.key) not in told] for person, tellings in found.items()}
    return sorted(((person, some) for person, some in left.items() if some), key=lambda pair: pair[0].pk)


def waited_for(period: ReportingPeriod) -> Iterator[tuple[Any, list[Person]]]:
    """Yield what a period still waits for, each with whom a mail reaches: whoever holds the post that leads it, and of
    what everybody leads, everybody. Three queries."""
    receivers = receivers_in(period.plan.authority)
    waiting = Deliverable.objects.filter(plan=period.plan_id).current().in_period(period)
    for one in waiting.filter(place__in=OUTSTANDING).select_related("plan").in_plan_order():
        asked = receivers.everybody if one.asked_kind == Post.Kind.EVERYONE else receivers.holders.get(one.asked_of, [])
        yield one, list(filter(has_address, asked))


def unreached(period: ReportingPeriod) -> list[Any]:
    """Return what a period waits for and nobody is reminded of: no post leads it, or nobody holds the post."""
    return [one for one, people in waited_for(period) if not people]


def has_address(person: Person) -> bool:
    return bool(person.email)


def told_today(people: Iterable[Person]) -> set[tuple[int, str]]:
    """Return (number of a person, key of a thing) of what people were told of today. One query."""
    notices = Notice.objects.filter(person__in=list(people), occasion__gte=clock.today())
    return set(notices.values_list("person_id", "thing"))


def waits_for(one: Any, period: ReportingPeriod) -> Owed:
    """Return the update that a deliverable of `in_period` waits for, by the key that it has in every reminder."""
    key, url = f"{one.pk} {period.pk}", reverse("update-write", args=[one.pk, period.pk])
    thing = owed("update", one, period.due_on, url, one.lead_id, key=key)
    return replace(thing, key=f"{SENT_BACK} {key}") if one.place == SENT_BACK else thing


@transaction.atomic
def remind_outstanding(period: ReportingPeriod, *, by: Person) -> ReportingPeriod:
    """Write to everybody who holds a post of which a period still waits for an update. It goes out with the next run.

    Refuses a period that takes no updates, and where nobody is left to remind today: a second press tells nobody twice.
    """
    hold_chain(period.authority_id)
    refuse_where(
        (period.is_closed, "This period is closed. It takes no more updates."),
        (not period.has_opened, "This period does not take updates yet."),
    )
    kind = Message.Kind.DIGEST
    written = [
        one for person, left in outstanding(period) for one in write_to(person, kind, {period.authority_id: left})
    ]
    if not written:
        raise Refused("Nobody is left to remind: nothing is outstanding, or they were all reminded of it today.")
    changes = {"messages": [None, len(written)]}
    record("reportingperiod sent reminders for", period, by=by, authority_id=period.authority_id, changes=changes)
    return period
