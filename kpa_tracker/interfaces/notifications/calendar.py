"""A person's calendar: by when things are due, and when committees meet. It says nothing of how anything stands.

The one module that imports icalendar.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from kpa_tracker.base.people.models import Authority, Meeting
from kpa_tracker.base.people.owing import SOURCES, Owed
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.notifications.letters import address_of
from kpa_tracker.interfaces.notifications.owed import owed_by

LOOKING_BACK = datetime.timedelta(days=92)
"""For how long a meeting that was held stays in the calendar."""


@dataclass(frozen=True)
class Entry:
    """A day of the calendar. Its key stays the same as long as it is about the same thing."""

    key: str
    day: datetime.date
    summary: str
    url: str
    place: str = ""


def calendar_of(person: Any) -> bytes:
    """Return a person's calendar as a file that calendar programs read (RFC 5545)."""
    calendar = Calendar()
    calendar.add("prodid", "-//kpa_tracker//Plan calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{named(person)}: due dates and meetings")
    calendar.add("refresh-interval", datetime.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for entry in sorted(entries_of(person), key=lambda one: (one.day, one.key)):
        calendar.add_component(event_of(entry))
    made: bytes = calendar.to_ical()
    return made


def named(person: Any) -> str:
    """Return the authority where the person works for one alone, else all of them."""
    return ", ".join(one.short_name for one in Authority.objects.visible_to(person))


def event_of(entry: Entry) -> Event:
    """Return an entry as an event of a whole day that keeps nobody from being free."""
    event = Event()
    event.add("uid", f"{entry.key.replace(' ', '-')}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", datetime.datetime.combine(clock.today(), datetime.time(), datetime.timezone.utc))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + datetime.timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("url", address_of(entry.url))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if entry.place:
        event.add("location", entry.place)
    return event


def entries_of(person: Any) -> Iterator[Entry]:
    """Yield what is due by a day, updates of one day and authority together, and the meetings of the authorities."""
    due = [one for one in owed_by(person) if not one.waits]
    yield from (entry_of(one) for one in due if one.sort != "update")
    yield from updates_by_day([one for one in due if one.sort == "update"])
    yield from meetings_of(person)


def entry_of(one: Owed) -> Entry:
    return Entry(one.key, one.due, f"{noun_of(one)}: {one.title}", one.url)


NOUNS = {
    "deadline": "Deadline",
    "recommendation": "Recommendation due",
    "result": "Result due",
    "risk": "Review of risk due",
    "action": "Action due",
}


def noun_of(one: Owed) -> str:
    return NOUNS[one.sort] if one.sort in NOUNS else SOURCES[one.sort].noun


def updates_by_day(updates: list[Owed]) -> Iterator[Entry]:
    """Yield one entry a day and authority: a calendar of forty updates on one day is none."""
    numbers = Counter((one.authority_id, one.due) for one in updates)
    for (authority, day), number in numbers.items():
        summary = f"{number} update{'' if number == 1 else 's'} due"
        yield Entry(f"updates {authority} {day:%Y%m%d}", day, summary, reverse("my-work"))


def meetings_of(person: Any) -> Iterator[Entry]:
    since = clock.today() - LOOKING_BACK
    held = Meeting.objects.visible_to(person).filter(committee__archived_at=None, held_on__gte=since)
    for one in held.select_related("committee"):
        url = one.get_absolute_url()
        yield Entry(f"meeting {one.pk}", one.held_on, f"Meeting: {one.committee.name}", url, one.place)
        if one.papers_due_on:
            summary = f"Papers due: {one.committee.name}"
            yield Entry(f"papers {one.pk}", one.papers_due_on, summary, url)
