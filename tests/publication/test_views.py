from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import GRANTS, Role
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions import exporting as actions
from plans.models import Plan
from tests.base.toolkit.pdf.reading import text_of
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.people import person_with
from tests.factories.plans import PlanFactory
from tests.publication.sample import wanted

NAMES = ("plan-document", "plan-document-public", "plan-pdf", "plan-pdf-public")
PAGES, FILES = NAMES[:2], NAMES[2:]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, title="The plan")


def address(name, plan):
    return reverse(name, args=[plan.pk])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR])
def test_whoever_has_a_role_reads_the_plan(plan, as_person, name, role):
    assert as_person(person_with(role, authority=plan.authority)).get(address(name, plan)).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_another_authority_does_not_learn_that_the_plan_exists(plan, as_person, stranger, name):
    assert as_person(stranger).get(address(name, plan)).status_code == 404
    assert not history_of(plan).exists()


@pytest.mark.parametrize("name", NAMES)
def test_nobody_reads_it_without_signing_in(plan, client, name):
    response = client.get(address(name, plan))
    assert response.status_code == 302
    assert "login" in response.headers["Location"]


@pytest.mark.parametrize(
    ("name", "status"),
    [("plan-document", 404), ("plan-pdf", 404), ("plan-document-public", 200), ("plan-pdf-public", 200)],
)
def test_who_may_not_read_deliverables_reads_only_what_is_public(plan, as_person, monkeypatch, name, status):
    monkeypatch.setitem(GRANTS, Role.MEMBER, GRANTS[Role.MEMBER] - {"deliverables.view_deliverable"})
    assert as_person(person_with(Role.MEMBER, authority=plan.authority)).get(address(name, plan)).status_code == status


@pytest.mark.parametrize(("name", "word"), [("plan-pdf", "working"), ("plan-pdf-public", "public")])
def test_the_file_is_handed_out_under_its_name_and_kept_by_no_cache(plan, officer, as_person, name, word):
    response = as_person(officer).get(address(name, plan))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="the-plan-{word}-2010-04-12.pdf"'
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "The plan" in text_of(response.content)
    assert history_of(plan).get().door == "page"


def test_reading_the_page_is_no_export(plan, officer, as_person):
    as_person(officer).get(address("plan-document", plan))
    assert not history_of(plan).exists()


def test_the_page_leads_to_the_file_and_to_the_other_document(plan, officer, as_person):
    page = as_person(officer).get(address("plan-document", plan)).content.decode()
    assert f'href="{address("plan-pdf", plan)}"' in page
    assert f'href="{address("plan-document-public", plan)}"' in page
    assert f'href="{address("plan-pdf-public", plan)}"' not in page


@pytest.mark.parametrize("name", ["plan-document-public", "plan-pdf-public"])
def test_a_draft_sends_the_reader_back_with_the_reason(plan, officer, as_person, name):
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.DRAFT)
    response = as_person(officer).get(address(name, plan))
    assert response.status_code == 302
    assert response.headers["Location"] == plan.get_absolute_url()
    (message,) = response.wsgi_request._messages
    assert "is a draft" in str(message)


@pytest.mark.parametrize(("name", "twin"), [("plan-pdf", "plan-document"), ("plan-pdf-public", "plan-document-public")])
def test_without_the_library_the_page_says_what_to_install_and_leads_to_the_twin(
    plan, officer, as_person, monkeypatch, name, twin
):
    def unable(html):
        raise PdfUnavailable("Ask whoever looks after it to run: apt-get install it")

    monkeypatch.setattr(actions, "render_pdf", unable)
    response = as_person(officer).get(address(name, plan))
    assert response.status_code == 503
    assert "apt-get install it" in response.content.decode()
    assert f'href="{address(twin, plan)}"' in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("plan-document", 26), ("plan-document-public", 30), ("plan-pdf", 35), ("plan-pdf-public", 39)],
)
def test_queries_do_not_grow_with_the_plan(plan, officer, as_person, name, queries, count, django_assert_num_queries):
    period = ReportingPeriodFactory(plan=plan)
    for _ in range(count):
        ProgressUpdateFactory(deliverable=DeliverableFactory(plan=plan), period=period, state="accepted", latest=True)
        wanted(plan)
    client = as_person(officer)
    with django_assert_num_queries(queries):
        client.get(address(name, plan))
