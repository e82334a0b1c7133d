"""Single sign-on by OpenID Connect opens the accounts that there are, to whom the office's server says they belong."""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of, verify_history
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people import actions
from kpa_tracker.base.people.models import Person
from tests.factories.people import PersonFactory
from tests.factories.sign_in import AuthenticatorFactory

pytestmark = pytest.mark.django_db
SERVER = "https://login.office.example"
LOGIN = "/accounts/oidc/office/login/"
KNOWN = {
    "provider_id": "office",
    "name": "the office",
    "client_id": "tracker",
    "secret": "of the client",
    "settings": {"server_url": SERVER, "believes_addresses": False},
}


class Office(requests.Session):
    """The office's server: what it tells of whoever has signed in there. It sees what it was asked."""

    def __init__(self, claims):
        super().__init__()
        self.claims, self.asked = claims, []

    def request(self, method, url, *args, **kwargs):
        self.asked.append((method.upper(), url, kwargs.get("data")))
        answer = requests.Response()
        answer.status_code = 200
        answer.headers["Content-Type"] = "application/json"
        answer._content = json.dumps(self.answer(urlsplit(url).path)).encode()
        return answer

    def answer(self, path):
        if "well-known" in path:
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            found = {f"{name}_endpoint": f"{SERVER}/{path}" for name, path in ends.items()}
            return {**found, "issuer": SERVER, "jwks_uri": f"{SERVER}/keys"}
        if path == "/token":
            now = int(time.time())
            told = {**self.claims, "iss": SERVER, "aud": "tracker", "iat": now, "exp": now + 60}
            return {"access_token": "x", "token_type": "Bearer", "id_token": jwt.encode(told, "k" * 32)}
        return self.claims


@pytest.fixture
def office(settings, monkeypatch):
    """Return a function that makes the server tell something of whoever signs in there."""
    cache.clear()
    settings.OIDC = [KNOWN]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [KNOWN], "OAUTH_PKCE_ENABLED": True}}

    def tells(**claims):
        server = Office({"sub": "4711", **claims})
        monkeypatch.setattr(DefaultSocialAccountAdapter, "get_requests_session", lambda self: server)
        return server

    return tells


def come(client, **forged):
    """Go to the office's server and come back with what it gives."""
    there = client.post(LOGIN)
    assert there.url.startswith(f"{SERVER}/authorize?"), there
    asked = {name: value[0] for name, value in parse_qs(urlsplit(there.url).query).items()}
    assert asked["code_challenge_method"] == "S256"
    return client.get(f"{LOGIN}callback/", {"code": "abc", "state": asked["state"], **forged})


def is_in(client, person):
    return client.session.get("_auth_user_id") == str(person.pk)


def test_whoever_is_known_by_a_confirmed_address_comes_in(client, officer, office):
    office(email=officer.email.upper(), email_verified=True, name="Somebody", phone_number="020 7946 0000")
    come(client)
    assert is_in(client, officer)
    assert client.get("/my-work/").status_code == 200
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.uid, linked.extra_data) == (officer, "4711", {})
    assert [tell(one).sentence for one in history_of(officer)] == [f"{officer} set the office account of the person."]
    assert list(verify_history()) == []


def test_the_second_time_it_is_the_account_that_counts_and_nothing_more_is_kept(officer, office):
    office(email=officer.email, email_verified=True)
    come(Client())
    office(email="married@authority.example", email_verified=True)
    come(second := Client())
    assert is_in(second, officer)
    assert SocialAccount.objects.get().extra_data == {}
    assert history_of(officer).count() == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@authority.example", "email_verified": True},
        {"email": "{officer}", "email_verified": False},
        {"email": "{officer}"},
        {},
    ],
)
def test_nobody_else_comes_in_and_no_account_is_made(claims, client, officer, office):
    office(**{name: officer.email if value == "{officer}" else value for name, value in claims.items()})
    answer = come(client)
    assert (answer.status_code, "You have no account here" in answer.content.decode()) == (403, True)
    assert "_auth_user_id" not in client.session
    assert (SocialAccount.objects.count(), Person.objects.count()) == (0, 1)


def test_a_server_whose_addresses_are_believed_need_not_confirm_them(client, officer, office, settings):
    office(email=officer.email)
    believed = {**KNOWN, "settings": {**KNOWN["settings"], "believes_addresses": True}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [believed], "OAUTH_PKCE_ENABLED": True}}
    come(client)
    assert is_in(client, officer)


def test_who_has_left_does_not_come_in(client, office):
    gone = PersonFactory(is_active=False)
    office(email=gone.email, email_verified=True)
    assert come(client).status_code == 403
    SocialAccount.objects.create(user=gone, provider="office", uid="4711")
    come(client)
    assert "_auth_user_id" not in client.session


def test_a_state_that_is_not_this_browsers_opens_nothing(client, officer, office):
    office(email=officer.email, email_verified=True)
    answer = come(client, state="forged")
    assert "did not answer" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_token_for_somebody_else_opens_nothing(client, officer, office):
    server = office(email=officer.email, email_verified=True)
    server.answer = lambda path: (
        {**Office.answer(server, path), "id_token": jwt.encode({"sub": "4711", "aud": "another"}, "k" * 32)}
        if path == "/token"
        else Office.answer(server, path)
    )
    come(client)
    assert "_auth_user_id" not in client.session


def test_an_address_that_is_corrected_ends_what_its_old_holder_was_let_in_by(officer, administrator, office):
    office(email=officer.email, email_verified=True)
    come(Client())
    actions.amend_person(officer, seen=officer.version, changes={"email": "right@authority.example"}, by=administrator)
    come(second := Client())
    assert "_auth_user_id" not in second.session


def test_the_second_factor_is_asked_for_here_too(client, editor, office, settings):
    settings.SECOND_FACTOR = ["editor"]
    AuthenticatorFactory(user=editor)
    office(email=editor.email, email_verified=True)
    assert come(client).url == reverse("mfa_authenticate")


@pytest.mark.parametrize(("has_its_own", "status"), [(True, 200), (False, 302)])
def test_unless_the_offices_server_has_asked_for_one(has_its_own, status, client, editor, office, settings):
    settings.SECOND_FACTOR, settings.OIDC_SECOND_FACTOR = ["editor"], has_its_own
    office(email=editor.email, email_verified=True)
    come(client)
    assert client.get("/my-work/").status_code == status


def test_nobody_links_another_account_to_their_own(client, officer, office, as_person):
    office(email="other@office.example", email_verified=True)
    client = as_person(officer)
    there = client.post(f"{LOGIN}?process=connect")
    if there.url.startswith(SERVER):
        state = parse_qs(urlsplit(there.url).query)["state"][0]
        client.get(f"{LOGIN}callback/", {"code": "abc", "state": state})
    assert SocialAccount.objects.count() == 0


def test_without_a_server_in_the_environment_there_is_no_such_way(client):
    assert client.get(LOGIN).status_code == 404
    assert LOGIN not in client.get(reverse("account_login")).content.decode()


def test_with_one_there_is_a_button_and_a_page_that_asks_before_it_leads_away(client, office):
    assert LOGIN in client.get(reverse("account_login")).content.decode()
    asked = client.get(LOGIN)
    assert (asked.status_code, "Sign in with the office" in asked.content.decode()) == (200, True)


@pytest.mark.parametrize("name", ["socialaccount_connections", "socialaccount_signup"])
def test_the_pages_for_linking_and_signing_up_are_not_there(name, officer, as_person):
    assert as_person(officer).get(reverse(name)).status_code == 404


def test_a_server_that_does_not_answer_is_told_in_plain_words(client, office, monkeypatch):
    def gone(*args, **kwargs):
        raise requests.ConnectionError

    office()
    monkeypatch.setattr(Office, "request", gone)
    answer = client.post(LOGIN)
    assert (answer.status_code, "did not answer" in answer.content.decode()) == (503, True)
