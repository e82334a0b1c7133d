"""Every list of the API: whose records it gives, and whose not; what it answers where it gives none."""

from __future__ import annotations

import datetime

import pytest

from deliverables.models import ProgressUpdate
from kpa_tracker.base.people.models import Appointment
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.models import Archivable
from tests.api.records import MAKE, NAMES, list_url, numbers, record_url
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import AppointmentFactory, AuthorityFactory, PostFactory, person_with
from tests.factories.plans import PlanFactory
from tests.factories.situations import meanwhile
from tests.factories.targets import ResultFactory, SeriesFactory

ROLES = ["administrator", "editor", "officer", "member", "auditor"]


def test_there_is_a_maker_of_every_list():
    assert list(MAKE) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_our_record_is_given_and_anothers_is_not_there(name, authority, program):
    ours, theirs = MAKE[name](authority), MAKE[name](AuthorityFactory())
    found = numbers(program.get(list_url(name)))
    assert (ours.pk in found, theirs.pk in found) == (True, False)
    assert program.get(record_url(name, ours.pk)).json()["id"] == ours.pk
    assert program.get(record_url(name, theirs.pk)).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_anothers_record_is_answered_as_one_that_does_not_exist(name, program):
    theirs = MAKE[name](AuthorityFactory())
    answers = [program.get(record_url(name, pk)) for pk in (theirs.pk, 987654)]
    assert answers[0].content == answers[1].content
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("name", ["deliverables", "measures", "recommendations", "risks"])
def test_a_record_says_how_it_is_marked(name, authority, program):
    one = MAKE[name](authority)
    assert program.get(record_url(name, one.pk)).json()["marking"] == "OFFICIAL"
    meanwhile(one, marking="OFFICIAL-SENSITIVE")
    assert program.get(record_url(name, one.pk)).json()["marking"] == "OFFICIAL-SENSITIVE"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", NAMES)
def test_every_role_reads_and_none_writes(name, role, authority, program_of):
    one, program = MAKE[name](authority), program_of(person_with(role, authority=authority))
    assert one.pk in numbers(program.get(list_url(name)))
    answers = [program.generic(method, list_url(name)).status_code for method in ("POST", "PUT", "PATCH", "DELETE")]
    assert answers == [405] * 4


@pytest.mark.parametrize("name", NAMES)
def test_somebody_without_a_role_is_told_that_they_may_not(name, officer, authority, program_of):
    one = MAKE[name](authority)
    program = program_of(officer)
    Appointment.objects.filter(person=officer).delete()
    answers = [program.get(list_url(name)), program.get(record_url(name, one.pk))]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json()["detail"] == "None of the posts that you hold today lets you read this list."


@pytest.mark.parametrize("name", NAMES)
def test_a_token_has_its_holders_rights_of_now(name, officer, authority, program_of):
    """What the holder came to read is read at once; what they may read no longer is not."""
    elsewhere = AuthorityFactory()
    one, program = MAKE[name](elsewhere), program_of(officer)
    assert one.pk not in numbers(program.get(list_url(name)))
    held = AppointmentFactory(person=officer, post=PostFactory(authority=elsewhere), role=Role.MEMBER)
    assert one.pk in numbers(program.get(list_url(name)))
    meanwhile(held, ends_on=datetime.date(2010, 4, 11))
    assert one.pk not in numbers(program.get(list_url(name)))


ARCHIVED = ["committees", "posts", "plans", "ambitions", "descriptors", "deliverables"]
ARCHIVED += ["measures", "targets", "inspections", "recommendations", "risks"]


@pytest.mark.parametrize("name", ARCHIVED)
def test_what_is_archived_has_left_its_list(name, authority, editor, program):
    one = MAKE[name](authority)
    assert isinstance(one, Archivable)
    assert one.pk in numbers(program.get(list_url(name)))
    meanwhile(one, archived_at=clock.now(), archived_by=editor, archived_reason="Not used.")
    assert one.pk not in numbers(program.get(list_url(name)))
    assert program.get(record_url(name, one.pk)).status_code == 404


BELONGS = {
    "ambitions": lambda one: one.plan,
    "descriptors": lambda one: one.ambition,
    "deliverables": lambda one: one.plan,
    "periods": lambda one: one.plan,
    "updates": lambda one: one.deliverable,
    "targets": lambda one: one.series,
    "results": lambda one: one.series.measure,
    "meetings": lambda one: one.committee,
}
"""What a record goes with when that is archived."""


@pytest.mark.parametrize("name", list(BELONGS))
def test_what_belongs_to_something_archived_goes_with_it(name, authority, editor, program):
    one = MAKE[name](authority)
    meanwhile(BELONGS[name](one), archived_at=clock.now(), archived_by=editor, archived_reason="Not used.")
    assert one.pk not in numbers(program.get(list_url(name)))


@pytest.mark.parametrize("who", ["writer", "editor", "auditor", "member"])
def test_a_draft_of_an_update_is_given_to_nobody(who, authority, request, program_of):
    """As on the page of a deliverable's updates: what is not submitted is not there, whoever wrote it."""
    person = person_with(Role.OFFICER, authority=authority) if who == "writer" else request.getfixturevalue(who)
    deliverable = DeliverableFactory(plan__authority=authority)
    not_yet = {"state": "draft", "submitted_at": None, "submitted_by": None}
    draft = ProgressUpdateFactory(deliverable=deliverable, written_by=person, done="Between us", **not_yet)
    program = program_of(person)
    assert numbers(program.get(list_url("updates"))) == []
    assert program.get(record_url("updates", draft.pk)).status_code == 404
    ProgressUpdate.objects.update(state="submitted", submitted_at=clock.now(), submitted_by=person)
    assert numbers(program.get(list_url("updates"))) == [draft.pk]


def test_a_draft_plan_is_given_to_whom_its_page_is_shown(authority, program_of, as_person):
    draft = PlanFactory(authority=authority, state="draft")
    for role in ROLES:
        person = person_with(role, authority=authority)
        is_shown = as_person(person).get(draft.get_absolute_url()).status_code == 200
        assert (draft.pk in numbers(program_of(person).get(list_url("plans")))) is is_shown


def test_of_a_result_the_newest_version_alone_is_given(authority, program):
    series = SeriesFactory(measure__authority=authority)
    old = ResultFactory(series=series, is_current=False)
    new = ResultFactory(series=series, number=2, value=None, withheld_reason="Too few to count.")
    assert numbers(program.get(list_url("results"))) == [new.pk]
    said = program.get(record_url("results", new.pk)).json()
    assert (said["value"], said["withheld_reason"]) == (None, "Too few to count.")
    assert program.get(record_url("results", old.pk)).status_code == 404


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**20, 10**300])
@pytest.mark.parametrize("name", NAMES)
def test_a_number_that_no_record_has_is_answered_as_missing(name, number, program):
    assert program.get(record_url(name, number)).status_code == 404


def test_a_list_that_there_is_not_names_those_that_there_are(program):
    answer = program.get("/api/v1/people/")
    assert (answer.status_code, "deliverables" in answer.json()["detail"]) == (404, True)
    assert program.get("/api/v1/people/1/").status_code == 404


@pytest.mark.parametrize("path", ["plans", "plans/one/", "plans/1/words/", "plans/-1/", ".env", "plans/1e3/"])
def test_any_other_address_is_answered_as_a_problem(path, program):
    answer = program.get(f"/api/v1/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
