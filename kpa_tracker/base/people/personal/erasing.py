"""Taking a leaver's name out of everything, and leaving what was done with the post that did it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from kpa_tracker.base.audit.actions import hold_chains, record
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.redacting import Telling, redact, rewriting
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.personal.holdings import HOLDINGS
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.models import compare_and_set

VERB = "person erased"
NOBODY = "erased.invalid"
"""Where the addresses of those are who were erased: a name that belongs to nobody (RFC 2606)."""
PLACES: tuple[type[models.Field[Any, Any]], ...] = (models.CharField, models.TextField, models.JSONField)


class AlreadyErased(Refused):
    """Nothing of this person is left to take out."""


@dataclass(frozen=True)
class Erased:
    """What was done: who they are from now on, how many events read anew, what went, where the name still stands."""

    name: str
    events: int
    gone: dict[str, int]
    left: list[tuple[str, int]]


@transaction.atomic
def erase_person(person: Person, *, reason: str, by: Person | None) -> Erased:
    """Take a leaver's name, address and traces out of the database, for good. What they did stays, done by “Former post
    holder 3 (Clerk)”, and the history still verifies.

    Refuses somebody who may sign in or holds a post, oneself, without a reason, and twice. Texts in which somebody else
    wrote the name stay as they are: they are returned, for people to look at.
    """
    hold_chains(_chains())
    _refuse(person, reason, by)
    names, was = _names_of(person), person.pk
    left = mentions(person)
    person.name, person.email = former_name(person), f"{secrets.token_hex(8)}@{NOBODY}"
    gone = {holding.what: number for holding in HOLDINGS if (number := _drop(holding, was))}
    person.last_login = None
    person.set_unusable_password()
    compare_and_set(person, seen=person.version, fields=["name", "email", "password", "last_login"])
    swap = _swap(names, person)
    told = Telling(VERB, person, swap(reason), by)
    number = redact(_events_of(was, names), _anew(swap, person), told)
    if not Event.objects.of(person).filter(verb=VERB).exists():
        record(VERB, person, by=by, authority_id=None, reason=told.reason)
    return Erased(person.name, number, gone, left)


def _refuse(person: Person, reason: str, by: Person | None) -> None:
    if person.email.endswith(f"@{NOBODY}"):
        raise AlreadyErased("This person was erased already.")
    itself = by is not None and by.pk == person.pk
    refuse_where((itself, "You cannot erase yourself. Another administrator does it."))
    refuse_elsewhere(person, by)
    holds = person.appointments.in_force(clock.today()).exists()
    refuse_where(
        (person.is_active or holds, "Only a leaver is erased. Deactivate them first, and let their appointments end."),
        (not reason.strip(), "Say why.", "reason"),
    )


def refuse_elsewhere(person: Person, by: Person | None) -> None:
    """Refuse an administrator of one authority to erase somebody who held a post in another one as well."""
    held = set(person.appointments.values_list("post__authority", flat=True))
    if by is not None and not held <= by.authorities_granting("people.change_person"):
        raise Refused("They held a post in another authority as well. Whoever runs the installation erases them.")


def former_name(person: Person) -> str:
    """Return what a leaver is called: by the number of those before, and by the last post, which is what a reader of a
    decision needs to know."""
    number = Person.objects.filter(email__endswith=f"@{NOBODY}").count() + 1
    last = person.appointments.select_related("post").order_by("-starts_on", "-pk").first()
    return f"Former post holder {number}" + (f" ({last.post.title})"[:170] if last else "")


def _names_of(person: Person) -> list[str]:
    """Return what stands for the person in texts: the addresses and the names that they ever had here, without a name
    that somebody else has as well."""
    said = {person.email, person.name}
    for event in Event.objects.of(person):
        said |= {str(one) for name in ("name", "email") for one in event.changes.get(name, ()) if one}
    others = {name.casefold() for name in Person.objects.exclude(pk=person.pk).values_list("name", flat=True)}
    return sorted(one for one in said if one and one.casefold() not in others)


def _events_of(was: int, names: list[str]) -> Any:
    """Select what the person did, what was done to their record, and what says their name. Searches all texts of all
    events: some seconds for a million."""
    found = Q(actor_id=was) | Q(subject_type=Person._meta.label_lower, subject_id=was)
    for name in names:
        for column in ("actor_name", "subject_name", "reason", "changes_text"):
            found |= Q(**{f"{column}__icontains": _as_json(name) if column == "changes_text" else name})
    return Event.objects.annotate(changes_text=Cast("changes", TextField())).filter(found)


def _as_json(name: str) -> str:
    """Return how a name may stand in a column of JSON: up to its first character that is written otherwise there."""
    plain = re.match(r"[ -!#-\[\]-~]*", name)
    return plain[0] if plain else ""


def _swap(names: list[str], person: Person) -> Callable[[str], str]:
    """Return what writes the new name in place of the old ones. A name of one word is a word: it is the person where it
    stands alone."""
    known = {name.casefold() for name in names}
    whole = [re.escape(name) for name in names if " " in name or "@" in name]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(whole)})(?!\w)", re.I) if whole else None

    def swap(text: str) -> str:
        if text.casefold() in known:
            return person.name
        return pattern.sub(person.name, text) if pattern else text

    return swap


def _anew(swap: Callable[[str], str], person: Person) -> Callable[[Event], dict[str, Any]]:
    """Return what writes an event anew: by whom, where it was this person, whatever they were called then."""
    others = rewriting(swap)

    def rewrite(event: Event) -> dict[str, Any]:
        own = {"actor_name": person.name} if event.actor_id == person.pk else {}
        return {**others(event), **own}

    return rewrite


def _drop(holding: Any, was: int) -> int:
    """Delete what is held of a person; a session with what it remembers."""
    found = apps.get_model(holding.model)._base_manager.filter(**{holding.by: was})
    if holding.model == "usersessions.UserSession":
        Session.objects.filter(session_key__in=list(found.values_list("session_key", flat=True))).delete()
    number = found.count()
    found.delete()
    return number


def _chains() -> set[int | None]:
    return {None, *Event.objects.order_by().values_list("authority_id", flat=True).distinct()}


# --- Where the name stands in what people wrote -----------------------------------------------------------------------


def mentions(person: Person) -> list[tuple[str, int]]:
    """Return (kind of record, how many) of the texts in which somebody wrote the person's name or address. They are the
    authority's records, and nothing but a reader can tell what in them is about this person."""
    names = _names_of(person)
    found = ((model, _naming(model, names)) for model in apps.get_models() if model not in (Event, Person))
    going = {holding.model for holding in HOLDINGS}
    counted = ((model, number) for model, number in found if number and model._meta.label not in going)
    return sorted((str(model._meta.verbose_name_plural), number) for model, number in counted)


def _naming(model: type[models.Model], names: list[str]) -> int:
    texts = [one.name for one in model._meta.concrete_fields if isinstance(one, PLACES) and not one.choices]
    if not texts or model._meta.proxy or not model._meta.managed:
        return 0
    found, rows = (
        Q(pk__in=[]),
        model._base_manager.annotate(**{f"text_of_{name}": Cast(name, TextField()) for name in texts}),
    )
    for name in texts:
        for said in names:
            found |= Q(**{f"text_of_{name}__icontains": said})
    return rows.filter(found).count()
