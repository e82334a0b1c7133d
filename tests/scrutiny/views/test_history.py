"""The page that searches the history."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpa_tracker.base.audit import models, occurring
from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import keyed
from kpa_tracker.interfaces.scrutiny.tables import history
from tests.factories.people import AppointmentFactory, CommitteeFactory, PostFactory, person_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unread(monkeypatch):
    """Without what the process knows of other tests' histories."""
    monkeypatch.setattr(occurring, "_read", {})


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
    with django_assert_num_queries(13):
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


def walked(client, query, way="next"):
    """Return the numbers of the events of each page from a place on, as its links lead."""
    query, pages = dict(query), []
    while True:
        page = client.get(reverse("history"), query).context["table"].page
        pages.append([row.record.pk for row in page.object_list])
        query["page"] = {"next": page.next_page_number, "previous": page.previous_page_number}[way]
        if not query["page"]:
            return pages, query


def cut(keys):
    return [keys[start : start + 50] for start in range(0, len(keys), 50)]


@pytest.mark.parametrize("few", [5, 1])
@pytest.mark.parametrize("query", [{}, {"words": "o"}, {"sort": "-at"}, {"sort": "at"}, {"sort": "subject_name"}])
def test_pages_of_several_histories_are_what_all_of_them_in_one_order_are(
    as_person, read_by_two, query, few, monkeypatch
):
    monkeypatch.setattr(models, "FEW", few)
    asked = Event.objects.visible_to(read_by_two)
    asked = asked.matching(query["words"]) if "words" in query else asked
    keys = list(asked.order_by("id" if query.get("sort") == "at" else "-id").values_list("pk", flat=True))
    assert len(keys) > 100
    client = as_person(read_by_two)
    assert walked(client, query)[0] == cut(keys)
    back = walked(client, {**query, "page": f"before-{keys[-1]}"}, "previous")[0]
    assert back == [keys[-51:-1], keys[-101:-51], keys[:50]]


def test_what_is_added_meanwhile_moves_no_row_of_the_next_page(as_person, read_by_two, authority, editor):
    client = as_person(read_by_two)
    pages = walked(client, {})[0]
    changed(authority, editor, name="Come meanwhile")
    assert walked(client, {"page": f"after-{pages[0][-1]}"})[0] == pages[1:]


@pytest.mark.parametrize("place", ["2", "first", "after-", "after-x", "before-\u0663", f"after-{'9' * 18}", "after-0"])
def test_a_place_that_is_none_is_the_beginning(as_person, read_by_two, place):
    """Also one kept from when pages had numbers, and one after the last row."""
    client = as_person(read_by_two)
    page = client.get(reverse("history"), {"page": place}).context["table"].page
    assert [row.record.pk for row in page.object_list] == walked(client, {})[0][0]
    assert not page.has_previous or place.endswith("9")


@pytest.mark.parametrize("size", ["-1", "-4", "0", "3", "100000"])
def test_a_page_is_as_long_as_ever(as_person, read_by_two, size):
    page = as_person(read_by_two).get(reverse("history"), {"per_page": size}).context["table"].page
    assert len(list(page.object_list)) == 50


def test_pages_keep_the_filters_and_a_file_has_all_of_them(as_person, read_by_two):
    client = as_person(read_by_two)
    first = client.get(reverse("history"), {"words": "o"}).content.decode()
    [onward] = re.findall(r'href="(\?words=o&amp;page=after-\d+)"', first)
    second = client.get(reverse("history") + onward.replace("&amp;", "&")).content.decode()
    assert 'href="?words=o&amp;page=first"' in second
    assert 'href="?words=o&amp;export=csv"' in second
    file = client.get(reverse("history"), {"words": "o", "page": onward.rpartition("=")[2], "export": "csv"})
    assert (
        b"".join(file.streaming_content).count(b"\r\n")
        == 1 + Event.objects.visible_to(read_by_two).matching("o").count()
    )


@pytest.mark.parametrize(("most", "said"), [(200, "135 rows"), (135, "135 rows"), (134, "More than 134 rows")])
def test_rows_are_counted_as_far_as_that_costs_little(as_person, read_by_two, most, said, monkeypatch):
    for module in (keyed, history):
        monkeypatch.setattr(module, "MOST_COUNTED", most)
    client = as_person(read_by_two)
    assert f"<strong>{said}</strong>" in client.get(reverse("history"), {"since": "1/1/2010"}).content.decode()


def test_the_newest_are_looked_for_in_each_history_by_itself(as_person, read_by_two):
    """Asked for together, PostgreSQL reads everybody's history from its end: of a quiet authority nearly all of it."""
    with CaptureQueriesContext(connection) as asked:
        as_person(read_by_two).get(reverse("history"))
    pages = [one["sql"] for one in asked if "LIMIT 51" in one["sql"]]
    of_one = [re.search(r'AND "audit_event"\."authority_id" (= \d+|IS NULL)', one) for one in pages]
    assert len(of_one) == 3
    assert all(of_one)


def test_no_page_reads_a_whole_history(as_person, read_by_two):
    """Once a process knows which verbs occur, what it asks of events is bounded: by a key, a limit or nobody's own."""
    client = as_person(read_by_two)
    client.get(reverse("history"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("history"))
    read = [one["sql"] for one in asked if 'FROM "audit_event"' in one["sql"]]
    bounded = re.compile(
        r'LIMIT \d+|"audit_event"\."id" IN \(\d|DISTINCT .* WHERE \("audit_event"."authority_id" IS NULL'
    )
    assert [one for one in read if not bounded.search(one)] == []
    assert len(read) == 8
