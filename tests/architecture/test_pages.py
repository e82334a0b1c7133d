"""Every address asks for a permission, and answers nobody who has none."""

from __future__ import annotations

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from kpa_tracker.base.toolkit.pages import Page

WITHOUT_PERMISSION = {
    "home": "sends a signed-in person on to their own first page",
    "gallery": "shows components with made-up content",
    "how-figures": "explains the arithmetic, no record",
}
"""Addresses of ours that any signed-in person may open, each with the reason."""
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


OURS = list(our_addresses())
IN_ADMIN = [path for path, _ in addresses() if path.startswith("admin/") and "(?P" not in path]
ADMIN = ["/" + re.sub("<[^>]*>", "1", path) for path in IN_ADMIN]


@pytest.mark.parametrize(("entry", "view"), OURS)
def test_every_address_names_its_permission(entry, view):
    if entry.name in WITHOUT_PERMISSION:
        return
    assert isinstance(view, type), f"{entry.name} is a function: pages are classes"
    assert issubclass(view, Page), f"{entry.name} is not one of the kinds of page"
    assert "." in view.permission_required


def test_the_admin_and_all_in_it_open_to_nobody_without_its_permission(as_person, officer):
    """Its pages are methods of its own classes; one door stands before all of them, and it refuses."""
    client = as_person(officer)
    assert len(ADMIN) > 100
    assert {client.get(path, follow=True).status_code for path in ADMIN} <= {403, 404}


def test_an_administrator_enters_the_admin(as_person, administrator):
    assert as_person(administrator).get("/admin/").status_code == 200


def test_a_page_without_a_permission_would_be_found():
    class Open(Page):
        pass

    assert not hasattr(Open, "permission_required")


@pytest.mark.parametrize(("entry", "view"), OURS)
def test_every_page_is_named(entry, view):
    assert entry.name, "an address without a name cannot be linked to"
