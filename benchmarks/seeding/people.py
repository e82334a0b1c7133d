"""An authority's people, posts and committees."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password

from benchmarks.seeding.sizes import FIRST_YEAR, TODAY
from kpa_tracker.base.people.models import Appointment, Authority, Committee, Meeting, Person, Post
from kpa_tracker.base.people.roles import Role
from plans.models import Scale, ScalePoint

POSTS, COMMITTEES = 24, 6
ROLES = {0: Role.EDITOR, 1: Role.ADMINISTRATOR, 2: Role.AUDITOR, **dict.fromkeys(range(3, 9), Role.MEMBER)}
"""What the holder of a post is, by its place; whoever has none here is an officer."""
FIRST_DAY = datetime.date(FIRST_YEAR, 4, 1)
POINTS = ("red", "amber", "green")


@dataclass
class Body:
    """An authority with those who work for it."""

    number: int
    authority: Any
    posts: list[Any]
    people: list[Any]
    committees: list[Any]
    scale: Any

    @property
    def editor(self) -> Any:
        return self.people[0]

    @property
    def officers(self) -> list[Any]:
        return self.posts[9:]


def enter_bodies(number: int) -> list[Body]:
    """Enter so many authorities with their posts, people and committees; nobody can sign in with a password."""
    made = Authority.objects.bulk_create(
        Authority(name=f"Authority {place:03}", short_name=f"A{place:03}", slug=f"authority-{place:03}")
        for place in range(number)
    )
    return [_body(place, authority) for place, authority in enumerate(made)]


def body_again() -> Body:
    """Return the authority that is looked at, as it was entered."""
    authority = Authority.objects.order_by("pk")[0]
    posts = list(authority.posts.order_by("pk"))
    people = [Person.objects.get(email=address(0, place)) for place in range(POSTS)]
    committees = list(authority.committees.order_by("pk"))
    return Body(0, authority, posts, people, committees, Scale.objects.get(authority=authority))


def address(number: int, place: int) -> str:
    """Return how whoever holds a post signs in, by the numbers of their authority and their post."""
    return f"p{number}.{place}@authority.example"


def _body(number: int, authority: Any) -> Body:
    posts = Post.objects.bulk_create(Post(authority=authority, title=f"Post {place:02}") for place in range(POSTS))
    people = Person.objects.bulk_create(
        Person(email=address(number, place), name=f"Person {number}.{place}", password=make_password(None))
        for place in range(POSTS)
    )
    Appointment.objects.bulk_create(
        Appointment(person=person, post=post, role=ROLES.get(place, Role.OFFICER), starts_on=FIRST_DAY)
        for place, (person, post) in enumerate(zip(people, posts, strict=True))
    )
    return Body(number, authority, posts, people, _committees(authority, posts), _scale(authority))


def _committees(authority: Any, posts: list[Any]) -> list[Any]:
    made = Committee.objects.bulk_create(
        Committee(authority=authority, name=f"Committee {place}", position=place, chair=posts[3 + place])
        for place in range(COMMITTEES)
    )
    link = Committee.members.through
    link.objects.bulk_create(link(committee=one, post=post) for one in made for post in posts[3:9])
    days = [TODAY + datetime.timedelta(days=91 * step + 14) for step in range(-4 * (TODAY.year - FIRST_YEAR), 2)]
    Meeting.objects.bulk_create(Meeting(committee=one, held_on=day) for one in made for day in days)
    return made


def _scale(authority: Any) -> Any:
    scale = Scale.objects.create(authority=authority, name="Ratings")
    ScalePoint.objects.bulk_create(
        ScalePoint(scale=scale, code=code, word=code.capitalize(), definition=f"What {code} means.", position=place)
        for place, code in enumerate(POINTS)
    )
    return scale
