"""A public page is drawn once for as long as its mark holds, whoever asks; what is withdrawn is gone at once."""

from __future__ import annotations

import pytest

from kpa_tracker.base.toolkit.remembered import Remembered
from kpa_tracker.interfaces.publication.actions.publishing import withdraw
from kpa_tracker.interfaces.publication.models import Publication
from kpa_tracker.interfaces.publication.site import answers
from tests.factories.people import PersonFactory
from tests.publication.site.conftest import HOME, TOP, publish_again
from tests.publication.site.crawl import bodies, crawl

QUERIES = {TOP: 1, f"{TOP}ambitions/1/": 1, HOME: 1, "/public/": 1}
"""One, for what stands on the shelf at this second: no table that people work in."""


@pytest.fixture
def remembered(monkeypatch):
    kept = Remembered(4_000_000)
    monkeypatch.setattr(answers, "DRAWN", kept)
    return kept


def headers(answer):
    return {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}


def test_every_page_is_the_same_drawn_or_remembered_headers_and_all(client, published, remembered, monkeypatch):
    drawn = crawl(client)
    assert remembered.size > 0
    again = crawl(client)
    monkeypatch.setattr(answers, "DRAWN", Remembered(0))
    afresh = crawl(client)
    assert bodies(drawn) == bodies(again) == bodies(afresh)
    assert {one: headers(drawn[one]) for one in drawn} == {one: headers(again[one]) for one in drawn}


@pytest.mark.parametrize("address", QUERIES)
def test_it_costs_one_query_once_it_was_drawn(address, client, published, remembered, django_assert_num_queries):
    client.get(address)
    with django_assert_num_queries(QUERIES[address]):
        assert client.get(address).status_code == 200


def test_what_is_published_next_takes_its_place_and_what_is_withdrawn_is_gone(client, published, plan, remembered):
    first = client.get(TOP).content
    publish_again(plan)
    second = client.get(TOP).content
    for publication in Publication.objects.filter(plan=plan):
        withdraw(publication, reason="A mistake.", by=PersonFactory())
    assert (first == second, client.get(TOP).status_code) == (False, 404)


def test_files_are_not_remembered(client, published, remembered):
    files = [one for one in crawl(client) if one.endswith((".pdf", ".zip", ".csv"))]
    kept = remembered.size
    assert files
    for one in files:
        client.get(one)
    assert remembered.size == kept
