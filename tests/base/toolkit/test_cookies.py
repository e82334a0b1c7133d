"""What is left in a browser, where a proxy in front speaks TLS; the settings are read as a real start reads them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore

from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
ASKED = (
    *("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE"),
    *("CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE"),
    *("DEBUG", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "TESTING"),
)
COOKIES = [name for name in ASKED if "COOKIE" in name]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The settings of an office that says no more than it must, and the folder that the first start has made."""
    var = tmp_path_factory.mktemp("var")
    said = {"BEHIND_TLS": "true", "KPA_VAR_DIR": str(var), "PATH": os.environ["PATH"]}
    code = (
        f"import json; from kpa_tracker import settings as s; print(json.dumps({{n: getattr(s, n) for n in {ASKED}}}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=said, capture_output=True, check=True)
    return json.loads(done.stdout), var


@pytest.fixture
def left(client, officer, served, settings):
    """The cookies of somebody who has signed in, changed their password and was told so."""
    for name in COOKIES:
        setattr(settings, name, served[0][name])
    client.get("/accounts/login/", secure=True)
    client.post("/accounts/login/", {"login": officer.email, "password": PASSWORD}, secure=True)
    chosen = {"oldpassword": PASSWORD, "password1": "a longer horse battery", "password2": "a longer horse battery"}
    client.post("/accounts/password/change/", chosen, secure=True)
    return client.cookies


def careless(cookies):
    """Return the cookies that another host may set, that travel without TLS, or that a script reads."""
    safe = {"secure": True, "httponly": True, "path": "/", "domain": "", "samesite": "Lax"}
    told = {name: {part: morsel[part] for part in safe} for name, morsel in cookies.items()}
    return [name for name, said in told.items() if said != safe or not name.startswith("__Host-")]


def test_every_cookie_is_of_this_host_alone_by_tls_alone_and_no_scripts(left):
    assert {"__Host-session", "__Host-csrf", "__Host-notices", "__Host-known_browser"} == set(left)
    assert careless(left) == []


def test_what_was_done_is_told_once_and_then_forgotten(left, client):
    assert {"__Host-notices", "__Host-known_browser"} <= set(left)
    page = client.get("/my-work/", secure=True)
    assert "Password successfully changed" in page.content.decode()
    assert left["__Host-notices"].value == ""


def test_a_careless_cookie_is_found(left):
    left["__Host-csrf"]["httponly"] = ""
    left["other"] = "1"
    assert sorted(careless(left)) == ["__Host-csrf", "other"]


def test_a_sign_in_begins_a_new_session(client, officer, settings):
    settings.SESSION_COOKIE_NAME = "session"
    begun = SessionStore()
    begun.create()
    client.cookies["session"] = begun.session_key
    client.post("/accounts/login/", {"login": officer.email, "password": PASSWORD})
    assert client.cookies["session"].value not in ("", begun.session_key)
    assert not begun.exists(begun.session_key)


def test_a_session_that_was_left_opens_nothing(client, officer):
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    kept = client.cookies["sessionid"].value
    assert client.get("/my-work/").status_code == 200
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = kept
    assert client.get("/my-work/").url.startswith("/accounts/login/")


def test_what_nobody_has_set_is_safe(served):
    said, var = served
    assert (said["DEBUG"], said["TESTING"], said["SECURE_SSL_REDIRECT"]) == (False, False, True)
    assert said["SECURE_HSTS_SECONDS"] >= 365 * 24 * 60 * 60
    assert (var / "secret-key").stat().st_mode & 0o777 == 0o600
