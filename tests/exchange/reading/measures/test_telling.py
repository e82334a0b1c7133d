import pytest

from kpa_tracker.interfaces.exchange.reading.measures.targets import read_targets
from kpa_tracker.interfaces.exchange.reading.measures.telling import differing
from tests.factories.exchange import document_of


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["per 1,000 people in Kent", "per 1,000 people in Medway"], ["Kent", "Medway"]),
        (["per 1,000 Kent people", "per 1,000 Medway people"], ["Kent", "Medway"]),
        (["per head", "per head"], ["", ""]),
        (["", "per head"], ["", "per head"]),
    ],
)
def test_what_differs_is_what_is_left_between_the_same_words(texts, names):
    assert differing(texts) == names


def read(*rows):
    return read_targets(document_of([["Indicator", "Area", "Target 2009/10", "Baseline"], *rows]))


def names(found):
    return [row.series for row in found.rows]


def test_series_are_named_by_the_first_thing_that_differs_throughout():
    two = read(["Crime", "North", "Reduce to 5%", ""], ["Crime", "South", "Reduce to 6%", ""])
    assert names(two) == ["North", "South"]
    two = read(
        ["Crime", "", "Reduce to 5 per 1,000 Kent people", ""], ["Crime", "", "Reduce to 6 per 1,000 Medway people", ""]
    )
    assert names(two) == ["Kent", "Medway"]
    two = read(["Crime", "", "Reduce by 5%", "50 in Kent"], ["Crime", "", "Reduce by 6%", "60 in Medway"])
    assert names(two) == ["Kent", "Medway"]
    two = read(
        ["Trust", "", "5% as measured by the Home Survey", ""], ["Trust", "", "6% as measured by the Local Survey", ""]
    )
    assert names(two) == ["Home Survey", "Local Survey"]


def test_the_same_measure_in_two_years_is_one_series():
    rows = [["Indicator", "Target 2009/10", "Target 2010/11"], ["Crime", "Reduce to 5%", "Reduce to 4%"]]
    found = read_targets(document_of(rows))
    assert (names(found), found.problems, found.notes) == (["", ""], [], [])
