"""An editor imports a plan in a real browser: every step of it accessible, wide and on a phone, right and wrong."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from deliverables.models import Deliverable
from plans.models import Plan
from targets.models import Result
from tests.exchange.actions.book.plans import edited, whole_plan
from tests.exchange.files import workbook
from tests.factories.people import PostFactory
from tests.factories.plans import PlanFactory
from tests.journeys.walking import look, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HEADINGS = ["Our aim", "Objective", "Action", "By who", "By when", "Measures", "RAG", "Budget", "Link to priorities"]
RUN_ON = "Building Public Confidence Effectively Tackling Crime and ASB Protecting the Public"
ROWS = [
    ["Business plan 2009/10"],
    HEADINGS,
    ["Safe streets (risk R1)", "Less violence", "Patrol the park", "Clerk", "June 2010", "Hours", "G", "£5", RUN_ON],
    [None, None, "Light the lanes", "Sam B", "one day", None, None, None, None],
    ["Good value", "Lower cost", "Share the fleet: • Cars (Audit Committee) • Vans", "Sam Brown", None, "i.", None],
]


@pytest.fixture
def plan(authority):
    PostFactory(authority=authority, title="Clerk")
    return PlanFactory(authority=authority, state=Plan.State.DRAFT, title="Business plan 2009/10")


def choose(page, content, name="plan.xlsx"):
    page.get_by_label("The file").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    press(page, "Read the file")


def test_an_editor_imports_a_plan(browse, editor, plan):
    page = browse(editor, reverse("import-list"))
    look(page, "1-choose")
    choose(page, b"\x89PNG no plan")
    look(page, "2-wrong-file")
    choose(page, workbook(ROWS))
    look(page, "3-columns")
    page.get_by_label("Action", exact=True).select_option("")
    press(page, "Continue")
    look(page, "4-columns-wrong")
    page.get_by_label("Action", exact=True).select_option("deliverable")
    press(page, "Continue")
    look(page, "5-questions")
    page.get_by_label("“Sam Brown”", exact=True).select_option("new")
    press(page, "Continue")
    look(page, "6-preview")
    press(page, "Import it now")
    look(page, "7-result")
    page.goto(page.url.rpartition("/import/")[0] + "/import/")
    look(page, "8-list")
    assert Deliverable.objects.filter(plan=plan).count() == 3


def test_a_file_with_unknown_headings_and_a_change_of_mind(browse, editor, plan):
    page = browse(editor, reverse("import-list"))
    choose(page, workbook([["Was", "Wer", "Bis"], ["Streife", "Leiter", "Mai 2010"]]))
    look(page, "9-headings")
    press(page, "Continue")
    look(page, "10-headings-wrong")
    press(page, "Throw this import away")
    look(page, "11-throw-away")
    press(page, "Throw it away")
    expect(page.get_by_text("Nothing was changed")).to_be_visible()


def test_an_editor_edits_a_plan_in_its_workbook(browse, editor, authority):
    plan = whole_plan(authority)
    page = browse(editor, plan.get_absolute_url())
    with page.expect_download() as download:
        page.get_by_role("link", name="Take out as a workbook").click()
    content = download.value.path().read_bytes()
    page.goto(page.url.partition("/plans/")[0] + reverse("import-list"))
    choose(page, edited(content, ("Plan", "Title", "What it says", None)))
    look(page, "20-book-problems")
    page.goto(page.url.partition("/import/")[0] + reverse("import-list"))
    choose(page, edited(content, ("Plan", "Vision", "What it says", "Safer streets.")))
    look(page, "21-book-preview")
    press(page, "Import it now")
    look(page, "22-book-result")
    plan.refresh_from_db()
    assert plan.vision == "Safer streets."


def test_an_editor_imports_results_from_a_table_that_was_not_recognised(browse, editor, plan):
    page = browse(editor, reverse("import-measures"))
    look(page, "12-measures")
    page.get_by_label("Results of periods that are over").check()
    page.get_by_label("Which plan is it for?").select_option(str(plan.pk))
    rows = [["Figures"], ["Was", "Wer", "Wert"], ["Einbrüche", "", "about 5"], ["Brände", "Leiter", 9]]
    choose(page, workbook(rows))
    look(page, "13-measures-headings")
    press(page, "Continue")
    look(page, "14-measures-headings-wrong")
    page.get_by_label("Plan, row 2: Was | Wer | Wert").check()
    press(page, "Continue")
    look(page, "15-measures-columns")
    for label, name in (("Was", "measure"), ("Wer", "owner"), ("Wert", "result")):
        page.get_by_label(label, exact=True).select_option(name)
    page.get_by_label("Period, where no heading names one").fill("soon")
    press(page, "Continue")
    look(page, "16-measures-columns-wrong")
    page.get_by_label("Period, where no heading names one").fill("2008/09")
    press(page, "Continue")
    look(page, "17-measures-owners")
    press(page, "Continue")
    look(page, "18-measures-preview")
    press(page, "Import it now")
    look(page, "19-measures-result")
    assert str(Result.objects.get().value.normalize()) == "9"
