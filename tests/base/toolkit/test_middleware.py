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


def test_a_public_page_is_packed_into_the_same_bytes_each_time(client, db):
    plain, packed, again = (client.get("/public/", headers=said) for said in ({}, PACKED, PACKED))
    assert (plain.get("Content-Encoding"), packed["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert packed.content == again.content
    assert (plain["Vary"], packed["Vary"]) == ("Accept-Encoding", "Accept-Encoding")


def test_a_copy_of_a_public_page_is_held_against_its_mark_packed_or_not(client, db):
    plain, packed = (client.get("/public/", headers=said)["ETag"] for said in ({}, PACKED))
    assert packed == f"W/{plain}"
    for mark in (plain, packed):
        answer = client.get("/public/", headers={**PACKED, "If-None-Match": mark})
        assert (answer.status_code, answer.content, answer["Vary"]) == (304, b"", "Accept-Encoding")


@pytest.mark.parametrize("address", ["/robots.txt", "/deliverables/?export=csv", "/deliverables/?export=xlsx"])
def test_files_are_left_as_they_are(address, as_person, editor):
    assert "Content-Encoding" not in as_person(editor).get(address, headers=PACKED).headers
