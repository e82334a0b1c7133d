"""An editor imports a long file: its page while it waits, runs, is called off, fails and is done."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.exchange.actions import running
from kpa_tracker.interfaces.exchange.models import ImportRun, imports
from plans.models import Plan
from tests.factories.exchange import ImportRunFactory, StagedImportFactory
from tests.factories.plans import PlanFactory
from tests.journeys.walking import look, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROWS = [["Aim", "Action"], *(["Safe", f"Task {number}"] for number in range(30))]
FILE = "A rather long name of a file that somebody gave to their plan.xlsx"


@pytest.fixture
def staged(authority, monkeypatch, settings):
    """A file that counts as long, and a site on which the process that would take it over has yet to begin."""
    monkeypatch.setattr(imports, "LONG", 30)
    settings.IMPORT_AT_ONCE = False
    monkeypatch.setattr(running, "start_command", lambda name: None)
    plan = PlanFactory(authority=authority, state=Plan.State.DRAFT, title="Business plan 2009/10")
    return StagedImportFactory(plan=plan, rows=ROWS, filename=FILE)


def stands(page, words):
    expect(page.get_by_text(words, exact=True)).to_be_visible()


def test_an_editor_calls_a_long_import_off_and_confirms_it_again(browse, editor, staged):
    page = browse(editor, reverse("import-preview", args=[staged.pk]))
    press(page, "Import it now")
    stands(page, "Waits for its turn")
    look(page, "30-waits", FILE)
    with ImportRun.objects.get().slate.held() as teller:
        teller(20, 30)
        press(page, "Look again")
        stands(page, "20 of 30 rows are imported")
        look(page, "31-runs", FILE)
        press(page, "Cancel the import")
        stands(page, "Is being cancelled")
        look(page, "32-is-being-cancelled", FILE)
    running.cancel_run(ImportRun.objects.get())
    assert running.run_waiting() == 1
    press(page, "Look again")
    stands(page, "Cancelled. Nothing was imported")
    look(page, "33-cancelled", FILE)
    press(page, "Look at the file again")
    press(page, "Import it now")
    stands(page, "Waits for its turn")
    assert running.run_waiting() == 1
    press(page, "Look again")
    expect(page.get_by_text("Left as they were")).to_be_visible()
    assert Deliverable.objects.count() == 30


def test_an_editor_learns_why_nothing_was_imported(browse, editor, staged):
    begun = clock.now() - datetime.timedelta(minutes=5)
    lost = ImportRunFactory(staged=staged, asked_by=editor, state="running", started_at=begun)
    page = browse(editor, lost.get_absolute_url())
    expect(page.get_by_text("It was broken off before its end")).to_be_visible()
    look(page, "34-broken-off", FILE)
    press(page, "Look at the file again")
    expect(page.get_by_role("button", name="Import it now")).to_be_visible()
