"""Loading the demonstration: all of it or nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.people.models import Appointment, Authority
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.scrutiny.demonstration.bodies import plan_departures, set_up, set_up_committees
from kpa_tracker.interfaces.scrutiny.demonstration.inspections import Inspected
from kpa_tracker.interfaces.scrutiny.demonstration.measures import PolicingPlan
from kpa_tracker.interfaces.scrutiny.demonstration.meetings import Sittings
from kpa_tracker.interfaces.scrutiny.demonstration.next_year import plan_next_year
from kpa_tracker.interfaces.scrutiny.demonstration.packs import Papers
from kpa_tracker.interfaces.scrutiny.demonstration.plans import plan_planning
from kpa_tracker.interfaces.scrutiny.demonstration.progress import Year
from kpa_tracker.interfaces.scrutiny.demonstration.publications import Published
from kpa_tracker.interfaces.scrutiny.demonstration.reading import Demonstration, day, read_all
from kpa_tracker.interfaces.scrutiny.demonstration.risks import Registered
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline, moment

DAY = datetime.date(2010, 4, 12)
"""The day on which the demonstration lives: the fourth quarter of 2009/10 is being reported."""

PASSWORD = "kent-and-medway-2010"  # noqa: S105 (it is printed for everybody who tries the demonstration)


class AlreadyInUse(Refused):
    """The database holds an authority: the demonstration is only loaded into an empty one."""


@dataclass(frozen=True)
class Account:
    """Somebody as whom the demonstration can be tried."""

    authority: str
    role: str
    name: str
    posts: str
    email: str


@transaction.atomic
def load() -> None:
    """Load the demonstration's authorities with their year. Refuses a database that holds an authority already.

    Leaves the day on which it lives in var/demonstration-date; the next start of the site reads it there.
    """
    if Authority.objects.exists():
        raise AlreadyInUse("This database holds an authority already. The demonstration is loaded into an empty one.")
    for demonstration in read_all():
        play(demonstration)
    (settings.VAR_DIR / "demonstration-date").write_text(f"{DAY}\n")


def play(demonstration: Demonstration) -> None:
    """Write down one authority's past, each step on its day and through the door that it would have come by."""
    facts, timeline = demonstration.authority, Timeline()
    begins = moment(day(facts["set_up_on"]))
    with clock.at(begins), through("admin"):
        bodies = set_up(facts, password=PASSWORD)
        set_up_committees(bodies, facts)
    plan_departures(timeline, bodies, facts)
    plan_planning(timeline, demonstration, bodies)
    Registered(timeline, demonstration, bodies).plan()
    PolicingPlan(timeline, demonstration, bodies, DAY).plan()
    Inspected(timeline, demonstration, bodies).plan()
    Year(timeline, demonstration, bodies, DAY).plan()
    Sittings(timeline, demonstration, bodies).plan()
    Papers(timeline, demonstration, bodies).plan()
    Published(timeline, demonstration, bodies).plan()
    plan_next_year(timeline, demonstration, bodies)
    with through("page"):
        timeline.play()


def accounts() -> list[Account]:
    """Return who can sign in to the demonstration, by authority and in the order in which they were entered."""
    held = Appointment.objects.in_force(DAY).filter(post__authority__is_demonstration=True, person__is_active=True)
    found: dict[int, list[Appointment]] = {}
    for appointment in held.select_related("person", "post__authority").order_by("post__authority_id", "pk"):
        found.setdefault(appointment.person_id, []).append(appointment)
    return [_account(appointments) for appointments in found.values()]


def _account(appointments: list[Appointment]) -> Account:
    first = appointments[0]
    posts = ", ".join(one.post.title for one in appointments)
    return Account(str(first.post.authority), first.get_role_display(), first.person.name, posts, first.person.email)
