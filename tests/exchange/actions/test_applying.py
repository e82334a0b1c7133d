"""What an import does at the edges: archived risks, rows left out, progress that has nowhere to go, refusals by row."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions import answer_questions, confirm_import, confirming, proposal_of
from kpa_tracker.interfaces.exchange.steps import Step
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


@pytest.mark.parametrize(
    "error", [Refused("It is closed."), ValidationError({"title": ["It is closed."]}), ValidationError("It is closed.")]
)
def test_a_refusal_says_which_row_it_is_about(error):
    def refuse(step):
        raise error

    class Row:
        place = "Plan, row 7"

    step = Step("deliverable", Row(), None, {"title": "Patrol"}, {})
    with pytest.raises(Refused) as caught:
        confirming._at_its_row(step, refuse)
    assert caught.value.message == "Plan, row 7, “Patrol”: It is closed."
