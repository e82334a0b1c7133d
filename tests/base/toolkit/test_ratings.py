import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.toolkit.ratings import (
    FIVE_POINT,
    NOT_RATED,
    RATINGS,
    SCALES,
    THREE_POINT,
    Movement,
    Stage,
    movement,
    rating_of,
    stage_of,
    worst_of,
)

CODES = st.sampled_from([*RATINGS, None])


def test_the_three_point_scale_reads_green_amber_red():
    assert THREE_POINT.choices == [("green", "Green"), ("amber", "Amber"), ("red", "Red")]


def test_the_five_point_scale_reads_from_green_to_red():
    assert FIVE_POINT.choices == [
        ("green", "Green"),
        ("amber_green", "Amber/Green"),
        ("amber", "Amber"),
        ("amber_red", "Amber/Red"),
        ("red", "Red"),
    ]


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES.keys())
def test_every_point_of_a_scale_differs_in_word_shape_and_colour(scale):
    for attribute in ("code", "word", "shape", "modifier", "rank", "definition"):
        assert len({getattr(point, attribute) for point in scale}) == len(scale.points)


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES.keys())
def test_red_has_the_first_rank_and_green_the_last(scale):
    ranked = sorted(scale, key=lambda point: point.rank)
    assert (ranked[0].code, ranked[-1].code) == ("red", "green")


def test_a_colour_means_the_same_shape_on_both_scales():
    for point in THREE_POINT:
        other = FIVE_POINT.point(point.code)
        assert (other.word, other.shape, other.modifier, other.rank) == (
            point.word,
            point.shape,
            point.modifier,
            point.rank,
        )


def test_a_scale_gives_its_own_definition_of_a_colour():
    assert THREE_POINT.point("red").definition != FIVE_POINT.point("red").definition


def test_a_scale_shows_a_code_of_another_scale_as_that_one_defines_it():
    assert THREE_POINT.point("amber_red") == FIVE_POINT.point("amber_red")


def test_only_codes_of_the_scale_belong_to_it():
    assert [code in THREE_POINT for code in ("red", "amber_red", "", None)] == [True, False, False, False]


def test_amber_and_red_need_a_recovery():
    assert [code for code in RATINGS if RATINGS[code].needs_recovery] == ["amber", "amber_red", "red"]


@pytest.mark.parametrize("code", ["", None])
def test_no_code_is_not_rated_and_comes_after_everything(code):
    assert rating_of(code) == NOT_RATED
    assert not rating_of(code)
    assert NOT_RATED.rank > max(point.rank for point in FIVE_POINT)
    assert str(NOT_RATED) == "Not rated"


def test_a_code_that_no_scale_has_is_an_error():
    with pytest.raises(KeyError):
        rating_of("purple")


@pytest.mark.parametrize(
    ("codes", "worst"),
    [
        ([], ""),
        (["", None], ""),
        (["green"], "green"),
        (["green", ""], "green"),
        (["green", "red", "amber"], "red"),
        (["amber_green", "amber_red", "amber"], "amber_red"),
    ],
)
def test_the_worst_rating_speaks_for_the_group(codes, worst):
    assert worst_of(codes).code == worst


@given(st.lists(CODES, min_size=1))
def test_nothing_in_a_group_is_worse_than_its_worst(codes):
    worst = worst_of(codes)
    assert worst in [rating_of(code) for code in codes]
    assert all(rating_of(code).rank >= worst.rank for code in codes)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("red", "green", Movement.IMPROVED),
        ("amber_red", "amber", Movement.IMPROVED),
        ("green", "amber", Movement.WORSENED),
        ("amber", "amber", Movement.UNCHANGED),
        ("", "green", Movement.NEW),
        (None, "red", Movement.NEW),
        ("green", "", Movement.LOST),
        ("", None, Movement.NONE),
    ],
)
def test_movement_compares_with_the_period_before(before, now, expected):
    assert movement(before, now) is expected


@given(CODES, CODES)
def test_what_improves_one_way_worsens_the_other_way(before, now):
    opposite = {
        Movement.IMPROVED: Movement.WORSENED,
        Movement.WORSENED: Movement.IMPROVED,
        Movement.NEW: Movement.LOST,
        Movement.LOST: Movement.NEW,
    }
    there = movement(before, now)
    assert movement(now, before) is opposite.get(there, there)


def test_every_movement_has_a_word_and_an_arrow_of_its_own():
    assert {move.word: move.arrow for move in Movement} == {
        "Improved": "up",
        "Unchanged": "level",
        "Worsened": "down",
        "Newly rated": "new",
        "No longer rated": "lost",
        "Not rated": "none",
    }


def test_stages_are_named_and_offered_in_the_order_of_the_work():
    assert Stage.choices() == [
        ("not_started", "Not started"),
        ("in_progress", "In progress"),
        ("complete", "Complete"),
        ("cancelled", "Cancelled"),
    ]


def test_only_work_still_to_be_done_is_open():
    assert [stage.is_open for stage in Stage] == [True, True, False, False]


def test_a_stage_says_what_it_means_and_names_its_css_modifier():
    assert Stage.IN_PROGRESS.definition == "Work has begun and is not finished."
    assert Stage.IN_PROGRESS.modifier == "in-progress"


@pytest.mark.parametrize(
    ("code", "stage"), [("", Stage.NOT_STARTED), (None, Stage.NOT_STARTED), ("complete", Stage.COMPLETE)]
)
def test_nothing_recorded_means_not_started(code, stage):
    assert stage_of(code) is stage
