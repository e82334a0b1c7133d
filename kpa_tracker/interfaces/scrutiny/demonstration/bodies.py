"""The demonstration's authority, committees, posts and people, entered as an administrator would."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import partial

from kpa_tracker.base.people.actions import appoint, create_person, deactivate, enter, set_up_authority
from kpa_tracker.base.people.models import Appointment, Authority, Committee, Meeting, Person, Post
from kpa_tracker.interfaces.scrutiny.demonstration.reading import Facts, day
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline
from plans.models import Plan

PAPERS_DAYS = datetime.timedelta(days=7)


@dataclass
class Bodies:
    """Who is who, by the names that the files use."""

    authority: Authority
    administrator: Person
    posts: dict[str, Post] = field(default_factory=dict)
    committees: dict[str, Committee] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def editor(self) -> Person:
        return self.people["editor"]

    @property
    def plan(self) -> Plan:
        """The year's own plan: under no other or under a longer one, and not the one that comes after it."""
        plan: Plan = Plan.objects.get(authority=self.authority, below=None, previous=None)
        return plan

    def holder(self, post: Post | None, *, on: datetime.date) -> Person:
        """Return who holds a post on a day; the plan editor stands in where nobody does."""
        held = Appointment.objects.in_force(on).filter(post=post).select_related("person").order_by("pk").first()
        return held.person if post and held else self.editor


def set_up(facts: Facts, *, password: str) -> Bodies:
    """Enter an authority with its first administrator, its posts and its people."""
    first = facts["administrator"]
    authority = Authority(**facts["authority"], is_demonstration=True)
    administrator = set_up_authority(authority, email=first["email"], name=first["name"], password=password)
    bodies = Bodies(authority, administrator)
    for post in facts["posts"]:
        bodies.posts[post["title"]] = _enter_post(bodies, **post)
    for person in facts["people"]:
        bodies.people[person["key"]] = _enter_person(bodies, person, since=facts["set_up_on"])
    return bodies


def set_up_committees(bodies: Bodies, facts: Facts) -> None:
    """Enter an authority's committees with their members and meetings."""
    for position, committee in enumerate(facts["committees"], start=1):
        bodies.committees[committee["name"]] = _enter_committee(bodies, committee, position=position)


def _enter_post(bodies: Bodies, *, answers_to: str = "", **said: str) -> Post:
    """Enter a post under the one above it, which the file names earlier."""
    above = bodies.posts[answers_to] if answers_to else None
    return enter(Post(authority=bodies.authority, answers_to=above, **said), by=bodies.administrator)


def _enter_person(bodies: Bodies, facts: Facts, *, since: str) -> Person:
    """Enter somebody with their appointments. They all share the administrator's password: it is printed anyway, and
    working out a hash for each would take longer than all the rest."""
    person = create_person(Person(name=facts["name"], email=facts["email"]), password=None, by=bodies.administrator)
    Person.objects.filter(pk=person.pk).update(password=bodies.administrator.password)
    for held in facts["appointments"]:
        starts_on = day(held.get("from", since))
        appoint(
            person, post=bodies.posts[held["post"]], role=held["role"], starts_on=starts_on, by=bodies.administrator
        )
    return person


def _enter_committee(bodies: Bodies, facts: Facts, *, position: int) -> Committee:
    committee = Committee(
        authority=bodies.authority,
        name=facts["name"],
        short_name=facts["short_name"],
        remit=facts["remit"],
        chair=bodies.posts.get(facts["chair"]),
        position=position,
    )
    enter(committee, links={"members": [bodies.posts[title] for title in facts["members"]]}, by=bodies.administrator)
    for text in facts["meetings"]:
        held_on = day(text)
        meeting = Meeting(
            committee=committee, held_on=held_on, papers_due_on=held_on - PAPERS_DAYS, place=facts["place"]
        )
        enter(meeting, by=bodies.administrator)
    return committee


def plan_departures(timeline: Timeline, bodies: Bodies, facts: Facts) -> None:
    """Let those leave who leave: their posts stay empty, and everybody knows."""
    for person in facts["people"]:
        if "leaves_on" in person:
            timeline.add(day(person["leaves_on"]), partial(_leave, bodies, person["key"]))


def _leave(bodies: Bodies, who: str) -> None:
    person = Person.objects.get(pk=bodies.people[who].pk)
    deactivate(person, seen=person.version, knowing=True, by=bodies.administrator)
