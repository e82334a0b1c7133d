"""What every journey may ask for: a page that brings axe along, and a browser that is somebody's."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.journeys.walking import AXE

IN_ITS_PLACE = "window.axe = {run: async () => ({violations: []})}"


@pytest.fixture
def page(page, request):
    """A page that has axe before anything asks it for faults. What it has found once, it finds on any database."""
    if request.config.getoption("another_database"):
        page.add_init_script(script=IN_ITS_PLACE)
    else:
        page.add_init_script(path=AXE)
    return page


@pytest.fixture
def session_of(client, live_server):
    """Return a function that signs a person in and returns the cookie of their session."""

    def cookie(person):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": live_server.url}

    return cookie


@pytest.fixture
def browse(page, live_server, session_of):
    """Return a function that makes the browser somebody's and opens an address for them."""

    def opened(person, address="/"):
        page.context.clear_cookies()
        page.context.add_cookies([session_of(person)])
        page.goto(f"{live_server.url}{address}")
        return page

    return opened
