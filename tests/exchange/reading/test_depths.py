"""One column for all levels, told apart by their numbers alone."""

from __future__ import annotations

import pytest

from kpa_tracker.interfaces.exchange.reading.child import read
from kpa_tracker.interfaces.exchange.reading.interpret import interpret
from tests.exchange.files import workbook

HEADINGS = ["No", "Action", "Lead", "By when"]
THREE = [
    HEADINGS,
    ["1", "Confidence", None, None],
    ["1.1", "People know their officers", None, None],
    ["1.1.1", "Publish names", "Clerk", "May 2010"],
    ["1.1.2", "Hold surgeries", "Inspector", "monthly"],
    ["2.", "Value", None, None],
    ["2.1", "Costs are compared", None, None],
    ["2.1.1", "Join the club", "Treasurer", None],
]


def plan_of(rows):
    return interpret(read("plan.xlsx", workbook(rows)))


def titles_of(plan):
    return [
        (ambition.title, [(one.title, [each.reference for each in one.deliverables]) for one in ambition.descriptors])
        for ambition in plan.ambitions
    ]


def test_numbers_of_three_depths_are_three_levels():
    plan = plan_of(THREE)
    assert titles_of(plan) == [
        ("Confidence", [("People know their officers", ["1.1.1", "1.1.2"])]),
        ("Value", [("Costs are compared", ["2.1.1"])]),
    ]
    assert plan.level_names == ("", "", ""), "the heading is over all levels and names none"
    assert plan.counts.deliverables == 3


def test_numbers_of_two_depths_are_two_levels():
    rows = [HEADINGS, ["1", "Confidence", None, None], ["1.1", "Publish names", "Clerk", None]]
    assert titles_of(plan_of(rows)) == [("Confidence", [("", ["1.1"])])]


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "Confidence", "Clerk", None], ["1.1", "Publish", "Clerk", None]],
        [["1", "Confidence", None, None], ["2.1", "Publish", "Clerk", None]],
        [["1", "Confidence", None, None], ["A1", "Publish", "Clerk", None]],
        [["1.1", "Confidence", None, None], ["1.2", "Publish", "Clerk", None]],
    ],
    ids=["an upper row has values", "a number has none above it", "one is no number", "one depth"],
)
def test_what_is_not_certain_stays_a_list(rows):
    assert plan_of([HEADINGS, *rows]).counts.deliverables == 2


def test_columns_of_levels_count_more_than_numbers():
    rows = [["No", "Aim", "Action", "Lead"], ["1", "Calm", "Patrol", "Clerk"], ["1.1", "Calm", "Visit", "Clerk"]]
    assert plan_of(rows).counts.deliverables == 2
