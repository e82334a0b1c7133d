"""Signing in as people do it, in a real browser: a second factor by app and by security key, and one's own sessions."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import expect

from kpa_tracker.base.audit.actions import history_of
from tests.factories.people import PASSWORD
from tests.journeys.walking import follow, look, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def real_use(settings):
    cache.clear()
    settings.SECOND_FACTOR = ["editor"]


@pytest.fixture
def refused(page):
    """What the security policy has refused on any page."""
    told = []
    page.on("console", lambda message: told.append(message.text) if "Content Security Policy" in message.text else None)
    return told


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(page, live_server, person):
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")


def sign_out(page):
    press(page, "Sign out", exact=True)


def test_an_app_is_set_up_at_the_first_sign_in_and_shown_at_the_next(page, live_server, editor, refused):
    sign_in(page, live_server, editor)
    look(page, "second-factor-first", "How you sign in")
    follow(page, "Set up an authenticator app")
    expect(page.locator(".app-qr svg")).to_be_visible()
    page.get_by_text("The camera cannot read it").click()
    expect(page.locator(".app-secret")).to_be_visible()
    secret = page.locator(".app-secret").inner_text()
    look(page, "second-factor-app", "Set up an authenticator app")
    page.get_by_label("Code").fill(code_of(secret))
    press(page, "Set it up")
    look(page, "second-factor-codes", "Recovery codes")
    recovery = page.locator(".app-codes code").first.inner_text()
    follow(page, "How you sign in")
    look(page, "second-factor-own", "How you sign in")
    follow(page, "Browsers in which you are signed in")
    look(page, "sessions", "Where you are signed in")
    expect(page.get_by_role("table")).to_contain_text("This one")
    follow(page, "How you sign in")
    follow(page, "Remove the authenticator app")
    look(page, "second-factor-remove", "Remove the authenticator app")
    sign_out(page)
    sign_in(page, live_server, editor)
    look(page, "second-factor-show", "Show your second factor")
    page.get_by_label("Code").fill("000000")
    press(page, "Sign in")
    expect(page.get_by_role("alert")).to_contain_text("This code is not right")
    look(page, "second-factor-wrong", "Show your second factor")
    page.get_by_label("Code").fill(recovery)
    press(page, "Sign in")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Show your second factor")
    assert refused == []


@pytest.fixture
def key(page):
    """A security key that is plugged into the browser, and touched whenever it is asked."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": False,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools


def test_a_security_key_is_added_and_shown_at_the_next_sign_in(page, live_server, editor, key, refused):
    sign_in(page, live_server, editor)
    follow(page, "Add a security key")
    look(page, "key-add", "Add a security key")
    page.get_by_label("Name of the key").fill("On my key ring")
    press(page, "Add this key")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert Authenticator.objects.get(type="webauthn").wrap().name == "On my key ring"
    assert history_of(editor).get().verb == "person security key set"
    follow(page, "How you sign in")
    expect(page.get_by_role("main")).to_contain_text("On my key ring")
    sign_out(page)
    sign_in(page, live_server, editor)
    look(page, "key-show", "Show your second factor")
    press(page, "Use the key")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Show your second factor")
    assert refused == []


def test_without_script_the_page_of_the_key_leads_to_the_app(browser, live_server, editor):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, live_server, editor)
        follow(page, "Add a security key")
        expect(page.get_by_role("button", name="Add this key")).to_be_hidden()
        follow(page, "set up an authenticator app")
        expect(page.locator(".app-qr svg")).to_be_visible()
