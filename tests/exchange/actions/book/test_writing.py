import io

import pytest
from openpyxl import load_workbook

from kpa_tracker.base.audit.models import Event
from kpa_tracker.interfaces.exchange.actions.book import export_book
from kpa_tracker.interfaces.exchange.actions.book.sheets import SHEETS
from tests.exchange.actions.book.plans import come_back, sent_out, whole_plan


@pytest.fixture
def plan(authority):
    return whole_plan(authority, marking="OFFICIAL-SENSITIVE")


@pytest.fixture
def opened(plan):
    return load_workbook(io.BytesIO(sent_out(plan)))


def test_the_first_sheet_says_what_it_is_and_what_is_not_in_it(opened, plan):
    said = {row[0]: row[1] for row in opened["Read me"].iter_rows(values_only=True)}
    assert said["Plan"] == plan.title
    assert said["Protective marking"] == "OFFICIAL-SENSITIVE"
    assert said["Taken out on"] == "12 April 2010"
    assert said["State"] == "Draft"
    lines = [row[1] or "" for row in opened["Read me"].iter_rows(values_only=True)]
    told = " ".join(lines)
    assert [word in told for word in ("updates, evidence", "first deadlines", "recommendations")] == [True] * 3
    assert told.count("Not in this file, because") == 3
    assert max(map(len, lines)) < 110


def test_every_sheet_has_its_headings_its_foot_and_its_sums_out_of_sight(opened, plan):
    assert opened.sheetnames == ["Read me", *(sheet.title for sheet in SHEETS)]
    for sheet in opened.worksheets[2:]:
        assert sheet["A1"].value == "Key"
        assert sheet.cell(1, sheet.max_column).value == "Check"
        assert sheet.column_dimensions[sheet.cell(1, sheet.max_column).column_letter].hidden
    feet = {sheet.oddFooter.center.text for sheet in opened}
    assert feet == {"OFFICIAL-SENSITIVE. Plan 2009/10, as of 12 April 2010"}


def test_no_cell_is_a_formula(opened):
    kinds = {cell.data_type for sheet in opened for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n", "d"}
    assert opened["Deliverables"]["E3"].value == "=SUM(A1)"


def test_a_row_names_others_by_their_keys_and_their_words(opened, plan):
    deliverable = plan.deliverables.get(reference="1.1")
    row = [cell.value for cell in opened["Deliverables"][2]]
    assert row[1:3] == [f"A{deliverable.ambition.pk} · Safe", f"D{deliverable.descriptor.pk} · Streets"]
    series = plan.targets.get().series
    assert opened["Targets"]["B2"].value == f"R{series.pk} · Satisfied callers"


def test_a_long_title_is_cut_where_another_row_names_it(plan):
    plan.ambitions.filter(reference="A").update(title="Long " * 50)
    book = load_workbook(io.BytesIO(sent_out(plan)))
    shown = book["Descriptors"]["B2"].value
    assert shown.endswith("…")
    assert len(shown) < 90
    assert come_back(sent_out(plan)).problems == []


def test_a_text_longer_than_a_cell_goes_on_in_the_next_rows(plan):
    long = "Word. " * 8_000
    plan.vision = long
    plan.save()
    plan.sections.filter(title="About us").update(body=long)
    book = load_workbook(io.BytesIO(sent_out(plan)))
    assert [row[0].value for row in book["Plan"] if row[0].value.startswith("Vision")] == ["Vision"] + ["Vision …"] * 3
    section = plan.sections.get(title="About us").pk
    assert [row[0].value for row in book["Sections"]][1:5] == [f"S{section}"] + [f"S{section} …"] * 3
    read = come_back(sent_out(plan))
    assert read.rows["plan"][0].values["vision"] == long
    assert read.rows["sections"][0].values["body"] == long


def test_an_event_says_who_took_it(plan, editor):
    export_book(plan, by=editor)
    event = Event.objects.get(verb="plan exported")
    assert (event.actor_id, event.subject_id, event.changes) == (editor.pk, plan.pk, {"as": [None, "a workbook"]})
