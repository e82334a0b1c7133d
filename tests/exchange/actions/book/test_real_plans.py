"""A real plan goes in, and comes out whole by each way in which a plan leaves the office."""

import html

import pytest
from django.utils.html import strip_tags

from kpa_tracker.interfaces.publication.actions.exporting import as_html, export_plan, export_plan_to_word
from kpa_tracker.interfaces.publication.content import figures_of
from kpa_tracker.interfaces.publication.working import working_document
from plans.models import Plan
from tests.base.toolkit.pdf.reading import failures_of_pdf_ua, squeezed, text_of
from tests.exchange.actions.book.plans import copied, differences, proposed, sent_out, told
from tests.exchange.real_plans import NEEDED, take_in
from tests.factories.plans import PlanFactory
from tests.publication.documents.test_word import package_of, words_of

pytestmark = [pytest.mark.django_db, NEEDED]


@pytest.fixture(params=["kpa-business-plan-2009-10.docx", "kpa-business-plan-2009-10-page-broken.xlsx"])
def plan(request, authority, editor):
    made = PlanFactory(authority=authority, state=Plan.State.DRAFT, title="Annual business plan")
    take_in(made, request.param, by=editor)
    return Plan.objects.for_page().get(pk=made.pk)


def test_its_workbook_makes_the_same_plan_elsewhere_and_changes_nothing_here(plan):
    assert plan.deliverables.count() == 57
    assert differences(plan, copied(plan)) == []
    again = proposed(plan, sent_out(plan))
    assert (again.problems, again.new, again.gone, told(again)) == ([], [], [], [])


def test_its_documents_have_every_promise_and_the_figures_that_went_in(plan, editor):
    document = working_document(plan)
    figures = figures_of(document.rows, document.scale)
    found = (figures.total, figures.without_lead, figures.without_deadline, figures.without_measurement)
    assert found == (57, 11, 30, 15)
    pdf = export_plan(plan, public=False, by=editor).content
    assert failures_of_pdf_ua(pdf) == []
    ways = {
        "page": squeezed(html.unescape(strip_tags(as_html(document)))),
        "PDF": squeezed(text_of(pdf)),
        "Word": words_of(package_of(export_plan_to_word(plan, public=False, by=editor).content)),
    }
    titles = [squeezed(row.title) for row in document.rows]
    assert [(way, title) for way, said in ways.items() for title in titles if title not in said] == []
