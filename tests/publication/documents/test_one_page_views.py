from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import GRANTS, Role
from kpa_tracker.interfaces.publication.actions import exporting
from kpa_tracker.interfaces.publication.content import one_page
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.working import working_document
from plans.models import Plan
from tests.base.toolkit.pdf.reading import squeezed, text_of
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.people import person_with
from tests.factories.plans import PlanFactory
from tests.factories.publication import approve_all
from tests.publication.documents.test_one_page import texts_of
from tests.publication.sample import full_plan, wanted

PAGES = {"plan-on-a-page": working_document, "plan-on-a-page-public": public_document}
FILES = {"plan-on-a-page-pdf": "working", "plan-on-a-page-pdf-public": "public"}
NAMES = (*PAGES, *FILES)


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, title="The plan")


@pytest.fixture
def undrawn(monkeypatch):
    monkeypatch.setattr(exporting, "render_pdf", lambda source: b"%PDF-1.7")


def address(name, plan):
    return reverse(name, args=[plan.pk])


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR])
def test_whoever_has_a_role_reads_the_sheet(plan, as_person, name, role):
    assert as_person(person_with(role, authority=plan.authority)).get(address(name, plan)).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_another_authority_does_not_learn_that_the_plan_exists(plan, as_person, stranger, name):
    assert as_person(stranger).get(address(name, plan)).status_code == 404
    assert not history_of(plan).exists()


@pytest.mark.parametrize("name", NAMES)
def test_nobody_reads_it_without_signing_in(plan, client, name):
    assert client.get(address(name, plan)).status_code == 302


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(("name", "status"), list(zip(NAMES, (404, 200, 404, 200), strict=True)))
def test_who_may_not_read_deliverables_reads_only_what_is_public(plan, as_person, monkeypatch, name, status):
    monkeypatch.setitem(GRANTS, Role.MEMBER, GRANTS[Role.MEMBER] - {"deliverables.view_deliverable"})
    assert as_person(person_with(Role.MEMBER, authority=plan.authority)).get(address(name, plan)).status_code == status


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(("name", "word"), FILES.items())
def test_the_file_says_what_it_is_and_the_history_who_took_it(plan, officer, as_person, name, word):
    response = as_person(officer).get(address(name, plan))
    named = f'attachment; filename="the-plan-on-a-page-{word}-2010-04-12.pdf"'
    assert response.headers["Content-Disposition"] == named
    event = history_of(plan).get()
    assert event.changes == {"as": [None, f"the {word} document on a page"]}
    assert event.actor_id == officer.pk


@pytest.mark.parametrize("name", PAGES)
def test_reading_the_page_is_no_export(plan, officer, as_person, name):
    as_person(officer).get(address(name, plan))
    assert not history_of(plan).exists()


@pytest.mark.parametrize("name", ["plan-on-a-page-public", "plan-on-a-page-pdf-public"])
def test_a_draft_has_no_public_sheet(plan, officer, as_person, name):
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.DRAFT)
    response = as_person(officer).get(address(name, plan))
    assert response.headers["Location"] == plan.get_absolute_url()


@pytest.mark.parametrize("name", PAGES)
def test_the_whole_document_leads_to_its_sheet(plan, officer, as_person, name):
    whole = address(name.replace("on-a-page", "document"), plan)
    assert f'href="{address(name, plan)}"' in as_person(officer).get(whole).content.decode()


@pytest.mark.once
@pytest.mark.parametrize(("name", "select"), PAGES.items())
def test_the_page_and_the_paper_have_the_same_content(authority, as_person, name, select):
    plan = approve_all(Plan.objects.for_page().get(pk=full_plan(authority=authority, rows=12).pk))
    client = as_person(person_with(Role.OFFICER, authority=authority))
    source = client.get(address(name, plan)).content.decode()
    seen = squeezed(html.unescape(re.sub(r"<[^>]+>", "", source)))
    file = client.get(address(name.replace("page", "page-pdf", 1), plan)).content
    paper = squeezed(text_of(file))
    for text in texts_of(one_page(select(plan))):
        assert squeezed(text) in seen
        assert squeezed(text) in paper


def test_the_public_sheet_has_approved_wording_alone(authority, officer, as_person):
    plan = PlanFactory(authority=authority, vision="A vision that nobody approved.")
    said = DeliverableFactory(plan=plan, title="Internal title", public_wording="What the public reads")
    ProgressUpdateFactory(deliverable=said, state="accepted", rating="red", latest=True, public_wording="")
    approve_all(plan)
    Plan.objects.filter(pk=plan.pk).update(vision="Another vision.")
    source = as_person(officer).get(address("plan-on-a-page-public", plan)).content.decode()
    assert "What the public reads" in source
    assert not [word for word in ("Internal title", "Another vision", "nobody approved", "--red") if word in source]


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), list(zip(NAMES, (26, 30, 35, 39), strict=True)))
def test_queries_do_not_grow_with_the_plan(plan, officer, as_person, name, queries, count, django_assert_num_queries):
    period = ReportingPeriodFactory(plan=plan)
    for _ in range(count):
        ProgressUpdateFactory(deliverable=DeliverableFactory(plan=plan), period=period, state="accepted", latest=True)
        wanted(plan)
    client = as_person(officer)
    with django_assert_num_queries(queries):
        client.get(address(name, plan))
