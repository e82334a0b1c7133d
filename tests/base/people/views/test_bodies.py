"""The lists of committees, posts and meetings."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from tests.factories.people import (
    AppointmentFactory,
    CommitteeFactory,
    MeetingFactory,
    PersonFactory,
    PostFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
PAGES = ["committee-list", "post-list", "meeting-list"]
COMING, PAST = datetime.date(2010, 5, 11), datetime.date(2010, 2, 2)


@pytest.fixture
def audit(authority):
    """A committee with a chair, two members and a meeting to come."""
    chair = PostFactory(authority=authority, title="Chair of Audit")
    committee = CommitteeFactory(authority=authority, name="Audit Committee", remit="Money", chair=chair)
    committee.members.add(chair, PostFactory(authority=authority, title="Second member"))
    MeetingFactory(committee=committee, held_on=COMING, papers_due_on=datetime.date(2010, 5, 4), place="Room 1")
    return committee


def shown(client, address, **query):
    response = client.get(reverse(address), query)
    assert response.status_code == 200
    return [str(row.record) for row in response.context["table"].rows]


def exported(client, address):
    response = client.get(reverse(address), {"export": "csv"})
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_the_authority_reads_the_lists(as_person, authority, audit, address, role):
    assert shown(as_person(person_with(role, authority=authority)), address)


@pytest.mark.parametrize("address", PAGES)
def test_somebody_without_a_post_reads_none_of_them(as_person, address):
    assert as_person(PersonFactory()).get(reverse(address)).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_another_authoritys_rows_are_not_listed(as_person, stranger, audit, address):
    rows = shown(as_person(stranger), address)
    assert not {row for row in rows if "Audit" in row or "member" in row}


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("committee-list", "admin:people_committee_add"),
        ("post-list", "admin:people_post_add"),
        ("meeting-list", "admin:people_meeting_add"),
    ],
)
def test_an_administrator_is_led_to_the_form_for_a_new_one_and_nobody_else_is(
    as_person, administrator, editor, address, form
):
    assert reverse(form) in as_person(administrator).get(reverse(address)).content.decode()
    assert reverse(form) not in as_person(editor).get(reverse(address)).content.decode()


def test_a_committees_row(as_person, officer, audit):
    CommitteeFactory(authority=audit.authority, name="Zoo Committee")
    MeetingFactory(committee=audit, held_on=PAST)
    assert exported(as_person(officer), "committee-list")[1:] == [
        "Audit Committee,Money,Chair of Audit,2,2010-05-11",
        "Zoo Committee,,,0,",
    ]


def test_committees_are_narrowed(as_person, officer, audit):
    CommitteeFactory(authority=audit.authority, name="Zoo Committee")
    client = as_person(officer)
    assert shown(client, "committee-list", words="money chair") == ["Audit Committee"]
    assert shown(client, "committee-list", state="without_chair") == ["Zoo Committee"]
    assert shown(client, "committee-list", state="without_meeting") == ["Zoo Committee"]


def test_a_post_names_its_holders_of_today_and_says_where_there_are_none(as_person, authority, audit, officer):
    chair = audit.chair
    for name, ends in (("Ann Present", None), ("Left Earlier", datetime.date(2010, 4, 11))):
        AppointmentFactory(post=chair, person=PersonFactory(name=name), ends_on=ends)
    AppointmentFactory(post=chair, person=PersonFactory(name="Locked Out", is_active=False))
    PostFactory(authority=authority, title="Area lead members", kind="group")
    client = as_person(officer)
    rows = exported(client, "post-list")
    assert "Chair of Audit,Post,Ann Present,Audit Committee" in rows
    assert "Second member,Post,Vacant,Audit Committee" in rows
    assert "Area lead members,Group,Not held by one person,None" in rows
    assert shown(client, "post-list", state="vacant") == ["Second member"]
    assert shown(client, "post-list", words="ann") == ["Chair of Audit"]
    assert shown(client, "post-list", words="left") == []
    assert shown(client, "post-list", committee=audit.pk) == ["Chair of Audit", "Second member"]


def test_meetings_are_listed_latest_first_and_narrowed(as_person, officer, audit):
    MeetingFactory(committee=audit, held_on=PAST)
    client = as_person(officer)
    assert exported(client, "meeting-list")[1:] == [
        "2010-05-11,Audit Committee,2010-05-04,Room 1",
        "2010-02-02,Audit Committee,,",
    ]
    assert shown(client, "meeting-list", when="coming") == ["Audit Committee, 11 May 2010"]
    assert shown(client, "meeting-list", when="past") == ["Audit Committee, 2 February 2010"]
    assert shown(client, "meeting-list", words="room audit", committee=audit.pk) == ["Audit Committee, 11 May 2010"]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("committee-list", 7), ("post-list", 10), ("meeting-list", 8)])
def test_a_list_costs_the_same_for_one_row_and_three(
    as_person, authority, officer, address, queries, number, django_assert_num_queries
):
    for _ in range(number):
        committee = CommitteeFactory(authority=authority, chair=PostFactory(authority=authority))
        committee.members.add(AppointmentFactory(post=PostFactory(authority=authority)).post)
        MeetingFactory(committee=committee)
    client = as_person(officer)
    with django_assert_num_queries(queries):
        client.get(reverse(address))
