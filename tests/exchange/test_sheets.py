"""A file with several sheets or tables: which are one table, which are offered, and which a person leaves out."""

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kpa_tracker.interfaces.exchange.actions import proposal_of
from kpa_tracker.interfaces.exchange.actions.measures.staging import measure_proposal_of
from kpa_tracker.interfaces.exchange.actions.register.staging import register_proposal_of
from kpa_tracker.interfaces.exchange.forms import ColumnsForm
from kpa_tracker.interfaces.exchange.models import StagedImport
from kpa_tracker.interfaces.exchange.reading.child import read
from kpa_tracker.interfaces.exchange.reading.interpret import Choices, interpret
from kpa_tracker.interfaces.exchange.reading.sheets import sheets_of, without_sheets
from plans.models import Plan
from tests.exchange.files import add_table, saved, word, workbook
from tests.exchange.test_measure_views import columns
from tests.factories.plans import PlanFactory

HEADINGS = ["Aim", "Action", "Lead"]
THIS_YEAR = [HEADINGS, ["Safe", "Patrol", "Clerk"], ["Safe", "Visit", "Clerk"]]
LAST_YEAR = [HEADINGS, ["Safe", "Guard", "Clerk"]]
PHONES = [["Name", "Telephone", "Room"], ["Clerk", "1", "2"]]


def book(**sheets):
    return workbook(THIS_YEAR, title="This year", more_sheets=sheets)


def titles(plan):
    return [one.title for one in plan.deliverables]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


@pytest.fixture
def editing(as_person, editor):
    return as_person(editor)


def test_sheets_of_the_same_headings_are_one_table_that_goes_on():
    found = interpret(read("plan.xlsx", book(Last=LAST_YEAR)))
    assert [table.places for table in found.tables] == [("This year", "Last")]
    assert titles(found) == ["Patrol", "Visit", "Guard"]


def test_tables_of_a_document_are_one_where_their_headings_agree():
    document = docx.Document()
    add_table(document, THIS_YEAR)
    document.add_paragraph("2")
    add_table(document, LAST_YEAR)
    document.add_paragraph("Whom to call about this plan, in the order of their rooms.")
    add_table(document, PHONES)
    found = interpret(read("plan.docx", saved(document)))
    assert titles(found) == ["Patrol", "Visit", "Guard"]
    assert "Table 3 is no part of the plan" in " ".join(found.notes)


def test_a_sheet_that_is_left_out_is_as_if_it_were_not_there():
    document = read("plan.xlsx", book(Last=LAST_YEAR))
    assert titles(interpret(document, Choices(left_out=["Last"]))) == ["Patrol", "Visit"]
    assert titles(interpret(document, Choices(left_out=["This year"]))) == ["Guard"]
    assert without_sheets(document, []) == document
    assert Choices.from_json(Choices(left_out=["Last"]).to_json()).left_out == ["Last"]


def test_only_sheets_with_a_name_and_with_rows_are_offered():
    assert sheets_of(read("plan.xlsx", book(Empty=[], Last=LAST_YEAR))) == [("This year", 3), ("Last", 2)]
    assert sheets_of(read("plan.csv", b"Aim,Action\nSafe,Patrol\nSafe,Visit\n")) == []
    assert sheets_of(read("plan.docx", word(THIS_YEAR))) == [("Table 1", 3)]


@pytest.mark.parametrize(("number", "offered"), [(1, False), (2, True), (20, True), (21, False)])
def test_one_sheet_is_no_question_and_the_pages_of_a_document_are_none(number, offered):
    form = ColumnsForm(tables=[], sheets=[(f"Table {n}", 2) for n in range(number)])
    assert ("sheets" in form.fields) is offered


def test_a_person_leaves_a_sheet_out_and_takes_it_in_again(editing, plan):
    file = SimpleUploadedFile("plan.xlsx", book(Last=LAST_YEAR))
    address = editing.post(reverse("import-list"), {"plan": plan.pk, "file": file}).url
    form = editing.get(address).context["form"]
    assert form["sheets"].value() == ["This year", "Last"]
    assert [label for _, label in form.fields["sheets"].choices] == ["This year (3 rows)", "Last (2 rows)"]
    said = {name: form[name].value() for name in form.fields}
    for sheets, number in ((["This year"], 2), (["Last"], 1), (["This year", "Last"], 3)):
        editing.post(address, {**said, "sheets": sheets})
        assert len(proposal_of(StagedImport.objects.get()).of_kind("deliverable")) == number
        assert editing.get(address).context["form"]["sheets"].value() == sheets
    assert editing.post(address, {**said, "sheets": []}).status_code == 422


RISKS = ["Ref", "Risk", "L", "I"]
TARGETS = ["Objective", "Indicator", "Target 2009/10"]
RESULTS = ["Indicator", "2008/09"]


def two_sheets(headings, first, second):
    content = workbook([headings, first], title="This year", more_sheets={"Last": [headings, second]})
    return SimpleUploadedFile("table.xlsx", content)


@pytest.mark.parametrize(
    ("sort", "headings", "first", "second"),
    [
        ("targets", TARGETS, ["Safer", "Number of thefts", "Reduce to 90"], ["Safer", "Burglaries", "Reduce to 7"]),
        ("results", RESULTS, ["Number of thefts", "100"], ["Number of fires", "9"]),
    ],
)
def test_sheets_of_targets_and_results_are_left_out_too(editing, plan, sort, headings, first, second):
    said = {"plan": plan.pk, "sort": sort, "file": two_sheets(headings, first, second)}
    editing.post(reverse("import-measures"), said)
    staged = StagedImport.objects.get()
    assert len(measure_proposal_of(staged).steps) == 2
    for sheets, title in ((["This year"], first[-2]), (["Last"], second[-2])):
        columns(editing, staged, sheets=sheets)
        staged.refresh_from_db()
        assert [step.row.title for step in measure_proposal_of(staged).steps] == [title]
    assert columns(editing, staged, sheets=[]).status_code == 422


def test_sheets_of_a_register_are_left_out_too(editing, authority):
    file = two_sheets(RISKS, ["R1", "Grants fall", "3", "4"], ["R2", "The roof leaks", "1", "2"])
    address = editing.post(reverse("import-register"), {"authority": authority.pk, "file": file}).url
    staged = StagedImport.objects.get()
    form = editing.get(address).context["form"]
    assert form["sheets"].value() == ["This year", "Last"]
    said = {name: form[name].value() for name in form.fields}
    for sheets, references in ((["This year"], ["R1"]), (["Last"], ["R2"]), (["This year", "Last"], ["R1", "R2"])):
        editing.post(address, {**said, "sheets": sheets})
        staged.refresh_from_db()
        assert [step.reference for step in register_proposal_of(staged).steps] == references
        assert editing.get(address).context["form"]["sheets"].value() == sheets


def test_a_file_of_one_sheet_asks_nothing_about_sheets(editing, authority):
    rows = [RISKS, ["R1", "Grants fall", "3", "4"]]
    file = SimpleUploadedFile("register.xlsx", workbook(rows))
    address = editing.post(reverse("import-register"), {"authority": authority.pk, "file": file}).url
    assert "sheets" not in editing.get(address).context["form"].fields
