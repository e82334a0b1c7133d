from __future__ import annotations

import pytest

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions import exporting as actions
from kpa_tracker.interfaces.publication.actions.exporting import export_plan
from kpa_tracker.interfaces.publication.public import NotForThePublic
from plans.models import Plan
from tests.factories.plans import PlanFactory


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, title="Business Plan 2009/10")


@pytest.mark.parametrize(
    ("public", "name", "kind"),
    [
        (False, "business-plan-200910-working-2010-04-12.pdf", "the working document"),
        (True, "business-plan-200910-public-2010-04-12.pdf", "the public document"),
    ],
)
def test_an_export_is_a_pdf_under_a_telling_name_and_one_event(plan, editor, public, name, kind):
    file = export_plan(plan, public=public, by=editor)
    assert file.name == name
    assert file.content.startswith(b"%PDF-1.7")
    (event,) = history_of(plan)
    assert tell(event).sentence == f"{editor.name} exported the plan: as {kind}."


def test_a_title_without_letters_still_makes_a_file_name(plan):
    plan.title = "→"
    Plan.objects.filter(pk=plan.pk).update(title="→")
    assert export_plan(plan, public=False, by=None).name == "plan-working-2010-04-12.pdf"


def test_a_draft_is_not_exported_for_the_public_and_leaves_no_event(plan, editor):
    plan.state = Plan.State.DRAFT
    with pytest.raises(NotForThePublic):
        export_plan(plan, public=True, by=editor)
    assert not history_of(plan).exists()


def test_what_could_not_be_drawn_was_not_exported(plan, editor, monkeypatch):
    def unable(html):
        raise PdfUnavailable("A library is missing.")

    monkeypatch.setattr(actions, "render_pdf", unable)
    with pytest.raises(PdfUnavailable):
        export_plan(plan, public=False, by=editor)
    assert not history_of(plan).exists()
