from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.performance import Direction, Kind, travel

D = Decimal

UP, DOWN, HOLD, NONE = Direction.UP, Direction.DOWN, Direction.HOLD, Direction.NONE
VALUES = st.decimals(min_value=-(10**6), max_value=10**6, places=3)

TRAVELS = [
    # direction, kind, now, before, word, arrow, change
    (UP, Kind.PERCENTAGE, "50.7", "49.8", "improved", "up", "0.9"),
    (UP, Kind.PERCENTAGE, "49.8", "50.7", "worse", "down", "-0.9"),
    (UP, Kind.PERCENTAGE, "50.7", "50.70", "unchanged", "level", "0"),
    (DOWN, Kind.PERCENTAGE, "16.9", "15.4", "worse", "up", "1.5"),
    (DOWN, Kind.PERCENTAGE, "3.7", "3.8", "improved", "down", "-0.1"),
    (DOWN, Kind.COUNT, "762", "821", "improved", "down", "-59"),
    (DOWN, Kind.RATE, "12.2", "13.4", "improved", "down", "-1.2"),
    (UP, Kind.MONEY, "994.58", "1886.86", "worse", "down", "-892.28"),
    (DOWN, Kind.HOURS, "32.4", "35.5", "improved", "down", "-3.1"),
    (HOLD, Kind.PERCENTAGE, "33", "32", "higher", "up", "1"),
    (HOLD, Kind.PERCENTAGE, "31", "32", "lower", "down", "-1"),
    (HOLD, Kind.PERCENTAGE, "32", "32", "unchanged", "level", "0"),
    (NONE, Kind.COUNT, "33", "32", "higher", "up", "1"),
    (NONE, Kind.COUNT, "31", "32", "lower", "down", "-1"),
    (UP, Kind.RANK, "18", "22", "improved", "up", "-4"),
    (UP, Kind.RANK, "25", "22", "worse", "down", "3"),
    (DOWN, Kind.RANK, "18", "22", "improved", "up", "-4"),
    (NONE, Kind.RANK, "18", "22", "higher", "up", "-4"),
    (UP, Kind.LEVEL, "3", "2", "improved", "up", "1"),
    (UP, Kind.GRADE, "4", "3", "improved", "up", "1"),
    (HOLD, Kind.GRADE, "2", "3", "worse", "down", "-1"),
]


@pytest.mark.parametrize(("direction", "kind", "now", "before", "word", "arrow", "change"), TRAVELS)
def test_direction_of_travel_in_a_word_and_an_arrow(direction, kind, now, before, word, arrow, change):
    travelled = travel(D(now), D(before), direction, kind=kind)
    assert (travelled.word, travelled.arrow, travelled.change, bool(travelled)) == (word, arrow, D(change), True)


@pytest.mark.parametrize(
    ("now", "before", "reason"),
    [(None, D(5), "no data"), (D(5), None, "no earlier data"), (None, None, "no data")],
)
def test_nothing_is_compared_with_what_is_missing(now, before, reason):
    travelled = travel(now, before, UP)
    assert (travelled.word, travelled.arrow, travelled.change) == ("not comparable", "", None)
    assert (travelled.reason, bool(travelled)) == (reason, False)


def test_nothing_is_compared_across_a_changed_definition():
    travelled = travel(D(5), D(4), UP, same_definition=False)
    assert (travelled.word, travelled.arrow, travelled.change) == ("not comparable", "", None)
    assert travelled.reason == "the definition changed in between"


def test_a_change_too_small_to_be_seen_is_a_change():
    assert travel(D("50.04"), D("50.01"), UP).word == "improved"


@given(VALUES, VALUES)
def test_a_lower_is_better_measure_mirrors_its_higher_is_better_twin(now, before):
    assert travel(now, before, UP).word == travel(-now, -before, DOWN).word


@given(VALUES, VALUES, st.sampled_from([UP, DOWN]))
def test_there_and_back_is_better_and_worse(now, before, direction):
    words = {travel(now, before, direction).word, travel(before, now, direction).word}
    assert words in ({"improved", "worse"}, {"unchanged"})


PLACES = [
    # direction, first place now and before, second place now and before, word, arrow
    (UP, ("22", "22"), ("2", "3"), "improved", "up"),
    (UP, ("22", "22"), ("4", "3"), "worse", "down"),
    (UP, ("22", "22"), ("3", "3"), "unchanged", "level"),
    (UP, ("20", "22"), ("3", "3"), "improved", "up"),
    (UP, ("20", "22"), ("2", "3"), "improved", "up"),
    (UP, ("20", "22"), ("4", "3"), "mixed", ""),
    (UP, ("24", "22"), ("2", "3"), "mixed", ""),
    (NONE, ("22", "22"), ("2", "3"), "higher", "up"),
    (UP, ("20", "22"), ("4", None), "improved", "up"),
]


@pytest.mark.parametrize(("direction", "firsts", "seconds", "word", "arrow"), PLACES)
def test_both_places_of_a_rank_count(direction, firsts, seconds, word, arrow):
    now, before = map(D, firsts)
    pair = tuple(place and D(place) for place in seconds)
    seen = travel(now, before, direction, kind=Kind.RANK, seconds=pair)
    assert (seen.word, seen.arrow) == (word, arrow)


def test_places_that_moved_apart_say_so():
    seen = travel(D(20), D(22), UP, kind=Kind.RANK, seconds=(D(4), D(3)))
    assert seen.reason == "the first place improved, the second place worse"
