"""Atom feeds, the map of the site, and what search engines may read."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree

import pytest

from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.publication.actions.publishing import withdraw
from tests.factories.people import PersonFactory
from tests.publication.site.conftest import HOME, SITE, TOP, UTC, publish_again, publish_plan, small_plan, weald

ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEEDS = [f"{HOME}feed.atom", f"{TOP}feed.atom"]
TAG = "tag:plans.example.police.uk,2026:"


@pytest.fixture
def feed(client):
    def read(address):
        answer = client.get(address)
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        return ElementTree.fromstring(answer.content)

    return read


def entries(feed):
    return [
        (one.findtext(f"{ATOM}title"), one.findtext(f"{ATOM}id"), one.find(f"{ATOM}link").get("href"))
        for one in feed.iter(f"{ATOM}entry")
    ]


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_names_each_publication_by_its_own_address_the_latest_first(address, again, feed):
    found = feed(address)
    assert entries(found) == [
        (f"Business Plan 2009/10, publication {n}", f"{TAG}{TOP}{n}/", f"{SITE}{TOP}{n}/") for n in (2, 1)
    ]
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "Weald Police Authority"
    assert found.findtext(f"{ATOM}updated") == "2010-03-01T09:00:00+00:00"
    assert {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}["self"] == f"{SITE}{address}"


def test_each_feed_has_a_name_of_its_own(published, feed):
    names = [feed(address).findtext(f"{ATOM}id") for address in FEEDS]
    assert names == [f"{TAG}{HOME}", f"{TAG}{TOP}"]


def test_what_a_publisher_wrote_is_text_and_no_markup(plan, feed):
    publish_plan(plan, note="Less < more & <script>alert(1)</script>")
    said = next(feed(FEEDS[0]).iter(f"{ATOM}summary")).text
    assert said == "<p>Less &lt; more &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_control_characters_that_xml_forbids_are_left_out(plan, feed):
    type(plan).objects.filter(pk=plan.pk).update(title="Plan\x0b 2009")
    plan.refresh_from_db()
    publish_plan(plan, note="New\x01 words")
    assert next(feed(FEEDS[0]).iter(f"{ATOM}summary")).text == "<p>New words</p>"


def test_without_a_note_the_plan_is_named(plan, feed):
    publish_plan(plan, note="")
    assert "Business Plan 2009/10" in next(feed(FEEDS[0]).iter(f"{ATOM}summary")).text


@pytest.mark.parametrize("address", FEEDS)
def test_what_is_withdrawn_leaves_the_feed_at_once(address, again, client, feed):
    mark = client.get(address)["ETag"]
    with clock.at(datetime.datetime(2010, 3, 9, tzinfo=UTC)):
        withdraw(again, reason="Wrong.", by=PersonFactory())
        assert client.get(address, headers={"If-None-Match": mark}).status_code == 200
        assert [name for _, name, _ in entries(feed(address))] == [f"{TAG}{TOP}1/"]


def test_a_publication_under_embargo_is_in_no_feed(plan, published, feed):
    publish_again(plan, public_from=datetime.datetime(2010, 12, 1, tzinfo=UTC))
    assert [len(entries(feed(address))) for address in FEEDS] == [1, 1]


def test_pages_name_their_feed(published, read):
    assert f'type="application/atom+xml" href="{TOP}feed.atom"' in read()
    assert f'type="application/atom+xml" href="{HOME}feed.atom"' in read(HOME)


def test_a_feed_of_an_authority_has_all_its_plans_and_no_others(plan, published, feed):
    publish_plan(small_plan(plan.authority, title="Policing Plan"))
    publish_plan(small_plan(weald(name="Downs Police Authority", slug="downs"), title="Plan of the Downs"))
    assert {title for title, *_ in entries(feed(FEEDS[0]))} == {
        "Business Plan 2009/10, publication 1",
        "Policing Plan, publication 1",
    }
    assert len(entries(feed(FEEDS[1]))) == 1


def test_the_map_names_what_is_current(again, client):
    found = ElementTree.fromstring(client.get("/public/sitemap.xml").content)
    assert [one.text for one in found.iter(f"{MAP}loc")] == [f"{SITE}{one}" for one in ("/public/", HOME, TOP)]
    assert [one.text for one in found.iter(f"{MAP}lastmod")] == ["2010-03-01T09:00:00+00:00"] * 2


def test_search_engines_read_the_public_pages_and_nothing_else(client, db):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        f"User-agent: *\nAllow: /public/\nAllow: /static/\nDisallow: /\n\nSitemap: {SITE}/public/sitemap.xml\n"
    )
    assert (answer.get("Last-Modified"), answer["Cache-Control"]) == (None, "public, no-cache")
