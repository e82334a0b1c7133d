"""Of two databases, one of which holds a record of every kind beside what is public, the public reads the same bytes:
each page, feed and file, with its headers and marks, and each address that leads nowhere."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import transaction

from deliverables.models import ProgressUpdate
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit import clock, pdf
from kpa_tracker.interfaces.publication import public
from kpa_tracker.interfaces.publication.actions import publishing
from kpa_tracker.interfaces.publication.models import Wording
from kpa_tracker.interfaces.publication.site import answers, plans
from kpa_tracker.interfaces.publication.wordings import units_of_plan
from plans.models import Plan
from tests.factories.people import PersonFactory
from tests.factories.publication import approve_all, approved
from tests.hostile.test_markup import OURS_ALONE
from tests.publication.site import inside
from tests.publication.site.conftest import FIRST, HOME, SECOND, TOP, small_plan
from tests.publication.site.crawl import crawl

NOWHERE = [
    "/public/inside/",
    f"{HOME}inside-under-embargo/",
    f"{HOME}inside-under-embargo/1/",
    f"{HOME}inside-next-year/",
    f"{TOP}3/",
    f"{TOP}3/business-plan-200910.pdf",
    f"{TOP}text/inside-not-submitted/",
    f"{TOP}ambitions/3/",
]
"""What is there in the second database alone, and for nobody outside."""
NOT_MADE = {"publication.Look", "publication.Logo"}
"""What an authority has of its own accord, and the public sees."""


@pytest.fixture
def plan(db):
    """A plan whose texts are approved, and nothing beside it."""
    return approve_all(small_plan())


def published_twice(plan):
    """Publish what is approved of a plan, and once more when a promise has got better."""
    _publish(plan, FIRST)
    one = ProgressUpdate.objects.get(deliverable__plan=plan, rating="red", state="accepted")
    ProgressUpdate.objects.filter(pk=one.pk).update(rating="amber", public_wording="It is late.")
    better = [unit for unit in units_of_plan(plan) if unit.update == one.pk]
    Wording.objects.bulk_create(approved(unit, plan.authority_id) for unit in better)
    _publish(plan, SECOND)


def _publish(plan, at):
    with clock.at(at):
        publishing.publish(Plan.objects.get(pk=plan.pk), by=PersonFactory(), note="What is new.", why="It follows.")


def read(client, plan, *, furnished):
    """Return all that the public site says of a plan that was published twice, in a database that is then forgotten."""
    with transaction.atomic():
        if furnished:
            inside.fill(plan)
        published_twice(plan)
        if furnished:
            inside.wait_for_its_time(plan)
        said = {address: whole(answer) for address, answer in crawl(client).items()}
        said |= {address: whole(client.get(address)) for address in NOWHERE}
        transaction.set_rollback(True)
    return said


def whole(answer):
    """Return all of an answer but its number, which is another one each time."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "X-Request-ID")
    return answer.status_code, answer.content, headers, answer.cookies.output()


def differing(client, plan):
    """Return the addresses at which two databases answer otherwise."""
    before, after = (read(client, plan, furnished=furnished) for furnished in (False, True))
    return sorted(address for address in before.keys() | after.keys() if before.get(address) != after.get(address))


def numbers():
    models = [model for label in (*OURS_ALONE, "audit") for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: model._base_manager.count() for model in models}


def test_the_second_database_holds_more_of_every_kind_of_record(plan):
    before = numbers()
    inside.fill(plan)
    assert {label for label, number in numbers().items() if number == before[label]} == NOT_MADE


def test_the_public_reads_the_same_bytes_and_addresses_lead_nowhere_alike(plan, client, monkeypatch):
    monkeypatch.setattr(publishing, "render_pdf", pdf.render_pdf)
    assert differing(client, plan) == []


def test_the_addresses_that_lead_nowhere_do_not_say_why(plan, client):
    found = read(client, plan, furnished=True)
    assert {found[address][:2] for address in NOWHERE} == {(404, found["/public/inside/"][1])}
    assert not any(b"Inside" in content for _, content, _, _ in found.values())
    assert len(found) > 50


def selected(monkeypatch):
    monkeypatch.setattr(public.plan, "fresh", lambda units, authority: frozenset(unit.key for unit in units))


def on_a_page(monkeypatch):
    monkeypatch.setattr(plans.PlanPage, "description", property(lambda page: f"{Event.objects.count()}"))


def in_a_mark(monkeypatch):
    honest = answers.mark_of
    monkeypatch.setattr(answers, "mark_of", lambda *parts: honest(Event.objects.count(), *parts))


@pytest.mark.once
@pytest.mark.parametrize("plant", [selected, on_a_page, in_a_mark])
def test_a_planted_leak_is_found(plan, client, monkeypatch, plant):
    plant(monkeypatch)
    assert differing(client, plan) != []
