"""Requests that no page of ours makes: without a token, by another method, for another host, leading elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Person
from tests.factories.people import PASSWORD
from tests.hostile.world import acting, address, patterns, world_of
from tests.journeys.every_page import BACKEND

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "///evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "\thttps://evil.example/",
    "https:evil.example/\x00",
]
OWN = "/plans/"
SIGNED_IN_FORMS = ["account_login", "account_logout", "account_reset_password", "account_change_password"]


@pytest.fixture
def ours(authority):
    return world_of(authority)


@pytest.fixture
def strict(administrator):
    """A browser whose forms have lost their token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator, backend=BACKEND)
    return client


def test_no_page_takes_a_form_without_its_token(ours, strict):
    taken = [name for name, kind in acting() if strict.post(address(name, kind, ours), {}).status_code != 403]
    assert (taken, Event.objects.exists()) == ([], False)


@pytest.mark.parametrize("name", SIGNED_IN_FORMS)
def test_no_form_of_the_sign_in_goes_without_its_token(name, strict):
    assert strict.post(reverse(name), {}).status_code == 403


@pytest.mark.parametrize("path", ["plans/plan/add/", "people/person/1/password/", "risks/risk/", "logout/"])
def test_no_form_of_the_admin_goes_without_its_token(path, strict):
    assert strict.post(f"/admin/{path}", {}).status_code == 403


def test_with_its_token_a_form_is_taken(ours, strict):
    url = reverse("risk-archive", args=[ours["risk"].pk])
    token = str(strict.get(url).context["csrf_token"])
    assert strict.post(url, {"csrfmiddlewaretoken": token, "reason": "Merged", "version": 1}).status_code == 302


def test_reading_changes_nothing(ours, administrator, as_person):
    """Nor does a method, a header or a field that says to take a reading for something else."""
    client = as_person(administrator)
    for name, kind in acting():
        url = address(name, kind, ours)
        for method in ("GET", "HEAD", "OPTIONS"):
            client.generic(method, url, headers={"X-HTTP-Method-Override": "POST"})
        client.get(url, {"_method": "POST", "reason": "Mine", "confirm": "yes", "to": "closed", "decision": "approve"})
    assert not Event.objects.exists()


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_no_other_method_changes_anything(method, ours, administrator, as_person):
    client = as_person(administrator)
    answers = [client.generic(method, address(name, kind, ours)) for name, kind in acting()]
    assert 405 in {one.status_code for one in answers} <= {302, 404, 405}
    # To change how one signs in, one says first who one is.
    led = {one.url.partition("?")[0] for one in answers if one.status_code == 302}
    assert led <= {reverse("account_reauthenticate")}
    assert not Event.objects.exists()


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "testserver:80@evil.example", "", "a b"])
def test_another_host_is_refused(host, client, db):
    assert client.get(reverse("account_login"), headers={"host": host}).status_code == 400


def test_a_forwarded_host_does_not_stand_in_the_mail(officer, client, mailoutbox):
    sent = {"email": officer.email}
    client.post(reverse("account_reset_password"), sent, headers={"X-Forwarded-Host": "evil.example"})
    assert ("evil.example" in mailoutbox[0].body, "http://testserver/" in mailoutbox[0].body) == (False, True)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_elsewhere_after_signing_in_or_out(target, officer, client):
    sent = {"login": officer.email, "password": PASSWORD, "next": target}
    answers = [client.post(reverse("account_login"), sent), client.post(reverse("account_logout"), {"next": target})]
    answers.append(client.get(reverse("admin:login"), {"next": target}))
    assert not [one.url for one in answers if one.status_code == 302 and "evil" in one.url.partition("?")[0]]


def test_somebody_is_led_to_the_page_that_they_asked_for(officer, client):
    sent = {"login": officer.email, "password": PASSWORD, "next": OWN}
    assert client.post(reverse("account_login"), sent).url == OWN


@pytest.mark.parametrize("target", ELSEWHERE[:2])
def test_no_page_of_ours_leads_where_an_address_says(target, ours, administrator, as_person):
    client = as_person(administrator)
    for entry in patterns():
        if entry.pattern.converters or entry.name in {"admin-shortcut"}:
            continue
        answer = client.get(reverse(entry.name), {"next": target, "page": target, "list": target, "return": target})
        assert not (answer.status_code == 302 and "evil" in answer.url.partition("?")[0])
        assert b'href="https://evil' not in answer.content
        assert b'href="//evil' not in answer.content


def test_a_session_ends_with_the_person_who_has_left(officer, as_person):
    client = as_person(officer)
    assert client.get(reverse("my-work")).status_code == 200
    Person.objects.filter(pk=officer.pk).update(is_active=False)
    assert client.get(reverse("my-work")).status_code == 302
