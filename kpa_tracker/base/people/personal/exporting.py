"""What is held about a person, for that person: as data, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.personal.holdings import HOLDINGS, KEPT_BY_NAME
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date

Held = dict[str, Any]


def held_about(person: Person) -> Held:
    """Return all that is held about a person, without what opens a door and what others wrote of them in a text."""
    return {
        "as of": clock.now(),
        "person": {name: getattr(person, name) for name in ("name", "email", "is_active", "last_login", "created_at")},
        "appointments": [_appointment(one) for one in person.appointments.select_related("post__authority")],
        **{holding.what: _rows(holding, person) for holding in HOLDINGS},
        "What they did": dict(work_of(person)),
        "History of what they did": [_told(one) for one in Event.objects.filter(actor_id=person.pk).order_by("pk")],
        "History of their record": [_told(one) for one in Event.objects.of(person).order_by("pk")],
    }


def _appointment(one: Any) -> Held:
    days = {"from": one.starts_on, "to": one.ends_on}
    return {"post": one.post.title, "authority": one.post.authority.name, "role": one.get_role_display(), **days}


def _rows(holding: Any, person: Person) -> list[Held]:
    found = apps.get_model(holding.model)._base_manager.filter(**{holding.by: person})
    return [dict(row) for row in found.order_by("pk").values(*holding.shown)]


def _told(event: Event) -> Held:
    return {"at": event.at, "about": event.subject_name, "what": str(tell(event))}


def work_of(person: Person) -> Iterator[tuple[str, int]]:
    """Yield (kind of record and field, how many) of what says that this person did something."""
    for model, field in pointing():
        number = model._base_manager.filter(**{field.name: person}).count()
        if number:
            yield f"{model._meta.verbose_name}: {field.verbose_name}", number


def pointing() -> Iterator[tuple[type[Model], Any]]:
    """Yield each of our records' fields that say who did something."""
    going = {holding.model for holding in HOLDINGS}
    for model in apps.get_models():
        if model._meta.app_label in KEPT_BY_NAME and model._meta.label not in going:
            yield from ((model, one) for one in model._meta.concrete_fields if one.related_model is Person)


def in_words(held: Held) -> str:
    """Return the same as text, for somebody who reads no data."""
    return "\n".join(_lines(held)) + "\n"


def _lines(value: Any, depth: int = 0) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(value, dict):
        for name, one in value.items():
            if isinstance(one, (dict, list)):
                yield f"{indent}{name}:" + ("" if one else " nothing")
                yield from _lines(one, depth + 1)
            else:
                yield f"{indent}{name}: {_text(one)}"
    else:
        for number, one in enumerate(value, start=1):
            yield f"{indent}{number}."
            yield from _lines(one, depth + 1)


def _text(value: Any) -> str:
    if hasattr(value, "strftime"):
        return format_date(value)
    return "nothing" if value in (None, "") else str(value)
