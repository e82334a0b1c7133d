"""Factories of people and bodies."""

from __future__ import annotations

import datetime

import factory
from factory.django import DjangoModelFactory

from kpa_tracker.base.people.models import Appointment, Authority, Committee, Meeting, Person, Post, SavedView
from kpa_tracker.base.people.roles import Role

PASSWORD = "correct horse battery"


class AuthorityFactory(DjangoModelFactory):
    class Meta:
        model = Authority

    name = factory.Sequence(lambda n: f"Police Authority {n}")
    short_name = factory.Sequence(lambda n: f"PA{n}")
    slug = factory.Sequence(lambda n: f"authority-{n}")


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    authority = factory.SubFactory(AuthorityFactory)
    title = factory.Sequence(lambda n: f"Post {n}")


class CommitteeFactory(DjangoModelFactory):
    class Meta:
        model = Committee

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Committee {n}")


class MeetingFactory(DjangoModelFactory):
    """A meeting of the past, however many were made before it."""

    class Meta:
        model = Meeting

    committee = factory.SubFactory(CommitteeFactory)
    held_on = factory.Sequence(lambda n: datetime.date(2009, 6, 1) + datetime.timedelta(days=n % 300))


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@authority.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    post = factory.SubFactory(PostFactory)
    role = Role.OFFICER
    starts_on = datetime.date(2009, 4, 1)


class SavedViewFactory(DjangoModelFactory):
    class Meta:
        model = SavedView

    person = factory.SubFactory(PersonFactory)
    page = "deliverable-list"
    name = factory.Sequence(lambda n: f"View {n}")


def person_with(role: str, *, authority: Authority | None = None, post: Post | None = None, **values) -> Person:
    """Return a person who holds a post (a new one, unless given) of an authority in a role since April 2009."""
    post = post or PostFactory(authority=authority or AuthorityFactory())
    return AppointmentFactory(person=PersonFactory(**values), post=post, role=role).person


def held_post(authority, **values):
    """A post of an authority, and somebody who holds it."""
    post = PostFactory(authority=authority, **values)
    AppointmentFactory(post=post)
    return post
