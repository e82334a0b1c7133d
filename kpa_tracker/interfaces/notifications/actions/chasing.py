"""Reminding at one press of all that a reporting period still waits for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.urls import reverse

from deliverables.models import Deliverable, ReportingPeriod
from deliverables.models.returns import OUTSTANDING
from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.interfaces.notifications.actions.writing import Telling, untold, write_to
from kpa_tracker.interfaces.notifications.models import Message
from kpa_tracker.interfaces.notifications.owed import Owed, owed
from kpa_tracker.interfaces.notifications.receivers import receivers_in

SENT_BACK = "sent_back"


def outstanding(period: ReportingPeriod) -> list[tuple[Person, list[Telling]]]:
    """Return whom to remind of what a period still waits for: whoever holds the posts that lead it, and was not told of
    it today already. Three queries, and one for each person."""
    waiting = Deliverable.objects.filter(plan=period.plan_id, lead__isnull=False).current().in_period(period)
    holders, found = receivers_in(period.plan.authority).holders, defaultdict(list)
    for one in waiting.filter(place__in=OUTSTANDING).select_related("plan").in_plan_order():
        thing = waits_for(one, period)
        for person in holders.get(one.lead_id, []):
            found[person].append(Telling(thing, thing.key, clock.today()))
    return [
        (person, left)
        for person, tellings in sorted(found.items(), key=lambda pair: pair[0].pk)
        for left in untold(person, {period.authority_id: tellings} if person.email else {}).values()
    ]


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
        (period.opens_on > clock.today(), "This period does not take updates yet."),
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
