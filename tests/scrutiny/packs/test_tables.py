"""Every item stands exactly once in every table of sums."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.interfaces.scrutiny.packs import tables
from kpa_tracker.interfaces.scrutiny.packs.contents import Asked, Measured
from tests.scrutiny.packs.made import SCALE, exposure, item, returned

ITEMS = [
    item(1, "red"),
    item(2, "green"),
    item(3, "green", ambition="2 Second", lead=""),
    item(4, "", stage="complete"),
]


def lines(table):
    return {row.label: row.numbers for row in (*table.rows, table.total)}


def test_ratings_are_counted_within_each_ambition():
    found = tables.by_rating(ITEMS, SCALE, ambition_word="Theme")
    assert (found.title, found.first) == ("Ratings by theme", "Theme")
    assert [point.word for point in found.columns] == ["Red", "Amber", "Green", "Not rated"]
    assert lines(found) == {"1 First": (3, 1, 0, 1, 1), "2 Second": (1, 0, 0, 1, 0), "All": (4, 1, 0, 2, 1)}


def test_stages_are_counted_with_what_is_not_recorded_as_not_started():
    assert lines(tables.by_stage(ITEMS)) == {
        "Not started": (3,),
        "In progress": (0,),
        "Complete": (1,),
        "Cancelled": (0,),
        "All": (4,),
    }


def test_leads_are_counted_the_one_with_most_first_and_nobody_last():
    found = tables.by_lead([item(1, lead=""), item(2, lead=""), item(3, lead="Clerk")])
    assert [(row.label, row.numbers) for row in found.rows] == [("Clerk", (1,)), ("No lead post", (2,))]


def test_a_period_is_counted_by_where_each_update_stands():
    found = tables.by_place([returned(1), returned(2, "begun")], [("accepted", "Accepted"), ("begun", "Begun")])
    assert lines(found) == {"Accepted": (1,), "Begun": (1,), "All": (2,)}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (tables.by_status([Measured(1, "A", status="red"), Measured(2, "B")]), {"Red": (1,), "No status": (1,)}),
        (tables.by_level([exposure(1), exposure(2, None, 0)]), {"High": (1,), "Not scored": (1,)}),
        (tables.by_state([Asked(1, "R1", "I", "T", state="In progress")]), {"In progress": (1,), "All": (1,)}),
    ],
)
def test_measures_risks_and_recommendations_are_counted(found, expected):
    assert {label: numbers for label, numbers in lines(found).items() if label in expected} == expected


def test_ratings_then_and_now_have_a_line_and_a_column_for_what_came_and_went():
    found = tables.movements([item(1, "green"), item(2, "amber")], [item(1, "red"), item(3, "")], SCALE)
    assert [point.word for point in found.columns] == ["Red", "Amber", "Green", "Not rated", "No longer here"]
    assert lines(found) == {
        "Red": (0, 0, 0, 0, 0, 0),
        "Amber": (1, 0, 0, 0, 0, 1),
        "Green": (1, 1, 0, 0, 0, 0),
        "Not rated": (0, 0, 0, 0, 0, 0),
        "Not there then": (1, 0, 0, 0, 1, 0),
        "All": (3, 1, 0, 0, 1, 1),
    }


some_items = st.dictionaries(st.integers(1, 9), st.sampled_from(["red", "amber", "green", ""]), max_size=9)


@given(some_items, some_items)
def test_lines_add_up_to_then_and_columns_to_now(then, now):
    before, after = ([item(pk, rating) for pk, rating in one.items()] for one in (then, now))
    found = tables.movements(before, after, SCALE)
    there_then = [row.numbers[0] for row in found.rows[:-1]]
    assert sum(there_then) == len(before)
    assert sum(found.total.numbers[1:-1]) == len(after)
