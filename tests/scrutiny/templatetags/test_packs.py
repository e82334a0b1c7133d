"""Where packs stand beside other records: on a meeting's page, and on a deliverable's."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from tests.answers import text
from tests.factories.packs import PackFactory, oversight
from tests.factories.people import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(authority):
    return oversight(authority)


def drawn(tag, record, user):
    request = RequestFactory().get("/")
    request.user = user
    return Template("{% load packs %}{% " + tag + " record %}").render(Context({"request": request, "record": record}))


def test_a_meeting_shows_its_papers(over, editor, member):
    over.frozen(by=editor)
    shown = drawn("papers_of", over.made["coming"], member)
    assert "Business plan 2009/10: what the committee oversees" in shown
    assert "frozen on 12 April 2010" in shown
    assert "Assemble a pack" not in shown


def test_an_editor_is_led_to_assembling_one_before_the_meeting_alone(over, editor, auditor):
    held = over.made["action"].meeting
    shown = [drawn("papers_of", meeting, editor) for meeting in (over.made["coming"], held)]
    assert ["Assemble a pack" in one for one in shown] == [True, False]
    assert "No pack has been given out" in shown[0]
    assert "Assemble a pack" not in drawn("papers_of", over.made["coming"], auditor)


def test_what_is_being_assembled_is_shown_to_editors_alone(over, editor, member):
    over.pack(by=editor)
    assert "Being assembled" in drawn("papers_of", over.made["coming"], editor)
    assert "Being assembled" not in drawn("papers_of", over.made["coming"], member)


def test_an_officer_sees_in_which_pack_and_for_which_meeting_an_update_was_used(over, editor, officer):
    pack = over.frozen(by=editor)
    shown = drawn("used_in", over.red, officer)
    assert pack.get_absolute_url() in shown
    assert "18 May 2010" in shown
    assert "the update for Quarter 4" in shown


def test_a_pack_that_shows_it_without_an_update_says_so(over, editor, officer):
    over.frozen(by=editor)
    assert "without an update" in drawn("used_in", over.unrated, officer)


def test_what_was_used_nowhere_says_so(over, editor, officer):
    over.pack(by=editor)
    assert "Not yet" in drawn("used_in", over.red, officer)


def test_another_authority_sees_nothing_of_it(over, editor, stranger):
    over.frozen(by=editor)
    assert drawn("used_in", over.red, stranger).strip() == ""


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("tag", "queries"), [("papers_of", 1), ("used_in", 4)])
def test_as_many_queries_for_three_packs_as_for_one(over, editor, django_assert_num_queries, number, tag, queries):
    over.frozen(by=editor)
    for place in range(number - 1):
        PackFactory(meeting=over.made["coming"], plan=over.plan, number=place + 2, why="Again.", frozen=True)
    record = {"papers_of": over.made["coming"], "used_in": over.red}[tag]
    assert editor.authority_ids  # what a person may do is looked up once a request
    with django_assert_num_queries(queries):
        drawn(tag, record, editor)


def test_a_meeting_without_a_day_to_come_offers_nothing(authority, editor):
    held = MeetingFactory(committee__authority=authority)
    assert "Assemble a pack" not in drawn("papers_of", held, editor)


def test_a_deliverables_pages_say_where_its_updates_were_used(over, editor, officer, as_person):
    over.frozen(by=editor)
    client = as_person(officer)
    for page in (over.red.get_absolute_url(), f"{over.red.get_absolute_url()}updates/"):
        assert "Where its updates were used" in text(client.get(page))
