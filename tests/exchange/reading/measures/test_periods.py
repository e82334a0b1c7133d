from datetime import date

import pytest

from kpa_tracker.interfaces.exchange.reading.measures.periods import (
    financial_year,
    period_noted,
    period_of,
    year_in,
)

YEAR = (date(2008, 4, 1), date(2009, 3, 31))
THIS = (date(2009, 4, 1), date(2010, 3, 31))


@pytest.mark.parametrize(
    "text",
    [
        *("2008/09", "Year to March 2009", "12 months ending March 2009", "Apr 2008 - Mar 2009"),
        *("Rolling 12 months to Mar 09", "Performance 12 months to March 2009", "Outturn (2008/09)"),
    ],
)
def test_a_year_is_read_however_it_is_named(text):
    assert period_of(text) == YEAR


@pytest.mark.parametrize("text", ["2009-06-01 00:00:00", "June 2009", "Result (June 2009)", "Month to June 2009"])
def test_a_month_is_whole_also_where_a_workbook_keeps_its_first_day(text):
    assert period_of(text) == (date(2009, 6, 1), date(2009, 6, 30))


def test_no_period_or_two_are_none():
    assert period_of("soon") is None
    assert period_of("") is None
    assert period_of("2008/09 against 2007/08") is None


@pytest.mark.parametrize(
    "text", ["Actual to Dec 2009", "Since April 2009", "% change on 2007/08 against 2008/09", "Up to June 2009"]
)
def test_a_day_that_only_says_how_far_is_no_period(text):
    assert period_of(text) is None


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("YTD Dec 2009", date(2009, 12, 31)),
        ("Year to date (Apr-Dec 2009)", date(2009, 12, 31)),
        ("Q2 2009/10 (cumulative)", date(2009, 9, 30)),
    ],
)
def test_what_is_cumulative_begins_in_april(text, ends):
    assert period_of(text) == (date(2009, 4, 1), ends)


@pytest.mark.parametrize("text", ["YTD", "2009/10 YTD", "Year to date"])
def test_what_is_cumulative_without_an_end_has_no_period(text):
    assert period_of(text, THIS) is None


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("Q1", date(2009, 4, 1), date(2009, 6, 30)),
        ("Quarter 4 actual", date(2010, 1, 1), date(2010, 3, 31)),
        ("First quarter", date(2009, 4, 1), date(2009, 6, 30)),
        ("H2", date(2009, 10, 1), date(2010, 3, 31)),
        ("April", date(2009, 4, 1), date(2009, 4, 30)),
        ("Feb", date(2010, 2, 1), date(2010, 2, 28)),
        ("Oct-Dec", date(2009, 10, 1), date(2009, 12, 31)),
        ("Q1 (Apr-Jun)", date(2009, 4, 1), date(2009, 6, 30)),
        ("Q2 YTD", date(2009, 4, 1), date(2009, 9, 30)),
    ],
)
def test_a_part_of_a_year_is_of_the_year_that_stands_over_it(text, starts, ends):
    assert period_of(text, THIS) == (starts, ends)
    assert period_of(text) is None


@pytest.mark.parametrize("text", ["Q1 (2009/10)", "H1 2009/10", "April (2009/10)"])
def test_a_year_of_its_own_goes_before_the_one_over_the_table(text):
    assert period_of(text, YEAR)[0] == date(2009, 4, 1)
    assert period_of(text, YEAR)[1] < date(2009, 10, 1)


def test_parts_that_disagree_are_none():
    assert period_of("Q1 (Jul-Sep)", THIS) is None
    assert period_of("up to June", THIS) is None
    assert period_of("Q1", (date(2009, 1, 1), date(2009, 12, 31))) is None
    assert period_of("March", (date(2009, 1, 1), date(2009, 12, 31)))[0] == date(2009, 3, 1)
    assert period_of("2010 (Jan-Dec)", THIS) is None


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["Performance report 2009/10 – Quarter 3"], THIS),
        (["2009-10"], THIS),
        (["Report for Q3 2009/10", "Kent"], THIS),
        (["April to June 2009"], THIS),
        (["April 2009 to March 2010"], THIS),
        (["2009/2010"], THIS),
        (["Performance Committee, 12 June 2009"], None),
        (["2008/09 and 2009/10"], None),
        (["Policing Plan 2009-12"], None),
        (["Annual report 2009"], (date(2009, 1, 1), date(2009, 12, 31))),
        ([], None),
    ],
)
def test_the_year_that_titles_name(texts, year):
    assert year_in(texts) == year


def test_a_financial_year_begins_in_april():
    assert financial_year(date(2010, 3, 31)) == financial_year(date(2009, 4, 1)) == THIS


def test_a_note_names_days():
    assert period_noted("Data relates to the period April 2008 to March 2009.") == YEAR
    assert period_noted("April 2008 to March 2009.") == YEAR
    assert period_noted("Provisional.") is None
    assert period_noted("New measure as of April 2008") is None
