"""A register that was taken out as a file, and comes back in: nothing changes."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from kpa_tracker.base.audit.models import Event
from kpa_tracker.interfaces.exchange.models import StagedImport
from plans.models import Plan
from risks.actions import change_status
from risks.models import Assessment, Risk
from tests.exchange.files import saved
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import AcceptanceFactory, AssessmentFactory, CategoryFactory, ControlFactory, RiskFactory


@pytest.fixture
def register(authority, editor):
    """A register in which everything is there that a row can show: gaps, links to two plans, what ended."""
    old, new = (PlanFactory(authority=authority, state=state) for state in (Plan.State.CLOSED, Plan.State.ADOPTED))
    full = RiskFactory(
        authority=authority,
        reference="KPA 05",
        title="Grants fall, and nobody notices",
        owner=PostFactory(authority=authority, title="Treasurer and Head of Finance"),
        committee=CommitteeFactory(authority=authority, name="Finance Committee"),
        category=CategoryFactory(authority=authority, name="Money", appetite=2),
    )
    for basis, likelihood, impact in (("inherent", 5, 5), ("current", 4, 4), ("target", 2, 3)):
        AssessmentFactory(risk=full, basis=basis, likelihood=likelihood, impact=impact)
    full.ambitions.add(AmbitionFactory(plan=old, title="Safe streets, day and night"), AmbitionFactory(plan=new))
    full.deliverables.add(*(DeliverableFactory(plan=plan, reference="1.1") for plan in (old, new)))
    full.refresh_from_db()
    ControlFactory(risk=full)
    change_status(full, status="treated", reason="A plan is there.", seen=full.version, by=editor)
    closed = RiskFactory(authority=authority, reference="KPA 07", title="It is over")
    AssessmentFactory(risk=closed, likelihood=1, impact=1)
    closed.refresh_from_db()
    change_status(closed, status="closed", reason="Sold.", seen=closed.version, by=editor)
    borne = AssessmentFactory(risk__authority=authority, risk__reference="KPA 09", risk__category=full.category).risk
    AcceptanceFactory(risk=borne)
    RiskFactory(authority=authority, reference="KPA 13", title="Nobody looked at it")


def taken_out(client, kind):
    response = client.get(reverse("risk-list"), {"export": kind})
    return b"".join(response) if response.streaming else response.content


def brought_in(client, authority, name, content):
    client.post(reverse("import-register"), {"authority": authority.pk, "file": SimpleUploadedFile(name, content)})
    staged = StagedImport.objects.order_by("pk").last()
    page = client.get(reverse("import-register-preview", args=[staged.pk]))
    return page.context["proposal"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_taken_out_changes_nothing_when_it_comes_back(authority, as_person, editor, register, kind):
    client = as_person(editor)
    proposal = brought_in(client, authority, f"register.{kind}", taken_out(client, kind))
    assert [one.text for one in proposal.all_problems] == []
    assert proposal.remarks == []
    assert [
        (step.reference, step.shown_changes, step.shown_scores, step.shown_parts) for step in proposal.changed
    ] == []
    assert sorted(step.reference for step in proposal.same) == sorted(Risk.objects.values_list("reference", flat=True))
    scores, events = Assessment.objects.count(), Event.objects.count()
    client.post(reverse("import-register-preview", args=[StagedImport.objects.get().pk]))
    assert (Assessment.objects.count(), Event.objects.count()) == (scores, events + 1)


def test_one_cell_that_somebody_changed_in_it_is_the_one_change(authority, as_person, editor, register):
    client = as_person(editor)
    book = load_workbook(io.BytesIO(taken_out(client, "xlsx")))
    cell = next(cell for row in book.active.iter_rows() for cell in row if cell.value == "It is over")
    cell.value = "It is over and done with"
    proposal = brought_in(client, authority, "register.xlsx", saved(book))
    assert [step.shown_changes for step in proposal.changed] == [[("Title", "It is over", "It is over and done with")]]
