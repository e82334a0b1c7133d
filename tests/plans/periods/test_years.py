from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.periods import FinancialYear, Frequency, financial_year_of, slot_of, slots, years_name

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2009, 3, 31), "2008/09"),
        (date(2009, 4, 1), "2009/10"),
        (date(2010, 3, 31), "2009/10"),
        (date(1999, 12, 31), "1999/00"),
    ],
)
def test_the_financial_year_changes_on_the_first_of_april(day, name):
    assert str(financial_year_of(day)) == name


@given(DAYS)
def test_a_day_lies_in_its_financial_year(day):
    year = financial_year_of(day)
    assert year.start <= day <= year.end


def test_a_years_quarters_are_named_with_their_months():
    assert [quarter.name for quarter in FinancialYear(2009).quarters] == [
        "Quarter 1, April to June 2009",
        "Quarter 2, July to September 2009",
        "Quarter 3, October to December 2009",
        "Quarter 4, January to March 2010",
    ]


def test_updates_on_a_quarter_are_taken_after_it_has_ended():
    first = FinancialYear(2009).quarters[0]
    assert (first.starts, first.ends) == (date(2009, 4, 1), date(2009, 6, 30))
    assert (first.opens, first.closes) == (date(2009, 7, 1), date(2009, 7, 21))


@pytest.mark.parametrize(
    ("every", "count", "first", "last"),
    [
        (Frequency.MONTH, 12, "April 2009", "March 2010"),
        (Frequency.QUARTER, 4, "Quarter 1, April to June 2009", "Quarter 4, January to March 2010"),
        (Frequency.HALF_YEAR, 2, "Half 1, April to September 2009", "Half 2, October 2009 to March 2010"),
        (Frequency.YEAR, 1, "Year 2009/10, April 2009 to March 2010", "Year 2009/10, April 2009 to March 2010"),
    ],
)
def test_a_plan_reports_as_often_as_it_says(every, count, first, last):
    found = slots(date(2009, 4, 1), date(2010, 3, 31), every=every)
    assert (len(found), found[0].name, found[-1].name) == (count, first, last)


def test_a_three_year_plan_numbers_its_quarters_anew_each_year():
    found = slots(date(2009, 4, 1), date(2012, 3, 31))
    assert [slot.number for slot in found] == [1, 2, 3, 4] * 3
    assert len({slot.name for slot in found}) == 12


def test_a_plan_that_starts_within_a_quarter_cuts_it():
    found = slots(date(2009, 5, 15), date(2009, 8, 31))
    assert [(slot.name, slot.starts, slot.ends) for slot in found] == [
        ("Quarter 1, May to June 2009", date(2009, 5, 15), date(2009, 6, 30)),
        ("Quarter 2, July to August 2009", date(2009, 7, 1), date(2009, 8, 31)),
    ]


def test_the_submission_window_is_as_long_as_asked():
    only = slots(date(2009, 4, 1), date(2009, 6, 30), submission_days=1)[0]
    assert only.opens == only.closes == date(2009, 7, 1)


@given(DAYS, st.integers(0, 1500), st.sampled_from(list(Frequency)))
def test_the_slots_of_a_plan_follow_one_another_without_a_gap(start, length, every):
    end = start + timedelta(days=length)
    found = slots(start, end, every=every)
    assert (found[0].starts, found[-1].ends) == (start, end)
    assert all(later.starts == earlier.ends + timedelta(days=1) for earlier, later in pairwise(found))


@given(DAYS, st.sampled_from(list(Frequency)))
def test_a_day_lies_in_its_slot(day, every):
    slot = slot_of(day, every=every)
    assert slot.starts <= day <= slot.ends


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        (date(2009, 4, 1), date(2010, 3, 31), "2009/10"),
        (date(2009, 4, 1), date(2012, 3, 31), "2009-12"),
        (date(2009, 1, 1), date(2009, 12, 31), "January to December 2009"),
    ],
)
def test_a_plans_years_are_named_as_people_say_them(start, end, name):
    assert years_name(start, end) == name


def test_frequencies_are_offered_in_plain_words():
    assert Frequency.choices() == [
        ("month", "Every month"),
        ("quarter", "Every quarter"),
        ("half_year", "Twice a year"),
        ("year", "Once a year"),
    ]
