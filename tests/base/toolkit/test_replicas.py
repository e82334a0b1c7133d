"""What a read replica answers, and what it is never asked."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Appointment, Person
from kpa_tracker.base.toolkit import replicas
from kpa_tracker.base.toolkit.replicas import ReadFromReplica, Router, read_from_replica
from plans.models import Plan
from tests.architecture.test_repository import ROOT


@pytest.fixture(autouse=True)
def nothing_changed():
    cache.delete(replicas.CHANGED)
    yield
    cache.delete(replicas.CHANGED)


@pytest.fixture
def asked(rf, monkeypatch):
    """Return a function that says which database a request's page would read plans from."""
    monkeypatch.setattr(replicas, "is_named", lambda: True)

    def ask(method, path):
        read = []
        page = ReadFromReplica(lambda request: read.append(Router().db_for_read(Plan)) or HttpResponse())
        page(rf.generic(method, path))
        return read[0]

    return ask


@pytest.mark.parametrize(
    ("method", "path", "database"),
    [
        ("GET", "/public/", "replica"),
        ("HEAD", "/public/kent/", "replica"),
        ("GET", "/robots.txt", "replica"),
        ("GET", "/deliverables/?as_of=2010-01-31", "replica"),
        ("GET", "/deliverables/?as_of=2010-04-10", "replica"),
        ("GET", "/deliverables/?as_of=2010-04-11", "default"),  # yesterday: a replica may not have all of it
        ("GET", "/deliverables/?as_of=2010-04-12", "default"),
        ("GET", "/deliverables/?as_of=31/1/2010", "default"),
        ("GET", "/deliverables/", "default"),
        ("GET", "/publication/", "default"),
        ("POST", "/public/", "default"),
        ("POST", "/deliverables/?as_of=2010-01-31", "default"),
    ],
)
def test_only_public_pages_and_days_that_are_past_are_read_from_it(asked, method, path, database):
    assert asked(method, path) == database


def test_after_somebody_publishes_the_public_pages_come_from_the_first_database(asked):
    before = asked("GET", "/public/")
    asked("POST", "/deliverables/1/edit/")
    beside = asked("GET", "/public/")
    asked("POST", "/publication/1/withdraw/")
    assert (before, beside, asked("GET", "/public/")) == ("replica", "replica", "default")


def test_it_is_never_asked_who_somebody_is_nor_written_to():
    router = Router()
    with read_from_replica():
        assert [router.db_for_read(model) for model in (Person, Appointment, Plan, Deliverable)] == [
            *["default"] * 2,
            *["replica"] * 2,
        ]
        assert [router.db_for_write(model) for model in (Person, Plan)] == ["default"] * 2
    assert router.db_for_read(Plan) == "default"
    assert (router.allow_migrate("replica", "plans"), router.allow_migrate("default", "plans")) == (False, True)


def test_nobody_who_names_none_has_one(rf):
    assert ReadFromReplica(lambda request: HttpResponse(Router().db_for_read(Plan)))(rf.get("/public/")).content == (
        b"default"
    )


ASKING = """
import django, json, sys
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext as Queries
from kpa_tracker.base.people.models import Person
client = Client(SERVER_NAME="localhost")
client.force_login(Person.objects.get(email=sys.argv[1]), backend="allauth.account.auth_backends.AuthenticationBackend")
told = {}
for path in sys.argv[2:]:
    with Queries(connections["default"]) as first, Queries(connections["replica"]) as replica:
        told[path] = client.get(path).status_code, bool(len(first)), bool(len(replica))
print(json.dumps(told))
"""
PAGES = {
    "/public/": [200, True, True],  # the first database for the cache alone: has anybody just published?
    "/deliverables/?as_of=2010-01-31": [200, True, True],
    "/risks/?as_of=2010-01-31": [200, True, True],
    "/deliverables/": [200, True, False],
}


def a_copy(file):
    """Write what stands in the test's database, its open transaction included, to a file."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as target:
        target.executescript("\n".join(connection.connection.iterdump()))
    return f"sqlite:///{file}"


def test_pages_of_a_site_with_two_databases_are_put_together_of_both(tmp_path, db, editor):
    if connection.vendor != "sqlite":
        pytest.skip("The test's database is copied as SQLite can.")
    databases = {name: a_copy(tmp_path / name) for name in ("DATABASE_URL", "REPLICA_URL")}
    own = {
        "KPA_VAR_DIR": str(tmp_path),
        "DEMONSTRATION_DATE": "2010-04-12",
        "DJANGO_SETTINGS_MODULE": "kpa_tracker.settings",
    }
    asked = [sys.executable, "-c", ASKING, editor.email, *PAGES]
    done = subprocess.run(
        asked, cwd=ROOT, env={**os.environ, **own, **databases}, capture_output=True, text=True, check=False
    )
    assert done.stdout, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == PAGES
