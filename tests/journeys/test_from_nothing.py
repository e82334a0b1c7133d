"""From an empty database to the first report, following docs/first-steps.md in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from deliverables.models import Deliverable
from kpa_tracker.base.audit.actions import verify_history
from tests.exchange.files import workbook
from tests.journeys.walking import follow, go, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SECRET = "a good long password"
ROWS = [
    ["Aim", "Outcome", "Action", "Who leads", "By when", "How we will know", "Committee"],
    ["Safe streets", "Less violence", "Patrol the park", "Clerk", "June 2010", "Hours walked", "Audit Committee"],
    [None, None, "Light the lanes", None, None, None, "Audit Committee"],
]


@pytest.fixture
def enter(page, live_server, monkeypatch):
    """Set the authority up, and return a function that signs somebody in by the form in place of whoever was there."""
    monkeypatch.setenv("KPA_ADMIN_PASSWORD", SECRET)
    first = {"authority": "Downs Police Authority", "short_name": "DPA", "name": "Ada First", "email": "ada@downs.test"}
    call_command("first_administrator", verbosity=0, **first)

    inside = []

    def sign_in(name):
        page.goto(f"{live_server.url}/")
        if inside:
            press(page, "Sign out")
        inside.append(name)
        page.fill("[name=login]", f"{name}@downs.test")
        page.fill("[name=password]", SECRET)
        go(page.locator("main button[type=submit]"))
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    return sign_in


def pick(page, field, text):
    """Choose in one of the admin's boxes that look for what is typed."""
    search = page.locator(".select2-container--open .select2-search__field")
    page.locator(f"#id_{field} + .select2 .select2-selection").click()
    expect(search).to_be_focused()
    search.fill(text)
    page.locator(".select2-results__option", has_text=text).first.click()
    expect(page.locator(f"#id_{field} + .select2")).to_contain_text(text)


def add_post(page, title):
    follow(page, "Committees")
    press(page, "Posts")
    press(page, "Add a post")
    page.get_by_label("Title").fill(title)
    press(page, "Save")
    follow(page, "Back to the plan tracker")


def add_person(page, name, *, post, role):
    follow(page, "Administration")
    go(page.locator("a.addlink[href$='/people/person/add/']").first)
    page.get_by_label("Name").fill(name.title())
    page.get_by_label("E-mail address").fill(f"{name}@downs.test")
    page.get_by_label("Password").fill(SECRET)
    page.get_by_label("The same again").fill(SECRET)
    pick(page, "appointments-0-post", post)
    page.locator("[name=appointments-0-role]").select_option(label=role)
    press(page, "Save")
    expect(page.locator(".messagelist .success")).to_be_visible()
    follow(page, "Back to the plan tracker")


def move_plan(page, step):
    press(page, "Move to the next state")
    page.get_by_label(step).check()
    press(page, "Move the plan")


def the_administrator_enters_people(page):
    for title in ("Policy Officer", "Clerk", "Chair of Audit"):
        add_post(page, title)
    add_person(page, "eddie", post="Policy Officer", role="Plan editor")
    add_person(page, "olive", post="Clerk", role="Officer")
    add_person(page, "cheri", post="Chair of Audit", role="Committee member")
    follow(page, "Committees")
    press(page, "Add a committee")
    page.get_by_label("Name:", exact=True).fill("Audit Committee")
    pick(page, "chair", "Chair of Audit")
    press(page, "Save")


def the_editor_brings_the_plan_in(page):
    follow(page, "Go to the plans")
    press(page, "Start a plan")
    page.get_by_label("Title").fill("Business plan 2009/10")
    page.get_by_label("Starts").fill("1 April 2009")
    page.get_by_label("Ends").fill("31 March 2010")
    press(page, "Start the plan")
    follow(page, "Import")
    file = {"name": "plan.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(ROWS)}
    page.get_by_label("The file").set_input_files(file)
    press(page, "Read the file")
    press(page, "Continue")
    press(page, "Import it now")
    press(page, "Go to the plan")
    move_plan(page, "Send it to consultation")
    move_plan(page, "Adopt it")
    follow(page, "Reporting periods", "Open the first period")
    press(page, "Open the period")


def the_officer_reports(page):
    follow(page, re.compile("^Write the update"))
    page.check("[name=stage][value=in_progress]")
    page.check("[name=rating][value=red]")
    page.fill("[name=done]", "Two evenings walked.")
    page.fill("[name=cause]", "Nobody was free.")
    page.fill("[name=recovery]", "Two people were asked.")
    page.select_option("[name=recovery_by]", label="Clerk")
    page.fill("[name=green_on]", "30 June 2010")
    press(page, "Submit")


def the_chair_reads_and_prints(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("Audit Committee")
    for label, number in (("Deliverables", "2"), ("Red", "1"), ("Not rated", "1"), ("No lead post", "1")):
        card = page.locator(".app-stat", has=page.get_by_role("link", name=label, exact=True)).first
        expect(card.locator(".app-stat__number")).to_have_text(number)
    follow(page, "Plans", "Business plan 2009/10")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("Working PDF")).first.click()
    with pikepdf.open(Path(waiting.value.path())) as pdf:
        assert "Business plan 2009/10" in str(pdf.docinfo["/Title"])


def test_from_an_empty_database_to_the_first_report(page, enter):
    enter("ada")
    the_administrator_enters_people(page)
    enter("eddie")
    the_editor_brings_the_plan_in(page)
    enter("olive")
    the_officer_reports(page)
    enter("cheri")
    the_chair_reads_and_prints(page)
    patrol = Deliverable.objects.get(title="Patrol the park")
    assert (patrol.lead.title, patrol.rating, patrol.first_deadline_text) == ("Clerk", "red", "June 2010")
    assert list(verify_history()) == []
