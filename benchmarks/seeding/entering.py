"""Entering an installation of a size into an empty database."""

from __future__ import annotations

import gc
from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from benchmarks.seeding.history import Chain
from benchmarks.seeding.measures import enter_measures
from benchmarks.seeding.people import FIRST_DAY, Body, enter_bodies
from benchmarks.seeding.plans import enter_plans
from benchmarks.seeding.publications import publish_last_plan
from benchmarks.seeding.risks import enter_risks
from benchmarks.seeding.sizes import Office, Size, offices
from kpa_tracker.base.people.models import Appointment, Person
from kpa_tracker.base.people.roles import Role

ALL_SEEING = "all@inspectorate.example"


def enter(size: Size, told: Callable[[str], None]) -> None:
    """Enter an installation, an authority at a time."""
    held = offices(size)
    bodies = enter_bodies(len(held))
    _auditor_of_all(bodies)
    for body, office in zip(bodies, held, strict=True):
        _enter_office(body, office)
        if body.number % 10 == 0:
            told(f"{body.number + 1} of {len(held)} authorities")
        gc.collect()
    publish_last_plan(bodies[0])


def count_rows() -> None:
    """Let the database count what it holds, as it does by itself sooner or later."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


@transaction.atomic
def _enter_office(body: Body, office: Office) -> None:
    chain = Chain(body.authority)
    enter_plans(body, office, chain)
    enter_measures(body, office)
    chain.end()
    enter_risks(body, office)


def _auditor_of_all(bodies: list[Body]) -> None:
    """Enter somebody who reads all authorities: whose list is as long as an installation has one."""
    reader = Person.objects.create(email=ALL_SEEING, name="Inspector of all", password=make_password(None))
    Appointment.objects.bulk_create(
        Appointment(person=reader, post=body.posts[2], role=Role.AUDITOR, starts_on=FIRST_DAY) for body in bodies
    )
