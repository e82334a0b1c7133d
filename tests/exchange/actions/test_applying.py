"""What an import does at the edges: archived risks, rows left out, progress that has nowhere to go, refusals by row."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.people.models import Post
from kpa_tracker.interfaces.exchange.actions import answer_questions, confirm_import, proposal_of
from plans.actions import archive
from plans.models import Ambition, Plan
from risks.actions import archive_risk
from tests.factories.deliverables import ReportingPeriodFactory
from tests.factories.exchange import StagedImportFactory
from tests.factories.people import CommitteeFactory
from tests.factories.plans import PlanFactory
from tests.factories.risks import RiskFactory

ROWS = [["Aim", "Action", "Lead", "Risk", "RAG", "Update"], ["Safe", "Patrol", "Clerk", "R1", "Amber", "Begun"]]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.ADOPTED)


def imported(plan, *rows, by, **options):
    return confirm_import(StagedImportFactory(plan=plan, rows=list(rows or ROWS)), by=by, **options)


@pytest.mark.parametrize(("archived", "links"), [(False, 1), (True, 0)])
def test_an_archived_risk_is_left_as_it_is_and_a_current_one_gets_its_links(plan, editor, archived, links):
    risk = RiskFactory(authority=plan.authority, reference="R1")
    if archived:
        archive_risk(risk, seen=risk.version, reason="Passed.", by=editor)
    imported(plan, by=editor)
    assert risk.deliverables.count() == links


def test_a_row_under_what_is_archived_leaves_no_draft_and_no_link(plan, editor):
    ReportingPeriodFactory(plan=plan)
    imported(plan, ["Aim", "Action"], ["Safe", "Light the lanes"], by=editor)
    gone = Ambition.objects.get()
    archive(gone, seen=gone.version, reason="Dropped", by=editor)
    imported(plan, by=editor)
    assert (Deliverable.objects.count(), ProgressUpdate.objects.count()) == (1, 0)


def test_a_row_beside_it_leaves_its_draft(plan, editor):
    ReportingPeriodFactory(plan=plan)
    imported(plan, by=editor)
    assert ProgressUpdate.objects.get().done == "Begun"


@pytest.mark.parametrize(
    ("title", "kind"),
    [("ALL", "everyone"), ("All committee leads", "group"), ("Head of staff", "post"), ("Clerk", "post")],
)
def test_a_post_that_is_made_is_of_the_kind_that_its_name_says(plan, editor, title, kind):
    one = StagedImportFactory(plan=plan, rows=[["Aim", "Action", "Owner"], ["Safe", "Patrol", title]])
    answer_questions(one, answers={}, names={"posts": dict.fromkeys(proposal_of(one).directory.posts.wanted, "new")})
    confirm_import(one, by=editor)
    assert Post.objects.get(title=title).kind == kind


def test_parts_name_the_committees_that_are_known_and_keep_the_words_of_those_that_are_not(plan, editor, authority):
    audit = CommitteeFactory(authority=authority, name="Audit Committee")
    text = "Share: • Cars (Audit Committee) • Vans (Fleet Board) • Bikes"
    imported(plan, ["Aim", "Action"], ["Safe", text], by=editor)
    items = Deliverable.objects.get().sub_items.all()
    assert [(one.text, one.committee, one.committee_text) for one in items] == [
        ("Cars", audit, ""),
        ("Vans", None, "Fleet Board"),
        ("Bikes", None, ""),
    ]


def queries_for(plan, rows, by):
    staged = StagedImportFactory(plan=plan, rows=[["Aim", "Action"], *(["Safe", f"Task {row}"] for row in range(rows))])
    with CaptureQueriesContext(connection) as asked:
        confirm_import(staged, by=by)
    return len(asked)


def test_a_file_costs_the_same_queries_however_many_rows_it_has(authority, editor):
    plans = [PlanFactory(authority=authority, state=Plan.State.DRAFT) for _ in range(4)]
    _, few, more, many = (queries_for(plan, rows, editor) for plan, rows in zip(plans, (2, 4, 8, 12), strict=True))
    assert few == more == many
    assert [one.reference for one in plans[3].deliverables.order_by("position")] == [f"1.{n}" for n in range(1, 13)]


def test_the_next_numbers_pass_over_those_that_the_file_gives(plan, editor):
    rows = [["No", "Aim", "Action"], ["1.2", "Safe", "Patrol"], ["", "Safe", "Visit"], ["", "Safe", "Light the lanes"]]
    imported(plan, *rows, by=editor)
    assert dict(Deliverable.objects.values_list("title", "reference")) == {
        "Patrol": "1.2",
        "Visit": "1.1",
        "Light the lanes": "1.3",
    }
