from kpa_tracker.interfaces.exchange.reading.measures.shortyears import spelled_out


def test_years_of_two_digits_are_years_where_they_can_be_nothing_else():
    assert spelled_out(["07/08", "08/09"]) == ["2007/08", "2008/09"]
    assert spelled_out(["Target 09/10"]) == ["Target 2009/10"]
    assert spelled_out(["2008-9 actual"]) == ["2008/09 actual"]
    for headings in (["08/09"], ["04/09", "05/09", "08/09"], ["Target 04/09"], ["2008-7"]):
        assert spelled_out(headings) == headings
