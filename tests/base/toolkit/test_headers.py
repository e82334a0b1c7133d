"""What every response says to a browser and to caches: pages, files, refusals and errors alike."""

from __future__ import annotations

from unittest import mock

import pytest
from csp.decorators import csp_exempt, csp_update
from django.test import Client, override_settings
from django.utils.decorators import method_decorator

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.dashboards.views.my_work import MyWorkPage
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db

SAID = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LONG_LIST = "&".join(f"field{n}=1" for n in range(6_001))


def breaks(*args, **kwargs):
    raise RuntimeError("planted")


def broken(browser):
    with mock.patch("kpa_tracker.interfaces.dashboards.views.my_work.work_of", breaks):
        return browser.get("/my-work/")


ANSWERS = {
    "a page": (200, lambda browser: browser.get("/my-work/")),
    "a file": (200, lambda browser: browser.get("/deliverables/?export=csv")),
    "the admin": (302, lambda browser: browser.get("/admin/")),
    "what there is not": (404, lambda browser: browser.get("/nothing/here/")),
    "a way that is not known": (405, lambda browser: browser.put("/my-work/")),
    "a number that is none": (404, lambda browser: browser.get("/deliverables/999999999/")),
    "a forged post": (403, lambda browser: Client(enforce_csrf_checks=True).post("/accounts/login/", {})),
    "another host": (400, lambda browser: browser.get("/", headers={"Host": "evil.example"})),
    "too many fields": (400, lambda browser: browser.generic("POST", "/accounts/login/", LONG_LIST, FORM)),
    "an error of ours": (500, broken),
    "the door": (200, lambda browser: Client().get("/accounts/login/")),
    "the way to the door": (302, lambda browser: Client().get("/plans/")),
    "the API without a token": (401, lambda browser: Client().get("/api/v1/deliverables/")),
    "a public page": (200, lambda browser: Client().get("/public/")),
    "no public page": (404, lambda browser: Client().get("/public/nobody/")),
    "robots": (200, lambda browser: Client().get("/robots.txt")),
}
FORM = "application/x-www-form-urlencoded"
PUBLIC = {"a public page", "no public page", "robots"}


@pytest.fixture
def answered(authority):
    """Return a function that gives one of the answers."""
    browser = Client(raise_request_exception=False)
    person = person_with(Role.OFFICER, authority=authority)
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return lambda name: ANSWERS[name][1](browser)


def directives(response):
    policy = response.headers["Content-Security-Policy"]
    return {name: values for name, *values in (part.split() for part in policy.split(";") if part.strip())}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_response_says_what_a_browser_may_do(answered, name):
    response = answered(name)
    assert response.status_code == ANSWERS[name][0]
    assert {header: response.headers.get(header) for header in SAID} == SAID
    assert "camera=()" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize("name", ANSWERS)
def test_no_page_runs_or_loads_what_is_not_ours(answered, name):
    policy = directives(answered(name))
    assert (
        policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == ["'none'"]
    )
    loose = {"'unsafe-inline'", "'unsafe-eval'", "data:", "*", "http:", "https:"}
    assert not [(part, value) for part, values in policy.items() for value in values if value in loose]


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - PUBLIC))
def test_no_cache_keeps_what_is_not_public(answered, name):
    kept = answered(name).headers["Cache-Control"]
    assert {"private", "no-store"} <= {part.strip() for part in kept.split(",")}


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_what_is_public_may_be_kept_and_is_the_same_to_all(answered, name):
    response = answered(name)
    assert "private" not in response.headers.get("Cache-Control", "")
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("name", ANSWERS)
def test_behind_tls_a_browser_comes_back_by_tls_alone(answered, name):
    behind_tls = {"HTTP_X_FORWARDED_PROTO": "https"}
    with (
        override_settings(
            SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
            SECURE_HSTS_SECONDS=365 * 24 * 60 * 60,
            SECURE_HSTS_INCLUDE_SUBDOMAINS=True,
        ),
        mock.patch("django.test.client.RequestFactory._base_environ", with_more(behind_tls)),
    ):
        assert answered(name).headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/health/metrics"])
def test_what_machines_are_told_is_not_taken_for_a_page(path):
    said = Client().get(path).headers
    assert said["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in said["Content-Security-Policy"]


def test_nobody_is_told_what_they_sent():
    for address in ("/accounts/login/", "/public/", "/api/v1/deliverables/"):
        answer = Client().generic("TRACE", address, headers={"Authorization": "Bearer of-somebody"})
        assert (answer.status_code, b"of-somebody" in answer.content) == (405, False), address


def with_more(more):
    from django.test.client import RequestFactory

    plain = RequestFactory._base_environ
    return lambda self, **request: plain(self, **more, **request)


def test_a_response_that_says_nothing_is_found(answered):
    with (
        mock.patch(
            "kpa_tracker.base.toolkit.middleware.EveryResponse.__call__", lambda self, asked: self.get_response(asked)
        ),
        pytest.raises(KeyError),
    ):
        test_no_cache_keeps_what_is_not_public(answered, "a forged post")


@pytest.mark.parametrize(
    ("lifted", "found"),
    [(csp_exempt(), KeyError), (csp_update({"script-src": ["'unsafe-inline'"]}), AssertionError)],
    ids=["exempt", "inline"],
)
def test_a_page_that_lets_a_browser_do_more_is_found(lifted, found, answered):
    with mock.patch.object(MyWorkPage, "dispatch", method_decorator(lifted)(MyWorkPage.dispatch)), pytest.raises(found):
        test_no_page_runs_or_loads_what_is_not_ours(answered, "a page")


@pytest.mark.parametrize(
    "said",
    [{"Vary": "Cookie"}, {"Cache-Control": "private, max-age=60"}, {"Set-Cookie": "a=1"}],
    ids=lambda said: next(iter(said)),
)
def test_a_public_page_that_is_not_the_same_to_all_is_found(said, answered):
    with said_after_all(said), pytest.raises(AssertionError):
        test_what_is_public_may_be_kept_and_is_the_same_to_all(answered, "a public page")


def said_after_all(said):
    """Let every response say something else than it does."""

    def saying(middleware, request):
        answer = middleware.get_response(request)
        for name, value in said.items():
            answer.headers[name] = value
        answer.cookies.load(said.get("Set-Cookie", ""))
        return answer

    return mock.patch("kpa_tracker.base.toolkit.health.Probes.__call__", saying)


@pytest.mark.parametrize("name", SAID)
def test_a_response_that_says_something_else_is_found(name, answered):
    with said_after_all({name: "what nobody wants"}), pytest.raises(AssertionError):
        test_every_response_says_what_a_browser_may_do(answered, "a page")
