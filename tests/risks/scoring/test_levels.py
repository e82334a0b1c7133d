"""Likelihood times impact, and the level of each pair."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.scoring import (
    HIGHEST_SCORE,
    NOT_SCORED,
    STEPS,
    Level,
    pairs,
    problems_of,
    score,
    shown_level,
    standard_matrix,
)

STEP = st.sampled_from(STEPS)


@pytest.mark.parametrize(("likelihood", "impact", "points"), [(1, 1, 1), (3, 4, 12), (4, 3, 12), (5, 5, 25)])
def test_a_score_is_likelihood_times_impact(likelihood, impact, points):
    assert score(likelihood, impact) == points


@pytest.mark.parametrize(("likelihood", "impact"), [(0, 3), (3, 0), (6, 1), (1, 6), (-1, -1)])
def test_what_is_no_step_has_no_score(likelihood, impact):
    with pytest.raises(ValueError, match="from 1 to 5"):
        score(likelihood, impact)


@pytest.mark.parametrize(
    ("pair", "level"),
    [
        ((1, 1), Level.LOW),
        ((2, 2), Level.LOW),
        ((1, 5), Level.MEDIUM),
        ((3, 3), Level.MEDIUM),
        ((2, 5), Level.HIGH),
        ((3, 5), Level.HIGH),
        ((4, 4), Level.VERY_HIGH),
        ((5, 5), Level.VERY_HIGH),
    ],
)
def test_the_matrix_that_an_authority_starts_from_goes_by_the_score(pair, level):
    assert standard_matrix()[pair] is level


def test_there_are_25_pairs_and_the_gravest_is_the_highest_score():
    assert len(list(pairs())) == len(set(pairs())) == 25
    assert max(score(*pair) for pair in pairs()) == HIGHEST_SCORE


def test_the_matrix_that_an_authority_starts_from_is_sound():
    assert problems_of(standard_matrix()) == []


def test_a_cell_without_a_level_is_named():
    matrix = {**standard_matrix(), (2, 4): None}
    assert problems_of(matrix) == ["Likelihood 2 and impact 4 have no level."]


def test_a_likelier_risk_at_a_lower_level_is_named_with_its_neighbour():
    matrix = {**standard_matrix(), (5, 1): Level.LOW, (4, 1): Level.MEDIUM}
    assert problems_of(matrix) == [
        "Likelihood 5 and impact 1 is low, but the less likely 4 and 1 is medium.",
    ]


def test_a_graver_risk_at_a_lower_level_is_named_with_its_neighbour():
    matrix = {**standard_matrix(), (1, 5): Level.LOW, (1, 4): Level.MEDIUM}
    assert problems_of(matrix) == ["Likelihood 1 and impact 5 is low, but the less grave 1 and 4 is medium."]


@given(st.fixed_dictionaries({pair: st.sampled_from(list(Level)) for pair in pairs()}), STEP, STEP, STEP, STEP)
def test_in_a_sound_matrix_nothing_likelier_and_graver_stands_lower(matrix, likelihood, impact, likelier, graver):
    if problems_of(matrix):
        return
    assert matrix[max(likelihood, likelier), max(impact, graver)] >= matrix[likelihood, impact]


@given(st.lists(st.sampled_from(list(pairs())), max_size=6))
def test_a_sound_matrix_stays_sound_when_everything_beyond_a_cell_is_raised(raised):
    matrix = standard_matrix()
    for likelihood, impact in raised:
        for pair in pairs():
            if pair[0] >= likelihood and pair[1] >= impact:
                matrix[pair] = Level(min(matrix[pair] + 1, Level.VERY_HIGH))
    assert problems_of(matrix) == []


def test_levels_are_shown_by_word_shape_and_colour_each_its_own():
    shown = [level.shown for level in Level]
    assert [one.word for one in shown] == ["Low", "Medium", "High", "Very high"]
    assert len({one.shape for one in shown}) == len({one.modifier for one in shown}) == len(shown)
    assert sorted(shown, key=lambda one: one.rank) == shown[::-1]


def test_what_has_no_level_says_so():
    assert (shown_level(None), shown_level(3).word) == (NOT_SCORED, "High")


def test_levels_are_offered_with_their_words():
    assert Level.choices() == [(1, "Low"), (2, "Medium"), (3, "High"), (4, "Very high")]
