"""The pages above the plans: every authority that has published something, one authority, its statement; the map for
search engines."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from kpa_tracker.interfaces.publication.content.words import ENDED
from kpa_tracker.interfaces.publication.site.answers import Found, PublicView, absolute
from kpa_tracker.interfaces.publication.site.lists import (
    Listed,
    by_authority,
    by_plan,
    everything,
    named,
    of_authority,
    of_plan,
    some,
)

PREPARED = datetime.date(2026, 11, 23)
"""When the statement of accessibility was last held against the site."""


class ListView(PublicView):
    """Something made of a list of publications, the latest first."""

    template_name: str
    content_type = "text/html; charset=utf-8"

    def listed(self, **where: Any) -> list[Listed]:
        raise NotImplementedError

    def find(self, **where: Any) -> Found:
        found = self.listed(**where)
        return Found(tuple(found), last_change(found), found)

    def draw(self, found: Found, **where: Any) -> HttpResponse:
        context = self.context(found.what, **where)
        return HttpResponse(render_to_string(self.template_name, context), content_type=self.content_type)

    def context(self, found: list[Listed], **where: Any) -> dict[str, Any]:
        raise NotImplementedError


def last_change(found: list[Listed]) -> datetime.datetime | None:
    """When something of a list was last published."""
    return max((one.public_from for one in found), default=None)


class Front(ListView):
    """Every authority that has published something."""

    template_name = "public/front.html"

    def listed(self, **where: Any) -> list[Listed]:
        return everything()

    def context(self, found: list[Listed], **where: Any) -> dict[str, Any]:
        publications = named(found)
        return {
            "authorities": by_authority(publications),
            "page_title": "Plans and how they stand",
            "description": "Plans that police authorities have published, and how they stand.",
            "canonical": absolute("/public/"),
            "is_indexed": True,
            "is_demonstration": any(one.is_demonstration for one in publications),
        }


class OfAuthority(ListView):
    """A page of one authority."""

    path = ""

    def listed(self, **where: Any) -> list[Listed]:
        return of_authority(where["authority"])

    def context(self, found: list[Listed], **where: Any) -> dict[str, Any]:
        plans = by_plan(found)
        latest = some(named(own[0] for own in plans))
        last = latest[0]
        return {
            "plans": [(one, len(own) - 1) for one, own in zip(latest, plans, strict=True)],
            "home": last.home,
            "authority": last.authority,
            "contact": last.contact,
            "look": last.look,
            "look_at": last.own_address,
            "is_demonstration": last.is_demonstration,
            "feed": f"{last.home}feed.atom",
            "canonical": absolute(f"{last.home}{self.path}"),
            "is_indexed": True,
        }


class AuthorityPage(OfAuthority):
    """The plans of an authority, those of years that are over apart, and where to write."""

    template_name = "public/authority.html"

    def context(self, found: list[Listed], **where: Any) -> dict[str, Any]:
        context = super().context(found, **where)
        name = context["authority"]
        ended = [one for one in context["plans"] if one[0].state == ENDED]
        return {
            **context,
            "running": [one for one in context["plans"] if one not in ended],
            "ended": ended,
            "page_title": f"{name}: plans and how they stand",
            "description": f"What {name} has promised, how it stands, and the files to take away.",
        }


class Statement(OfAuthority):
    """What is known of how accessible these pages are."""

    template_name, path = "public/accessibility.html", "accessibility/"

    def context(self, found: list[Listed], **where: Any) -> dict[str, Any]:
        context = super().context(found, **where)
        return {
            **context,
            "prepared": PREPARED,
            "page_title": "Accessibility of these pages",
            "description": f"How accessible the published plans of {context['authority']} are.",
        }


class Editions(ListView):
    """Every publication of a plan so far."""

    template_name = "public/editions.html"

    def listed(self, **where: Any) -> list[Listed]:
        return of_plan(where["authority"], where["plan"])

    def context(self, found: list[Listed], **where: Any) -> dict[str, Any]:
        publications = some(named(by_plan(found)[0]))
        last = publications[0]
        return {
            "publications": publications,
            "last": last,
            "authority": last.authority,
            "home": last.home,
            "look": last.look,
            "look_at": last.own_address,
            "feed": f"{last.address}feed.atom",
            "is_demonstration": last.is_demonstration,
            "page_title": "Every publication so far",
            "description": f"Every publication of {last.title} of {last.authority}, each as it was published.",
            "canonical": absolute(f"{last.address}publications/"),
            "is_indexed": True,
        }


class SiteMap(ListView):
    """The addresses that search engines should know."""

    template_name, content_type = "public/sitemap.xml", "application/xml; charset=utf-8"

    def listed(self, **where: Any) -> list[Listed]:
        return everything()

    def context(self, found: list[Listed], **where: Any) -> dict[str, Any]:
        homes = {one.home: one.public_from for one in reversed(found)}
        pages = [*homes.items(), *((one.address, one.public_from) for one in found)]
        return {"pages": [(absolute(address), moment) for address, moment in pages], "front": absolute("/public/")}


class Robots(ListView):
    """What search engines may read: the public pages, and what these are drawn with."""

    template_name, content_type = "public/robots.txt", "text/plain; charset=utf-8"

    def listed(self, **where: Any) -> list[Listed]:
        return []

    def context(self, found: list[Listed], **where: Any) -> dict[str, Any]:
        return {"sitemap": absolute("/public/sitemap.xml"), "static": f"/{settings.STATIC_URL.strip('/')}/"}
