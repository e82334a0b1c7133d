"""What texts for the public ask of people. Reminders and My work tell whoever may approve them, and whoever can mend
what was sent back."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from deliverables.models import Deliverable
from kpa_tracker.base.people.owing import Owed, Source, one_line
from kpa_tracker.base.people.rules import working_authorities, working_posts
from kpa_tracker.base.toolkit.words import counted
from kpa_tracker.interfaces.publication.models import Wording
from kpa_tracker.interfaces.publication.wordings.standing import Standing, Stands, standings
from kpa_tracker.interfaces.publication.wordings.units import texts_url, units_of
from kpa_tracker.interfaces.publication.wordings.writers import writers_of
from risks.models import Risk

Kind = Wording.Kind
OF_DELIVERABLES = (Kind.DELIVERABLE, Kind.PROGRESS)

# --- To approve -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """Texts that wait for somebody's approval: how many, of which plan or register, since when."""

    body: Any
    number: int
    since: datetime.date

    @property
    def of(self) -> str:
        return str(self.body)

    @property
    def url(self) -> str:
        return f"{texts_url(self.body)}?stands={Stands.WAITS.value}"


def waiting_for(person: Any) -> list[Waiting]:
    """Return what others wrote and submitted and a person may approve, by plan and register: three queries, one where
    nothing waits, none for those who approve nothing."""
    granted = person.authorities_granting("publication.approve_wording")
    if not granted:
        return []
    rows = Wording.objects.current().waiting().filter(authority__in=granted).exclude(submitted_by=person)
    waiting = by_body(rows)
    writers = writers_of(one for found in waiting.values() for one in found)
    theirs = {body: [one for one in found if writers.get(one.key) != person.pk] for body, found in waiting.items()}
    return [
        Waiting(body, len(found), timezone.localdate(min(one.submitted_at for one in found)))
        for body, found in theirs.items()
        if found
    ]


def by_body(rows: Any) -> dict[Any, list[Wording]]:
    """Return wordings by the plan or the register that they are of. One query."""
    found: dict[Any, list[Wording]] = defaultdict(list)
    for one in rows.select_related("plan__authority", "authority"):
        found[one.plan or one.authority].append(one)
    return found


def to_approve(person: Any) -> Iterator[Owed]:
    """Yield the texts of each plan and register that wait for a person, as one thing: they wait since the oldest."""
    for one in waiting_for(person):
        key = f"wordings {one.body._meta.model_name} {one.body.pk}"
        title = one_line(f"{one.of}: {counted(one.number, 'text')}")
        yield Owed("wording", key, title, one.since, one.url, one.body.authority_id, waits=True)


# --- Sent back --------------------------------------------------------------------------------------------------------


def sent_back_to(person: Any) -> list[Standing]:
    """Return the texts that were sent back or whose approval was taken back, still read as they did, and are a person's
    to mend: who submitted one, and who answers for what it is about. One query, and six for each plan and register that
    has one."""
    posts = working_posts(person)
    if not posts:
        return []
    theirs = Wording.objects.current().sent_back().filter(authority__in=working_authorities(person))
    rows = theirs.filter(Q(submitted_by=person) | about_what_is_of(posts))
    return [one for body, found in by_body(rows).items() for one in _standing_back(body, found)]


def about_what_is_of(posts: Iterable[int]) -> Q:
    """Return what selects the wordings about a deliverable or a risk that some posts answer for."""
    led = Deliverable.objects.filter(lead__in=posts).values("pk")
    supported = Deliverable.supporting.through.objects.filter(post__in=posts).values("deliverable")
    owned = Risk.objects.filter(owner__in=posts).values("pk")
    theirs = Q(subject__in=led) | Q(subject__in=supported)
    return Q(theirs, kind__in=OF_DELIVERABLES) | Q(kind=Kind.RISK, subject__in=owned)


def _standing_back(body: Any, found: Iterable[Wording]) -> list[Standing]:
    """Return what has not been mended since: a text that reads otherwise now waits for nobody but to be submitted."""
    pks = {one.pk for one in found}
    now = standings(units_of(body), body.authority_id)
    return [one for one in now if one.wording and one.wording.pk in pks and not one.changed]


def to_mend(person: Any) -> Iterator[Owed]:
    for one in sent_back_to(person):
        wording: Any = one.wording
        since, title = timezone.localdate(wording.returned_at), one_line(wording)
        key = f"wording back {wording.pk}"
        yield Owed("wording_back", key, title, since, wording.get_absolute_url(), wording.authority_id, waits=True)


SOURCES = (
    Source(
        sort="wording_back",
        heading="Texts for the public sent back to you",
        noun="Text for the public sent back",
        of_person=to_mend,
        of_authority=lambda authority: (),
    ),
    Source(
        sort="wording",
        heading="Texts for the public to approve",
        noun="Texts for the public to approve",
        of_person=to_approve,
        of_authority=lambda authority: (),
    ),
)
