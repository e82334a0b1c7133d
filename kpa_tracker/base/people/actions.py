"""What changes people, posts and bodies."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import models, transaction

from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.audit.edits import change, create
from kpa_tracker.base.people.models import Appointment, Authority, Committee, Meeting, Person, Post, SavedView
from kpa_tracker.base.people.models.kept import standing_on
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.models import Record, assign, compare_and_set
from kpa_tracker.base.toolkit.words import listed

R = TypeVar("R", bound=Record)
NAMED = 3
"""How many of the things that keep a meeting on its day a refusal names."""


class PostsLeftEmpty(Refused):
    """A person leaves, and some posts would have nobody: whoever asks must say that they know."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self.posts = list(posts)
        names = ", ".join(post.title for post in self.posts)
        super().__init__(
            f"Nobody else holds these posts: {names}. Appoint somebody first, or confirm that they stay empty."
        )


# --- Bodies, posts, meetings, appointments ----------------------------------------------------------------------------


def refuse_other_authorities(authority_id: int | None, linked: Mapping[str, Any]) -> None:
    """Refuse to link a record to something of another authority; `linked` is {field: a record, several or None}."""
    elsewhere = [name for name, value in linked.items() if _is_elsewhere(value, authority_id)]
    if elsewhere:
        raise ValidationError(dict.fromkeys(elsewhere, "This belongs to another authority."))


def _is_elsewhere(value: Any, authority_id: int | None) -> bool:
    records = value if isinstance(value, (list, tuple)) else [value]
    return any(getattr(one, "authority_id", authority_id) != authority_id for one in records if one is not None)


def linked_records(record: models.Model) -> dict[str, Any]:
    """Return what a record points at by foreign key: {field: record or None}."""
    pointing = [f.name for f in record._meta.concrete_fields if f.many_to_one and f.editable]
    return {name: getattr(record, name, None) for name in pointing}


@transaction.atomic
def enter(new: R, *, by: Person | None, links: Mapping[str, Iterable[Any]] | None = None) -> R:
    """Enter an authority, committee, meeting, post or appointment. Refuses what belongs to another authority."""
    links = {name: list(records) for name, records in (links or {}).items()}
    if not isinstance(new, Authority):
        refuse_other_authorities(edits.scope_of(new), {**linked_records(new), **links})
    return create(new, by=by, links=links)


@transaction.atomic
def amend(record: R, *, seen: int, changes: Mapping[str, Any], by: Person | None) -> R:
    """Change what `enter` entered. Refuses what is archived, what belongs to another authority, and another day or
    committee for a meeting of which something says its day."""
    if getattr(record, "is_archived", False):
        raise Refused("This is archived. Bring it back first.")
    fields, links = assign(record, changes)
    refuse_other_authorities(edits.scope_of(record), {**linked_records(record), **links})
    if isinstance(record, Meeting):
        _refuse_to_move(record)
    return change(record, seen=seen, fields=fields, links=links, by=by)


def _refuse_to_move(meeting: Meeting) -> None:
    """Refuse another day or committee for a meeting for which members were given papers, or of which anything was
    minuted: that would say another day without a word. Holds the history, so that nothing is minuted meanwhile."""
    hold_chain(meeting.authority_id)
    was = edits.afresh(meeting)
    moves = (was.held_on, was.committee_id) != (meeting.held_on, meeting.committee_id)
    names = standing_on(was) if moves else []
    refuse_where((names, f"The meeting of {was} stays as it is, because of {_some(names)}.", "held_on"))


def _some(names: list[str]) -> str:
    """Return the first of some names, and how many there are beside them."""
    shown, rest = names[:NAMED], len(names) - NAMED
    return listed([*shown, f"{rest} more"] if rest > 0 else shown)


@transaction.atomic
def archive_post(post: Post, *, seen: int, reason: str, by: Person) -> Post:
    """Take a post out of the lists. Refuses while somebody holds it: their appointment ends first."""
    if Appointment.objects.in_force(clock.today()).filter(post=post, person__is_active=True).exists():
        raise Refused("Somebody holds this post. End their appointment first.")
    archived: Post = edits.archive(post, seen=seen, reason=reason, by=by)
    return archived


@transaction.atomic
def archive_committee(committee: Committee, *, seen: int, reason: str, by: Person) -> Committee:
    """Take a committee out of the lists; what it oversaw keeps its name. Refuses while members hold papers for one of
    its meetings to come."""
    hold_chain(committee.authority_id)
    coming = {one: standing_on(one) for one in committee.meetings.coming().filter(held_on__gt=clock.today())}
    for meeting, names in coming.items():
        refuse_where((names, f"{meeting} is still to come, and there is {_some(names)}. Hold it first."))
    archived: Committee = edits.archive(committee, seen=seen, reason=reason, by=by)
    return archived


@transaction.atomic
def restore(archived: R, *, seen: int, by: Person) -> R:
    """Bring an archived post or committee back."""
    restored: R = edits.restore(archived, seen=seen, by=by)
    return restored


# --- People -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def create_person(person: Person, *, password: str | None, by: Person | None, home: int | None = None) -> Person:
    """Enter somebody who may sign in. Without a password they set one by the "forgotten password" mail.

    `home` is the authority in whose history this stands, where nobody who administers one enters them.
    """
    person.set_password(password)
    return create(person, by=by, scope=home or home_of(by))


def refuse_shared(person: Person, *, by: Person | None) -> None:
    """Refuse to touch how somebody signs in who also works for an authority that `by` does not administer.

    Whoever sets a password or an address can sign in with it, and so would reach into that other authority.
    """
    if by is None:
        return
    mine = by.authorities_granting("people.change_person")
    if person.appointments.exclude(post__authority__in=mine).exists():
        raise Refused(
            "This person also works for an authority that you do not administer, so their sign-in is not yours to "
            "change. End their appointment here instead."
        )


@transaction.atomic
def amend_person(person: Person, *, seen: int, changes: Mapping[str, Any], by: Person | None) -> Person:
    """Correct somebody's name or address. The address of somebody shared with another authority is refused."""
    if "email" in changes and changes["email"] != Person.objects.get(pk=person.pk).email:
        refuse_shared(person, by=by)
        # What the sign-in remembers of the old address would still open the account.
        EmailAddress.objects.filter(user=person).delete()
        SocialAccount.objects.filter(user=person).delete()
    fields, _ = assign(person, changes)
    return change(person, seen=seen, fields=fields, by=by, scope=home_of(by, person))


@transaction.atomic
def set_password(person: Person, *, password: str, by: Person) -> Person:
    """Give somebody a new password. The history says that it was set, never what it is."""
    home = home_of(by, person)
    hold_chain(home)
    refuse_shared(person, by=by)
    person.set_password(password)
    compare_and_set(person, seen=person.version, fields=["password"])
    record("person password set", person, by=by, authority_id=home)
    return person


@transaction.atomic
def choose_password(person: Person, *, password: str, forgotten: bool) -> Person:
    """Let somebody set their own password, by the old one or by the link of a “forgotten password” mail.

    How somebody signs in belongs to no one authority: the event stands in the installation's history, and those who
    read the history of any authority that the person holds or held a post in see it there. The last one sent counts.
    """
    hold_chain(None)
    person.set_password(password)
    seen = Person.objects.values_list("version", flat=True).get(pk=person.pk)
    compare_and_set(person, seen=seen, fields=["password"])
    record(f"person password {'reset' if forgotten else 'set'}", person, by=person, authority_id=None)
    return person


@transaction.atomic
def reactivate(person: Person, *, seen: int, by: Person) -> Person:
    """Let somebody who had left sign in again. Their appointments stay ended: new ones are made."""
    home = home_of(by, person)
    hold_chain(home)
    refuse_shared(person, by=by)
    person.is_active = True
    compare_and_set(person, seen=seen, fields=["is_active"])
    record("person reactivated", person, by=by, authority_id=home, changes={"is_active": [False, True]})
    return person


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

    Refuses oneself, somebody who also works for another authority, and (PostsLeftEmpty) while a post would be left
    with nobody, unless whoever asks knows it.
    """
    if person.pk == by.pk:
        raise Refused("You cannot deactivate yourself. Another administrator does it when you leave.")
    home = home_of(by, person)
    hold_chain(home)
    refuse_shared(person, by=by)
    today = clock.today()
    empty = posts_left_empty(person, on=today)
    if empty and not knowing:
        raise PostsLeftEmpty(empty)
    person.is_active = False
    compare_and_set(person, seen=seen, fields=["is_active"])
    for appointment in Appointment.objects.in_force(today).filter(person=person, ends_on=None):
        end_appointment(appointment, on=today, by=by)
    record("person deactivated", person, by=by, authority_id=home, changes={"is_active": [True, False]})
    return person


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: datetime.date, by: Person | None) -> Appointment:
    """Let an appointment end on a day."""
    appointment.ends_on = on
    return change(appointment, seen=appointment.version, fields=["ends_on"], by=by)


def home_of(by: Person | None, person: Person | None = None) -> int | None:
    """Return the authority in whose history an administrator's work on people stands: one that they administer, and
    where they administer several, one in which the person holds or held a post."""
    if by is None:
        return None
    mine = by.authorities_granting("people.change_person")
    theirs = person.appointments.values_list("post__authority", flat=True) if person else ()
    return min(mine.intersection(theirs) or mine, default=None)


@transaction.atomic
def set_up_authority(authority: Authority, *, email: str, name: str, password: str) -> Person:
    """Make an authority and its first administrator: the start of a real installation."""
    create(authority, by=None)
    post = create(Post(authority=authority, title="Administrator"), by=None)
    person = create_person(Person(email=email, name=name), password=password, by=None, home=authority.pk)
    appoint(person, post=post, role=Role.ADMINISTRATOR, starts_on=clock.today(), by=None)
    return person


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
