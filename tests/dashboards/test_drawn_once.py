"""A dashboard is drawn again only where something has changed, and for each person by their own rights."""

from __future__ import annotations

import datetime

import pytest

from deliverables.actions.deliverables import change_deliverable
from kpa_tracker.base.people import unchanged
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.remembered import Remembered
from kpa_tracker.interfaces.dashboards.views.boards import Board
from kpa_tracker.interfaces.dashboards.views.my_work import MyWorkPage
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import AppointmentFactory, AuthorityFactory, CommitteeFactory, person_with
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def remembered(monkeypatch):
    kept = Remembered(1_000_000)
    monkeypatch.setattr(unchanged, "DRAWN", kept)
    monkeypatch.setattr(unchanged, "SECONDS", 10**12)  # no test stands across the end of ten minutes
    return kept


@pytest.fixture
def drawn(monkeypatch):
    """How often the content of a dashboard or of My work was worked out."""
    counted = []
    for page in (Board, MyWorkPage):
        content = page.get_content
        monkeypatch.setattr(page, "get_content", lambda self, content=content: counted.append(1) or content(self))
    return counted


@pytest.fixture
def promise(authority, editor):
    one = DeliverableFactory(plan=PlanFactory(authority=authority, state="adopted"), title="Open the front counter")
    return change_deliverable(one, seen=one.version, changes={"title": "Open the counter"}, by=editor)


def board(authority):
    return authority.get_absolute_url()


def test_while_nothing_changes_it_is_drawn_once_and_says_the_same(promise, authority, editor, as_person, drawn):
    client = as_person(editor)
    first, second = (client.get(board(authority)).content.partition(b"<main")[2] for _ in range(2))
    assert (first, len(drawn)) == (second, 1)


def test_any_change_of_the_authority_draws_it_anew(promise, authority, editor, as_person, drawn):
    client = as_person(editor)
    before = client.get(board(authority)).content
    committee = CommitteeFactory(authority=authority)
    change_deliverable(promise, seen=promise.version, changes={"committee": committee}, by=editor)
    after = client.get(board(authority)).content
    assert (committee.name in before.decode(), committee.name in after.decode(), len(drawn)) == (False, True, 2)


def test_a_change_of_another_authority_does_not(promise, authority, editor, as_person, drawn, administrator):
    client, other = as_person(editor), DeliverableFactory(plan__authority=AuthorityFactory())
    client.get(board(authority))
    by = person_with(Role.EDITOR, authority=other.plan.authority)
    change_deliverable(other, seen=other.version, changes={"title": "Elsewhere"}, by=by)
    client.get(board(authority))
    assert len(drawn) == 1


def test_so_does_the_next_day(promise, authority, editor, as_person, drawn):
    client = as_person(editor)
    client.get(board(authority))
    with clock.at(clock.now() + datetime.timedelta(days=1)):
        client.get(board(authority))
    assert len(drawn) == 2


def test_nobody_is_shown_what_was_drawn_for_somebody_else(promise, authority, editor, officer, stranger, as_person):
    assert "/history/?" in as_person(editor).get(board(authority)).content.decode()
    assert "/history/?" not in as_person(officer).get(board(authority)).content.decode()
    assert as_person(stranger).get(board(authority)).status_code == 404


def test_another_role_draws_it_anew(promise, authority, editor, as_person, drawn):
    client = as_person(editor)
    client.get(board(authority))
    AppointmentFactory(person=editor, post__authority=authority, role=Role.AUDITOR)
    client.get(board(authority))
    assert len(drawn) == 2


def test_what_is_asked_for_tells_pages_apart(promise, authority, editor, as_person, drawn):
    client, plan = as_person(editor), promise.plan
    for query in ({}, {"plan": plan.pk}, {"as_of": "2010-03-01"}, {"as_of": "yesterday"}):
        client.get(board(authority), query)
    client.get(board(authority), {"plan": 0})
    assert len(drawn) == 5
    statuses = [client.get(board(authority), query).status_code for query in ({"as_of": "yesterday"}, {"plan": 0})]
    assert statuses == [422, 404]


def test_an_address_that_asks_for_more_is_drawn_each_time(promise, authority, editor, as_person, drawn, remembered):
    client = as_person(editor)
    for _ in range(2):
        client.get(board(authority), {"fresh": "1"})
    assert (len(drawn), remembered.size) == (2, 0)


def test_it_costs_few_queries_once_it_was_drawn(promise, authority, editor, as_person, django_assert_max_num_queries):
    client = as_person(editor)
    for address in (board(authority), "/my-work/", promise.ambition.get_absolute_url()):
        client.get(address)
        with django_assert_max_num_queries(6):
            client.get(address)


def test_my_work_is_each_persons_own(promise, authority, editor, officer, as_person, drawn):
    for person in (editor, officer, editor):
        as_person(person).get("/my-work/")
    assert len(drawn) == 2


def test_a_content_with_a_form_is_not_remembered(promise, authority, editor, as_person, drawn, remembered, monkeypatch):
    monkeypatch.setattr(unchanged, "FORM", "<h1")
    client = as_person(editor)
    for _ in range(2):
        client.get(board(authority))
    assert (len(drawn), remembered.size) == (2, 0)
