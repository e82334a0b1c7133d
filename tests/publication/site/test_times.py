"""From when, until when: an embargo to its second, a withdrawal at once."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.publication.actions.publishing import withdraw
from kpa_tracker.interfaces.publication.models import Publication
from tests.factories.people import PersonFactory
from tests.publication.site.conftest import HOME, SECOND, TOP, UTC, publish_again, publish_plan, small_plan
from tests.publication.site.crawl import crawl

LONDON = ZoneInfo("Europe/London")
SECONDS = datetime.timedelta(seconds=1)
FILE = f"{TOP}1/business-plan-200910.pdf"
BELOW = [TOP, f"{TOP}1/", f"{TOP}ambitions/1/", f"{TOP}print/", FILE, HOME, f"{HOME}feed.atom", f"{TOP}feed.atom"]
ELSEWHERE = [f"{TOP}1/data/", f"{TOP}1/ambitions/1/", f"{TOP}1/print/", FILE, f"{TOP}1/business-plan-200910.zip"]
TAKEN = datetime.datetime(2010, 3, 15, 14, 30, tzinfo=UTC)


def midnight(*day):
    """Return 00:00:00 of a day in London."""
    return datetime.datetime(*day, tzinfo=LONDON)


def statuses(client, addresses):
    return {address: client.get(address).status_code for address in addresses}


@pytest.mark.parametrize(
    "ends",
    [midnight(2010, 7, 1), midnight(2010, 12, 1), midnight(2010, 3, 28), midnight(2010, 3, 29), midnight(2010, 11, 1)],
    ids=["summer", "winter", "before the clocks go forward", "after they went forward", "after they went back"],
)
def test_an_embargo_ends_at_its_second(ends, client, plan):
    publish_plan(plan, public_from=ends)
    with clock.at(ends - SECONDS):
        assert statuses(client, BELOW) == dict.fromkeys(BELOW, 404)
        assert "weald" not in client.get("/public/").content.decode()
        assert "weald" not in client.get("/public/sitemap.xml").content.decode()
    with clock.at(ends):
        assert statuses(client, BELOW) == dict.fromkeys(BELOW, 200)
        assert "Weald" in client.get("/public/").content.decode()


def test_the_same_second_has_another_name_in_summer():
    assert midnight(2010, 7, 1).astimezone(UTC).hour == 23


def test_a_copy_from_before_an_embargo_ended_no_longer_holds(client, plan, published):
    ends = midnight(2010, 7, 1)
    publish_again(plan, public_from=ends)
    with clock.at(ends - SECONDS):
        before = client.get(TOP)
        assert "app-rating--amber" not in client.get(f"{TOP}ambitions/2/").content.decode()
        assert client.get(TOP, headers={"If-None-Match": before["ETag"]}).status_code == 304
    with clock.at(ends):
        assert client.get(TOP, headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_a_later_publication_under_embargo_leaves_no_trace(client, plan, published):
    before = {address: answer.content for address, answer in crawl(client).items()}
    publish_again(plan, public_from=datetime.datetime(2010, 12, 1, tzinfo=UTC))
    assert {address: answer.content for address, answer in crawl(client).items()} == before


@pytest.fixture
def taken_back(published):
    with clock.at(TAKEN):
        withdraw(published, reason="A name stood in it.", by=PersonFactory())
    return published


def test_what_was_withdrawn_is_gone_from_everywhere_at_once(client, published):
    marks = {address: client.get(address)["ETag"] for address in [*BELOW, *ELSEWHERE]}
    with clock.at(TAKEN):
        withdraw(published, reason="A name stood in it.", by=PersonFactory())
        for address, mark in marks.items():
            answer = client.get(address, headers={"If-None-Match": mark})
            assert (address, answer.status_code) == (address, 410 if address == f"{TOP}1/" else 404)
        assert "weald" not in client.get("/public/").content.decode()
        assert "weald" not in client.get("/public/sitemap.xml").content.decode()


def test_its_own_address_says_the_fact_and_the_day_and_nothing_else(client, taken_back, plan):
    page = client.get(f"{TOP}1/").content.decode()
    assert "was withdrawn" in page
    assert "15 March 2010" in page
    for word in ("Weald", "Business", "A name stood", str(taken_back.published_by), "14:30", "reason"):
        assert word not in page


def test_what_was_withdrawn_before_its_time_never_was(client, plan):
    ends = datetime.datetime(2010, 4, 1, tzinfo=UTC)
    made = publish_plan(plan, public_from=ends)
    with clock.at(TAKEN):
        withdraw(made, reason="Too early.", by=PersonFactory())
    with clock.at(ends + SECONDS):
        answer = client.get(f"{TOP}1/")
        assert (answer.status_code, answer.content) == (404, client.get("/public/nothing/").content)


def test_where_an_earlier_one_stands_that_is_the_current_one_again(client, again):
    with clock.at(TAKEN):
        withdraw(again, reason="A figure was wrong.", by=PersonFactory())
        page = client.get(TOP)
        assert "publication 1" in page.content.decode().lower()
        assert "This is publication 1" not in client.get(f"{TOP}1/").content.decode()
        assert page["Last-Modified"] == "Mon, 15 Mar 2010 14:30:00 GMT"
        assert client.get(f"{TOP}2/").status_code == 410


def test_the_middle_one_of_three_leaves_the_others(client, plan, again):
    publish_again_amber(plan)
    with clock.at(TAKEN):
        withdraw(again, reason="A figure was wrong.", by=PersonFactory())
    assert statuses(client, [TOP, f"{TOP}1/", f"{TOP}2/", f"{TOP}3/"]) == {
        TOP: 200, f"{TOP}1/": 200, f"{TOP}2/": 410, f"{TOP}3/": 200,
    }  # fmt: skip
    assert "Publication 2" not in client.get(f"{TOP}publications/").content.decode()


def publish_again_amber(plan):
    type(plan).objects.filter(pk=plan.pk).update(vision="Another vision.")
    return publish_plan(plan, at=SECOND + datetime.timedelta(days=2))


def test_what_is_public_is_what_the_records_call_public(client, again, plan):
    """The pages ask in their own query; the records have the same rule."""
    publish_plan(small_plan(plan.authority, title="Other"), public_from=datetime.datetime(2011, 1, 1, tzinfo=UTC))
    with clock.at(TAKEN):
        withdraw(again, reason="Wrong.", by=PersonFactory())
    public = {f"{TOP}{one.number}/" for one in Publication.objects.public()}
    gone = {f"{TOP}{one.number}/" for one in Publication.objects.withdrawn()}
    found = statuses(client, [f"{TOP}{number}/" for number in (1, 2)])
    assert {address for address, status in found.items() if status == 200} == public
    assert {address for address, status in found.items() if status == 410} == gone
