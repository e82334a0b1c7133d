"""Three people do what they come for, in a real browser on the demonstration, each to the plan's PDF."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import expect

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.audit.actions import history_of, verify_history
from kpa_tracker.interfaces.scrutiny.demonstration.loading import PASSWORD
from tests.journeys.walking import follow, go, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def demonstration(kept_demonstration, transactional_db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    kept_demonstration.place(tmp_path)


@pytest.fixture
def sign_in(page, live_server, demonstration):
    """Return a function that signs somebody of the demonstration in by the form, and returns where they land."""

    def enter(name):
        page.goto(f"{live_server.url}/")
        page.fill("[name=login]", f"{name}@demo.example")
        page.fill("[name=password]", PASSWORD)
        go(page.locator("main button[type=submit]"))
        expect(page).to_have_url(re.compile(r"/(my-work|committees/\d+|authorities/\w+)/$"))
        return page

    return enter


def card(page, label):
    """Return the first card with exactly this label: "Red" stands in "answered" too."""
    return page.locator(".app-stat", has_text=re.compile(rf"^\s*\d+\s*{label}(\s|$)")).first


def number_at(page, label):
    """Return the number on the card with a label."""
    return int(card(page, label).locator(".app-stat__number").inner_text())


def downloaded(page, link):
    """Follow a link to a file and return it."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).click()
    return Path(waiting.value.path())


def test_an_officer_reports_still_green_then_red_and_reads_the_plan(sign_in):
    page = sign_in("officer")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    to_write = number_at(page, "Updates to write")

    follow(page, "Still green, nothing changed with 2.2.1")
    press(page, "Submit")
    expect(page.get_by_text("submitted", exact=False).first).to_be_visible()
    follow(page, "My work")
    assert number_at(page, "Updates to write") == to_write - 1

    follow(page, "Write the update of 2.2.2")
    page.check("[name=stage][value=in_progress]")
    page.check("[name=rating][value=red]")
    page.fill("[name=done]", "One room has a computer now.")
    press(page, "Submit")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary.locator("a").nth(2)).to_be_visible()
    expect(page.locator("[name=done]")).to_have_value("One room has a computer now.")
    page.fill("[name=cause]", "The supplier is late again.")
    page.fill("[name=recovery]", "The force lends two computers.")
    page.select_option("[name=recovery_by]", label="Performance Officer")
    page.fill("[name=green_on]", "30 June 2010")
    press(page, "Submit")
    update = ProgressUpdate.objects.get(deliverable__reference="2.2.2", period__name__startswith="Quarter 4")
    assert (update.state, update.rating, update.submitted_by.email) == ("submitted", "red", "officer@demo.example")

    follow(page, "Plans", "Business plan 2009/10")
    with pikepdf.open(downloaded(page, re.compile("Working PDF"))) as pdf:
        assert len(pdf.pages) > 5
        assert str(pdf.Root.Lang) == "en-GB"


def test_a_chair_reads_challenges_and_takes_the_picture_away(sign_in):
    page = sign_in("chair.audit")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Audit and Finance Committee")
    total, red = number_at(page, "Deliverables"), number_at(page, "Red")
    parts = [number_at(page, label) for label in ("Red", "Amber", "Green", "Not rated")]
    assert sum(parts) == total

    go(card(page, "Red").get_by_role("link"))
    expect(page.locator("main table tbody tr")).to_have_count(red)
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("csv", re.I)).click()
    lines = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + red

    go(page.locator("main table tbody a").first)
    expect(page.get_by_text("Why it is not green").first).to_be_visible()
    go(page.get_by_role("link", name="History").last)
    expect(page.get_by_text("submitted").first).to_be_visible()

    follow(page, "Plans", "Business plan 2009/10")
    with pikepdf.open(downloaded(page, re.compile("Public PDF"))) as pdf:
        assert "Business plan" in str(pdf.docinfo["/Title"])


def test_an_editor_reviews_amends_and_publishes(sign_in):
    page = sign_in("editor")
    follow(page, "My work")
    follow(page, "Review the update of 1.1.2")
    page.get_by_label("Accept it").check()
    press(page, "Save the decision")
    follow(page, "My work")
    follow(page, "Review the update of 2.1.1")
    page.get_by_label("Send it back").check()
    page.fill("[name=reason]", "Say which milestone was missed.")
    press(page, "Save the decision")
    states = dict(
        ProgressUpdate.objects.filter(period__name__startswith="Quarter 4").values_list(
            "deliverable__reference", "state"
        )
    )
    assert (states["1.1.2"], states["2.1.1"]) == ("accepted", "sent_back")

    follow(page, "Deliverables")
    go(page.locator("main table a", has_text="Finish the procedure").first)
    press(page, "Edit")
    page.fill("[name=title]", "Finish the procedure for complaints about the chief officers")
    press(page, "Save")
    changed = Deliverable.objects.get(plan__title="Business plan 2009/10", reference="1.1.2")
    assert "title" in history_of(changed).first().changes

    follow(page, "Plans", "Business plan 2009/10")
    assert downloaded(page, re.compile("Public PDF")).read_bytes().startswith(b"%PDF-")
    assert list(verify_history()) == []
