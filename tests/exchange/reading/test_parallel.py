"""Rows that hold several deliverables in lists beside one another."""

from __future__ import annotations

import pytest

from kpa_tracker.interfaces.exchange.reading.child import read
from kpa_tracker.interfaces.exchange.reading.interpret import interpret
from tests.exchange.files import workbook

HEADINGS = ["Priority", "Actions", "Owners", "Dates", "Measure"]


def deliverables_of(*rows):
    plan = interpret(read("lists.xlsx", workbook([HEADINGS, *rows])))
    return [(one.title, one.owners.names, one.deadline, one.measurements) for one in plan.deliverables]


@pytest.mark.parametrize(
    ("actions", "owners", "dates"),
    [
        ("1. Patrol\n2. Visit", "1. Inspector\n2. Sergeant", "1. June 2013\n2. ongoing"),
        ("• Patrol\n• Visit", "• Inspector\n• Sergeant", "• June 2013\n• ongoing"),
        ("i. Patrol ii. Visit", "i. Inspector ii. Sergeant", "i. June 2013 ii. ongoing"),
    ],
)
def test_parallel_lists_are_as_many_deliverables(actions, owners, dates):
    assert deliverables_of(["Crime", actions, owners, dates, "Surveys"]) == [
        ("Patrol", ["Inspector"], "June 2013", ["Surveys"]),
        ("Visit", ["Sergeant"], "ongoing", ["Surveys"]),
    ]


def test_what_is_said_once_holds_for_all():
    found = deliverables_of(["Crime", "1. Patrol\n2. Visit", "1. Inspector\n2. Sergeant", "June 2013", None])
    assert [deadline for _, _, deadline, _ in found] == ["June 2013", "June 2013"]


@pytest.mark.parametrize(
    ("actions", "owners"),
    [
        ("1. Patrol\n2. Visit", "Inspector"),
        ("1. Patrol\n2. Visit", "1. Inspector\n2. Sergeant\n3. Clerk"),
        ("Both of: 1. Patrol 2. Visit", "1. Inspector\n2. Sergeant"),
        ("Patrol", "1. Inspector\n2. Sergeant"),
        ("\n".join(f"• Patrol {n}" for n in range(16)), "\n".join(f"• Inspector {n}" for n in range(16))),
        ("1. Patrol\n2. " + "Visit " * 600, "1. Inspector\n2. Sergeant"),
    ],
    ids=["one owner", "too many owners", "words before the list", "no list", "a long list", "a long text"],
)
def test_what_is_not_certain_stays_one_deliverable(actions, owners):
    assert len(deliverables_of(["Crime", actions, owners, None, None])) == 1


def test_a_bullet_is_no_part_of_a_title():
    (only,) = deliverables_of(["Crime", "• Patrol", "Inspector", None, None])
    assert only[0] == "Patrol"
