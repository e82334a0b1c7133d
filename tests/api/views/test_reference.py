"""The page that explains the API to people."""

from __future__ import annotations

import pytest

from kpa_tracker.base.people.models import Appointment
from kpa_tracker.interfaces.api.openapi import document
from kpa_tracker.interfaces.api.resources import RESOURCES
from kpa_tracker.interfaces.api.views.reference import in_words
from tests.api.records import NAMES, list_url

PAGE = "/api/"


@pytest.fixture
def page(officer, as_person):
    return as_person(officer).get(PAGE).content.decode()


def test_it_is_for_everybody_with_a_role(officer, as_person):
    client = as_person(officer)
    assert client.get(PAGE).status_code == 200
    Appointment.objects.all().delete()
    assert as_person(officer).get(PAGE).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_it_names_each_list_with_its_address_and_all_its_parameters_and_fields(name, page):
    section = page.partition(f'<h3 class="govuk-heading-s" id="{name}">')[2].partition("</section>")[0]
    assert f"<code>{list_url(name)}</code>" in section
    asked = document()["paths"][list_url(name)]["get"]
    shape = asked["operationId"] and asked["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    fields = document()["components"]["schemas"][shape.rpartition("Listed_")[2].rstrip("_")]["properties"]
    named = [*(one["name"] for one in asked["parameters"]), *fields]
    assert [word for word in named if f"<code>{word}</code>" not in section] == []


def test_it_describes_every_part_of_the_answers(page):
    lists = {one.shape.__name__ for one in RESOURCES.values()}
    parts = [name for name in document()["components"]["schemas"] if name not in lists and "Listed_" not in name]
    assert len(parts) > 15
    assert [name for name in parts if f">{name}</h3>" not in page] == []


def test_its_examples_are_for_this_site_and_hold_no_token(page):
    assert (
        'curl --header "Authorization: Bearer YOUR_TOKEN" "http://testserver/api/v1/deliverables/?flag=overdue"' in page
    )
    assert "kpa_" not in page


def test_its_examples_are_answered(program):
    for query in ({"flag": "overdue"}, {"as_of": "2010-01-31"}):
        assert program.get(list_url("deliverables"), query).status_code == 200
    assert program.get(list_url("results"), {"per_page": "500"}).status_code == 200


def test_nothing_on_it_is_written_in_line(page):
    assert [mark for mark in ("<style", " style=", "onclick", "javascript:") if mark in page] == []


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer"}, "number"),
        ({"type": "string"}, "text"),
        ({"type": "string", "format": "date"}, "day"),
        ({"type": "boolean"}, "yes or no"),
        ({"enum": ["red", None]}, "red, missing"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Named"}}, "a list, each another record"),
        ({"$ref": "#/components/schemas/Deadline"}, "a Deadline"),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "number or missing"),
        ({}, "anything"),
    ],
)
def test_a_value_is_said_in_words(schema, words):
    assert in_words(schema) == words
