"""What a file says beside its plan is named, never dropped in silence and never taken for a part of it."""

from __future__ import annotations

import docx
import pytest

from kpa_tracker.base.toolkit.grids import Cell, Row
from kpa_tracker.interfaces.exchange.reading.asides import is_aside
from kpa_tracker.interfaces.exchange.reading.child import read
from kpa_tracker.interfaces.exchange.reading.interpret import interpret
from tests.exchange.files import add_table, saved, workbook

TABLE = [["Ref", "Objective", "Action", "Owner"], ["1", "Calm", "Patrol", "Clerk"], ["2", "Calm", "Visit", "Clerk"]]


def plan_of(name, content):
    return interpret(read(name, content))


def pieces_of(plan):
    return [(one.place, one.heading, one.text) for one in plan.fragments]


def test_lines_above_the_headings_that_are_no_title_are_listed():
    rows = [["A plan", None], ["As at 30 June 2014", None], ["WHAT", None, None, "WHO"], [], *TABLE]
    plan = plan_of("plan.xlsx", workbook(rows))
    assert plan.title == "A plan"
    assert pieces_of(plan) == [
        ("Plan, row 3", "Above the table", "WHAT | WHO"),
        ("Plan, row 6", "Above the table", "As at 30 June 2014"),
    ]


def test_notes_totals_and_keys_below_a_table_are_no_part_of_it():
    key = "Blue = complete; Red = off target"
    rows = [*TABLE, ["Total", None, None, 2], [], [key], ["Contact: the clerk"], ["Brought up to date by the office"]]
    plan = plan_of("plan.xlsx", workbook(rows, merges=["A6:D6"]))
    assert [each.title for each in plan.deliverables] == ["Patrol", "Visit"]
    assert [each.reference for each in plan.deliverables] == ["1", "2"]
    assert [one.text for one in plan.fragments] == [
        "Total | 2",
        key,
        "Contact: the clerk",
        "Brought up to date by the office",
    ]


def test_a_line_over_the_whole_width_below_the_last_row_heads_nothing():
    rows = [["Action", "Owner", "Due"], ["Part 1"], ["Patrol", "Clerk", None], ["Signed by the chair"]]
    plan = plan_of("plan.xlsx", workbook(rows, merges=["A2:C2", "A4:C4"]))
    assert [ambition.title for ambition in plan.ambitions] == ["Part 1"]
    assert pieces_of(plan) == [("Plan, row 4", "", "Signed by the chair")]


def test_text_before_the_first_heading_and_after_the_table_is_listed():
    document = docx.Document()
    for text in ("The plan", "Arising from the review", "Second line"):
        document.add_paragraph(text)
    add_table(document, TABLE)
    document.add_paragraph("Reviewed in May.")
    assert pieces_of(plan_of("plan.docx", saved(document))) == [
        ("Outside the tables", "Running text", "Arising from the review\n\nSecond line"),
        ("Outside the tables", "Running text", "Reviewed in May."),
    ]


def test_tables_that_are_no_part_of_the_plan_are_named():
    document = docx.Document()
    add_table(document, TABLE)
    for number in range(12):
        add_table(document, [["Name", "Telephone"], ["Clerk", str(number)]])
    document.add_heading("Glossary", 1)
    add_table(document, [["ASB", "Anti-social behaviour"]])
    notes = plan_of("plan.docx", saved(document)).notes
    assert notes[0] == "Table 2 is no part of the plan, as far as can be told. It begins: “Name | Telephone”."
    assert len(notes) == 11
    assert notes[-1].startswith("2 more tables")


def test_a_file_without_a_plan_says_only_that():
    plan = plan_of("plan.xlsx", workbook([["Name", "Telephone"], ["Clerk", "1"]]))
    assert (plan.notes, plan.fragments) == ([], [])


@pytest.mark.parametrize(
    ("texts", "aside"),
    [
        (["Total", "", "", "3"], True),
        (["Notes: see the minutes", "", "", ""], True),
        (["", "", "Key - green is done", ""], True),
        (["Red = late", "", "", ""], True),
        (["Last updated 4 May", "", "", ""], True),
        (["Brought up to date by the office", "", "", ""], True),
        (["1.2", "", "", ""], False),
        (["Noted by members", "", "Patrol", ""], False),
        (["", "", "Notes of meetings are published", ""], False),
        (["", "", "Red routes are reviewed", ""], False),
        (["Total", "Calm", "Patrol", "Clerk"], False),
        (["", "", "", ""], False),
    ],
)
def test_a_note_is_told_from_a_row(texts, aside):
    assert is_aside(Row(1, [Cell(text) for text in texts]), reference=0) is aside


def test_without_a_column_of_numbers_a_lone_cell_is_a_row():
    assert not is_aside(Row(1, [Cell("Brought up to date by the office")]), reference=None)
