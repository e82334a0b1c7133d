"""What the command line says of a file, and of what importing it would do."""

from __future__ import annotations

import pytest

from kpa_tracker.interfaces.exchange import report
from kpa_tracker.interfaces.exchange.actions import confirm_import
from kpa_tracker.interfaces.exchange.proposals import propose
from kpa_tracker.interfaces.exchange.reading.interpret import interpret
from kpa_tracker.interfaces.exchange.reading.plan import Fragment, Problem, Question, ReadPlan, TableFound
from plans.models import Plan
from tests.factories.exchange import StagedImportFactory, document_of
from tests.factories.plans import PlanFactory

ROWS = [["Ref", "Aim", "Action", "Lead"], ["A1", "Safe", "Patrol", "Clerk"], ["A2", "Safe", "Visit", "Clerk"]]


def lines_of(read):
    return list(report.about_reading(read))


@pytest.mark.parametrize(
    ("title", "period", "said"),
    [
        ("Plan", "2009/10", "Title: Plan (period 2009/10)"),
        ("Plan", "", "Title: Plan"),
        ("", "", "Title: none found"),
    ],
)
def test_it_begins_with_the_title_and_the_period(title, period, said):
    assert lines_of(ReadPlan(title=title, period=period))[0] == said


@pytest.mark.parametrize(("used", "end"), [(True, "7 rows"), (False, "7 rows (not used)")])
def test_each_table_is_named_with_its_columns(used, end):
    table = TableFound("s", ("Aim\n(ours)", "", "Cost"), ("ambition", "deliverable", ""), 7, ("Sheet",), used)
    assert lines_of(ReadPlan(tables=[table]))[1:5] == [
        f"Table at Sheet, {end}",
        "  Aim: Top level (ambition, theme, priority)",
        "  (no heading): The deliverable or action itself",
        "  Cost: not used",
    ]


def test_a_plan_without_questions_and_oddities_has_no_lines_for_them():
    said = lines_of(ReadPlan())
    assert said[1] == "Found:"
    assert len(said) == 2 + len(report.count_words(ReadPlan().counts))


def test_questions_oddities_and_what_was_not_understood_follow():
    read = ReadPlan(
        questions=[Question("q", "owners", "Who?", "row 2", "A\nB", (("A", "B"), ("A B",)), 1)],
        notes=["Read from colours."],
        problems=[Problem("row 3", "Odd."), Problem("row 4", "No owner.", is_gap=True)],
        fragments=[Fragment("row 5", "Cost", "£5")],
    )
    assert lines_of(read)[11:] == [
        "Questions:",
        "  row 2: Who? “A / B”",
        "      A leads; supporting: B",
        "      A B leads, as one name (suggested)",
        "Notes:",
        "  Read from colours.",
        "Rows to look at:",
        "  row 3: Odd.",
        "Not understood:",
        "  row 5, Cost: £5",
    ]


@pytest.mark.parametrize(("count", "more"), [(40, []), (41, ["  ... and 1 more"]), (100, ["  ... and 60 more"])])
def test_a_long_list_is_cut_and_counted(count, more):
    said = lines_of(ReadPlan(notes=[f"Note {number}" for number in range(count)]))
    start = said.index("Notes:") + 1
    assert said[start : start + 40] == [f"  Note {number}" for number in range(40)]
    assert said[start + 40 :] == more


@pytest.fixture
def imported(authority, editor):
    plan = PlanFactory(authority=authority, state=Plan.State.DRAFT, title="The plan")
    confirm_import(StagedImportFactory(plan=plan, rows=ROWS), by=editor)
    plan.refresh_from_db()
    return plan


def about(plan, rows):
    read = interpret(document_of(rows))
    return list(report.about_proposal(propose(plan, read, {})))


def test_the_same_file_again_would_change_nothing(imported):
    assert about(imported, ROWS)[:4] == [
        f"Into “The plan” of {imported.authority}:",
        "      0 new",
        "      0 changed",
        "      3 unchanged",
    ]


def test_a_change_is_told_with_what_was_and_what_would_be(imported):
    rows = [ROWS[0], ["A1", "Safe", "Patrol daily", ""], ROWS[2], ["A3", "Safe", "Light", "Clerk"]]
    said = about(imported, rows)
    assert said[1:4] == ["      1 new", "      1 changed", "      2 unchanged"]
    start = said.index("Changes:")
    assert said[start + 1] == "  Plan, row 2: Patrol daily: Title: Patrol -> Patrol daily"
    assert "Owners not known here, left open:" in said


def test_a_row_that_is_gone_is_named(imported):
    said = about(imported, ROWS[:2])
    assert said[said.index("No longer in the file, left as they are:") + 1] == "  A2 Visit"
