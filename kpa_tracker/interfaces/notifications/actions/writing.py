"""Writing messages: who is told of what today. Each with a note of what it tells, so that nothing is told twice."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from kpa_tracker.base.people.models import Appointment, Authority, Person
from kpa_tracker.base.people.owing import Owed
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.notifications.letters import letter
from kpa_tracker.interfaces.notifications.models import Message, Notice, Preference, Schedule
from kpa_tracker.interfaces.notifications.owed import owed_by, owed_in
from kpa_tracker.interfaces.notifications.receivers import receivers_in

Kind = Message.Kind


@dataclass(frozen=True)
class Telling:
    """That somebody is to be told of a thing, for one of its days of reminding."""

    thing: Owed
    key: str
    occasion: datetime.date


Tellings = dict[int, list[Telling]]
"""By authority."""


def write_all() -> list[Message]:
    """Write every message that is due today, each person's in a transaction of its own."""
    written = [message for person in people_to_remind() for message in write_digests(person)]
    for authority in Authority.objects.all():
        for person, tellings in escalations_of(authority):
            written += write_to(person, Kind.ESCALATION, {authority.pk: tellings})
    return written


def due_now() -> Iterator[tuple[Person, str, int, list[Telling]]]:
    """Yield (person, kind, authority, what) of all that would be written now. Nothing is."""
    for person in people_to_remind():
        for authority, tellings in untold(person, digests_of(person)).items():
            yield person, Kind.DIGEST, authority, tellings
    for one in Authority.objects.all():
        for person, tellings in escalations_of(one):
            for authority, rest in untold(person, {one.pk: tellings}).items():
                yield person, Kind.ESCALATION, authority, rest


def people_to_remind() -> Iterable[Person]:
    """Select whoever may sign in, holds a post today and has an address."""
    held = Appointment.objects.in_force(clock.today()).filter(post__archived_at=None)
    return Person.objects.filter(is_active=True, pk__in=held.values("person")).exclude(email="").order_by("pk")


# --- What is due ------------------------------------------------------------------------------------------------------


def digests_of(person: Person) -> Tellings:
    """Return what a person is to be reminded of today, told already or not."""
    found: Tellings = defaultdict(list)
    today, wishes = clock.today(), Preference.objects.of(person)
    set_by = Schedule.objects.of_each(Authority.objects.visible_to(person))
    for thing in owed_by(person):
        rhythm = wishes.under(set_by[thing.authority_id], optional=thing.optional)
        occasion = rhythm.occasion(thing.due, today)
        if occasion:
            found[thing.authority_id].append(Telling(thing, thing.key, occasion))
    return found


def escalations_of(authority: Authority) -> Iterator[tuple[Person, list[Telling]]]:
    """Yield whom to tell of what has been late for so long in an authority, told already or not. It is told for the day
    from which it is late, so that other days set afterwards bring nothing twice."""
    days, today = Schedule.objects.of(authority).days_to_escalation, clock.today()
    late = [thing for thing in owed_in(authority) if days and thing.days_late(today) >= days]
    receivers, found = receivers_in(authority), defaultdict(list)
    for thing in late:
        for person in receivers.of(thing.post_id or 0):
            found[person].append(Telling(thing, f"late {thing.key}", thing.due))
    yield from ((person, tellings) for person, tellings in found.items() if person.email)


def untold(person: Person, due: Tellings) -> Tellings:
    """Leave out what the person was told of on that day of reminding, or on a later one. One query."""
    told = Notice.objects.last_occasions(person) if due else {}
    never = datetime.date.min
    left = {
        authority: [one for one in tellings if one.occasion > told.get(one.key, never)]
        for authority, tellings in due.items()
    }
    return {authority: tellings for authority, tellings in left.items() if tellings}


# --- What is written --------------------------------------------------------------------------------------------------


def write_digests(person: Person) -> list[Message]:
    """Write a person's reminders of today: one message for each authority they work for. Nothing owed, no message."""
    return write_to(person, Kind.DIGEST, digests_of(person))


@transaction.atomic
def write_to(person: Person, kind: str, due: Tellings) -> list[Message]:
    """Write what a person has not been told of. Of two runs at once the second waits here, and finds it told."""
    if not due:
        return []
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    return [_write(person, kind, authority, tellings) for authority, tellings in untold(person, due).items()]


def _write(person: Person, kind: str, authority_id: int, tellings: list[Telling]) -> Message:
    authority, things = Authority.objects.get(pk=authority_id), [one.thing for one in tellings]
    written = letter(kind, person=person, authority=authority, things=things, today=clock.today())
    message = Message.objects.create(
        authority=authority,
        person=person,
        kind=kind,
        address=person.email,
        subject=written.subject,
        text=written.text,
        html=written.html,
        things=len(things),
    )
    notices = [Notice(message=message, person=person, thing=one.key, occasion=one.occasion) for one in tellings]
    Notice.objects.bulk_create(notices)
    return message
