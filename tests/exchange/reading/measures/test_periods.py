from datetime import date

import pytest

from kpa_tracker.interfaces.exchange.reading.measures.periods import period_of

YEAR = (date(2008, 4, 1), date(2009, 3, 31))


@pytest.mark.parametrize(
    "text", ["2008/09", "Year to March 2009", "12 months ending March 2009", "Apr 2008 - Mar 2009"]
)
def test_a_year_is_read_however_it_is_named(text):
    assert period_of(text) == YEAR


@pytest.mark.parametrize("text", ["2009-06-01 00:00:00", "June 2009", "Result (June 2009)"])
def test_a_month_is_whole_also_where_a_workbook_keeps_its_first_day(text):
    assert period_of(text) == (date(2009, 6, 1), date(2009, 6, 30))


def test_no_period_or_two_are_none():
    assert period_of("soon") is None
    assert period_of("2008/09 against 2007/08") is None
