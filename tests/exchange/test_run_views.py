"""The page of a long import: how far it is, what became of it, calling it off; and who sees it."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.exchange.actions.running import STOPPED
from kpa_tracker.interfaces.exchange.models import ImportRun, StagedImport, imports
from plans.models import Plan
from tests.exchange.test_views import filled
from tests.factories.exchange import ImportRunFactory, RegisterImportFactory, StagedImportFactory
from tests.factories.plans import PlanFactory

ROWS = [["Aim", "Action"], *(["Safe", f"Task {number}"] for number in range(120))]
LONG_AGO = datetime.timedelta(minutes=1)


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT, title="The plan")


@pytest.fixture
def staged(plan, monkeypatch):
    monkeypatch.setattr(imports, "LONG", 100)
    return StagedImportFactory(plan=plan, rows=ROWS)


@pytest.fixture
def run(staged, editor):
    return ImportRunFactory(staged=staged, asked_by=editor, said={"seen": staged.version})


@pytest.fixture
def editing(as_person, editor):
    return as_person(editor)


def said(client, run):
    return " ".join(client.get(run.get_absolute_url()).content.decode().split())


def preview_of(staged):
    return reverse("import-preview", args=[staged.pk])


def test_a_long_file_leads_from_the_preview_by_its_progress_to_the_result(
    editing, staged, django_capture_on_commit_callbacks
):
    preview = editing.get(preview_of(staged))
    with django_capture_on_commit_callbacks() as callbacks:
        sent = editing.post(preview_of(staged), filled(preview))
    run = ImportRun.objects.get()
    assert sent.url == run.get_absolute_url()
    assert run.said == {"seen": staged.version, "with_text": True, "with_risks": True}
    page = editing.get(sent.url)
    assert (page.status_code, [str(one) for one in page.context["messages"]]) == (200, [])
    callbacks[0]()
    assert editing.get(sent.url).url == reverse("import-result", args=[staged.pk])
    assert Deliverable.objects.count() == 120


def test_a_short_file_still_leads_straight_to_the_result(editing, plan):
    staged = StagedImportFactory(plan=plan)
    sent = editing.post(preview_of(staged), filled(editing.get(preview_of(staged))), follow=True)
    assert sent.redirect_chain == [(reverse("import-result", args=[staged.pk]), 302)]
    assert [str(one) for one in sent.context["messages"]] == ["The plan is imported."]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (None, "Waits for its turn"),
        ((0, 0), "Has begun: the file is compared with what is here"),
        ((3_200, 10_000), "3,200 of 10,000 rows are imported"),
    ],
)
def test_the_page_says_how_far_it_is(editing, run, told, words):
    with run.slate.held() as teller:
        if told:
            teller(*told)
        page = said(editing, run)
    assert words in page
    assert "Look again" in page
    assert "Cancel the import" in page


def test_the_page_says_what_was_refused_and_leads_back(editing, staged):
    failed = ImportRunFactory(staged=staged, state="failed", why_not="Row 7, “Patrol”: this belongs to another plan.")
    page = said(editing, failed)
    assert "Row 7, “Patrol”: this belongs to another plan." in page
    assert f'href="{preview_of(staged)}"' in page
    assert "Look again" not in page
    assert editing.get(preview_of(staged)).status_code == 200


def test_what_was_broken_off_says_so_and_is_confirmed_again(editing, staged, django_capture_on_commit_callbacks):
    lost = ImportRunFactory(staged=staged, state="running", started_at=clock.now() - LONG_AGO)
    assert STOPPED in said(editing, lost)
    preview = editing.get(preview_of(staged))
    with django_capture_on_commit_callbacks(execute=True):
        editing.post(preview_of(staged), filled(preview))
    assert StagedImport.objects.get().confirmed_at
    assert "Nothing was imported" in said(editing, lost)


@pytest.mark.parametrize("page", ["preview", "columns", "discard"])
def test_while_it_is_under_way_every_step_leads_to_its_progress(editing, run, page):
    address = reverse(f"import-{page}", args=[run.staged_id])
    assert editing.get(address).url == run.get_absolute_url()
    assert editing.post(address).url == run.get_absolute_url()
    assert ImportRun.objects.get() == run


def test_whoever_presses_cancel_is_told_what_became_of_it(editing, run):
    sent = editing.post(reverse("import-run-cancel", args=[run.pk]), follow=True)
    assert sent.redirect_chain == [(run.get_absolute_url(), 302)]
    page = sent.content.decode()
    assert "Cancelled. Nothing was imported" in page
    assert "What was read of the file is still here." in page
    assert Deliverable.objects.count() == 0


def test_what_is_at_work_says_that_it_is_being_cancelled(editing, run):
    with run.slate.held() as teller:
        teller(50, 120)
        run.slate.ask_to_stop()
        page = said(editing, run)
    assert "Is being cancelled" in page
    assert reverse("import-run-cancel", args=[run.pk]) not in page


def test_what_has_ended_is_not_cancelled(editing, staged):
    ended = ImportRunFactory(staged=staged, state="cancelled")
    sent = editing.post(reverse("import-run-cancel", args=[ended.pk]))
    assert sent.status_code == 422
    assert "It is not under way any more." in sent.content.decode()


def test_a_register_names_whose_it_is(editing, authority):
    run = ImportRunFactory(staged=RegisterImportFactory(register_of=authority))
    assert f"The risk register of {authority}" in said(editing, run)


@pytest.mark.parametrize("who", ["member", "officer", "auditor", "stranger"])
@pytest.mark.parametrize("name", ["import-run", "import-run-cancel"])
def test_nobody_else_sees_or_cancels_it(who, name, run, as_person, request):
    client = as_person(request.getfixturevalue(who))
    address = reverse(name, args=[run.pk])
    assert (client.post(address) if name.endswith("cancel") else client.get(address)).status_code == 404
    run.refresh_from_db()
    assert (run.state, run.slate.is_asked_to_stop) == ("waiting", False)


def test_another_editor_of_the_authority_sees_it(run, administrator, as_person):
    assert as_person(administrator).get(run.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("rows", [10, 1_000])
def test_the_page_costs_the_same_however_long_the_file_is(editing, plan, editor, rows, django_assert_num_queries):
    staged = StagedImportFactory(plan=plan, rows=ROWS[:1] * rows)
    run = ImportRunFactory(staged=staged, asked_by=editor)
    editing.get(run.get_absolute_url())
    with django_assert_num_queries(5):
        editing.get(run.get_absolute_url())
