"""The history on a record's own page."""

from __future__ import annotations

import datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.toolkit import clock
from tests.factories.people import CommitteeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority)


def happened(subject, by, verb="committee changed", *, on=12, **changes):
    with clock.at(datetime.datetime(2010, 4, on, 22, 30, tzinfo=datetime.timezone.utc)):
        record(verb, subject, by=by, authority_id=subject.authority_id, changes=changes)


def shown(subject, user, **query):
    request = RequestFactory().get("/", query)
    request.user = user
    return Template("{% load history %}{% history_of record %}").render(
        Context({"record": subject, "request": request})
    )


def test_events_stand_under_their_day_in_london_newest_first(committee, editor, member):
    happened(committee, editor, name=["A", "B"], on=8)
    happened(committee, editor, name=["B", "C"], on=9)
    page = shown(committee, member)
    assert (
        page.index("9 April 2010") < page.index("from B to C") < page.index("8 April 2010") < page.index("from A to B")
    )
    assert "23:30" in page
    assert "through the command" in page


def test_another_records_events_are_not_shown(committee, editor, authority):
    happened(CommitteeFactory(authority=authority), editor, name=["A", "B"])
    assert "No history yet" in shown(committee, editor)


def test_long_texts_open_below_the_sentence_with_before_and_after(committee, editor):
    happened(committee, editor, remit=["Old words", "<b>New words</b>"])
    page = shown(committee, editor)
    assert "rewrote the remit." in page
    assert "Remit in full" in page
    assert "<del>Old words</del>" in page
    assert "&lt;b&gt;New words" in page


@pytest.mark.parametrize(
    ("who", "reads"),
    [("owner", True), ("auditor", True), ("editor", False), ("administrator", False), ("member", False)],
)
def test_words_of_a_draft_are_told_to_its_writers_and_auditors_alone(deliverable, owner, who, reads, request):
    happened(deliverable, owner, "progressupdate drafted", done=[None, "Half a thought"])
    page = shown(deliverable, request.getfixturevalue(who))
    assert (f"{owner.name} drafted the update." in page, "Half a thought" in page) == (True, reads)


def test_a_long_history_has_pages(committee, editor):
    for number in range(26):
        happened(committee, editor, number=[number, number + 1])
    assert "from 0 to 1" not in shown(committee, editor)
    assert "from 0 to 1." in shown(committee, editor, history="2")


@pytest.mark.parametrize("events", [1, 3])
def test_the_history_costs_two_queries(committee, editor, events, django_assert_num_queries):
    for _ in range(events):
        happened(committee, editor, name=["A", "B"])
    editor.standing  # noqa: B018
    with django_assert_num_queries(2):
        shown(committee, editor)
