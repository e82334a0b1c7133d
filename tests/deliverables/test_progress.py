from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliverables.progress import (
    ComputedStatus,
    Kind,
    computed_status,
    needs_evidence,
    needs_late_reason,
    needs_recovery,
    required,
    slip_of,
)
from kpa_tracker.base.toolkit.ratings import RATINGS, Stage

TODAY = date(2010, 1, 15)
IN_ORDER: dict[str, Any] = {
    "stage": "in_progress",
    "rating": "green",
    "deadline_due": date(2010, 6, 30),
    "first_due": date(2010, 6, 30),
    "has_update_this_period": True,
    "last_update_on": date(2010, 1, 4),
    "today": TODAY,
}


def status(**changes: Any) -> ComputedStatus:
    return computed_status(**{**IN_ORDER, **changes})


def flag(key: str, **changes: Any) -> Any:
    return next(found for found in status(**changes) if found.key == key)


def test_work_that_is_on_course_raises_no_flag():
    assert status().keys == ()
    assert status().slip.sentence == "The deadline has not moved."


@pytest.mark.parametrize(
    ("due", "keys"),
    [
        (date(2010, 1, 13), ("overdue",)),
        (date(2010, 1, 14), ("overdue",)),
        (date(2010, 1, 15), ("due_soon",)),
        (date(2010, 1, 16), ("due_soon",)),
        (date(2010, 2, 14), ("due_soon",)),
        (date(2010, 2, 15), ()),
        (None, ()),
    ],
)
def test_a_deadline_is_kept_up_to_and_including_its_last_day(due, keys):
    assert status(rating="", deadline_due=due, first_due=due).keys == keys


@pytest.mark.parametrize("stage", ["complete", "cancelled"])
def test_work_that_is_closed_is_neither_late_nor_without_an_update(stage):
    found = status(
        stage=stage,
        deadline_due=date(2009, 6, 30),
        first_due=date(2009, 6, 30),
        has_update_this_period=False,
        has_evidence=True,
    )
    assert found.keys == ()


def test_overdue_counts_the_days_in_a_sentence():
    found = flag("overdue", deadline_due=date(2009, 12, 31))
    assert (found.word, found.days, found.kind) == ("Overdue", 15, Kind.TIME)
    assert found.sentence == "Due by 31 December 2009: 15 days ago."


def test_due_soon_says_when():
    assert flag("due_soon", deadline_due=TODAY).sentence == "Due by 15 January 2010, today."
    assert flag("due_soon", deadline_due=TODAY + timedelta(1)).sentence == "Due by 16 January 2010, in 1 day."


def test_how_soon_is_soon_can_be_set():
    assert status(deadline_due=TODAY + timedelta(60), due_soon_days=60).keys == ("due_soon",)
    assert status(deadline_due=TODAY + timedelta(1), due_soon_days=0).keys == ()


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        (None, "No update has been written yet."),
        (date(2009, 10, 5), "No update this period. The last one was on 5 October 2009."),
    ],
)
def test_a_period_without_an_update_is_said(last, sentence):
    found = flag("stale", has_update_this_period=False, last_update_on=last)
    assert (found.word, found.sentence, found.kind) == ("No update", sentence, Kind.REPORTING)


def test_a_deadline_that_moved_later_has_slipped():
    found = flag("slipped", deadline_due=date(2010, 6, 30), first_due=date(2010, 3, 31), moves=2)
    assert (found.days, found.sentence) == (91, "Moved 2 times, 91 days later than first adopted (31 March 2010).")


@pytest.mark.parametrize(
    ("first", "current", "moves", "days", "sentence"),
    [
        (None, date(2010, 6, 30), 0, 0, "The deadline has not moved."),
        (date(2010, 6, 30), None, 0, 0, "The deadline has not moved."),
        (date(2010, 6, 29), date(2010, 6, 30), 1, 1, "Moved once, 1 day later than first adopted (29 June 2010)."),
        (
            date(2010, 6, 30),
            date(2010, 5, 31),
            1,
            -30,
            "Moved once, 30 days earlier than first adopted (30 June 2010).",
        ),
        (date(2010, 6, 30), date(2010, 6, 30), 2, 0, "Moved 2 times, to the same last day."),
        (date(2010, 6, 30), date(2010, 7, 1), 0, 1, "Moved, 1 day later than first adopted (30 June 2010)."),
    ],
)
def test_the_slip_counts_days_and_moves(first, current, moves, days, sentence):
    slip = slip_of(first, current, moves)
    assert (slip.days, slip.moves, slip.sentence) == (days, moves, sentence)
    assert bool(slip) is bool(days or moves)


def test_moving_earlier_is_not_a_slip():
    assert "slipped" not in status(first_due=date(2010, 6, 30), deadline_due=date(2010, 5, 31), moves=1)


LATE = {"deadline_due": date(2009, 12, 31), "first_due": date(2009, 12, 31)}
CONTRADICTIONS: list[tuple[str, dict[str, Any], str]] = [
    ("green_but_late", LATE, "Rated green although the deadline passed 15 days ago."),
    ("not_started_but_late", {**LATE, "stage": "not_started"}, "The deadline has passed and the work has not started."),
    (
        "complete_without_evidence",
        {"stage": "complete"},
        "Marked complete, but nothing has been attached or linked that shows it.",
    ),
    (
        "complete_but_not_green",
        {"stage": "complete", "rating": "amber", "has_evidence": True},
        "Marked complete, but rated amber: was it achieved or not?",
    ),
    (
        "forecast_without_recovery",
        {"rating": "red", "forecast": "amber"},
        "Rated red now and forecast to be amber at year end, but no date is given for the return to green.",
    ),
    (
        "recovery_passed",
        {"rating": "amber", "back_to_green_on": date(2010, 1, 14)},
        "It was to be green again by 14 January 2010, and is still amber.",
    ),
    (
        "recovery_after_deadline",
        {"rating": "red", "back_to_green_on": date(2010, 7, 1)},
        "The return to green, 1 July 2010, comes after the deadline, 30 June 2010.",
    ),
]


@pytest.mark.parametrize(("key", "changes", "sentence"), CONTRADICTIONS, ids=[case[0] for case in CONTRADICTIONS])
def test_statements_that_do_not_go_together_are_pointed_out(key, changes, sentence):
    found = status(**changes)
    assert [(flag.key, flag.sentence) for flag in found.contradictions if flag.key == key] == [(key, sentence)]


CONSISTENT: list[tuple[str, dict[str, Any]]] = [
    ("green_but_late", {**LATE, "rating": "amber"}),
    ("green_but_late", {**LATE, "stage": "complete"}),
    ("not_started_but_late", LATE),
    ("complete_without_evidence", {"stage": "complete", "has_evidence": True}),
    ("complete_without_evidence", {"stage": "in_progress"}),
    ("complete_but_not_green", {"stage": "complete", "rating": "green"}),
    ("complete_but_not_green", {"stage": "complete", "rating": ""}),
    ("forecast_without_recovery", {"rating": "red", "forecast": "amber", "back_to_green_on": date(2010, 3, 1)}),
    ("forecast_without_recovery", {"rating": "red", "forecast": "red"}),
    ("forecast_without_recovery", {"rating": "red"}),
    ("forecast_without_recovery", {"rating": "amber_green", "forecast": "green"}),
    ("forecast_without_recovery", {"rating": "red", "forecast": "green", "stage": "cancelled"}),
    ("recovery_passed", {"rating": "amber", "back_to_green_on": TODAY}),
    ("recovery_passed", {"rating": "green", "back_to_green_on": date(2010, 1, 1)}),
    ("recovery_passed", {"rating": "red", "back_to_green_on": date(2010, 1, 1), "stage": "complete"}),
    ("recovery_after_deadline", {"rating": "red", "back_to_green_on": date(2010, 6, 30)}),
    ("recovery_after_deadline", {"rating": "red", "back_to_green_on": date(2010, 7, 1), "deadline_due": None}),
    ("recovery_after_deadline", {"rating": "green", "back_to_green_on": date(2010, 7, 1)}),
]


@pytest.mark.parametrize(("key", "changes"), CONSISTENT)
def test_what_goes_together_is_not_pointed_out(key, changes):
    assert key not in status(**changes)


def test_flags_come_in_the_order_that_they_matter():
    found = status(**LATE, has_update_this_period=False)
    assert found.keys == ("overdue", "stale", "green_but_late")
    assert found.is_overdue


def test_only_amber_and_red_need_a_recovery():
    assert [code for code in RATINGS if needs_recovery(code)] == ["amber", "amber_red", "red"]


@pytest.mark.parametrize(
    ("stage", "rating", "due", "needed"),
    [
        ("in_progress", "green", TODAY - timedelta(1), True),
        ("not_started", "green", TODAY - timedelta(1), True),
        ("in_progress", "green", TODAY, False),
        ("in_progress", "green", None, False),
        ("in_progress", "amber_green", TODAY - timedelta(1), True),
        ("in_progress", "amber", TODAY - timedelta(1), False),
        ("in_progress", "", TODAY - timedelta(1), False),
        ("complete", "green", TODAY - timedelta(1), False),
    ],
)
def test_green_on_open_work_that_is_late_needs_a_reason(stage, rating, due, needed):
    assert needs_late_reason(stage=stage, rating=rating, deadline_due=due, today=TODAY) is needed


def test_only_complete_needs_evidence():
    assert [stage.value for stage in Stage if needs_evidence(stage)] == ["complete"]


MAYBE_DAY = st.none() | st.dates(date(2008, 1, 1), date(2012, 12, 31))


@given(
    stage=st.sampled_from([stage.value for stage in Stage]),
    rating=st.sampled_from(list(RATINGS)),
    forecast=st.sampled_from(list(RATINGS)),
    deadline_due=MAYBE_DAY,
    first_due=MAYBE_DAY,
    last_update_on=MAYBE_DAY,
    back_to_green_on=MAYBE_DAY,
    has_update_this_period=st.booleans(),
    has_evidence=st.booleans(),
    moves=st.integers(0, 5),
)
def test_whatever_is_recorded_the_flags_agree_with_one_another(**facts):
    found = computed_status(today=TODAY, **facts)
    assert len(set(found.keys)) == len(found.keys)
    assert not {"overdue", "due_soon"} <= set(found.keys)
    assert ("green_but_late" in found) == needs_late_reason(
        stage=facts["stage"], rating=facts["rating"], deadline_due=facts["deadline_due"], today=TODAY
    )
    assert all(flag.word and flag.sentence.endswith((".", "?")) for flag in found)


@pytest.mark.parametrize(
    ("stage", "rating", "fields"),
    [
        ("", "", ["stage", "done", "rating"]),
        ("in_progress", "green", ["stage", "done", "rating"]),
        ("in_progress", "amber_green", ["stage", "done", "rating"]),
        ("in_progress", "amber", ["stage", "done", "rating", "cause", "recovery", "recovery_by", "green_on"]),
        ("not_started", "red", ["stage", "done", "rating", "cause", "recovery", "recovery_by", "green_on"]),
        ("complete", "amber", ["stage", "done", "rating", "cause"]),
        ("cancelled", "", ["stage", "done"]),
    ],
)
def test_what_an_update_needs_follows_from_its_stage_and_rating(stage, rating, fields):
    assert list(required(stage=stage, rating=rating, deadline_due=None, today=TODAY)) == fields


def test_green_on_something_late_needs_one_answer_more():
    needed = required(stage="in_progress", rating="green", deadline_due=TODAY - timedelta(1), today=TODAY)
    assert needed["late_reason"] == "The deadline has passed. Say why it is still green."
