"""What no keyboard types, sent to every form: each is answered, and none breaks the database."""

from __future__ import annotations

import json
from collections import Counter
from unittest import mock
from urllib.parse import quote

import pytest
from django import forms
from django.db import transaction
from django.forms import ModelMultipleChoiceField
from django.test import Client
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from tests.factories.people import AuthorityFactory, person_with
from tests.hostile.world import acting, address, patterns, world_of
from tests.hostile.worst import SURROGATE

ANSWERED = {200, 302, 400, 404, 405, 422}
TYPED = ["\x00", "x" * 70_000, "99999999999999999999", "NaN"]
ASKED = ("words", "plan", "state", "row", "list", "page", "sort", "history", "number", "since", "who", "name", "query")


@pytest.fixture(scope="module")
def ours(lasting):
    return lasting(lambda: world_of(AuthorityFactory()))


@pytest.fixture
def authority(ours, db):
    return ours.authority


@pytest.fixture(scope="module")
def shown(lasting, ours):
    """The form of each page that changes something, as an administrator is shown it; None where there is none."""

    def opened():
        client = Client()
        with transaction.atomic():
            client.force_login(person_with(Role.ADMINISTRATOR, authority=ours.authority))
            pages = {name: client.get(address(name, kind, ours)) for name, kind in acting()}
            transaction.set_rollback(True)
        return {
            name: page.context["form"] if page.status_code == 200 and page.context else None
            for name, page in pages.items()
        }

    return lasting(opened)


@pytest.fixture
def client(administrator, as_person):
    return as_person(administrator)


def filled(form, value):
    """Return a form with one text in every field that takes what is typed, and the first choice of the others."""
    sent = {}
    for name, field in form.fields.items():
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            sent[name] = next((str(key) for key, _ in field.choices if key), value)
        elif not isinstance(field, forms.FileField):
            sent[name] = [value, value] if isinstance(field, ModelMultipleChoiceField) else value
    return sent


@pytest.mark.parametrize("value", TYPED, ids=range(4))
def test_every_form_answers_whatever_is_typed(value, ours, shown, client):
    answers = {}
    for name, kind in acting():
        sent = filled(shown[name], value) if shown[name] else {"version": value, "reason": value}
        answers[name] = client.post(address(name, kind, ours), {**sent, "save": value, "confirm": "yes"}).status_code
    assert set(answers.values()) <= ANSWERED


@pytest.mark.parametrize("value", TYPED, ids=range(4))
def test_every_list_answers_whatever_its_address_asks_for(value, ours, client):
    answers = {client.get(reverse(e.name), dict.fromkeys(ASKED, value)).status_code for e in lists()}
    assert answers <= ANSWERED


def lists():
    return [entry for entry in patterns() if not entry.pattern.converters and entry.name != "admin-shortcut"]


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**20])
def test_a_number_that_no_record_has_is_answered_as_missing(number, client):
    for entry in patterns():
        wanted = entry.pattern.converters
        if "pk" in wanted:
            url = reverse(entry.name, kwargs=dict.fromkeys(wanted, number))
            missing = 401 if entry.name == "api-record" else 404  # without a token nothing is looked for
            assert {client.get(url).status_code, client.post(url).status_code} <= {missing, 405}


def test_what_people_do_type_is_kept(ours, client):
    url = reverse("risk-edit", args=[ours["risk"].pk])
    sent = {"reference": "KPA 05", "title": "Größe – “quoted” 👮\r\nsecond", "version": 1}
    assert client.post(url, sent).status_code == 302
    ours["risk"].refresh_from_db()
    assert ours["risk"].title.startswith("Größe – “quoted” 👮")


# --- Half a pair of surrogates, which UTF-8 cannot hold ---------------------------------------------------------------


def as_bytes(text):
    return str(text).encode(errors="surrogatepass")


def pairs_of(sent):
    """Yield what is sent, name by name, as the bytes that no browser makes of it."""
    for name, value in sent.items():
        for one in value if isinstance(value, list) else [value]:
            yield as_bytes(name), as_bytes(one)


def as_address(sent):
    return b"&".join(quote(name).encode() + b"=" + quote(value).encode() for name, value in pairs_of(sent))


def in_parts(sent):
    part = b'--edge\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    file = b'--edge\r\nContent-Disposition: form-data; name="evidence"; filename="%s.txt"\r\n\r\nAgreed\r\n'
    return b"".join(part % pair for pair in pairs_of(sent)) + file % as_bytes(SURROGATE) + b"--edge--\r\n"


WAYS = {
    "application/x-www-form-urlencoded": as_address,
    "multipart/form-data; boundary=edge": in_parts,
}


def sent_halves(shown, ours, client, way):
    """Return what each form answers to halves of pairs in every field."""
    answers = {}
    for name, kind in acting():
        sent = filled(shown[name], SURROGATE) if shown[name] else {"version": 1, "reason": SURROGATE}
        body = WAYS[way]({**sent, "save": SURROGATE, "confirm": "yes"})
        answers[name] = client.generic("POST", address(name, kind, ours), body, content_type=way).status_code
    return answers


@pytest.mark.parametrize("way", WAYS)
def test_every_form_answers_what_no_character_set_holds(way, ours, shown, client):
    answers = sent_halves(shown, ours, client, way)
    assert set(answers.values()) <= ANSWERED
    assert Counter(answers.values())[302] > 20


def test_every_list_answers_what_no_character_set_holds(ours, client):
    asked = as_address(dict.fromkeys(ASKED, SURROGATE)).decode()
    assert {client.get(f"{reverse(e.name)}?{asked}").status_code for e in lists()} <= ANSWERED
    path = quote(as_bytes(f"/plans/{SURROGATE}/"))
    assert client.generic("GET", path).status_code == 404


@pytest.mark.parametrize("page", ["mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_authenticate"])
def test_what_a_key_says_may_name_half_a_pair(page, client):
    """JSON is the one way by which half a pair gets through to us."""
    said = json.dumps({"id": SURROGATE, "rawId": SURROGATE, "type": "public-key", "response": {"x": SURROGATE}})
    assert client.post(reverse(page), {"credential": said, "name": "Key", "code": said}).status_code in ANSWERED


def test_a_form_that_let_half_a_pair_through_would_be_found(ours, shown, client):
    client.raise_request_exception = False
    with mock.patch("django.forms.CharField.clean", return_value=SURROGATE), transaction.atomic():
        edit = reverse("risk-edit", args=[ours["risk"].pk])
        assert client.post(edit, {"reference": "KPA 05", "title": "Half", "version": 1}).status_code == 500
        transaction.set_rollback(True)
