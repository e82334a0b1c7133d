"""What changes people, posts and bodies."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.audit.edits import change, create
from kpa_tracker.base.people.models import Appointment, Authority, Committee, Person, Post, SavedView
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.models import compare_and_set


class PostsLeftEmpty(Refused):
    """A person leaves, and some posts would have nobody: whoever asks must say that they know."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self.posts = list(posts)
        names = ", ".join(post.title for post in self.posts)
        super().__init__(
            f"Nobody else holds these posts: {names}. Appoint somebody first, or confirm that they stay empty."
        )


@transaction.atomic
def create_person(person: Person, *, password: str | None, by: Person | None) -> Person:
    """Enter somebody who may sign in. Without a password they set one by the "forgotten password" mail."""
    person.set_password(password)
    return create(person, by=by)


@transaction.atomic
def appoint(person: Person, *, post: Post, role: str, starts_on: datetime.date, by: Person | None) -> Appointment:
    """Give a person a post, and by it a role, from a day on."""
    return create(Appointment(person=person, post=post, role=role, starts_on=starts_on), by=by)


def posts_left_empty(person: Person, *, on: datetime.date) -> Any:
    """Return the posts that only this person holds on a day."""
    held = Appointment.objects.in_force(on)
    others = held.exclude(person=person).filter(person__is_active=True)
    return Post.objects.filter(appointments__in=held.filter(person=person)).exclude(appointments__in=others).distinct()


@transaction.atomic
def deactivate(person: Person, *, seen: int, knowing: bool, by: Person) -> Person:
    """Stop a leaver from signing in and end their appointments today.

    Refuses (PostsLeftEmpty) while a post would be left with nobody, unless whoever asks knows it.
    """
    today = clock.today()
    empty = posts_left_empty(person, on=today)
    if empty and not knowing:
        raise PostsLeftEmpty(empty)
    person.is_active = False
    compare_and_set(person, seen=seen, fields=["is_active"])
    for appointment in Appointment.objects.in_force(today).filter(person=person, ends_on=None):
        end_appointment(appointment, on=today, by=by)
    record("person deactivated", person, by=by, authority_id=_home_of(by), changes={"is_active": [True, False]})
    return person


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: datetime.date, by: Person | None) -> Appointment:
    """Let an appointment end on a day."""
    appointment.ends_on = on
    return change(appointment, seen=appointment.version, fields=["ends_on"], by=by)


def _home_of(person: Person) -> int | None:
    """Return the authority in whose history an administrator's work on people stands."""
    return min(person.authorities_granting("people.change_person"), default=None)


@transaction.atomic
def set_up_authority(authority: Authority, *, email: str, name: str, password: str) -> Person:
    """Make an authority and its first administrator: the start of a real installation."""
    create(authority, by=None)
    post = create(Post(authority=authority, title="Administrator"), by=None)
    person = create_person(Person(email=email, name=name), password=password, by=None)
    appoint(person, post=post, role=Role.ADMINISTRATOR, starts_on=clock.today(), by=None)
    return person


@transaction.atomic
def set_members(committee: Committee, *, members: Iterable[Post], by: Person | None) -> Committee:
    """Set the posts that sit on a committee."""
    return change(committee, seen=committee.version, fields=[], links={"members": list(members)}, by=by)


@transaction.atomic
def keep_view(person: Person, *, page: str, name: str, query: str) -> SavedView:
    """Keep a list's filters under a name; the same name again replaces what it kept."""
    view = SavedView.objects.filter(person=person, page=page, name=name).first()
    if view:
        view.query = query
        return change(view, seen=view.version, fields=["query"], by=person)
    return create(SavedView(person=person, page=page, name=name, query=query), by=person)


@transaction.atomic
def forget_view(view: SavedView, *, by: Person) -> None:
    """Throw a kept view away."""
    record("savedview forgotten", view, by=by, authority_id=None)
    view.delete()
