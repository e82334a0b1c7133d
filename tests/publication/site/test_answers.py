"""How the public is answered: alike, checkable, and never by anything but reading."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.publication.site import answers
from tests.factories.people import person_with
from tests.publication.site.conftest import HOME, SITE, TOP, publish_again, publish_plan, small_plan
from tests.publication.site.crawl import bodies, crawl

KINDS = ["/public/", HOME, TOP, f"{TOP}ambitions/1/", f"{TOP}1/", f"{HOME}feed.atom", "/public/sitemap.xml"]
NOTHING = [
    "/public/nobody/",
    "/public/nobody/feed.atom",
    "/public/weald/no-plan/",
    "/public/weald/no-plan/feed.atom",
    "/public/weald/no-plan/publications/",
    f"{TOP}2/",
    f"{TOP}0/",
    f"{TOP}01/",
    f"{TOP}ambitions/3/",
    f"{TOP}ambitions/99999999999999999999/",
    f"{TOP}{'9' * 5000}/",
    f"{TOP}text/before-9/",
    f"{TOP}1/no.pdf",
    f"{TOP}1/..pdf",
    f"{TOP}1/%00.pdf",
    "/public/%00/",
    "/public/%0A/",
    "/public//weald/",
    "/public/weald/../../etc/passwd",
    "/public/%E2%80%AE/",
    f"/public/{'a' * 4000}/",
    "/public/weald/accessibility/more/",
    "/public/admin/",
    "/public/<script>/",
]


@pytest.fixture
def site(client, published):
    return bodies(crawl(client))


def test_every_link_leads_somewhere(site):
    assert {address: answer[0] for address, answer in site.items() if answer[0] != 200} == {}
    assert len(site) > 25


def test_who_is_signed_in_reads_the_same_bytes_as_everybody(site, as_person, plan):
    for role in (Role.EDITOR, Role.MEMBER):
        reader = as_person(person_with(role, authority=plan.authority))
        reader.cookies["csrftoken"] = "somebody"
        assert bodies(crawl(reader)) == site


def test_no_cookie_is_read_or_set_and_nothing_varies_but_how_it_is_packed(published, as_person, plan):
    reader = as_person(person_with(Role.EDITOR, authority=plan.authority))
    for address, answer in crawl(reader).items():
        is_page = answer["Content-Type"].startswith("text/html") and answer.content
        assert (address, answer.cookies, answer.get("Vary")) == (address, {}, "Accept-Encoding" if is_page else None)


def test_a_broken_session_cookie_is_left_alone(client, published):
    client.cookies["sessionid"] = "x"
    answer = client.get(TOP)
    assert (answer.status_code, "Set-Cookie" in answer.headers, answer["Vary"]) == (200, False, "Accept-Encoding")


def test_the_pages_of_the_tracker_still_know_who_is_there(as_person, editor):
    answer = as_person(editor).get("/plans/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize("address", KINDS)
def test_a_copy_that_still_holds_costs_one_query(address, client, published, django_assert_num_queries):
    first = client.get(address)
    assert first["Cache-Control"] == "public, no-cache"
    with django_assert_num_queries(1):
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("address", KINDS[:-1])
def test_a_copy_no_longer_holds_once_something_is_published(address, client, published, plan):
    mark = client.get(address)["ETag"]
    publish_again(plan)
    assert client.get(address, headers={"If-None-Match": mark}).status_code == 200


def test_a_day_alone_never_makes_a_copy_hold(client, published):
    """Withdrawing brings an earlier publication back, whose day has long passed."""
    answer = client.get(TOP, headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert (answer.status_code, answer["Last-Modified"]) == (200, "Mon, 01 Feb 2010 09:00:00 GMT")


def test_the_mark_is_strong_and_another_for_each_page_and_version(client, published, monkeypatch):
    marks = [client.get(address)["ETag"] for address in KINDS]
    assert len(set(marks)) == len(marks)
    assert all(mark.startswith('"') for mark in marks)
    monkeypatch.setattr(answers, "drawn_with", lambda: "a newer version")
    assert client.get(TOP)["ETag"] not in marks


def test_what_pages_are_drawn_with_has_one_fingerprint():
    assert answers.drawn_with() == answers.drawn_with.__wrapped__()


@pytest.mark.parametrize("address", KINDS)
def test_a_head_says_the_same_without_the_page(address, client, published):
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert [head.get(name) for name in ("ETag", "Content-Type", "Content-Length")] == [
        whole.get(name) for name in ("ETag", "Content-Type", "Content-Length")
    ]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_but_reading_is_answered(method, client, published):
    for address in (*KINDS, f"{TOP}1/business-plan-200910.pdf", "/robots.txt", "/public/nobody/"):
        answer = client.generic(method, address, {"a": "b"})
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("address", NOTHING)
def test_where_nothing_is_the_answer_is_one_and_the_same(address, client, published):
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.content == client.get("/public/there/is/nothing/").content
    assert answer.get("ETag") is None


def test_an_address_without_its_last_stroke_leads_on(client, published):
    answer = client.get(TOP.rstrip("/"))
    assert (answer.status_code, answer["Location"]) == (301, TOP)
    assert client.get("/public").status_code == 301
    assert client.get("/public/a/b/c/d/e").status_code == 404


def test_what_stands_behind_a_question_mark_changes_nothing(client, published):
    assert client.get(f"{TOP}?page=9&export=xlsx&as_of=2009-01-01").content == client.get(TOP).content


def test_pages_of_now_may_be_found_by_search_engines_and_name_their_one_address(client, again):
    page, own, past = (client.get(address).content.decode() for address in (TOP, f"{TOP}2/", f"{TOP}1/"))
    assert f'<link rel="canonical" href="{SITE}{TOP}">' in page
    assert f'<link rel="canonical" href="{SITE}{TOP}">' in own
    assert f'<link rel="canonical" href="{SITE}{TOP}1/">' in past
    assert ['name="robots" content="noindex"' in one for one in (page, own, past)] == [False, False, True]


def test_the_crawl_touches_tables_of_publications_alone(client, as_person, published, plan):
    reader = as_person(person_with(Role.EDITOR, authority=plan.authority))
    with CaptureQueriesContext(connection) as asked:
        crawl(reader)
    tables = {table for query in asked.captured_queries for table in tables_in(query["sql"])}
    assert tables <= {
        "publication_publicaddress",
        "publication_publication",
        "publication_publicationfile",
        "publication_withdrawal",
    }
    assert len(tables) == 4


def tables_in(sql):
    return re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', sql)


@pytest.mark.parametrize(
    ("address", "first", "more"),
    [("/public/", 2, 2), (HOME, 2, 2), (TOP, 3, 3), (f"{TOP}ambitions/1/", 2, 2), (f"{HOME}feed.atom", 2, 2)],
)
def test_pages_cost_as_much_with_three_publications_as_with_one(
    address, first, more, client, published, plan, django_assert_num_queries
):
    with django_assert_num_queries(first):
        client.get(address)
    for number in (1, 2):
        publish_plan(small_plan(authority=plan.authority, title=f"Another {number}"))
    with django_assert_num_queries(more):
        client.get(address)
