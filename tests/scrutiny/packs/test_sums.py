"""A sum that does not agree with its parts, or with a second count, is found and named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpa_tracker.interfaces.scrutiny.packs import tables
from kpa_tracker.interfaces.scrutiny.packs.contents import Covered, Measured, Owed, Row, Sum
from kpa_tracker.interfaces.scrutiny.packs.sums import sums_of
from tests.scrutiny.packs.made import contents, coverage, exposure, item, returned

NOW = [item(1, "red"), item(2, "green"), item(3, "", ambition="2 Second", lead="")]
THEN = [item(1, "green"), item(2, "green")]
COUNTED = {
    "rating": {"1 First": 2, "2 Second": 1, "All": 3},
    "rating columns": {"Red": 1, "Green": 1, "Not rated": 1, "All": 3},
    "stage": {"Not started": 3, "All": 3},
    "lead": {"Treasurer": 2, "No lead post": 1, "All": 3},
}


def whole():
    places = [returned(1), returned(2, "not_begun", "Not begun"), returned(3, "not_asked", "Nothing asked")]
    words = [("accepted", "Accepted"), ("not_begun", "Not begun"), ("not_asked", "Nothing asked")]
    made = contents(NOW, THEN, coverage=coverage(), risks=(exposure(1),), measures=(Measured(1, "A"),))
    more = (tables.by_place(places, words), tables.by_status(made.measures), tables.by_level(made.risks))
    return replace(made, tables=(*made.tables, *more))


def faults(made, counted=COUNTED):
    return [fault for one in sums_of(made, counted) for fault in one.faults]


def with_table(made, key, **values):
    return replace(made, tables=tuple(replace(one, **values) if one.key == key else one for one in made.tables))


def test_sums_that_agree_have_no_fault():
    found = sums_of(whole(), COUNTED)
    assert len(found) > 25
    assert [one.name for one in found if not one.is_right] == []


def test_every_table_has_its_total_its_columns_and_its_lines_checked():
    names = [one.name for one in sums_of(whole(), COUNTED)]
    assert len(names) == len(set(names))
    assert {f"Ratings by ambition, {part}" for part in ("total", "column Red", "line 1 First", "line All")} <= set(
        names
    )


@pytest.mark.parametrize(
    ("key", "rows", "said"),
    [
        ("stage", (Row("Not started", (2,)),), "How far the work has come, total: the parts add up to 2"),
        ("rating", (Row("1 First", (2, 1, 0, 0, 0)),), "Ratings by ambition, line 1 First: the parts add up to 1"),
        ("movement", (Row("Green", (2, 1, 0, 0, 0, 0), "green"),), "Ratings then and now, line Green"),
    ],
)
def test_a_line_that_went_wrong_is_named(key, rows, said):
    found = faults(with_table(whole(), key, rows=rows), {})
    assert any(fault.startswith(said) for fault in found), found


def test_a_total_that_went_wrong_is_named_with_where_it_is_shown():
    found = faults(with_table(whole(), "lead", total=Row("All", (4,))), {})
    assert found[0] == "Who leads, total: the parts add up to 3, and the table “Who leads” shows 4."


@pytest.mark.parametrize("key", ["rating", "stage", "lead"])
def test_a_second_count_that_finds_another_number_is_a_fault(key):
    found = faults(whole(), {**COUNTED, key: {**COUNTED[key], "All": 9}})
    assert [fault for fault in found if "All" in fault and "counting again finds 9" in fault] == found
    assert len(found) == 1


def test_a_rating_that_was_counted_otherwise_is_named():
    found = faults(whole(), {**COUNTED, "rating columns": {"Red": 2, "Green": 0, "Not rated": 1}})
    assert [fault.split(":")[0] for fault in found] == [
        "Ratings by ambition, column Red, All",
        "Ratings by ambition, column Green, All",
    ]


def test_a_list_that_lost_a_line_is_named():
    made = whole()
    found = faults(replace(made, items=made.items[1:]), {})
    assert "Who leads, lines listed: the parts add up to 2, and the list shows 3." in found
    assert "Items there now: the parts add up to 2, and the table “Ratings then and now” shows 3." in found


def test_a_change_that_is_not_listed_is_named():
    made = whole()
    kept = tuple(one for one in made.changes if one.what != "Rating")
    assert faults(replace(made, changes=kept), {}) == [
        "Ratings changed: the parts add up to 0, and “What changed” shows 1."
    ]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"submitted": 2}, "Updates asked for"),
        ({"not_asked": 2}, "How updates came in, asked for and not"),
        ({"late": 1}, "Updates that came late"),
    ],
)
def test_a_coverage_that_does_not_add_up_is_named(values, name):
    found = faults(replace(whole(), coverage=coverage(**values)), {})
    assert [fault.split(":")[0] for fault in found] == [name]


def test_more_asked_for_than_reported_and_outstanding_goes_wrong_twice():
    found = faults(replace(whole(), coverage=coverage(asked=3)))
    assert [fault.split(":")[0] for fault in found] == ["Updates asked for", "How updates came in, asked for and not"]


def test_a_closed_period_may_tell_of_fewer_than_the_plan_has_today():
    made = whole()
    places = [("accepted", "Accepted"), ("not_begun", "Not begun")]
    table = tables.by_place([returned(1), returned(2, "not_begun", "Not begun")], places)
    of_two = with_table(replace(made, coverage=coverage(not_asked=0)), "coverage", rows=table.rows, total=table.total)
    assert faults(of_two) == []


@pytest.mark.parametrize(
    ("values", "number"), [({}, 0), ({"came": 2}, 2), ({"missing": ()}, 2), ({"asked": 3}, 1)], ids=str
)
def test_results_and_reviews_that_do_not_add_up_are_named(values, number):
    found = Covered(**{"kind": "measures", "asked": 2, "came": 1, "missing": (Owed(1, "Calls"),), **values})
    made = replace(whole(), coverage=coverage(covered=(found,)))
    made = replace(made, tables=(*made.tables, tables.by_coming(found)))
    said = faults(made, {**COUNTED, "covered measures": {"In": 1, "Missing": 1, "All": 2}})
    assert len([fault for fault in said if fault.startswith("Results ")]) >= number
    assert bool(said) == bool(number)


def test_late_updates_are_counted_a_second_time():
    found = faults(whole(), {**COUNTED, "late": {"late": 1}})
    assert found == ["Updates that came late, late: “Coverage” shows 0, and counting again finds 1."]


def test_a_pack_that_compares_with_nothing_has_no_sum_of_changes():
    assert not [one for one in sums_of(contents(NOW), {}) if "then and now" in one.name]


def test_a_sum_says_both_of_its_faults():
    one = Sum("Ratings", "the table", (("red", 1),), 2, (("red", 1, 5),))
    assert one.faults == [
        "Ratings: the parts add up to 1, and the table shows 2.",
        "Ratings, red: the table shows 1, and counting again finds 5.",
    ]
    assert not one.is_right
