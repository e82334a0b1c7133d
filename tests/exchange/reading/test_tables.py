"""Where a plan's tables begin, go on and end."""

from __future__ import annotations

import random

import pytest

from kpa_tracker.base.toolkit.grids import Cell, Paragraph, Row, SourceDocument
from kpa_tracker.interfaces.exchange.reading.tables import (
    candidate_headings,
    find_tables,
    heading_score,
    joined_headings,
    second_heading_row,
)
from tests.factories.exchange import document_of

HEADINGS = ["Aim", "Action", "Lead"]
FIRST, SECOND = ["Safe", "Patrol", "Clerk"], ["Calm", "Visit", "Clerk"]


def row(*texts, merged=()):
    return Row(1, [Cell(text, merged="left" if index in merged else "") for index, text in enumerate(texts)])


def of(*blocks):
    made = []
    for block in blocks:
        made += [block] if isinstance(block, Paragraph) else document_of(block, name="").grids
    return SourceDocument(made)


def found(*blocks, chosen=()):
    return [[placed.row.cells[1].text for placed in table.rows] for table in find_tables(of(*blocks), chosen)]


@pytest.mark.parametrize(
    ("texts", "score"),
    [
        (HEADINGS, 3),
        (["Aim", "Action", "Zebra", "Lead"], 3),
        (["Lead", "Deadline"], 0),
        (["Action"], 0),
        (["Action", "Action required"], 0),
        (["Action", "x" * 121, "Lead"], 0),
        (FIRST, 0),
    ],
    ids=["headings", "one unknown", "no level", "one cell", "one field", "a long cell", "a row of the plan"],
)
def test_a_row_of_headings_is_told_by_its_words(texts, score):
    assert heading_score(row(*texts)) == score


WORDS = ["Aim", "Action", "Lead", "By when", "Measure", "Zebra", "Patrol the park", "Clerk", "R", "Green"]


@pytest.mark.parametrize("seed", range(200))
def test_a_row_of_which_a_share_is_asked_for_scores_the_same_or_nothing(seed):
    texts = random.Random(seed).choices(WORDS, k=seed % 9 + 2)
    whole, least = heading_score(row(*texts), forgiving=False), heading_score(row(*texts), forgiving=False, least=0.8)
    assert least in (whole, 0)
    assert (least >= len(texts) * 0.8) == (whole * 5 >= len(texts) * 4)


def test_a_table_goes_on_over_its_repeated_headings():
    assert found([HEADINGS, FIRST, HEADINGS, SECOND]) == [["Patrol", "Visit"]]


def test_a_table_without_headings_goes_on_with_the_one_before_it():
    assert found([HEADINGS, FIRST], [SECOND]) == [["Patrol", "Visit"]]


@pytest.mark.parametrize("text", ["3", "- 3 -", "Page 3 of 9"])
def test_a_page_number_between_does_not_part_them(text):
    assert found([HEADINGS, FIRST], Paragraph(text), [SECOND]) == [["Patrol", "Visit"]]


@pytest.mark.parametrize(
    "blocks",
    [
        ([HEADINGS, FIRST], Paragraph("Contacts"), [SECOND]),
        ([HEADINGS, FIRST], [[*SECOND, "more"]]),
    ],
    ids=["words between", "another width"],
)
def test_what_is_another_table_is_not_taken_for_its_rest(blocks):
    assert found(*blocks) == [["Patrol"]]


def test_rows_before_any_headings_belong_to_no_table():
    assert found([FIRST, SECOND]) == []


def test_a_row_that_a_person_named_as_headings_is_one():
    assert found([["Was", "Wer", "Bis"], FIRST], chosen=["was | wer | bis"]) == [["Patrol"]]


def test_a_row_without_words_is_never_headings():
    assert found([["", "", ""], FIRST], chosen=[""]) == []


def test_a_row_that_somebody_named_may_be_the_last_of_its_grid():
    assert found([FIRST, ["Was", "Wer", "Bis"]], chosen=["was | wer | bis"]) == [[]]


def test_empty_rows_are_left_out_and_coloured_ones_kept():
    grid = document_of([HEADINGS, ["", "", ""], ["", "", ""], FIRST], name="").grids[0]
    grid.rows[2].cells[1].fill = "FF0000"
    (table,) = find_tables(SourceDocument([grid]))
    assert [placed.row.number for placed in table.rows] == [3, 4]


@pytest.mark.parametrize(
    ("blocks", "caption"),
    [
        ([Paragraph("Theme one", 2), [HEADINGS, FIRST]], "Theme one"),
        ([Paragraph("Just a line"), [HEADINGS, FIRST]], ""),
        ([[["Theme one", "", ""], HEADINGS, FIRST]], "Theme one"),
    ],
)
def test_the_caption_is_the_heading_over_a_table(blocks, caption):
    (table,) = find_tables(of(*blocks))
    assert [placed.caption for placed in table.rows] == [caption]


@pytest.mark.parametrize(("name", "caption"), [("Safety", "Safety"), ("Sheet1", ""), ("Table 2", "")])
def test_a_sheets_own_name_is_a_caption_unless_a_program_gave_it(name, caption):
    (table,) = find_tables(document_of([HEADINGS, FIRST], name=name))
    assert table.rows[0].caption == caption


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        (row("Action", "Timescale", "", merged=[2]), row("", "Start", "End"), True),
        (row("Action", "Timescale", "", merged=[2]), row("Patrol", "Start", "End"), False),
        (row("Action", "Timescale", "", merged=[2]), row("", "x" * 41, ""), False),
        (row("Action", "Timescale", ""), row("", "Start", "End"), True),
        (row("Action", "Timescale", ""), row("", "May", "June"), False),
        (row("Action", "Timescale", "Owner"), row("", "Start", "End"), False),
        (row("Action", "Timescale", "", merged=[2]), row("", "", ""), False),
    ],
    ids=[
        "parts a span",
        "fills another column",
        "is long",
        "spans blanks",
        "is no heading",
        "spans nothing",
        "is empty",
    ],
)
def test_a_second_row_of_headings_only_parts_what_spans(above, below, joined):
    assert (second_heading_row(above, below) is below) == joined


def test_two_rows_of_headings_are_read_as_one():
    above, below = row("Action", "Timescale", "", merged=[2]), row("", "Start", "End")
    assert joined_headings(above, below) == ["Action", "Start (Timescale)", "End (Timescale)"]
    assert joined_headings(above, None) == ["Action", "Timescale", ""]


def test_rows_that_a_person_could_name_as_headings_are_wide_enough():
    document = of([["Was", "Wer"], ["Was", "Wer", "Bis"], FIRST], [["one", "two"]])
    assert [[cell.text for cell in one.cells] for one in candidate_headings(document)] == [["Was", "Wer", "Bis"]]
