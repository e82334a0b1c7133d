import pytest

from kpa_tracker.interfaces.exchange.reading.measures.units import in_heading, sentence_with_unit, with_unit


@pytest.mark.parametrize(
    ("text", "unit", "whole"),
    [
        ("27.1", "%", "27.1%"),
        ("27.1", "Percentage", "27.1%"),
        ("1,204", "£000s", "£1,204k"),
        ("1.5", "£m", "£1.5m"),
        ("1.5", "£ million", "£1.5m"),
        ("120", "£", "£120"),
        ("-1.2", "£m", "-£1.2m"),
        ("(120)", "£k", "(£120k)"),
        ("0.61", "days", "0.61 days"),
        ("35", "working hours per member of staff", "35 working hours per member of staff"),
        ("5", "per 1,000 population", "5 per 1,000 population"),
        ("12", "'000s", "12 thousand"),
        ("12", "officers", "12 officers"),
        ("12 ¹", "%", "12% ¹"),
        ("12", "Number", "12"),
        ("12", "Rate", "12"),
        ("12", "", "12"),
        ("12", "§§", "12"),
        ("12%", "£k", "12%"),
        ("(12", "%", "(12"),
        ("U/A", "%", "U/A"),
        ("12 5", "%", "12 5"),
    ],
)
def test_a_bare_number_gets_its_unit_and_nothing_else_does(text, unit, whole):
    assert with_unit(text, unit) == whole


def test_the_first_unit_that_says_anything_counts():
    assert with_unit("5", "", "Rate", "%", "£") == "5%"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Reduce to 300", "Reduce to £300k"),
        ("300", "£300k"),
        ("<8", "<£8k"),
        ("Reduce by 10", "Reduce by 10"),
        ("Top 10", "Top 10"),
        ("Reduce to 300 days", "Reduce to 300 days"),
        ("Between 5 and 10", "Between 5 and 10"),
        ("5%", "5%"),
        ("Improve", "Improve"),
    ],
)
def test_the_one_number_of_a_sentence_gets_its_unit(text, whole):
    assert sentence_with_unit(text, "£k") == whole


def test_a_heading_names_a_unit_by_its_sign():
    assert in_heading("2008/09 (£m)") == "£m"
    assert in_heading("Actual %") == "%"
    assert in_heading("Costs (£'000s)") == "£'000s"
    assert in_heading("Saving of £5 or 5%") == ""
    assert in_heading("£ or %") == ""
