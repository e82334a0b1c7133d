"""Deliverables as cards: a small table each, its headings at the side."""

from __future__ import annotations

import docx
import pytest

from kpa_tracker.base.toolkit.grids import Cell, Grid, Row
from kpa_tracker.interfaces.exchange.reading.cards import cards_in, looks_like_cards
from kpa_tracker.interfaces.exchange.reading.child import read
from kpa_tracker.interfaces.exchange.reading.interpret import interpret
from tests.exchange.files import add_table, saved, workbook

FIRST = [
    ["Deliverable", "A1 Commission a programme"],
    ["Owner", "Head of Partnerships"],
    ["Deadline", "31 March 2017"],
    ["How we will know", "i. Provider appointed ii. 40 referrals"],
    ["RAG", "Amber"],
]
SECOND = [["Deliverable:", "relaunch the watch"], ["Owner:", ""], ["Deadline:", "TBC"], ["Budget:", "£4,000"]]


def grid_of(*rows):
    return Grid("Table 1", [Row(number, [Cell(text) for text in row]) for number, row in enumerate(rows, start=1)])


def plan_of(*parts):
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_heading(part, 1)
        else:
            add_table(document, part)
            document.add_paragraph("")
    return interpret(read("cards.docx", saved(document)))


def test_each_card_is_a_deliverable_under_the_heading_above_it():
    plan = plan_of("Priority A: Homes", FIRST, "Priority B: Farms", SECOND)
    first, second = plan.deliverables
    assert [ambition.title for ambition in plan.ambitions] == ["Priority A: Homes", "Priority B: Farms"]
    assert plan.level_names == ("Priority", "", "Deliverable")
    assert (first.reference, first.title, first.owners.lead) == ("A1", "Commission a programme", "Head of Partnerships")
    assert (first.deadline, first.rating) == ("31 March 2017", "amber")
    assert first.measurements == ["Provider appointed", "40 referrals"]
    assert (second.title, second.owners.missing, second.deadline) == ("relaunch the watch", True, "")


def test_a_label_that_nobody_understands_is_listed():
    plan = plan_of(FIRST, SECOND)
    assert [(one.place, one.heading, one.text) for one in plan.fragments] == [
        ("Table 2, row 1", "Budget", "£4,000"),
    ]


def test_two_labels_may_stand_side_by_side():
    plan = plan_of([["Action", "Patrol", "", ""], ["Lead", "Inspector", "By when", "May 2014"]])
    (only,) = plan.deliverables
    assert (only.title, only.owners.lead, only.deadline) == ("Patrol", "Inspector", "May 2014")


def test_cards_below_one_another_on_a_sheet_are_told_apart():
    rows = [
        ["Audit cards"], [], ["Action", "Count the cash"], ["Owner", "Finance Manager"], ["Status", "Complete"],
        [None, "in May"], [], ["Action", "Tag the assets"], ["Owner", "Estates Manager"], ["Status", "In progress"],
    ]  # fmt: skip
    plan = interpret(read("cards.xlsx", workbook(rows, title="Cards")))
    assert plan.title == "Audit cards"
    assert [(each.title, each.owners.lead) for each in plan.deliverables] == [
        ("Count the cash", "Finance Manager"),
        ("Tag the assets", "Estates Manager"),
    ]
    assert [each.place for each in plan.deliverables] == ["Cards, row 3", "Cards, row 8"]


def test_a_line_before_the_first_card_that_is_no_title_is_listed():
    rows = [["Audit cards"], ["For the committee of May"], ["Action", "Count"], ["Owner", "Clerk"], ["Due", "May 2014"]]
    plan = interpret(read("cards.xlsx", workbook(rows, title="Cards")))
    assert [one.text for one in plan.fragments] == ["For the committee of May"]


def test_a_colour_and_further_columns_of_a_value_are_kept():
    rows = [["Action", "Patrol", "and visit"], ["Owner", "Clerk"], ["RAG", ""]]
    plan = interpret(read("cards.xlsx", workbook(rows, fills={"B3": "FF0000"})))
    (only,) = plan.deliverables
    assert (only.title, only.rating, only.rating_from) == ("Patrol and visit", "red", "colour")


@pytest.mark.parametrize(
    "rows",
    [
        [["Action", "Owner"], ["Patrol", "Inspector"], ["Visit", "Sergeant"]],
        [["Action", "Owner"], ["Action on burglary", "Inspector"], ["Actions for victims", "Sergeant"]],
        [["Owner", "Clerk"], ["Deadline", "May"]],
        [["Action", "Patrol"], ["Task", "Visit"]],
        [["Term", "Meaning"], ["RAG", "Red, amber, green"], ["Lead", "Who leads"]],
        [["Action", "Patrol"], ["Owner", "Clerk"], ["x", "1"], ["y", "2"], ["z", "3"]],
        [],
    ],
    ids=["a table", "titles like headings", "no item", "no value", "a glossary", "mostly something else", "nothing"],
)
def test_what_is_no_card_stays_a_table(rows):
    assert not looks_like_cards(grid_of(*rows))


def test_a_card_may_begin_with_its_number():
    card = [["Ref", "1.1"], ["Action", "Patrol"], ["Lead", "Inspector"]]
    rows = [*card, [], ["Ref", "1.2"], ["Action", "Visit"], ["Lead", "Sergeant"]]
    plan = interpret(read("cards.xlsx", workbook(rows, title="Cards")))
    assert [(each.reference, each.title, each.owners.lead) for each in plan.deliverables] == [
        ("1.1", "Patrol", "Inspector"),
        ("1.2", "Visit", "Sergeant"),
    ]


def test_an_empty_row_of_a_card_and_an_empty_column_beside_cards_say_nothing():
    cards = list(cards_in(grid_of(*FIRST[:2], ["", ""], *FIRST[2:]), []))
    assert len(cards) == 1
    assert cards[0].values["Deadline"].text == "31 March 2017"
    sideways = [
        ["Deliverable", "A1 Patrol", "", "A2 Watch"],
        ["Owner", "Clerk", "", "Chair"],
        ["Deadline", "May", "", "June"],
    ]
    cards = list(cards_in(grid_of(*sideways), []))
    assert [card.values["Deliverable"].text for card in cards] == ["A1 Patrol", "A2 Watch"]
