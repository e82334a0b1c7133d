"""Markup in every text of every record: no page, list, form, history or document takes it for its own."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.toolkit.plain import as_plain
from kpa_tracker.interfaces.publication.actions.exporting import as_html
from kpa_tracker.interfaces.publication.models import Publication, Wording
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.working import working_document
from plans.models import Plan
from tests.base.toolkit.admin.test_every_admin import OURS
from tests.base.toolkit.admin.test_every_admin import address as admin_address
from tests.factories.deliverables import SubItemFactory
from tests.factories.exchange import document_of
from tests.hostile.world import address, model_of, patterns, world_of

MARKUP = "</textarea></title>'\"><script>alert(1)</script><img src=x onerror=alert(2)>"
RUNS = [b"<script>alert", b"<img src=x", b"<i>x"]
KEPT = (
    "hash",
    "withheld_reason",
    "password",
    "slug",
    "colour",  # six digits of a palette, looked at wherever they are typed
    "email",
    "signature",
    "content_type",
    "filename",
    "precision",
    "verb",
    "stream",
    "answer",  # written with who gave it
    "minute",  # written with the meeting that it is of
    "reports_to",  # days, one a line: what is none is refused wherever it is typed
)
OURS_ALONE = (
    *("people", "plans", "deliverables", "risks", "exchange", "targets", "scrutiny"),
    *("publication", "api", "notifications"),
)


def texts_of(model):
    """Return the columns in which people write what they like."""
    written = [f for f in model._meta.concrete_fields if type(f) in {models.CharField, models.TextField}]
    return [
        f for f in written if not f.choices and not f.name.endswith(KEPT) and f.name not in {"page", "query", "kind"}
    ]


def plant(model):
    for one in model._base_manager.all():
        typed = {field.name: markup_for(field, one.pk) for field in texts_of(model)}
        if typed:
            plainly(model).filter(pk=one.pk).update(**typed)


def markup_for(field, number):
    """Return markup with a number, as far as there is room for it."""
    room = field.max_length or 1000
    return f"{MARKUP}{number}" if room > len(MARKUP) + 6 else f"<i>x{number}"[:room]


def plainly(model):
    """Rows of a model as the database has them: written whatever the model refuses."""
    return models.QuerySet(model)


def plant_in_what_was_published(plan):
    """Let texts for the public have been submitted with it, and a publication say it."""
    plainly(Plan).filter(pk=plan.pk).update(marking="")  # another one keeps it from the public
    said = {"public_wording": MARKUP, MARKUP: MARKUP}
    plainly(Wording).update(said=said, basis=said)
    plainly(Publication).update(content=as_plain(public_document(Plan.objects.get(pk=plan.pk))))


@pytest.fixture
def ours(authority, administrator):
    made = world_of(authority)
    SubItemFactory(deliverable=made["deliverable"])
    made["stagedimport"].document = document_of([["Aim", "Action", "Lead"], [MARKUP, f"1 {MARKUP}", MARKUP]]).to_json()
    made["stagedimport"].save()
    for app in OURS_ALONE:
        for model in apps.get_app_config(app).get_models():
            plant(model)
    plant_in_what_was_published(made["deliverable"].plan)
    for one in made.values():
        changes = {name: [MARKUP, f"{MARKUP} {name}"] for name in ("title", "done", "lead", MARKUP)}
        told = {"changes": {**changes, "supporting": [[MARKUP], []]}, "reason": MARKUP, "name": MARKUP}
        record(f"{one._meta.model_name} changed", one, by=administrator, authority_id=authority.pk, **told)
    return made


@pytest.fixture
def client(administrator, as_person):
    return as_person(administrator)


def runs(pages):
    """Return the pages that hold the markup as it was typed; and whether any holds it as text."""
    found = [name for name, content in pages if any(mark in content for mark in RUNS)]
    return found, any(b"&lt;script&gt;alert" in content for _, content in pages)


def site_pages(ours, client, query):
    for entry in patterns():
        kind = model_of(entry)
        if set(entry.pattern.converters) - {"pk", "period"} or (kind and kind not in ours) or "pdf" in entry.name:
            continue
        if entry.name != "admin-shortcut":
            yield entry.name, client.get(address(entry.name, kind, ours), query).content


@pytest.mark.parametrize("query", [{}, {"words": MARKUP, "list": MARKUP, "name": MARKUP, "plan": MARKUP}])
def test_no_page_runs_what_is_typed(query, ours, client):
    assert runs(list(site_pages(ours, client, query))) == ([], True)


def test_a_dashboard_runs_nothing_either(ours, authority, client):
    assert runs([("authority", client.get(reverse("authority", args=[authority.slug])).content)]) == ([], True)


def test_no_page_of_the_admin_runs_what_is_typed(ours, client):
    pages = []
    for kind, model in OURS.items():
        urls = [
            admin_address(model, "changelist"),
            *(admin_address(model, p, ours[kind].pk) for p in ("change", "history")),
        ]
        pages += [(url, client.get(url).content) for url in urls]
    assert runs(pages) == ([], True)


def test_a_form_that_is_refused_runs_nothing(ours, client):
    sent = {"reference": MARKUP * 3, "title": MARKUP * 9, "version": MARKUP}
    page = client.post(reverse("risk-edit", args=[ours["risk"].pk]), sent)
    assert (page.status_code, runs([("risk-edit", page.content)])) == (422, ([], True))


def test_no_document_runs_what_is_typed(ours):
    plan = ours["deliverable"].plan
    plan.refresh_from_db()
    drawn = [as_html(working_document(plan)), as_html(public_document(plan))]
    assert runs([(str(number), html.encode()) for number, html in enumerate(drawn)]) == ([], True)
