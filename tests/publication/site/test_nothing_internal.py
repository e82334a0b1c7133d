"""Nothing internal can reach the public: what is internal may be anything, and not one byte is different."""

from __future__ import annotations

import io
import itertools
import zipfile

import pytest
from django.apps import apps
from django.db import transaction

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.people.models import Person, Post
from kpa_tracker.interfaces.publication import public
from kpa_tracker.interfaces.publication.models import PublicAddress, Publication, Wording
from kpa_tracker.interfaces.publication.site import plans
from plans.models import Plan
from risks.models import Risk
from tests.factories.publication import PublicAddressFactory, PublicationFactory
from tests.publication.site.conftest import publish_plan
from tests.publication.site.crawl import crawl
from tests.publication.test_canaries import APPS, House, fits, leaks, missing, plainly, texts_of

HEADERS = ("Content-Type", "Last-Modified", "Cache-Control", "Content-Disposition", "Content-Security-Policy")


@pytest.fixture
def house(db):
    """A plan with a word of its own in each text of each record, at an address that holds no such word."""
    made = House()
    PublicAddressFactory(plan=made.plan, authority_slug="weald", plan_slug="the-plan")
    return made


def published(house):
    return publish_plan(Plan.objects.get(pk=house.plan.pk), note="What is new.", why="The rest follows.")


def said(client):
    """Return all that the public site says, with its headers. Only the mark of a page may hold a record's number."""
    return {
        address: (answer.status_code, answer.content, [answer.get(name) for name in HEADERS])
        for address, answer in crawl(client).items()
    }


def unpacked(content):
    """Return the bytes of an answer; of an archive those of its members."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def words_of(client):
    return "".join(
        " ".join(unpacked(answer.content).decode(errors="replace").split()) for answer in crawl(client).values()
    )


def turn_inside_out(house):
    """Write something else into each internal text, and turn what is rated, owned and decided inside."""
    words = (f"Other words {number}" for number in itertools.count())
    for model in (model for label in APPS for model in apps.get_app_config(label).get_models()):
        names = [field.name for field in texts_of(model)]
        for record in model._base_manager.all():
            internal = [name for name in names if fits(record, name) and not house.is_public(record, name)]
            plainly(model).filter(pk=record.pk).update(**{name: next(words) for name in internal})
    empty_what_was_empty(house)
    other = Post.objects.exclude(pk=house.post.pk).first()
    Deliverable.objects.update(lead=other)
    ProgressUpdate.objects.exclude(pk=house.published.pk).update(rating="red", forecast="red", stage="complete")
    ProgressUpdate.objects.update(forecast="amber")
    Risk.objects.update(owner=other, proximity="")
    Person.objects.update(is_active=False)


def empty_what_was_empty(house):
    Deliverable.objects.filter(pk=house.plain.pk).update(public_wording="")
    ProgressUpdate.objects.filter(pk=house.unworded.pk).update(public_wording="")


def test_of_two_databases_that_differ_in_what_is_internal_the_public_reads_the_same_bytes(house, client):
    with transaction.atomic():
        published(house)
        before = said(client)
        transaction.set_rollback(True)
    turn_inside_out(house)
    house.approve()
    published(house)
    assert len(before) > 25
    assert differing(before, said(client)) == []


def differing(before, after):
    return sorted(address for address in before.keys() | after.keys() if before.get(address) != after.get(address))


def test_what_changes_inside_after_a_publication_changes_no_byte_and_no_mark(house, client):
    published(house)
    before, marks = said(client), {a: answer.get("ETag") for a, answer in crawl(client).items()}
    turn_inside_out(house)
    Plan.objects.filter(pk=house.plan.pk).update(title="Renamed", vision="Changed", state="closed", marking="SECRET")
    Wording.objects.update(state="replaced", decided_by=None, decided_at=None)
    assert differing(before, said(client)) == []
    assert {a: answer.get("ETag") for a, answer in crawl(client).items()} == marks


def test_everything_that_is_allowed_is_there_and_nothing_else(house, client):
    published(house)
    everything = words_of(client)
    assert leaks(house, everything) == []
    assert missing(house, everything) == []


def test_who_published_and_why_past_the_checklist_is_nowhere(house, client):
    made = published(house)
    everything = words_of(client)
    for word in (made.published_by.name, made.published_by.email, made.why_all_the_same, made.missing.split("\n")[0]):
        assert word
        assert word not in everything


def test_what_is_neither_approved_nor_public_yet_is_nowhere(house, client):
    published(house)
    Plan.objects.filter(pk=house.plan.pk).update(vision="A draft of a vision")
    PublicationFactory(plan=house.plan, number=2, note="Under embargo", public_from="2030-01-01T00:00Z")
    everything = words_of(client)
    assert ("A draft of a vision" in everything, "Under embargo" in everything) == (False, False)


def test_a_leak_in_what_is_selected_is_caught(house, client, monkeypatch):
    honest = public.allowed.read

    def leaking(records, **keys):
        rows = honest(records, **keys)
        if records.model is Deliverable:
            for row, record in zip(rows, records, strict=True):
                row["deadline_text"] = record.description
        return rows

    monkeypatch.setattr(public.plan, "read", leaking)
    with transaction.atomic():
        published(house)
        before = said(client)
        assert leaks(house, words_of(client)) != []
        transaction.set_rollback(True)
    turn_inside_out(house)
    house.approve()
    published(house)
    assert differing(before, said(client)) != []


def test_a_leak_in_what_a_page_shows_is_caught(house, client, monkeypatch):
    def whose(page):
        made = Publication.objects.select_related("published_by", "plan__authority").get(pk=page.here.issue.pk)
        return f"{made.plan.get_state_display()} {Post.objects.first().title}"

    monkeypatch.setattr(plans.PlanPage, "description", property(whose))
    published(house)
    before = said(client)
    assert leaks(house, words_of(client)) != []
    turn_inside_out(house)
    assert differing(before, said(client)) != []


def test_the_address_is_the_one_that_was_kept(house, client):
    published(house)
    assert PublicAddress.objects.count() == 1
    assert client.get("/public/weald/the-plan/").status_code == 200
