"""What `manage.py check --deploy` finds, which bin/check runs as an authority would serve the site: nothing, and each
setting that would open it is found."""

from __future__ import annotations

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.test import override_settings

BEHIND_TLS = {
    "SECRET_KEY": "a-key-that-is-long-enough-and-has-many-letters-0123456789",
    "ALLOWED_HOSTS": ["plan.example.police.uk"],
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31536000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
}
"""What the environment says behind TLS; all else is as it is served."""
OPEN = {
    "security.W018": {"DEBUG": True},
    "security.W020": {"ALLOWED_HOSTS": []},
    "security.W012": {"SESSION_COOKIE_SECURE": False},
    "security.W016": {"CSRF_COOKIE_SECURE": False},
    "security.W004": {"SECURE_HSTS_SECONDS": 0},
    "security.W006": {"SECURE_CONTENT_TYPE_NOSNIFF": False},
    "security.W009": {"SECRET_KEY": "short"},
    "security.W019": {"X_FRAME_OPTIONS": "SAMEORIGIN"},
    "security.W022": {"SECURE_REFERRER_POLICY": None},
    "security.E024": {"SECURE_CROSS_ORIGIN_OPENER_POLICY": "anything"},
}
"""What each finds."""


def found():
    said = checks.run_checks(include_deployment_checks=True)
    return {one.id for one in said if one.level >= checks.WARNING and not one.is_silenced()}


@pytest.fixture(autouse=True)
def deployed(monkeypatch):
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE")  # of the tests with a browser
    with override_settings(**BEHIND_TLS):
        yield


def test_nothing_is_found_where_the_site_is_served_behind_tls():
    assert found() == set()
    call_command("check", deploy=True, fail_level="WARNING")


@pytest.mark.parametrize("name", OPEN)
def test_a_setting_that_opens_the_site_is_found(name):
    with override_settings(**OPEN[name]):
        assert name in found()
        with pytest.raises(CommandError):
            call_command("check", deploy=True, fail_level="WARNING")
