from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.periods.working import Nation, bank_holidays, is_working_day, working_day_from, working_days_after

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
NATIONS = st.sampled_from(list(Nation))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2010, 4, 1), True),
        (date(2010, 4, 2), False),  # Good Friday
        (date(2010, 4, 3), False),
        (date(2010, 4, 4), False),
        (date(2010, 4, 5), False),  # Easter Monday
        (date(2010, 4, 6), True),
        (date(2009, 12, 28), False),  # stands in for Boxing Day, a Saturday
        (date(2010, 1, 1), False),
        (date(2012, 6, 5), False),  # the Diamond Jubilee
        (date(2022, 9, 19), False),  # the state funeral
    ],
)
def test_weekends_and_bank_holidays_are_no_working_days(day, works):
    assert is_working_day(day) is works


def test_bank_holidays_differ_by_nation():
    found = [is_working_day(date(2009, 11, 30), nation) for nation in Nation]
    assert found == [True, True, False, True], "St Andrew's Day"
    assert bank_holidays(2010, Nation.ENGLAND) == bank_holidays(2010, Nation.WALES)
    assert not is_working_day(date(2010, 3, 17), Nation.NORTHERN_IRELAND)


def test_nations_are_offered_by_name():
    assert [word for _, word in Nation.choices()] == ["England", "Wales", "Scotland", "Northern Ireland"]


@pytest.mark.parametrize(
    ("day", "number", "found"),
    [
        (date(2010, 4, 1), 0, date(2010, 4, 1)),
        (date(2010, 4, 1), 1, date(2010, 4, 6)),
        (date(2010, 4, 3), 1, date(2010, 4, 6)),
        (date(2009, 12, 23), 3, date(2009, 12, 30)),
        (date(2009, 12, 31), 1, date(2010, 1, 4)),
    ],
)
def test_working_days_are_counted_over_holidays_and_the_years_end(day, number, found):
    assert working_days_after(day, number) == found


@given(DAYS, NATIONS)
def test_the_next_working_day_is_the_first_that_is_not_earlier(day, nation):
    found = working_day_from(day, nation)
    between = [day + timedelta(days=one) for one in range((found - day).days)]
    assert is_working_day(found, nation)
    assert not any(is_working_day(one, nation) for one in between)


@given(DAYS, st.integers(1, 30), NATIONS)
def test_as_many_working_days_lie_between_as_were_asked_for(day, number, nation):
    found = working_days_after(day, number, nation)
    passed = [day + timedelta(days=one) for one in range(1, (found - day).days + 1)]
    assert sum(is_working_day(one, nation) for one in passed) == number
