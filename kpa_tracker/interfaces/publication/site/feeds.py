"""Atom feeds of publications: of an authority, of one plan."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from kpa_tracker.base.toolkit.exports import plain
from kpa_tracker.interfaces.publication.site.answers import Found, absolute
from kpa_tracker.interfaces.publication.site.fronts import ListView
from kpa_tracker.interfaces.publication.site.lists import Listed, named, of_authority, of_plan, some

MOST = 50
"""The latest publications that a feed holds; readers keep what they have seen."""
SINCE = 2026
"""The year that stands in the names of what feeds hold. It never changes: a reader would take all for new."""


class Feed(ListView):
    """The latest publications, as programs that follow news read them."""

    def draw(self, found: Found, **where: Any) -> HttpResponse:
        publications = some(named(found.what[:MOST]))
        feed = self.feed(publications[0])
        for one in publications:
            add(feed, one)
        return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")

    def feed(self, last: Listed) -> Atom1Feed:
        address = self.about(last)
        return Atom1Feed(
            title=plain(self.title(last)),
            link=absolute(address),
            description="",
            language="en-GB",
            author_name=plain(last.authority),
            feed_url=absolute(f"{address}feed.atom"),
            feed_guid=tag_of(last, address),
        )

    def about(self, last: Listed) -> str:
        raise NotImplementedError

    def title(self, last: Listed) -> str:
        raise NotImplementedError


def add(feed: Atom1Feed, one: Listed) -> None:
    feed.add_item(
        title=f"{plain(one.title)}, publication {one.number}",
        link=absolute(one.own_address),
        description=linebreaks(plain(one.note or f"{one.title}: {one.period}. {one.state}."), autoescape=True),
        unique_id=tag_of(one, one.own_address),
        pubdate=one.public_from,
        updateddate=one.public_from,
    )


def tag_of(one: Listed, address: str) -> str:
    """Return a name that stays (RFC 4151): the addresses of publications never change."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{SINCE}:{address}"


class AuthorityFeed(Feed):
    """What an authority has published."""

    def listed(self, **where: Any) -> list[Listed]:
        return of_authority(where["authority"])

    def about(self, last: Listed) -> str:
        return last.home

    def title(self, last: Listed) -> str:
        return f"{last.authority}: published plans"


class PlanFeed(Feed):
    """The publications of one plan."""

    def listed(self, **where: Any) -> list[Listed]:
        return of_plan(where["authority"], where["plan"])

    def about(self, last: Listed) -> str:
        return last.address

    def title(self, last: Listed) -> str:
        return f"{last.title}, {last.authority}"
