"""What holds for every response."""

from __future__ import annotations

import gzip

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


# --- Packed for the way -----------------------------------------------------------------------------------------------

PACKED = {"Accept-Encoding": "gzip, br"}


def test_a_page_for_whoever_is_signed_in_is_packed_where_the_browser_can_open_it(as_person, editor):
    client = as_person(editor)
    plain, packed = client.get("/deliverables/"), client.get("/deliverables/", headers=PACKED)
    assert (plain.get("Content-Encoding"), packed["Content-Encoding"]) == (None, "gzip")
    whole = gzip.decompress(packed.content)
    assert whole.partition(b"<main")[2] == plain.content.partition(b"<main")[2]
    assert len(packed.content) < len(whole) / 3
    assert {"Accept-Encoding", "Cookie"} <= {one.strip() for one in packed["Vary"].split(",")}


def test_its_length_is_no_measure_of_what_stands_in_it(as_person, editor):
    client = as_person(editor)
    assert len({len(client.get("/my-work/", headers=PACKED).content) for _ in range(12)}) > 1


@pytest.mark.parametrize("address", ["/public/", "/deliverables/?export=csv", "/deliverables/?export=xlsx"])
def test_what_the_public_reads_and_files_are_left_as_they_are(address, as_person, editor):
    assert "Content-Encoding" not in as_person(editor).get(address, headers=PACKED).headers
