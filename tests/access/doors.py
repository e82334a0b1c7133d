"""Every address that is no page of ours: of the admin, of signing in, of the public site, the API and the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from kpa_tracker.base.people.models import Person
from kpa_tracker.interfaces.api.resources import RESOURCES
from kpa_tracker.interfaces.notifications.actions.feeds import make_feed
from tests.access.addresses import ENTRIES, TAIL
from tests.access.asking import ask
from tests.factories.api import ApiTokenFactory, text_of
from tests.hostile.world import MAKERS
from tests.publication.site.conftest import publish_again, publish_plan, small_plan

UNNAMED = {"admin:None"}
"""Addresses that Django's admin gives no name: what leads from an old address to the new one, and all the rest."""


def leaves(resolver: Any = None, name: str = "", params: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every address of the site by its name, with what it takes."""
    for entry in (resolver or get_resolver()).url_patterns:
        takes = (*params, *entry.pattern.converters, *regex_groups(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from leaves(entry, f"{name}{entry.namespace}:" if entry.namespace else name, takes)
        else:
            yield f"{name}{entry.name}", takes


def regex_groups(pattern: Any) -> tuple[str, ...]:
    return () if pattern.converters else tuple(pattern.regex.groupindex)


def record_of(name: str, made: Mapping[str, Any]) -> int:
    """Return the number of the record that a page of the admin is of."""
    kind = name.split("_")[1]
    return int(made[kind].pk) if kind in MAKERS else 1


def number_in(listed: str, made: Mapping[str, Any]) -> int:
    """Return the number of a record of ours that stands on a list of the API."""
    return int(made[RESOURCES[listed].page.model._meta.model_name].pk)


def chosen(name: str, params: tuple[str, ...], made: Mapping[str, Any], public: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an address is given: of the admin a record of ours, of the public site a plan that is published."""
    if name.startswith("admin:"):
        record = record_of(name, made) if "_" in name and "view_on" not in name else 1
        return {one: {"app_label": "plans", "content_type_id": 1}.get(one, record) for one in params}
    secrets = {"key": "nobodys-key", "uidb36": "1", "provider_id": "nobody", "rest": "nowhere/"}
    return {one: {**secrets, **public}[one] for one in params}


def doors_of(made: Mapping[str, Any], public: Mapping[str, Any]) -> dict[str, str]:
    """Return the addresses by their names; those of a publication by its number, too."""
    found = {"admin:nowhere": f"/admin/{TAIL}", "public-nothing": f"/public/a/b/c/d/{TAIL}"}
    for name, params in leaves():
        if name in ENTRIES or name in {*UNNAMED, *found}:
            continue
        for listed in RESOURCES if name in {"api-list", "api-record"} else [""]:
            of_list = {"name": listed, "pk": number_in(listed, made)} if listed else {}
            given = chosen(name, params, made, {**public, **of_list})
            label = f"{name}/{listed}" if listed else name if name not in found else f"{name}+number"
            found[label] = reverse(name, kwargs=given)
    return found


class Doors:
    """The doors to records of ours and to a published plan, and everybody who tries them: with programs, the API."""

    def __init__(self, made: Mapping[str, Any], people: Mapping[str, Person], browsers: Mapping[str, Client]) -> None:
        publish_plan(plan := small_plan())
        publication = publish_again(plan)
        address = publication.plan.public_address
        self.published = {
            "authority": address.authority_slug,
            "plan": address.plan_slug,
            "number": publication.number,
            "of": 1,
            "anchor": "before-1",
            "name": publication.files.earliest("pk").name,
            "token": make_feed(people["owner"]),
        }
        self.addresses = doors_of(made, self.published)
        self.made, self.browsers = made, browsers
        self.programs = {who: program_of(person) for who, person in people.items()}

    def by(self, who: str, name: str) -> Client:
        return self.programs.get(who, self.browsers[who]) if name.startswith("api-") else self.browsers[who]

    def found_by(self, who: str, name: str) -> str:
        """Return what somebody is answered who reads, and who sends, as doors.txt has it."""
        asked = (ask(self.by(who, name), method, self.addresses[name]) for method in ("get", "post"))
        return "".join(letter_of(one) for one in asked)


LETTERS = {200: "o", 302: "m", 401: "u", 403: "x", 404: "n", 405: "a"}


def letter_of(answer: Any) -> str:
    if answer.status_code == 302 and answer.url.startswith(("/accounts/login/", "/admin/login/")):
        return "d"
    return LETTERS[answer.status_code]


def program_of(person: Person) -> Client:
    return Client(headers={"authorization": f"Bearer {text_of(ApiTokenFactory(person=person))}"})
