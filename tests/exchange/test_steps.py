import pytest

from kpa_tracker.interfaces.exchange.reading.plan import ReadAmbition
from kpa_tracker.interfaces.exchange.steps import Step, shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("June 2010", "June 2010"),
        ("", "nothing"),
        (None, "nothing"),
        ([], "nothing"),
        (["Clerk", "Treasurer"], "Clerk; Treasurer"),
        (
            [["Cars", "Audit Committee", ""], ["Vans", "", "A&F"], ["Bikes", "", ""]],
            "Cars (Audit Committee); Vans (A&F); Bikes",
        ),
    ],
)
def test_a_change_is_shown_in_words(value, words):
    assert shown(value) == words


def test_the_top_level_has_nothing_above_it():
    step = Step("ambition", ReadAmbition("Safe", "row 1"), None, {"title": "Safe"}, {})
    with pytest.raises(LookupError):
        step.above  # noqa: B018
    assert step.heading == ["Safe"]
