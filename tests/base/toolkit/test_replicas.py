"""What a read replica answers, and what it is never asked."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.http import HttpResponse

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Appointment, Person
from kpa_tracker.base.toolkit import replicas
from kpa_tracker.base.toolkit.replicas import ReadFromReplica, Router, read_from_replica
from plans.models import Plan


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
