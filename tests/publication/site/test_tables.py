"""Whatever the public asks for, tables of publications alone are read: at every address that the site has."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from kpa_tracker.interfaces.publication.site import answers, fronts, plans
from kpa_tracker.interfaces.publication.site.urls import OF_A_PLAN, OF_ALL
from plans.models import Plan
from tests.publication.site.conftest import HOME, TOP
from tests.publication.site.crawl import crawl

TABLE = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')
PUBLICATIONS = {f"publication_{name}" for name in ("publicaddress", "publication", "publicationfile", "withdrawal")}
NAMES = {str(one.name) for one in (*OF_ALL, *OF_A_PLAN) if getattr(one, "name", None)} | {"public-robots"}
NOWHERE = (
    "/public/nobody/",
    "/public/a/b/c/d/e/",
    f"{TOP}9/",
    f"{TOP}ambitions/99/",
    f"{HOME}no-plan/",
    f"{TOP}1/no-file.pdf",
)


def reached(client):
    """Read the whole site; return what it answered by addresses, and the working tables that it asked meanwhile."""
    with CaptureQueriesContext(connection) as asked:
        found = crawl(client) | {address: client.get(address) for address in NOWHERE}
        for address, answer in found.items():
            if mark := answer.get("ETag"):
                assert client.get(address, headers={"If-None-Match": mark}).status_code == 304
    tables = {table for query in asked.captured_queries for table in TABLE.findall(query["sql"])}
    return found, tables - PUBLICATIONS


def test_no_address_of_the_public_site_reads_a_working_table(client, again):
    found, working = reached(client)
    assert working == set()
    assert {resolve(address).url_name for address in found} == NAMES


def on_a_page(monkeypatch):
    monkeypatch.setattr(plans.PlanPage, "description", property(lambda page: str(Plan.objects.count())))


def in_a_mark(monkeypatch):
    honest = answers.mark_of
    monkeypatch.setattr(answers, "mark_of", lambda *parts: honest(Plan.objects.exists(), *parts))


def at_one_address_alone(monkeypatch):
    honest = fronts.Statement.draw
    monkeypatch.setattr(fronts.Statement, "draw", lambda *of, **named: Plan.objects.first() and honest(*of, **named))


@pytest.mark.once
@pytest.mark.parametrize("plant", [on_a_page, in_a_mark, at_one_address_alone])
def test_a_query_of_a_working_table_is_found(client, again, monkeypatch, plant):
    plant(monkeypatch)
    assert "plans_plan" in reached(client)[1]
