from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.toolkit.dates import (
    NOT_SET,
    PartialDate,
    Precision,
    end_of_month,
    financial_year_name,
    format_date,
    format_days,
    format_months,
    months_later,
    parse_partial_date,
    quarter_bounds,
)

YEARS = st.integers(1900, 2198)


def of_day(day):
    return PartialDate(format_date(day), Precision.DAY, day, day)


def of_month(year, month):
    start, due = date(year, month, 1), end_of_month(year, month)
    return PartialDate(f"{start:%B} {year}", Precision.MONTH, start, due)


def of_quarter(year, number):
    return PartialDate(f"Q{number} {financial_year_name(year)}", Precision.QUARTER, *quarter_bounds(year, number))


def of_financial_year(year):
    return PartialDate(financial_year_name(year), Precision.YEAR, date(year, 4, 1), date(year + 1, 3, 31))


def test_a_date_is_written_the_british_way():
    assert format_date(date(2010, 6, 30)) == "30 June 2010"
    assert format_date(date(2010, 1, 1)) == "1 January 2010"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2009, 4, 1), date(2009, 6, 30), "April to June 2009"),
        (date(2009, 12, 1), date(2010, 2, 28), "December 2009 to February 2010"),
        (date(2010, 6, 1), date(2010, 6, 30), "June 2010"),
        (date(2009, 6, 1), date(2010, 6, 30), "June 2009 to June 2010"),
    ],
)
def test_months_name_the_first_year_only_where_it_differs(start, end, words):
    assert format_months(start, end) == words


def test_one_day_is_singular():
    assert [format_days(count) for count in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


@pytest.mark.parametrize(
    ("number", "bounds"),
    [
        (1, (date(2009, 4, 1), date(2009, 6, 30))),
        (2, (date(2009, 7, 1), date(2009, 9, 30))),
        (3, (date(2009, 10, 1), date(2009, 12, 31))),
        (4, (date(2010, 1, 1), date(2010, 3, 31))),
    ],
)
def test_quarters_are_those_of_the_financial_year(number, bounds):
    assert quarter_bounds(2009, number) == bounds


def test_months_are_counted_across_years_in_both_directions():
    assert months_later(date(2009, 11, 30), 3) == date(2010, 2, 1)
    assert months_later(date(2010, 2, 28), -3) == date(2009, 11, 1)


def test_february_ends_on_the_29th_in_a_leap_year():
    assert [end_of_month(year, 2).day for year in (2000, 2008, 2009, 2100)] == [29, 29, 28, 28]


def test_only_a_date_that_is_set_counts_as_one():
    assert [bool(found) for found in (NOT_SET, of_month(2010, 6), PartialDate("soon", Precision.UNKNOWN))] == [
        False,
        True,
        True,
    ]


def test_a_partial_date_prints_as_it_was_written():
    assert f"{parse_partial_date('by end of  June 2010')}" == "by end of June 2010"


def test_every_precision_has_a_word():
    assert [precision.word for precision in Precision] == [
        "A day",
        "A month",
        "A quarter",
        "A year",
        "Comes round again",
        "Ongoing",
        "Not understood",
        "Not set",
    ]


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_written_and_read_again_is_the_same(day):
    assert parse_partial_date(format_date(day)) == of_day(day)


@given(YEARS, st.integers(1, 12))
def test_a_month_written_and_read_again_is_the_same(year, month):
    written = of_month(year, month)
    assert parse_partial_date(written.text) == written


@given(YEARS, st.integers(1, 4))
def test_a_quarter_written_and_read_again_is_the_same(year, number):
    written = of_quarter(year, number)
    assert parse_partial_date(written.text) == written


@given(YEARS)
def test_a_financial_year_written_and_read_again_is_the_same(year):
    written = of_financial_year(year)
    assert parse_partial_date(written.text) == written


@given(
    st.one_of(
        st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(of_day),
        st.builds(of_month, YEARS, st.integers(1, 12)),
        st.builds(of_quarter, YEARS, st.integers(1, 4)),
        st.builds(of_financial_year, YEARS),
    )
)
def test_what_a_record_stores_gives_the_same_date_back(written):
    assert PartialDate.from_columns(written.text, written.precision.value, written.due) == written


def test_stored_texts_without_a_date_come_back_without_one():
    assert PartialDate.from_columns("quarterly", "recurring", None) == PartialDate("quarterly", Precision.RECURRING)
    assert PartialDate.from_columns("", "", None) == NOT_SET


def test_a_stored_last_day_of_ongoing_work_says_nothing_of_its_start():
    stored = PartialDate.from_columns("ongoing until March 2010", "ongoing", date(2010, 3, 31))
    assert (stored.start, stored.due) == (None, date(2010, 3, 31))
