"""The records of a seeded database that pages are asked for, and the sessions of those who ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

from benchmarks.bench.pages import EDITOR, INSPECTOR, NOBODY, OFFICER
from benchmarks.seeding.entering import ALL_SEEING
from benchmarks.seeding.people import address
from benchmarks.seeding.plans import last_plan
from deliverables.models import Deliverable, ReportingPeriod
from kpa_tracker.base.people.models import Person
from kpa_tracker.interfaces.publication.models import PublicAddress
from plans.models import Plan
from targets.models import Measure

PLACE_OF_OFFICER = 12
PEOPLE = {EDITOR: address(0, 0), OFFICER: address(0, PLACE_OF_OFFICER), INSPECTOR: ALL_SEEING}


@dataclass(frozen=True)
class Places:
    """What addresses name, and the cookies of each who asks."""

    names: dict[str, Any]
    cookies: dict[str, str]
    reported: list[int]
    """The deliverables of which the officer reports in the period that is open."""


def find_places() -> Places:
    """Return the last plan of the authority that is looked at with parts of it, and what has ten years of history."""
    officer = Person.objects.get(email=PEOPLE[OFFICER])
    plan = Plan.objects.filter(title=last_plan()).order_by("pk").select_related("authority")[0]
    mine = Deliverable.objects.filter(plan=plan).order_by("position")
    lasting = Deliverable.objects.filter(plan__authority=plan.authority, plan__title="Strategic plan")
    reported = mine.filter(lead__appointments__person=officer).values_list("pk", flat=True)
    public = PublicAddress.objects.get(plan=plan)
    names = {
        "plan": plan.pk,
        "authority": plan.authority.slug,
        "committee": plan.authority.committees.order_by("position")[0].pk,
        "ambition": plan.ambitions.order_by("position")[0].pk,
        "deliverable": lasting.order_by("position")[0].pk,
        "measure": Measure.objects.filter(authority=plan.authority).order_by("position")[0].pk,
        "public": f"/public/{public.authority_slug}/{public.plan_slug}/",
        "period": ReportingPeriod.objects.filter(plan=plan, closed_at=None).latest("observed_from").pk,
    }
    return Places(names, {NOBODY: "", **{who: cookies_of(email) for who, email in PEOPLE.items()}}, list(reported))


def cookies_of(email: str) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={signed_in(email).session.session_key}"


def signed_in(email: str) -> Client:
    """Return a client in whose session somebody has signed in. Empty: nobody has."""
    client = Client(headers={"host": "localhost"})
    if email:
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(Person.objects.get(email=email), backend=backend)
    return client
