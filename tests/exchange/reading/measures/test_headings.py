import pytest

from kpa_tracker.interfaces.exchange.reading.measures.headings import field_of, is_beside, is_to_be_reached


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Indicator", "measure"),
        ("National indicator", "measure"),
        ("PI ref", "reference"),
        ("SPI no.", "reference"),
        ("Lead officer", "owner"),
        ("Good performance is", "direction"),
        ("Unit of measure", "unit"),
        ("Target 2009/10", "target"),
        ("2008/09 (Target)", "target"),
        ("Baseline (Mar 09)", "baseline"),
        ("2008/09 outturn", "result"),
        ("Actual (Q1)", "result"),
        ("Apr-09", "result"),
        ("Q1 (Apr-Jun)", "result"),
        ("Quarter 1", "result"),
        ("12 months to March 2009", "result"),
        ("Performance 12 months to March 2010", "result"),
        ("£m 2007/08", "result"),
        ("Force 2008/09", "result"),
        ("2009/10 so far", "result"),
        ("Quarter ending", "when"),
        ("Target date", ""),
        ("Kent 2008/09", ""),
        ("MSG average 2008/09", "group_average"),
        ("National average 2008/09", "national_average"),
        ("Rank in MSG", "group_rank"),
        ("National rank", "national_rank"),
        ("Rank", ""),
        ("England and Wales", ""),
        ("Numerator (satisfied)", "numerator"),
        ("Denominator 2008/09", "denominator"),
        ("x" * 121, ""),
        ("", ""),
    ],
)
def test_a_heading_names_its_field(heading, name):
    assert field_of(heading) == name


@pytest.mark.parametrize(
    "heading",
    [
        *("RAG Q1 2009/10", "DoT 2008/09", "Peer average 2008/09", "Regional average 2008/09", "Forecast 2009/10"),
        *("Predicted outturn 2009/10", "% change on 2008/09", "Variance from target", "Comments on result"),
        *("Lead member", "Target trajectory"),
    ],
)
def test_what_stands_beside_results_is_none_of_them(heading):
    assert field_of(heading) == ""
    assert is_beside(heading)


def test_a_day_that_something_is_reached_by_is_over_targets():
    assert is_to_be_reached("By 31 March 2010")
    assert not is_to_be_reached("By whom")
    assert not is_to_be_reached("31 March 2010")


def test_nothing_else_stands_beside():
    assert not is_beside("Actual")
    assert not is_beside("")
