import pytest

from kpa_tracker.interfaces.exchange.reading.measures.directions import direction_of
from targets.performance import Direction


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Bigger is better", Direction.UP),
        ("Higher the better", Direction.UP),
        ("High", Direction.UP),
        ("↑", Direction.UP),
        ("Smaller is Better", Direction.DOWN),
        ("Reduce", Direction.DOWN),
        ("-", Direction.DOWN),
        ("Maintain", Direction.HOLD),
        ("n/a", Direction.NONE),
        ("Contextual", Direction.NONE),
        ("Perhaps", None),
        ("", None),
    ],
)
def test_a_cell_says_which_way_is_better(text, direction):
    assert direction_of(text) is direction
