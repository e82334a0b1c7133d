"""Rows that are no deliverables, and rows that only half are."""

import pytest

from kpa_tracker.interfaces.exchange.reading.interpret import Choices, interpret
from tests import processor
from tests.factories.exchange import document_of

HEADINGS = ["Aim", "Objective", "Action", "Lead", "Measure"]


def plan_of(*rows, headings=HEADINGS, choices=None):
    return interpret(document_of([headings, *rows]), choices)


def titles(plan):
    return [each.title for each in plan.deliverables]


@pytest.mark.parametrize(
    "text",
    [
        "a and " * 5_000,
        "(risk R1 " * 3_000,
        "A1, " * 8_000,
        "i. ii. iii. " * 2_500,
        "• x (A) " * 4_000,
        "Doing Well " * 3_000,
    ],
    ids=["ands", "brackets", "references", "numerals", "bullets", "capitals"],
)
def test_no_cell_however_long_takes_long(text):
    rows = [["Safe", text, text, text, text]] * 3
    before = processor.seconds()
    plan_of(*rows, headings=["Aim", "Action", "Lead", "Priorities", "Risk"])
    plan_of(*rows, headings=["Action", "Measure", "Support", "RAG", "By when"])
    assert processor.seconds() - before < 10


def test_totals_and_notes_at_the_foot_are_not_deliverables():
    plan = plan_of(["Safe", "Calm", "Patrol", "", ""], ["", "", "Total: 1", "", ""], ["", "", "Note: draft", "", ""])
    assert titles(plan) == ["Patrol"]
    assert [fragment.text for fragment in plan.fragments] == ["Total: 1", "Note: draft"]


def test_values_beside_a_new_level_without_a_deliverable_are_not_given_to_the_row_above():
    plan = plan_of(["Safe", "Calm", "Patrol", "Clerk", ""], ["Safe", "Quiet", "", "Treasurer", ""])
    assert [each.owners.names for each in plan.deliverables] == [["Clerk"]]
    assert [(fragment.heading, fragment.text) for fragment in plan.fragments] == [("Lead", "Treasurer")]
    assert "“Quiet” has no deliverable." in [problem.text for problem in plan.problems]


def test_values_before_any_deliverable_are_reported():
    plan = plan_of(["", "", "", "Treasurer", ""], ["Safe", "Calm", "Patrol", "", ""])
    assert [fragment.text for fragment in plan.fragments] == ["Treasurer"]


def test_an_ambition_without_anything_under_it_is_reported():
    plan = plan_of(["Safe", "", "", "", ""], ["Good", "Calm", "Patrol", "", ""])
    assert "“Safe” has no deliverable." in [problem.text for problem in plan.problems]


def test_a_deliverable_straight_under_its_ambition_has_an_implied_middle_level():
    plan = plan_of(["Safe", "", "Patrol", "", ""], ["Good", "Calm", "Visit", "", ""])
    assert [descriptor.implied for descriptor in plan.descriptors] == [True, False]
    assert plan.counts.descriptors == 1


def test_a_line_over_the_table_that_is_no_level_is_reported():
    rows = [["Safe", "Calm", "Patrol", "", ""], ["Draft, not for publication", "", "", "", ""]]
    document = document_of([HEADINGS, *rows])
    for cell in document.grids[0].rows[2].cells[1:]:
        cell.merged = "left"
    plan = interpret(document)
    assert [fragment.text for fragment in plan.fragments] == ["Draft, not for publication"]


def test_rows_with_nothing_but_colour_are_passed_over():
    document = document_of([HEADINGS, ["Safe", "Calm", "Patrol", "", ""], [""] * 5])
    document.grids[0].rows[2].cells[0].fill = "FF0000"
    assert titles(interpret(document)) == ["Patrol"]


def test_what_is_measured_and_how_much_are_one_measurement():
    headings = ["Aim", "Action", "Measure", "Target"]
    rows = [["Safe", "Patrol", "Hours", "Ten"], ["", "", "Contacts", ""], ["", "", "", "Five a week"]]
    plan = plan_of(*rows, headings=headings)
    assert next(plan.deliverables).measurements == ["Hours – Ten", "Contacts", "Five a week"]


def test_a_lone_marker_in_one_of_two_measurement_columns_is_still_no_measurement():
    plan = plan_of(["Safe", "Patrol", "i.", ""], headings=["Aim", "Action", "Measure", "Target"])
    assert (plan.counts.without_measurement, plan.counts.only_a_marker) == (0, 1)


def test_words_in_the_risk_column_are_reported():
    plan = plan_of(["Safe", "Patrol", "R4 loss of trust"], headings=["Aim", "Action", "Risk"])
    assert plan.risk_references == ["R4"]
    assert [fragment.text for fragment in plan.fragments] == ["loss of trust"]


def test_a_column_of_nothing_but_ratings_is_one_whatever_its_heading():
    rows = [["Safe", "Patrol", "G", "R"], ["Safe", "Visit", "Amber", ""]]
    plan = plan_of(*rows, headings=["Aim", "Action", "Q1", "Q2"])
    assert [each.rating for each in plan.deliverables] == ["red", "amber"]


def test_a_file_of_levels_alone_takes_the_lowest_for_deliverables():
    plan = plan_of(["Safe", "Less harm", "Clerk"], headings=["Priority", "Objective", "Lead"])
    assert titles(plan) == ["Less harm"]
    assert plan.level_names == ("Priority", "", "Objective")


def test_a_table_can_be_switched_off():
    found = plan_of(["Safe", "Calm", "Patrol", "", ""])
    signature = found.tables[0].signature
    assert (
        plan_of(["Safe", "Calm", "Patrol", "", ""], choices=Choices(used={signature: False})).counts.deliverables == 0
    )


def test_the_same_reference_twice_is_reported():
    rows = [["1", "Safe", "Patrol"], ["1", "Safe", "Visit"]]
    plan = plan_of(*rows, headings=["Ref", "Aim", "Action"])
    assert [problem.place for problem in plan.problems if "several rows" in problem.text] == [
        "Plan, row 2",
        "Plan, row 3",
    ]


def test_a_reference_before_the_title_is_taken_off_it():
    plan = plan_of(["Safe", "1.2 Patrol the park"], ["Safe", "CP3: Visit victims"], headings=["Aim", "Action"])
    assert [(each.reference, each.title) for each in plan.deliverables] == [
        ("1.2", "Patrol the park"),
        ("CP3", "Visit victims"),
    ]


def test_a_long_ambition_is_parted_where_a_new_sentence_begins():
    text = "Achieving results through consultation and collaboration with everyone To support the force in what it does"
    plan = plan_of([text, "", "Patrol", "", ""])
    assert plan.ambitions[0].title == "Achieving results through consultation and collaboration with everyone"
    assert plan.ambitions[0].description == "To support the force in what it does"


def test_a_deliverable_on_two_lines_is_one_sentence_or_a_title_and_more():
    assert titles(plan_of(["Safe", "", "Patrol the\nnorthern park", "", ""])) == ["Patrol the northern park"]
    only = next(plan_of(["Safe", "", "Patrol\nTwice a week at least.", "", ""]).deliverables)
    assert (only.title, only.description) == ("Patrol", "Twice a week at least.")


def over_pages(*pages, headings=HEADINGS):
    """Return the plan of a table that begins anew on each page."""
    document = document_of([headings, *pages[0]])
    for rows in pages[1:]:
        document.blocks += document_of([headings, *rows]).grids
    return interpret(document)


@pytest.mark.parametrize(
    ("above", "below", "read"),
    [
        ("Patrol the park and", "The lanes", ["Patrol the park and The lanes"]),
        ("Patrol the", "park daily", ["Patrol the park daily"]),
        ("Patrol the night-", "Watch", ["Patrol the night- Watch"]),
        ("Patrol the park", "Light the lanes", ["Patrol the park", "Light the lanes"]),
    ],
)
def test_a_page_that_breaks_inside_a_deliverable_makes_no_second_one(above, below, read):
    plan = over_pages([["Safe", "Calm", above, "Clerk", ""]], [["", "", below, "Treasurer", ""]])
    assert titles(plan) == read


def test_what_stands_below_a_break_inside_a_deliverable_is_added_to_it():
    plan = over_pages([["Safe", "Calm", "Patrol the", "Head of", ""]], [["", "", "park", "Estates", "Hours"]])
    (patrol,) = plan.deliverables
    assert (patrol.owners.lead, patrol.measurements) == ("Head of Estates", ["Hours"])


def test_a_new_level_below_a_break_begins_a_new_deliverable():
    plan = over_pages([["Safe", "Calm", "Patrol the", "Clerk", ""]], [["Good", "Low", "park", "Clerk", ""]])
    assert titles(plan) == ["Patrol the", "park"]


@pytest.mark.parametrize("mark", ["(continued)", "cont'd", "(cont.)", "continued..."])
def test_a_level_that_is_continued_is_no_new_one(mark):
    plan = over_pages([["Safe", "Calm", "Patrol", "", ""]], [[f"Safe {mark}", f"Calm {mark}", "Visit", "", ""]])
    assert [each.title for each in plan.ambitions] == ["Safe"]
    assert [each.title for each in plan.descriptors] == ["Calm"]


def test_lines_over_the_whole_table_are_the_top_level():
    plan = plan_of(
        ["Total: 2", "", "", ""],
        ["Safe", "", "", ""],
        ["", "Patrol", "Clerk", ""],
        ["Good value", "", "", ""],
        ["", "Share", "Clerk", ""],
        headings=["No", "Action", "Lead", "Measure"],
    )
    assert [each.title for each in plan.ambitions] == ["Safe", "Good value"]
    assert [fragment.text for fragment in plan.fragments] == ["Total: 2"]
