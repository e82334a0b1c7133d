"""A risk against the authority's appetite."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.scoring import Accepted, Level, Stance, describe, is_beyond, stance

TODAY = date(2010, 4, 12)
HIGH = Accepted(Level.HIGH, TODAY)
OVER = Accepted(Level.HIGH, TODAY - timedelta(days=1))


def of(**facts):
    given = {"level": 3, "appetite": 2, "is_ended": False, "is_treated": False, "accepted": None, "today": TODAY}
    return stance(**{**given, **facts})


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, Stance.BEYOND),
        ({"level": 2}, Stance.WITHIN),
        ({"level": 1}, Stance.WITHIN),
        ({"level": None}, Stance.NOT_SCORED),
        ({"appetite": None}, Stance.NO_APPETITE),
        ({"level": None, "appetite": None}, Stance.NOT_SCORED),
        ({"is_treated": True}, Stance.TREATED),
        ({"is_treated": True, "accepted": OVER}, Stance.TREATED),
        ({"is_treated": True, "level": 2}, Stance.WITHIN),
        ({"accepted": HIGH}, Stance.ACCEPTED),
        ({"accepted": OVER}, Stance.LAPSED),
        ({"accepted": HIGH, "level": 4}, Stance.OUTGROWN),
        ({"accepted": OVER, "level": 4}, Stance.LAPSED),
        ({"accepted": HIGH, "level": 2}, Stance.WITHIN),
        ({"is_ended": True}, Stance.ENDED),
        ({"is_ended": True, "level": None}, Stance.ENDED),
    ],
)
def test_where_a_risk_stands(facts, expected):
    assert of(**facts) is expected


def test_an_acceptance_holds_on_its_last_day_and_not_on_the_next():
    assert of(accepted=HIGH) is Stance.ACCEPTED
    assert of(accepted=HIGH, today=TODAY + timedelta(days=1)) is Stance.LAPSED


def test_what_neither_is_treated_nor_accepted_needs_a_decision():
    assert {one for one in Stance if one.needs_decision} == {Stance.BEYOND, Stance.LAPSED, Stance.OUTGROWN}


@pytest.mark.parametrize(
    ("level", "appetite", "beyond"), [(3, 2, True), (2, 2, False), (None, 2, False), (4, None, False)]
)
def test_beyond_is_above_the_highest_level_within_appetite(level, appetite, beyond):
    assert is_beyond(level, appetite) is beyond


LEVELS = st.sampled_from([None, *Level])


@given(
    LEVELS,
    LEVELS,
    st.booleans(),
    st.booleans(),
    st.none() | st.builds(Accepted, st.sampled_from(list(Level)), st.dates(date(2009, 1, 1), date(2011, 1, 1))),
)
def test_a_decision_is_asked_for_exactly_beyond_appetite_without_treatment_or_standing_acceptance(
    level, appetite, ended, treated, accepted
):
    found = of(level=level, appetite=appetite, is_ended=ended, is_treated=treated, accepted=accepted)
    stands = accepted is not None and accepted.until >= TODAY and level is not None and level <= accepted.level
    assert found.needs_decision == (is_beyond(level, appetite) and not ended and not treated and not stands)


def test_the_sentence_beside_it_says_from_what_it_follows():
    said = describe(Stance.ACCEPTED, level=3, appetite=2, accepted=HIGH)
    assert said == (
        "The appetite of its category ends at medium; it stands at high; accepted at high until 12 April 2010."
    )


@pytest.mark.parametrize(
    ("found", "level", "appetite"),
    [(Stance.NOT_SCORED, None, 2), (Stance.NO_APPETITE, 3, None), (Stance.ENDED, 3, 2)],
)
def test_where_nothing_is_compared_nothing_is_said(found, level, appetite):
    assert describe(found, level=level, appetite=appetite, accepted=None) == ""


def test_every_stance_is_offered_with_its_words():
    assert dict(Stance.choices())["lapsed"] == "Beyond appetite, its acceptance has run out"
    assert len(Stance.choices()) == len(Stance)
