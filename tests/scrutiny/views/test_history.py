"""The page that searches the history."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.people.roles import Role
from tests.factories.people import AppointmentFactory, CommitteeFactory, PostFactory, person_with

pytestmark = pytest.mark.django_db


def changed(authority, by, *, verb="committee changed", name="Audit Committee", reason="", **changes):
    committee = Committee.objects.filter(authority=authority, name=name).first()
    committee = committee or CommitteeFactory(authority=authority, name=name)
    return record(verb, committee, by=by, authority_id=authority.pk, changes=changes, reason=reason)


def rows(client, **query):
    response = client.get(reverse("history"), query)
    assert response.status_code == 200
    return [row.record for row in response.context["table"].rows]


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.AUDITOR, 200), (Role.EDITOR, 200), (Role.ADMINISTRATOR, 200), (Role.OFFICER, 404), (Role.MEMBER, 404)],
)
def test_auditors_editors_and_administrators_search_the_history_and_nobody_else(as_person, authority, role, status):
    client = as_person(person_with(role, authority=authority))
    assert client.get(reverse("history")).status_code == status


def test_a_change_is_read_as_a_sentence_with_its_record_and_door(as_person, auditor, authority, editor):
    with through("import"):
        changed(authority, editor, remit=[None, "Money"], name="Audit Committee")
    page = as_person(auditor).get(reverse("history")).content.decode()
    for text in (f"{editor.name} wrote the remit.", "Audit Committee", "import", "12 April 2010", "Committee"):
        assert text in page


def test_another_authoritys_history_stays_its_own(as_person, stranger, auditor, authority, editor):
    changed(authority, editor)
    assert rows(as_person(stranger)) == []
    assert len(rows(as_person(auditor))) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"words": "audit"}, ["one"]),
        ({"words": "estates"}, ["two"]),
        ({"words": "because cheaper"}, ["two"]),
        ({"verb": "committee archived"}, ["two"]),
        ({"type": "people.committee"}, ["one", "two"]),
        ({"door": "command"}, ["one"]),
        ({"door": "bulk"}, ["two"]),
        ({"who": "nobody"}, []),
        ({"since": "12 April 2010", "until": "12/4/2010"}, ["one", "two"]),
        ({"since": "13 April 2010"}, []),
    ],
)
def test_the_history_is_narrowed(as_person, auditor, authority, editor, query, found):
    made = {"one": changed(authority, editor, name="Audit Committee", remit=["Money", "Risk"])}
    with through("bulk"):
        made["two"] = changed(
            authority, editor, name="Estates Group", verb="committee archived", reason="because it is cheaper"
        )
    assert {event.pk for event in rows(as_person(auditor), **query)} == {made[name].pk for name in found}


def test_a_wrong_filter_shows_its_error_and_no_rows(as_person, auditor, authority, editor):
    changed(authority, editor)
    response = as_person(auditor).get(reverse("history"), {"since": "some day"})
    assert "is not a day" in response.content.decode()
    assert len(response.context["table"].rows) == 0


def test_one_record_leads_to_all_of_its_history(as_person, auditor, authority, editor):
    one = changed(authority, editor, name="Audit Committee")
    changed(authority, editor, name="Estates Group")
    client = as_person(auditor)
    assert f"?type=people.committee&amp;number={one.subject_id}" in client.get(reverse("history")).content.decode()
    assert rows(client, type="people.committee", number=one.subject_id) == [one]


def test_the_export_holds_exactly_what_the_page_shows(as_person, auditor, authority, editor):
    changed(authority, editor, name="Audit Committee", short_name=["A", "B"])
    changed(authority, editor, name="Estates Group")
    response = as_person(auditor).get(reverse("history"), {"words": "audit", "export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [row[1:] for row in sheet.iter_rows(values_only=True)] == [
        ("Who", "What happened", "Kind of record", "Record", "Through"),
        (editor.name, f"{editor.name} changed the short name from A to B.", "Committee", "Audit Committee", "command"),
    ]


@pytest.mark.parametrize("events", [1, 3])
def test_the_page_costs_the_same_for_one_event_and_three(
    as_person, auditor, authority, editor, events, django_assert_num_queries
):
    for number in range(events):
        changed(authority, editor, name=f"Committee {number}")
    client = as_person(auditor)
    with django_assert_num_queries(10):
        client.get(reverse("history"))


@pytest.fixture
def read_by_two(authority, editor, auditor):
    """The histories of two authorities and of nobody, in turns, and somebody who reads both."""
    other = CommitteeFactory().authority
    by_both = person_with(Role.AUDITOR, authority=authority)
    AppointmentFactory(person=by_both, post=PostFactory(authority=other), role=Role.AUDITOR)
    strange = CommitteeFactory().authority
    for number in range(45):
        changed(authority, editor, name=f"One {number}")
        changed(strange, editor, name=f"Strange {number}")
        changed(other, editor, name=f"Other {number}")
        record("person reset password", (auditor, by_both)[number % 2], by=None, authority_id=None)
    return by_both


@pytest.mark.parametrize("query", [{}, {"words": "o"}, {"sort": "-at"}, {"sort": "at"}, {"sort": "subject_name"}])
@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_page_of_several_histories_is_what_all_of_them_in_one_order_are(as_person, read_by_two, query, place):
    response = as_person(read_by_two).get(reverse("history"), {**query, "page": place})
    shown = [row.record.pk for row in response.context["table"].paginated_rows]
    asked = Event.objects.visible_to(read_by_two)
    asked = asked.matching(query["words"]) if "words" in query else asked
    by = {"at": ["id"], "subject_name": ["subject_name", "-id"]}.get(query.get("sort"), ["-id"])
    inside = slice(50 * (place - 1), 50 * place)
    expected = list(asked.order_by(*by).values_list("pk", flat=True)[inside])
    names = dict(Event.objects.values_list("pk", "subject_name"))
    if by in (["id"], ["-id"]):
        assert shown == expected
    else:
        assert [names[one] for one in shown] == [names[one] for one in expected]


def test_the_newest_are_looked_for_in_each_history_by_itself(as_person, read_by_two):
    """Asked for together, PostgreSQL reads everybody's history from its end: of a quiet authority nearly all of it."""
    with CaptureQueriesContext(connection) as asked:
        as_person(read_by_two).get(reverse("history"))
    pages = [one["sql"] for one in asked if "LIMIT 50" in one["sql"]]
    of_one = [re.search(r'AND "audit_event"\."authority_id" (= \d+|IS NULL)', one) for one in pages]
    assert len(of_one) == 3
    assert all(of_one)
