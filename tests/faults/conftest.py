"""One site that is served for the whole run, and what its people work on."""

from __future__ import annotations

import os
import sqlite3
import uuid
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from deliverables.models import Deliverable, ReportingPeriod
from kpa_tracker.base.people.models import Authority, Person
from kpa_tracker.base.people.roles import Role
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory, ReportingPeriodFactory
from tests.factories.people import AppointmentFactory, AuthorityFactory, PostFactory
from tests.factories.plans import DescriptorFactory, PlanFactory
from tests.faults.serving import Site
from tests.migrated import replace

QUARTER = {"observed_from": date(2010, 1, 1), "observed_to": date(2010, 3, 31)}


@dataclass
class Office:
    """An authority at work on the site."""

    authority: Authority
    plan: Plan
    period: ReportingPeriod
    deliverables: list[Deliverable]
    people: list[Person]

    def form_of(self, deliverable: Deliverable) -> str:
        """Return the address of the form of a deliverable's update."""
        return reverse("update-write", args=[deliverable.pk, self.period.pk])


@contextmanager
def database_of_its_own(folder):
    """Yield (name, address) of a database with what migrations bring."""
    if connection.vendor == "sqlite":
        file = folder / "site.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as made:
            made.execute("PRAGMA journal_mode=WAL")
            connection.connection.backup(made)
        yield str(file), f"sqlite:///{file}"
        return
    name = f"faults_{uuid.uuid4().hex[:12]}"
    replace(name, like=str(connection.settings_dict["NAME"]))
    try:
        yield name, os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?")
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def served(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with django_db_blocker.unblock(), database_of_its_own(folder) as (name, url):
        site = Site(folder / "var", url, name)
        site.start()
        try:
            yield site
        finally:
            site.stop()


@pytest.fixture
def db(served, django_db_blocker):
    """The site's database in the place of the tests' own. What a test makes there stays; others do not look at it."""
    with django_db_blocker.unblock(), served.inside():
        yield


@pytest.fixture
def site(served, db):
    """The site, which answers."""
    if not served.is_running:
        served.start()
    return served


@pytest.fixture(scope="session")
def served_carelessly(served, tmp_path_factory):
    """The same database behind a site with faults in it; it is started by who first asks for it."""
    site = Site(tmp_path_factory.mktemp("careless") / "var", served.url, served.name)
    site.environment["DJANGO_SETTINGS_MODULE"] = "tests.faults.careless.settings"
    yield site
    site.stop()


@pytest.fixture
def careless(served_carelessly, db):
    """Return a function that plants a fault and returns the site that has it."""
    chosen = served_carelessly.folder / "planted"

    def plant(fault):
        chosen.write_text(fault)
        if not served_carelessly.is_running:
            served_carelessly.start()
        return served_carelessly

    yield plant
    chosen.unlink(missing_ok=True)


@pytest.fixture
def office(site):
    """Return a function that makes an authority with a plan, deliverables and people who may write on all of them."""

    def make(deliverables, people):
        authority = AuthorityFactory()
        post = PostFactory(authority=authority, title="Chief Executive")
        plan = PlanFactory(authority=authority)
        named = [
            Person(email=f"{authority.slug}-{n}@authority.example", name=f"Editor {n}", password="!")
            for n in range(people)
        ]
        Person.objects.bulk_create(named)
        for person in named:
            AppointmentFactory(person=person, post=post, role=Role.EDITOR)
        period = ReportingPeriodFactory(plan=plan, opens_on=date(2010, 4, 1), due_on=date(2010, 4, 21), **QUARTER)
        aim = DescriptorFactory(ambition__plan=plan)
        of_plan = {"plan": plan, "lead": post, "ambition": aim.ambition, "descriptor": aim, "due": "June 2010"}
        return Office(authority, plan, period, DeliverableFactory.create_batch(deliverables, **of_plan), named)

    return make
