"""What holds for every response."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kpa_tracker.base.toolkit.middleware import NobodyInPublic


def reached(path):
    """Return what of somebody reaches a page at an address, and what its answer says that it varies by."""
    seen = set()

    def page(request):
        seen.update({"HTTP_COOKIE", "HTTP_AUTHORIZATION"} & set(request.META))
        return HttpResponse(headers={"Vary": "Cookie"})

    request = RequestFactory().get(path, headers={"Cookie": "sessionid=somebody", "Authorization": "Bearer token"})
    answer = NobodyInPublic(page)(request)
    return seen, answer.get("Vary")


@pytest.mark.parametrize("path", ["/public/", "/public/weald/", "/robots.txt"])
def test_nobody_is_known_on_a_public_page(path):
    assert reached(path) == (set(), None)


@pytest.mark.parametrize("path", ["/", "/publication/plans/1/", "/plans/", "/publicly/"])
def test_everywhere_else_they_are(path):
    assert reached(path) == ({"HTTP_COOKIE", "HTTP_AUTHORIZATION"}, "Cookie")
