"""The demonstration through the API: every answer is what the document says, and every list is that of its page."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator, FormatChecker

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.api.openapi import document
from kpa_tracker.interfaces.api.opening import cache
from kpa_tracker.interfaces.api.resources import RESOURCES
from tests.api.records import NAMES, list_url, record_url
from tests.factories.api import ApiTokenFactory, text_of
from tests.factories.people import person_with
from tests.scrutiny.demonstration.conftest import demonstration, year  # noqa: F401

pytestmark = pytest.mark.usefixtures("demonstration")

PAGES = {
    "committees": "committee-list",
    "meetings": "meeting-list",
    "posts": "post-list",
    "plans": "plan-list",
    "deliverables": "deliverable-list",
    "measures": "measure-list",
    "inspections": "inspection-list",
    "recommendations": "recommendation-list",
    "risks": "risk-list",
}
"""The page of each list that has one."""
TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
OFFERED = 3
"""How many values of each facet are tried."""


def program_of(person):
    return Client(headers={"authorization": f"Bearer {text_of(ApiTokenFactory(person=person))}"})


def somebody(role):
    return Person.objects.filter(appointments__role=role, is_active=True).order_by("pk").first()


@pytest.fixture
def program():
    cache.clear()
    return program_of(somebody(Role.EDITOR))


def validator(name):
    """Return what holds an answer against a schema of the document."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    return Draft202012Validator(schema, format_checker=FormatChecker(["date", "date-time"]))


def all_pages(program, name, **query):
    address = f"{list_url(name)}?per_page=500"
    for facet, value in query.items():
        address += f"&{facet}={value}"
    while address:
        answer = program.get(address)
        assert answer.status_code == 200, (address, answer.content)
        yield answer.json()
        address = answer.json()["next"]


def numbers(program, name, **query):
    return sorted(one["id"] for page in all_pages(program, name, **query) for one in page["results"])


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_what_the_document_says(name, program):
    shape = RESOURCES[name].shape.__name__
    listed, found = validator(f"Listed_{shape}_"), []
    for page in all_pages(program, name):
        assert [error.message for error in listed.iter_errors(page)] == []
        found += page["results"]
    assert found, "the demonstration has none"
    assert program.get(record_url(name, found[-1]["id"])).json() == found[-1]


def test_an_answer_with_a_fault_would_be_found(program):
    one = next(all_pages(program, "plans"))["results"][0]
    faults = [{**one, "more": 1}, {**one, "state": "gone"}, {**one, "starts_on": "soon"}, {"id": one["id"]}]
    assert all(list(validator("Plan").iter_errors(fault)) for fault in faults)


@pytest.mark.parametrize("name", [one.name for one in RESOURCES.values() if one.reads_the_past])
def test_the_answers_as_of_a_day_are_what_the_document_says(name, program):
    for page in all_pages(program, name, as_of="2010-01-31"):
        assert list(validator(f"Listed_{RESOURCES[name].shape.__name__}_").iter_errors(page)) == []
        assert page["results"]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("name", list(PAGES))
def test_a_list_gives_what_its_page_shows_to_the_same_person(name, role):
    cache.clear()
    person, client = somebody(role), Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = sorted(one.pk for one in client.get(reverse(PAGES[name])).context["object_list"])
    assert shown
    assert numbers(program_of(person), name) == shown


@pytest.mark.parametrize("name", list(PAGES))
def test_it_does_so_under_every_facet(name):
    cache.clear()
    person, client = somebody(Role.EDITOR), Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page, program = client.get(reverse(PAGES[name])), program_of(person)
    tried = 0
    for facet, field in page.context["filter"].form.fields.items():
        offered = [str(getattr(value, "value", value)) for value, _ in getattr(field, "choices", ()) if value]
        for value in offered[:OFFERED]:
            shown = client.get(reverse(PAGES[name]), {facet: value}).context["object_list"]
            assert numbers(program, name, **{facet: value}) == sorted(one.pk for one in shown), (facet, value)
            tried += 1
            cache.clear()
    assert tried


def test_it_does_so_as_of_a_day(program):
    client = Client()
    client.force_login(somebody(Role.EDITOR), backend="allauth.account.auth_backends.AuthenticationBackend")
    early, late = {"as_of": "2009-10-15"}, {"as_of": "2010-01-31"}
    asked = [("deliverables", late), ("deliverables", {**early, "flag": "overdue"}), ("risks", late), ("risks", early)]
    asked += [("measures", late), ("measures", {**early, "status": "red"}), ("recommendations", late)]
    for name, query in asked:
        shown = client.get(reverse(PAGES[name]), query).context["object_list"]
        assert numbers(program, name, **query) == sorted(one.pk for one in shown)


SAID_OTHERWISE = {"marking", "scale", "baseline", "submitted_by", "reviewed_by", "version"}
"""Fields that are told in full or by name; `version` is that of an update or a result, not of its row,
and `marking` that of what a record stands in, where its own is lower."""


def as_said(value):
    """Return what a column holds as an answer says it; another record by its number."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def as_column(value):
    """Return what an answer says as a column holds it: another record by its number."""
    if isinstance(value, dict):
        return value.get("id", value.get("assessment"))
    return value.removesuffix("Z") if isinstance(value, str) and TIME.fullmatch(value) else value


@pytest.mark.parametrize("name", NAMES)
def test_a_field_says_what_the_record_has_under_its_name(name, program):
    """Nothing is said under the name of another field, and nothing is rounded or left out."""
    model = RESOURCES[name].page.model
    columns, rows, compared = {field.name for field in model._meta.concrete_fields}, model.objects.in_bulk(), set()
    for page in all_pages(program, name):
        for said in page["results"]:
            for field in (columns & said.keys()) - SAID_OTHERWISE:
                held = as_said(getattr(rows[said["id"]], field))
                assert (as_column(said[field]) or None) == (held or None), field
                compared.add(field)
    assert len(compared) > 2


@pytest.mark.parametrize("role", Role.values)
def test_nobody_of_another_authority_is_given_anything_of_it(role):
    cache.clear()
    program = program_of(person_with(role))
    found = {name: numbers(program, name) for name in NAMES}
    assert {name: len(some) for name, some in found.items() if some} == {"authorities": 1, "posts": 1}


def test_what_is_judged_and_what_is_computed_stand_side_by_side(program):
    """Every flag and every rating of the page's own rows, word for word."""
    rows = {one.pk: one for one in Deliverable.objects.for_list()}
    for page in all_pages(program, "deliverables"):
        for said in page["results"]:
            one = rows[said["id"]]
            assert [flag["key"] for flag in said["computed"]] == list(one.computed.keys)
            assert (said["judged"]["rating"] or "", said["judged"]["stage"] or "") == (one.rating, one.stage)
            assert said["deadline"]["now"]["text"] == one.deadline_text
            assert said["deadline"]["days_later"] == one.slip.days
