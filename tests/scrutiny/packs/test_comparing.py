"""What is otherwise than at the meeting before, and than when a pack was frozen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpa_tracker.interfaces.scrutiny.packs.comparing import changes_of, differing, in_words, risk_changes
from kpa_tracker.interfaces.scrutiny.packs.contents import Asked, Beside, Flag, Measured, Minuted, PartOf
from tests.scrutiny.packs.made import OVERDUE, contents, exposure, item


def told(changes):
    return [(one.what, one.name, one.before, one.after) for one in changes]


def test_ratings_are_told_from_old_to_new_in_the_plans_words():
    (change,) = changes_of([item(1, "green")], [item(1, "red")])
    assert (change.what, change.before, change.after) == ("Rating", "Green", "Red")
    assert (change.rating_before, change.rating_after) == ("green", "red")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"deadline": "June 2010"}, ("Deadline", "1.1 Item 1", "None", "June 2010")),
        ({"stage": "complete"}, ("Stage", "1.1 Item 1", "Not started", "Complete")),
        ({"lead": ""}, ("Lead post", "1.1 Item 1", "Treasurer", "None")),
    ],
)
def test_deadlines_stages_and_leads_are_told(values, expected):
    assert told(changes_of([item(1)], [item(1, **values)])) == [expected]


def test_what_came_and_what_went_stand_first():
    found = changes_of([item(1), item(2)], [item(1, "red"), item(3)])
    assert told(found) == [
        ("New", "1.3 Item 3", "", "Added since"),
        ("Gone", "1.2 Item 2", "", "No longer here"),
        ("Rating", "1.1 Item 1", "Green", "Red"),
    ]


def test_what_is_as_it_was_is_not_told():
    assert list(changes_of([item(1)], [item(1, done="More was done.")])) == []


def test_risks_are_told_that_are_new_gone_or_scored_otherwise():
    found = risk_changes(
        [exposure(1), exposure(2), exposure(4)], [exposure(1, 4, 20), exposure(3, None, 0), exposure(4)]
    )
    assert told(found) == [
        ("New", "KPA 03 Risk 3", "", "Added since"),
        ("Gone", "KPA 02 Risk 2", "", "No longer here"),
        ("Level", "KPA 01 Risk 1", "High, 12", "Very high, 20"),
    ]


def test_a_risk_that_was_never_scored_has_a_level_without_points():
    (change,) = risk_changes([exposure(1, None, 0)], [exposure(1)])
    assert (change.before, change.after) == ("Not scored", "High, 12")


# --- Since it was frozen ----------------------------------------------------------------------------------------------


def test_nothing_differs_from_itself():
    made = contents([item(1)], risks=(exposure(1),))
    assert differing(made, made) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title": "Other"}, ("Title", "Item 1", "Other")),
        ({"rating": "red", "word": "Red"}, ("Rating", "Green", "Red")),
        ({"stage": "in_progress"}, ("Stage", "Not started", "In progress")),
        ({"done": "It is done."}, ("What was done", "nothing", "It is done.")),
        ({"is_accepted": True}, ("Accepted", "no", "yes")),
        ({"supporting": ("Clerk", "Chair")}, ("Supporting posts", "nothing", "Clerk; Chair")),
        (
            {"beside": (Beside("Audit", "red", "Red", "16 March 2010, minute 10/3"),)},
            ("A committee's rating", "nothing", "Audit: Red (16 March 2010, minute 10/3)"),
        ),
        ({"flags": (OVERDUE,)}, ("Worked out", "nothing", "Overdue")),
    ],
)
def test_a_field_that_changed_is_said_from_what_to_what(values, expected):
    frozen = contents([item(1)])
    (found,) = differing(frozen, contents([item(1, **values)]))
    assert (found.of, found.pk) == ("deliverable", 1)
    assert found.fields == (expected,)


def test_a_day_more_of_the_same_is_no_change():
    later = replace(OVERDUE, sentence="Due by 31 March 2010: 13 days ago.")
    assert differing(contents([item(1, flags=(OVERDUE,))]), contents([item(1, flags=(later,))])) == []


def test_each_record_that_changed_counts_once():
    frozen, now = contents([item(1), item(2)]), contents([item(1, "red", done="More."), item(2, "red")])
    assert [(one.name, len(one.fields)) for one in differing(frozen, now)] == [("1.1 Item 1", 2), ("1.2 Item 2", 1)]


def test_what_left_and_what_came_are_said():
    found = differing(contents([item(1)]), contents([item(2)]))
    assert [(one.name, one.fields) for one in found] == [
        ("1.1 Item 1", (("In the pack", "yes", "would be no longer"),)),
        ("1.2 Item 2", (("In the pack", "no", "would be"),)),
    ]


@pytest.mark.parametrize(
    ("name", "one", "values", "expected"),
    [
        ("measures", Measured(1, "Crime"), {"status": "red"}, ("measure", "Crime", ("Status", "No status", "Red"))),
        ("risks", exposure(1), {"level": None}, ("risk", "KPA 01 Risk 1", ("Level", "High", "Not scored"))),
        ("risks", exposure(1), {"status": "Open"}, ("risk", "KPA 01 Risk 1", ("Status", "nothing", "Open"))),
        (
            "recommendations",
            Asked(1, "R1", "Baseline", "Count again"),
            {"state": "Closed"},
            ("recommendation", "R1 Count again", ("State", "nothing", "Closed")),
        ),
        (
            "outstanding",
            Minuted(1, "question", "", "Why?"),
            {"answer": "So."},
            ("question", "Why?", ("Answer", "nothing", "So.")),
        ),
    ],
)
def test_every_list_is_compared(name, one, values, expected):
    frozen, now = contents(**{name: (one,)}), contents(**{name: (replace(one, **values),)})
    (found,) = differing(frozen, now)
    assert (found.of, found.name, *found.fields) == expected


def test_a_question_and_an_action_of_one_number_are_two_records():
    action, question = Minuted(1, "minuted action", "1/10", "Do it"), Minuted(1, "question", "", "Why?")
    assert differing(contents(outstanding=(action, question)), contents(outstanding=(question, action))) == []


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("stage", "complete", "Complete"),
        ("is_accepted", False, "no"),
        ("lead", "", "nothing"),
        ("flags", (Flag("a", "A"),), "A"),
    ],
)
def test_values_are_said_in_words(field, value, expected):
    assert in_words("items", field, value) == expected


def test_a_part_is_compared_unless_the_pack_was_frozen_before_parts_were_shown():
    part = PartOf(1, "Fleet strategy", 9, "3.1 Strategies", word="Amber")
    now = contents(parts=(replace(part, word="Red", stage="complete"),))
    (found,) = differing(contents(parts=(part,)), now)
    assert (found.of, found.name) == ("part", "Fleet strategy, a part of 3.1 Strategies")
    assert found.fields == (("Stage", "Not started", "Complete"), ("Rating", "Amber", "Red"))
    assert differing(contents(), now) == []
