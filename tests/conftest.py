"""What every test may ask for."""

from __future__ import annotations

import datetime
import os
import uuid

import hypothesis
import pytest
from django.db import transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from playwright.sync_api import expect

from kpa_tracker.base.people.roles import Role
from tests.factories.people import AuthorityFactory, person_with

pytest_plugins = ["tests.parallel", "tests.covering", "tests.databases", "tests.migrated"]
pytest_plugins += ["tests.factories.demonstration", "tests.factories.situations", "tests.factories.lives"]
pytest_plugins += ["tests.factories.rolling"]
# A busy machine is no failure, and what one run has found the next one finds again.
hypothesis.settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop in the test's thread

TODAY = datetime.date(2010, 4, 12)
"""The day on which tests live: the fourth quarter of 2009/10 is being reported."""


@pytest.fixture(autouse=True)
def quiet_house(settings, tmp_path_factory):
    """Give every test its own day, evidence folder and mail box. The folder is made when something is put there."""
    settings.DEMONSTRATION_DATE = TODAY
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media" / uuid.uuid4().hex
    settings.IMPORTS_ROOT = settings.MEDIA_ROOT / "imports"


@pytest.fixture
def today():
    return TODAY


@pytest.fixture(scope="module")
def lasting(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return a function that makes something in the database for all tests of a module.

    Each test undoes what it has changed there; what it holds in memory it copies first.
    """
    of_its_own = override_settings(DEMONSTRATION_DATE=TODAY, MEDIA_ROOT=tmp_path_factory.getbasetemp() / "media")

    def lasts(make):
        with django_db_blocker.unblock(), of_its_own:
            return make()

    whole = transaction.atomic()
    lasts(whole.__enter__)
    yield lasts
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def behind(db):
    """A database that lacks a migration, as after an upgrade of the site."""
    MigrationRecorder.Migration.objects.filter(app="risks").latest("applied").delete()


@pytest.fixture
def authority(db):
    return AuthorityFactory()


@pytest.fixture
def administrator(authority):
    return person_with(Role.ADMINISTRATOR, authority=authority)


@pytest.fixture
def editor(authority):
    return person_with(Role.EDITOR, authority=authority)


@pytest.fixture
def officer(authority):
    return person_with(Role.OFFICER, authority=authority)


@pytest.fixture
def member(authority):
    return person_with(Role.MEMBER, authority=authority)


@pytest.fixture
def auditor(authority):
    return person_with(Role.AUDITOR, authority=authority)


@pytest.fixture
def stranger(db):
    """An administrator of another authority."""
    return person_with(Role.ADMINISTRATOR)


@pytest.fixture
def as_person(client):
    """Return a function that signs a person in and returns the client."""

    def sign_in(person):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the system's Chromium; quiet flags keep it from calling out of a closed network."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("KPA_CHROMIUM", "/usr/bin/chromium"),
        "args": [*quiet, "--disable-component-update", "--disable-sync"],
    }


@pytest.fixture(scope="session")
def base_url():
    """Stand in for Playwright's own fixture of this name, whose kind pytest has deprecated."""
    return


@pytest.fixture
def page(page):
    """A page with patience: a plan takes its time to be drawn as PDF where tests share two cores."""
    page.set_default_timeout(120_000)
    expect.set_options(timeout=60_000)
    return page
