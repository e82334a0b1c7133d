"""More plans as other bodies write them: how they colour, tick, date and sign what they plan."""

from __future__ import annotations

import docx
import pytest
from docx.shared import RGBColor
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill

from kpa_tracker.interfaces.exchange.reading.child import read
from kpa_tracker.interfaces.exchange.reading.interpret import interpret
from tests.exchange.files import add_table, saved, workbook

RED, AMBER, GREEN = "FF0000", "FFC000", "00B050"


def plan_of(name, content):
    return interpret(read(name, content))


def ratings_of(plan):
    return [(each.rating, each.rating_from, each.stage) for each in plan.deliverables]


# --- Colours by rule, and letters in colours ---
def test_rows_coloured_by_a_rule_are_rated():
    book = Workbook()
    for row in [["Aim", "Action", "Lead", "Score"], ["A", "One", "Clerk", 1], ["A", "Two", "Clerk", 2]]:
        book.active.append(row)
    for score, colour in ((1, RED), (2, GREEN)):
        rule = FormulaRule(formula=[f"$D2={score}"], fill=PatternFill("solid", bgColor=colour))
        book.active.conditional_formatting.add("A2:D3", rule)
    plan = plan_of("rules.xlsx", saved(book))
    assert ratings_of(plan) == [("red", "colour", ""), ("green", "colour", "")]


def coloured_letters(rows, colours, column):
    """Return a workbook whose cells of one column are written in colours, row by row."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for number, colour in enumerate(colours, start=2):
        book.active.cell(number, column).font = Font(color=f"FF{colour}") if colour else Font()
    return saved(book)


def test_a_sign_in_coloured_letters_is_a_rating():
    rows = [["Aim", "Action", "RAG"], ["A", "One", "●"], ["A", "Two", "●"], ["A", "Three", "Green"], ["A", "Four", ""]]
    plan = plan_of("ink.xlsx", coloured_letters(rows, [RED, AMBER, RED, RED], 3))
    assert ratings_of(plan) == [("red", "colour", ""), ("amber", "colour", ""), ("green", "word", ""), ("", "", "")]
    assert [problem.text for problem in plan.problems if not problem.is_gap] == []


def test_blue_letters_are_no_rating():
    rows = [["Aim", "Action", "RAG"], ["A", "One", "see below"]]
    assert ratings_of(plan_of("ink.xlsx", coloured_letters(rows, ["0000FF"], 3))) == [("", "", "")]


@pytest.mark.parametrize(
    ("colours", "ratings"),
    [([RED, GREEN, AMBER, ""], ["red", "green", "amber", ""]), ([RED, "", "", GREEN, ""], ["", "", "", "", ""])],
    ids=["most", "a few"],
)
def test_letters_rate_rows_without_a_rating_column_where_most_are_coloured(colours, ratings):
    rows = [["Aim", "Action", "Lead"], *(["A", f"Action {number}", "Clerk"] for number in range(len(colours)))]
    plan = plan_of("ink.xlsx", coloured_letters(rows, colours, 2))
    assert [each.rating for each in plan.deliverables] == ratings


def test_coloured_letters_are_read_in_word_too():
    document = docx.Document()
    table = add_table(document, [["Aim", "Action", "RAG"], ["A", "One", ""], ["A", "Two", ""]])
    for row, colours in ((1, ["FF0000"]), (2, ["FF0000", "00B050"])):
        for colour in colours:
            table.cell(row, 2).paragraphs[0].add_run("●").font.color.rgb = RGBColor.from_string(colour)
    assert ratings_of(plan_of("ink.docx", saved(document))) == [("red", "colour", ""), ("", "", "")]


# --- Several columns that rate ---
def test_a_stage_and_a_rating_in_two_columns_are_both_kept():
    rows = [["Aim", "Action", "Status", "RAG"], ["A", "One", "In progress", "G"], ["A", "Two", "stuck", "R"]]
    plan = plan_of("two.xlsx", workbook(rows))
    assert ratings_of(plan) == [("green", "word", "in_progress"), ("red", "word", "")]
    assert [each.update for each in plan.deliverables] == ["", "stuck"]


def test_columns_that_contradict_each_other_are_reported():
    plan = plan_of("two.xlsx", workbook([["Aim", "Action", "Status", "RAG"], ["A", "One", "At risk", "G"]]))
    assert ratings_of(plan) == [("green", "word", "")]
    assert "say different things" in next(problem.text for problem in plan.problems if not problem.is_gap)


def test_a_tick_under_a_colour_is_that_rating():
    rows = [["Aim", "Action", "R", "A", "G"], ["A", "One", "x", None, None], ["A", "Two", None, None, "✓"]]
    assert ratings_of(plan_of("ticks.xlsx", workbook(rows))) == [("red", "word", ""), ("green", "word", "")]


def test_a_rating_at_the_beginning_of_its_narrative_is_taken_off_it():
    rows = [
        ["Aim", "Action", "RAG & narrative"],
        ["A", "One", "GREEN – 2,400 visits"],
        ["A", "Two", "Complete. Went live in May"],
    ]
    plan = plan_of("narrative.xlsx", workbook(rows))
    assert ratings_of(plan) == [("green", "word", ""), ("", "", "complete")]
    assert [each.update for each in plan.deliverables] == ["2,400 visits", "Went live in May"]


def test_a_narrative_without_ratings_stays_one():
    rows = [["Aim", "Action", "RAG narrative"], ["A", "One", "Visits were made"], ["A", "Two", "Red tape was cut"]]
    plan = plan_of("narrative.xlsx", workbook(rows))
    assert ratings_of(plan) == [("", "", "")] * 2
    assert [each.update for each in plan.deliverables] == ["Visits were made", "Red tape was cut"]


# --- Dates ---
@pytest.mark.parametrize("heading", ["By", "Target"])
def test_dates_under_a_vague_heading_are_deadlines(heading):
    rows = [["Aim", "Action", heading], ["A", "One", "Oct 2018"], ["A", "Two", "monthly"], ["A", "Three", "31/3/2019"]]
    assert [each.deadline for each in plan_of("by.xlsx", workbook(rows)).deliverables] == [
        "Oct 2018",
        "monthly",
        "31/3/2019",
    ]


def test_the_same_headings_over_something_else_are_owners_and_measures():
    (only,) = plan_of(
        "by.xlsx", workbook([["Aim", "Action", "By", "Target"], ["A", "One", "Clerk", "90%"]])
    ).deliverables
    assert (only.owners.lead, only.measurements, only.deadline) == ("Clerk", ["90%"], "")


def test_a_date_as_excel_keeps_it_is_read_and_reported():
    plan = plan_of("serial.csv", b"Aim,Action,Due date\nA,One,42460\nA,Two,12345\n")
    assert [each.deadline for each in plan.deliverables] == ["31 March 2016", "12345"]
    told = [problem.text for problem in plan.problems if not problem.is_gap]
    assert told[0].endswith("It was read as 31 March 2016.")
    assert "no date" in told[1]


# --- Headings and levels ---
def test_two_rows_of_headings_in_a_text_file_are_read_together():
    text = "Ref;Aim;Action;Responsibility;;Due\n;;;Lead;Support;\n1;A;One;Clerk;Analyst;May 2016\n"
    (only,) = plan_of("two.csv", text.encode()).deliverables
    assert (only.owners.names, only.deadline) == (["Clerk", "Analyst"], "May 2016")


def test_sheets_whose_columns_differ_are_still_named_after_their_plans():
    estates = [["Estates plan"], [], ["Objective", "Action", "Lead", "Cost code"], ["Save", "Close", "Manager", "X1"]]
    fleet = [["Fleet plan"], [], ["Objective", "Action", "Lead"], ["Be green", "Try vans", "Manager"]]
    plan = plan_of("sheets.xlsx", workbook(estates, title="Estates", more_sheets={"Fleet": fleet}))
    assert [(one.title, [each.title for each in one.descriptors]) for one in plan.ambitions] == [
        ("Estates plan", ["Save"]),
        ("Fleet plan", ["Be green"]),
    ]
    assert plan.level_names == ("", "Objective", "Action")


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        (["Theme 1: Homes", "Theme 2: Streets"], "Theme"),
        (["OBJECTIVE A – HOMES", "OBJECTIVE B – STREETS"], "Objective"),
        (["Theme 1: Homes", "Streets"], ""),
        (["Theme 1: Homes", "Priority 2: Streets"], ""),
    ],
)
def test_the_top_level_is_named_after_what_its_headings_begin_with(headings, name):
    document = docx.Document()
    for number, heading in enumerate(headings):
        document.add_paragraph().add_run(heading).bold = True
        add_table(
            document, [["No.", "What we will do", "Who will do it"], [str(number), f"Step {number}", "C/Supt Ops"]]
        )
    plan = plan_of("bold.docx", saved(document))
    assert [ambition.title for ambition in plan.ambitions] == headings
    assert plan.level_names == (name, "", "What we will do")
    assert [each.owners.names for each in plan.deliverables] == [["C/Supt Ops"]] * 2


def test_who_stands_in_brackets_after_with_supports():
    rows = [["Aim", "Action", "Lead"], ["A", "One", "Director of HR (with the Diversity Adviser)"]]
    (only,) = plan_of("with.xlsx", workbook(rows)).deliverables
    assert only.owners.names == ["Director of HR", "Diversity Adviser"]


def test_a_placeholder_beside_a_measurement_is_no_part_of_it():
    rows = [["Aim", "Action", "Measure", "Target"], ["A", "One", "Visits", "TBC"]]
    (only,) = plan_of("measures.xlsx", workbook(rows)).deliverables
    assert only.measurements == ["Visits"]


# --- Signs, errors and numbers ---
@pytest.mark.parametrize(
    ("heading", "values", "stages"),
    [
        ("Done", ["☑", "☐"], ["complete", ""]),
        ("Complete? (Y/N)", ["Y", "N"], ["complete", ""]),
        ("Completed", ["x", "-"], ["complete", ""]),
    ],
)
def test_a_column_that_asks_whether_it_is_done_is_a_stage(heading, values, stages):
    rows = [["Aim", "Action", "Lead", heading], *(["A", f"Do {value}", "Clerk", value] for value in values)]
    plan = plan_of("done.xlsx", workbook(rows))
    assert [each.stage for each in plan.deliverables] == stages


def test_an_arrow_beside_a_rating_is_its_direction():
    rows = [["Aim", "Action", "RAG"], ["A", "One", "A↑"], ["A", "Two", "Green →"], ["A", "Three", "see ↓"]]
    plan = plan_of("arrows.xlsx", workbook(rows))
    assert [(each.rating, each.update) for each in plan.deliverables] == [
        ("amber", "Direction of travel: up."),
        ("green", "Direction of travel: level."),
        ("", "see ↓"),
    ]


def test_cells_with_an_error_of_excel_are_empty():
    rows = [["Aim", "Action", "Lead"], ["A", "One", "#N/A"]]
    plan = plan_of("errors.xlsx", workbook(rows))
    assert next(plan.deliverables).owners.missing
    assert plan.notes == ["Sheet “Plan” shows an error of Excel in cell C2. Such cells were read as empty."]


def test_a_row_with_nothing_but_a_number_of_its_own_is_named_and_goes_on_with_none():
    rows = [["Ref", "Aim", "Action", "Lead"], ["T-01", "A", "One", "Clerk"], ["T-02", None, None, None]]
    plan = plan_of("number.xlsx", workbook(rows))
    assert [each.reference for each in plan.deliverables] == ["T-01"]
    assert [(one.place, one.heading, one.text) for one in plan.fragments] == [("Plan, row 3", "Ref", "T-02")]


def test_numbers_under_a_heading_that_ends_in_number_are_references():
    rows = [["Rec No.", "Recommendation", "Owner"], ["1", "Check the cells", "Inspector"], ["2", "Log it", "Sergeant"]]
    assert [each.reference for each in plan_of("rec.xlsx", workbook(rows)).deliverables] == ["1", "2"]


def test_milestones_that_are_dates_are_deadlines():
    rows = [
        ["Ref", "Key task", "Milestones / timescale", "Lead"],
        ["1", "One", "Jun-10", "HR"],
        ["2", "Two", "May 2010", ""],
    ]
    assert [each.deadline for each in plan_of("dates.xlsx", workbook(rows)).deliverables] == ["Jun-10", "May 2010"]


def test_a_file_that_tells_excel_its_separator_is_read_by_it():
    text = 'sep=;\r\nTheme;Action;Lead\r\n"A; B";"Publish ""all"" data";CFO\r\n'
    plan = plan_of("sep.csv", text.encode("utf-8-sig"))
    assert [(one.title, [each.title for each in one.descriptors[0].deliverables]) for one in plan.ambitions] == [
        ("A; B", ['Publish "all" data'])
    ]


def test_a_deliverable_in_every_column_is_read_column_by_column():
    rows = [
        ["Action", "New counter", "New telephones", None],
        ["Owner", "Estates Manager", "ICT Manager", None],
        ["RAG", "Green", "Amber", None],
    ]
    plan = plan_of("side.xlsx", workbook(rows))
    assert [(each.title, each.owners.lead, each.rating) for each in plan.deliverables] == [
        ("New counter", "Estates Manager", "green"),
        ("New telephones", "ICT Manager", "amber"),
    ]


def test_with_may_be_written_short():
    (only,) = plan_of(
        "with.xlsx", workbook([["Aim", "Action", "Who"], ["A", "One", "Manager w/ the Clerk"]])
    ).deliverables
    assert only.owners.names == ["Manager", "Clerk"]
