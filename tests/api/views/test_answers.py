"""How the API answers: its headers, its problems, the OpenAPI document."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.api.records import MAKE, NAMES, list_url, record_url

OPENAPI = "/api/openapi.json"


def all_kinds_of_answer(program, authority):
    """Answers of every status that there is."""
    one = MAKE["plans"](authority)
    return [
        program.get(list_url("plans")),
        program.get(record_url("plans", one.pk)),
        program.get(list_url("plans"), {"state": "x"}),
        Client().get(list_url("plans")),
        program.get(record_url("plans", 987654)),
        program.post(list_url("plans")),
        program.get(OPENAPI),
    ]


def test_no_answer_is_kept_by_anybody(program, authority):
    answers = all_kinds_of_answer(program, authority)
    assert [answer.status_code for answer in answers] == [200, 200, 400, 401, 404, 405, 200]
    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}
    assert all("Authorization" in answer["Vary"] for answer in answers)


def test_a_problem_says_what_it_is(program, authority):
    for answer in all_kinds_of_answer(program, authority):
        if answer.status_code != 200:
            said = answer.json()
            assert (said["type"], said["status"]) == ("about:blank", answer.status_code)
            assert said["title"]
            assert said["detail"].endswith((".", "”."))
            assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", [list_url("risks"), record_url("risks", 1), OPENAPI, "/api/v1/x"])
def test_every_other_method_is_refused(method, path, program):
    for client in (program, Client(enforce_csrf_checks=True)):
        answer = client.generic(method, path)
        assert (answer.status_code, answer["Allow"]) == (405, "GET")


def test_a_method_that_a_header_names_is_not_heeded(program, authority):
    answer = program.get(list_url("plans"), headers={"X-HTTP-Method-Override": "DELETE"})
    assert answer.status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_json_that_runs_nowhere(name, program, authority):
    MAKE[name](authority)
    answer = program.get(list_url(name))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/json", "nosniff")
    assert "script-src" in answer["Content-Security-Policy"]


def test_the_document_is_given_with_a_token_and_to_whoever_is_signed_in(program, officer, as_person):
    with_token, signed_in = program.get(OPENAPI), as_person(officer).get(OPENAPI)
    assert with_token.content == signed_in.content
    assert json.loads(with_token.content)["openapi"].startswith("3.1")


def test_a_visitor_is_led_to_the_door(client, db):
    assert client.get(OPENAPI).url == f"/accounts/login/?next={OPENAPI}"


def test_the_document_is_not_given_for_a_wrong_token(officer, as_person):
    answer = as_person(officer).get(OPENAPI, headers={"authorization": "Bearer kpa_x"})
    assert answer.status_code == 401
