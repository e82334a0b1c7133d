"""Publications as lists and feeds have them: of all authorities, of one, of one plan."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.http import Http404

from kpa_tracker.base.toolkit.plain import from_plain
from kpa_tracker.interfaces.publication.content import Appearance
from kpa_tracker.interfaces.publication.models import PublicAddress, Publication
from kpa_tracker.interfaces.publication.site.shelf import address_of


@dataclass(frozen=True)
class Listed:
    """A publication as lists have it: by the words of its address, and what it called itself."""

    pk: int = field(repr=False)  # the mark of a page is made of what stands here: no number of a record is in it
    number: int
    public_from: datetime.datetime
    note: str
    authority_slug: str
    plan_slug: str
    authority: str = ""
    title: str = ""
    period: str = ""
    state: str = ""
    contact: str = ""
    is_demonstration: bool = False
    look: Appearance | None = None

    @property
    def home(self) -> str:
        """Where the public finds everything of this authority."""
        return f"/public/{self.authority_slug}/"

    @property
    def address(self) -> str:
        """Where the public finds the plan as last published."""
        return f"{self.home}{self.plan_slug}/"

    @property
    def own_address(self) -> str:
        """Where this publication stays for ever."""
        return f"{self.address}{self.number}/"


WORDS = ("authority", "title", "period", "state", "contact")
ADDRESS = ("authority_slug", "plan_slug")


def addressed(publications: QuerySet[Any]) -> QuerySet[Any]:
    """Give publications the two words of their plan's address."""
    kept = PublicAddress.objects.filter(plan=OuterRef("plan"))
    return publications.annotate(**{name: Subquery(kept.values(name)[:1]) for name in ADDRESS})


def listed(publications: QuerySet[Any]) -> list[Listed]:
    """Return publications for a list, the latest first, without reading what they say. One query."""
    rows = addressed(publications).order_by("-public_from", "-pk")
    return [Listed(**row) for row in rows.values("pk", "number", "public_from", "note", *ADDRESS)]


def named(publications: Iterable[Listed]) -> list[Listed]:
    """Return them with what each called itself. One query."""
    found = list(publications)
    words = {name: KT(f"content__{name}") for name in WORDS}
    rows = Publication.objects.public().filter(pk__in=[one.pk for one in found]).order_by("pk")
    asked = rows.values(
        "pk", "content__is_demonstration", "content__look", **{f"its_{name}": text for name, text in words.items()}
    )
    said = {row["pk"]: row for row in asked}
    return [with_words(one, said[one.pk]) for one in found if one.pk in said]


def with_words(one: Listed, row: dict[str, Any]) -> Listed:
    words = {name: row[f"its_{name}"] or "" for name in WORDS}
    look = from_plain(Appearance, row["content__look"]) if row["content__look"] else None
    said = {**vars(one), **words, "look": look, "is_demonstration": bool(row["content__is_demonstration"])}
    return Listed(**said)


def everything() -> list[Listed]:
    """Return the current publication of every plan. One query."""
    return listed(Publication.objects.current())


def of_authority(slug: str) -> list[Listed]:
    """Return all public publications of the plans under an authority's word; raises where there is none. One query."""
    plans = PublicAddress.objects.filter(authority_slug=slug).values("plan")
    return some(listed(Publication.objects.public().filter(plan__in=plans)))


def of_plan(authority: str, plan: str) -> list[Listed]:
    """Return all public publications of one plan; raises where there is none. One query."""
    return some(listed(Publication.objects.public().filter(plan__in=address_of(authority, plan))))


def some(publications: list[Listed]) -> list[Listed]:
    if not publications:
        raise Http404
    return publications


def by_plan(publications: Iterable[Listed]) -> list[list[Listed]]:
    """Return the publications of each plan together, the latest first; the plan published last comes first."""
    found: dict[str, list[Listed]] = {}
    for one in publications:
        found.setdefault(one.plan_slug, []).append(one)
    return [sorted(own, key=attrgetter("number"), reverse=True) for own in found.values()]


def by_authority(publications: Iterable[Listed]) -> list[list[Listed]]:
    """Return the publications of each authority together, by its name."""
    in_order = sorted(publications, key=attrgetter("authority_slug"))
    groups = [list(own) for _, own in groupby(in_order, key=attrgetter("authority_slug"))]
    return sorted(groups, key=lambda own: own[0].authority.casefold())
