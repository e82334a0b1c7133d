"""Columns that compete for one field, and what their cells say where their headings do not."""

from __future__ import annotations

import pytest

from kpa_tracker.interfaces.exchange.reading.columns import map_columns


def mapped(headings, values=None):
    mapping = map_columns(headings, values or [["x"]] * len(headings))
    return [mapping.get(index, "") for index in range(len(headings))]


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["Aim", "Objective", "Desired outcome", "Action"], ["ambition", "descriptor", "description", "deliverable"]),
        (["Action", "Task"], ["deliverable", "description"]),
        (["Ref", "Action", "Lead", "No"], ["reference", "deliverable", "owner", ""]),
        (["Ref", "Lead", "No", "Action"], ["", "owner", "reference", "deliverable"]),
        (["Action", "Measure", "Target"], ["deliverable", "measurement", "measurement"]),
        (["Action", "By when", "Due date"], ["deliverable", "deadline", ""]),
        (["Action", "Committee", "Board"], ["deliverable", "committee", ""]),
        (["Action", "Start date", "End date"], ["deliverable", "", "deadline"]),
        (["Action", "Milestone"], ["deliverable", "measurement"]),
        (["Aim", "Milestone"], ["ambition", "deliverable"]),
        (["Aim", "Objective"], ["ambition", "deliverable"]),
        (["Theme", "Description"], ["ambition", "deliverable"]),
        (["Theme"], ["deliverable"]),
    ],
)
def test_the_place_of_a_column_settles_what_its_words_leave_open(headings, fields):
    assert mapped(headings) == fields


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["Red", "Green"], "rating"),
        (["On track", "Complete"], "rating"),
        (["Red", "by June"], ""),
        ([], ""),
    ],
)
def test_a_column_of_nothing_but_ratings_is_one_whatever_it_is_called(values, field):
    assert mapped(["Action", "Q1"], [["a", "b"], values]) == ["deliverable", field]


@pytest.mark.parametrize("urgency", [["High", "Low"], ["H", "M"], ["1", "2"], ["Medium/High", "urgent"]])
def test_a_priority_that_is_an_urgency_is_no_level(urgency):
    assert mapped(["Priority", "Action"], [urgency, ["a", "b"]]) == ["", "deliverable"]


def test_two_columns_of_actions_are_a_level_and_what_stands_under_it():
    assert mapped(["Activity", "Action"], [["a", "a", "a"], ["1", "2", "3"]]) == ["ambition", "deliverable"]
