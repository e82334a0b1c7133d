"""The update's form in a real browser: with and without script, right and wrong, and with somebody else faster."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from deliverables.actions.updates import NOTHING_SEEN, save_draft
from deliverables.models import ProgressUpdate
from tests.journeys.walking import look, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

RECOVERY = ["cause", "recovery", "recovery_by", "green_on"]


@pytest.fixture
def form(browse, owner, deliverable, period):
    """The page of the form, opened by the owner."""
    return browse(owner, reverse("update-write", args=[deliverable.pk, period.pk]))


def recovery_is_asked_for(page, *, is_asked):
    for name in RECOVERY:
        expect(page.locator(f"[name={name}]")).to_be_visible(visible=is_asked)


def test_the_recovery_is_asked_for_when_it_is_needed(form):
    recovery_is_asked_for(form, is_asked=False)
    form.get_by_role("radio", name="Amber").check()
    recovery_is_asked_for(form, is_asked=True)
    form.get_by_role("radio", name="Green").check()
    recovery_is_asked_for(form, is_asked=False)


def test_without_script_every_question_is_there_with_the_words_when_it_is_needed(
    browser, session_of, owner, live_server, deliverable, period
):
    with browser.new_context(java_script_enabled=False) as context:
        context.add_cookies([session_of(owner)])
        page = context.new_page()
        page.goto(f"{live_server.url}{reverse('update-write', args=[deliverable.pk, period.pk])}")
        recovery_is_asked_for(page, is_asked=True)
        expect(page.get_by_text("Only needed where “How do you rate it now?” is Amber or Red.")).to_have_count(4)
        page.get_by_role("radio", name="Green").check()
        page.get_by_role("radio", name="In progress").check()
        page.locator("[name=done]").fill("The draft was written.")
        press(page, "Submit")
        expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    assert ProgressUpdate.objects.get().state == "submitted"


def test_each_mistake_is_named_at_the_top_and_leads_to_its_question(form):
    look(form, "empty")
    form.get_by_role("radio", name="Red").check()
    press(form, "Submit")
    summary = form.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_text(
        [
            "Say how far the work has come.",
            "Say why it is red.",
            "Say what will bring it back.",
            "Choose the post that will do it.",
            "Give the day by which it is green again.",
            "Say what was done, or that nothing has changed.",
        ]
    )
    summary.get_by_role("link", name="Choose the post").click()
    expect(form.locator("[name=recovery_by]")).to_be_focused()
    look(form, "mistakes")


def test_a_double_click_hands_in_once(form):
    form.get_by_role("radio", name="In progress").check()
    form.get_by_role("radio", name="Green").check()
    form.locator("[name=done]").fill("The draft was written.")
    form.get_by_role("button", name="Submit").dblclick()
    expect(form.get_by_role("heading", level=1)).to_have_text("My work")
    assert ProgressUpdate.objects.count() == 1


def test_who_is_second_sees_both_texts_and_loses_nothing(form, deliverable, period, editor):
    form.get_by_role("radio", name="In progress").check()
    form.get_by_role("radio", name="Green").check()
    form.locator("[name=done]").fill("What the owner typed")
    save_draft(deliverable, period=period, content={"done": "What the editor saved"}, seen=NOTHING_SEEN, by=editor)
    press(form, "Submit")
    compared = form.get_by_role("row", name="What was done?")
    expect(compared).to_contain_text("What the owner typed")
    expect(compared).to_contain_text("What the editor saved")
    expect(form.locator("[name=done]")).to_have_value("What the owner typed")
    look(form, "somebody was faster")
    press(form, "Submit")
    expect(form.get_by_role("heading", level=1)).to_have_text("My work")
    assert ProgressUpdate.objects.get().done == "What the owner typed"
