"""Every address asks for a permission, and answers nobody who has none."""

from __future__ import annotations

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from kpa_tracker.base.toolkit.pages import Page
from kpa_tracker.interfaces.publication.site import urls as site

PUBLIC = tuple(one.name for one in (*site.OF_ALL, *site.OF_A_PLAN, *site.urlpatterns) if isinstance(one, URLPattern))
WITHOUT_PERMISSION = {
    "home": "sends a signed-in person on to their own first page",
    "gallery": "shows components with made-up content",
    "how-figures": "explains the arithmetic, no record",
    "calendar-feed": "opened by calendar programs, which know its secret and sign in nobody",
    "api-list": "opened with a token; asks for the permission of the list that it is of",
    "api-record": "opened with a token; asks for the permission of the list that it is of",
    "api-nothing": "says to whoever has a token that there is no such address",
    "api-openapi": "says of the API what it is, no record",
    **dict.fromkeys(PUBLIC, "open to everybody: tests/publication/site"),
}
"""Addresses of ours that name no permission, each with the reason."""
WITHOUT_WORDS = {"evidence": "hands out a file or leads to a link"}
"""Addresses of ours that show no page, each with the reason."""
NOT_OURS = ("allauth.", "django.")


def addresses(resolver=None, prefix=""):
    """Yield (pattern, view) of every address in the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry


def our_addresses():
    for path, entry in addresses():
        view = getattr(entry.callback, "view_class", entry.callback)
        if not path.startswith("admin/") and not view.__module__.startswith(NOT_OURS):
            yield pytest.param(entry, view, id=path)


def fault_of(view):
    """Say what keeps a view from being a page that names its permission; None where nothing does."""
    if not isinstance(view, type):
        return "is a function"
    if not issubclass(view, Page):
        return "is no page"
    return None if "." in getattr(view, "permission_required", "") else "names no permission"


def methods(view):
    return getattr(view, "http_method_names", ("get",))


def says_what_for(view):
    return bool(view.purpose) or view.get_purpose is not Page.get_purpose


OURS = list(our_addresses())
IN_ADMIN = [path for path, _ in addresses() if path.startswith("admin/") and "(?P" not in path]
ADMIN = ["/" + re.sub("<[^>]*>", "1", path) for path in IN_ADMIN]


@pytest.mark.parametrize(("entry", "view"), OURS)
def test_every_address_names_its_permission(entry, view):
    assert entry.name in WITHOUT_PERMISSION or fault_of(view) is None


@pytest.mark.parametrize(("entry", "view"), OURS)
def test_every_page_says_what_it_is_for(entry, view):
    assert entry.name in {*WITHOUT_PERMISSION, *WITHOUT_WORDS} or "get" not in methods(view) or says_what_for(view)


def test_the_admin_and_all_in_it_open_to_nobody_without_its_permission(as_person, officer):
    """Its pages are methods of its own classes; one door stands before all of them, and it refuses."""
    client = as_person(officer)
    assert len(ADMIN) > 100
    assert {client.get(path, follow=True).status_code for path in ADMIN} <= {403, 404}


def test_an_administrator_enters_the_admin(as_person, administrator):
    assert as_person(administrator).get("/admin/").status_code == 200


def test_a_page_without_a_permission_or_a_purpose_would_be_found():
    class Open(Page):
        pass

    class Closed(Page):
        permission_required = "plans.view_plan"
        purpose = "What the plan is."

    found = [fault_of(page) for page in (lambda request: None, dict, Open, Closed)]
    assert found == ["is a function", "is no page", "names no permission", None]
    assert (says_what_for(Open), says_what_for(Closed)) == (False, True)


@pytest.mark.parametrize(("entry", "view"), OURS)
def test_every_page_is_named(entry, view):
    assert entry.name, "an address without a name cannot be linked to"
