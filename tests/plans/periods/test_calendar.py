from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.periods import Calendar, Nation, Rhythm, days_written, is_working_day

YEAR = (date(2009, 4, 1), date(2010, 3, 31))
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
CALENDARS = st.builds(
    Calendar,
    every=st.sampled_from(list(Rhythm)),
    opens_after=st.integers(1, 60),
    due_after=st.integers(1, 60),
    nation=st.sampled_from(list(Nation)),
    ends=st.lists(DAYS, max_size=8).map(tuple),
)


@pytest.mark.parametrize(
    ("every", "names"),
    [
        (
            Rhythm.QUARTER,
            [
                "Quarter 1, April to June 2009",
                "Quarter 2, July to September 2009",
                "Quarter 3, October to December 2009",
                "Quarter 4, January to March 2010",
            ],
        ),
        (
            Rhythm.TERM,
            ["Term 1, April to July 2009", "Term 2, August to November 2009", "Term 3, December 2009 to March 2010"],
        ),
        (Rhythm.HALF_YEAR, ["Half 1, April to September 2009", "Half 2, October 2009 to March 2010"]),
        (Rhythm.YEAR, ["Year 2009/10, April 2009 to March 2010"]),
    ],
)
def test_a_plan_reports_as_often_as_its_calendar_says(every, names):
    assert [slot.name for slot in Calendar(every=every).slots(*YEAR)] == names


def test_months_are_named_by_themselves():
    found = Calendar(every=Rhythm.MONTH).slots(*YEAR)
    assert (len(found), found[0].name, found[-1].name) == (12, "April 2009", "March 2010")


@pytest.mark.parametrize(
    ("ends", "opens", "due"),
    [
        (date(2009, 6, 30), date(2009, 7, 1), date(2009, 7, 21)),
        (date(2009, 12, 31), date(2010, 1, 4), date(2010, 1, 22)),  # New Year's Day and a weekend
        (date(2010, 3, 31), date(2010, 4, 1), date(2010, 4, 23)),  # Easter lies in the window
        (date(2010, 4, 1), date(2010, 4, 6), date(2010, 4, 26)),  # opens after Easter
        (date(2010, 3, 27), date(2010, 3, 29), date(2010, 4, 20)),  # the day on which the clocks change
    ],
)
def test_a_window_opens_and_falls_due_on_working_days(ends, opens, due):
    only = Calendar().slots(ends, ends)[0]
    assert (only.opens, only.closes) == (opens, due)


def test_a_window_is_as_far_off_and_as_long_as_asked():
    only = Calendar(opens_after=10, due_after=3).slots(date(2009, 4, 1), date(2009, 6, 30))[0]
    assert (only.opens, only.closes) == (date(2009, 7, 10), date(2009, 7, 15))


def test_days_of_its_own_end_its_periods():
    days = (date(2009, 7, 17), date(2009, 12, 18), date(2011, 1, 1))
    found = Calendar(every=Rhythm.CUSTOM, ends=days).slots(*YEAR)
    assert [(slot.name, slot.starts) for slot in found] == [
        ("Period to 17 July 2009", date(2009, 4, 1)),
        ("Period to 18 December 2009", date(2009, 7, 18)),
        ("Period to 31 March 2010", date(2009, 12, 19)),
    ]
    assert [slot.number for slot in found] == [1, 2, 3]


def test_what_is_left_of_a_year_is_cut_where_it_begins():
    found = Calendar(every=Rhythm.TERM).slots(date(2009, 7, 1), YEAR[1])
    assert [slot.name for slot in found][:2] == ["Term 1, July 2009", "Term 2, August to November 2009"]
    assert Calendar().slots(date(2010, 4, 1), YEAR[1]) == []


@given(DAYS, st.integers(0, 1200), CALENDARS)
def test_every_day_of_a_plan_lies_in_exactly_one_period(start, length, calendar):
    end = start + timedelta(days=length)
    found = calendar.slots(start, end)
    assert (found[0].starts, found[-1].ends) == (start, end)
    assert all(slot.starts <= slot.ends for slot in found)
    assert all(later.starts == earlier.ends + timedelta(days=1) for earlier, later in pairwise(found))


@given(DAYS, st.integers(0, 800), CALENDARS)
def test_windows_keep_their_order_and_begin_and_end_on_working_days(start, length, calendar):
    found = calendar.slots(start, start + timedelta(days=length))
    assert all(slot.ends < slot.opens < slot.closes for slot in found)
    assert all(is_working_day(day, calendar.nation) for slot in found for day in (slot.opens, slot.closes))
    assert all(one.opens <= two.opens and one.closes <= two.closes for one, two in pairwise(found))


@given(DAYS, st.integers(0, 1200), CALENDARS)
def test_no_two_periods_of_a_plan_have_one_name(start, length, calendar):
    names = [slot.name for slot in calendar.slots(start, start + timedelta(days=length))]
    assert len(names) == len(set(names))


def test_days_are_written_one_a_line():
    assert days_written("31 July 2009\n\n 30/4/2009 \n31 July 2009") == (date(2009, 4, 30), date(2009, 7, 31))
    assert days_written("") == ()


@pytest.mark.parametrize("line", ["July 2009", "soon", "quarterly"])
def test_what_is_no_day_is_said(line):
    with pytest.raises(ValueError, match=f"“{line}” is no day"):
        days_written(f"30 April 2009\n{line}")


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_rhythms_are_offered_in_plain_words(rhythm):
    assert (rhythm.value, rhythm.word) in Rhythm.choices()
    assert rhythm.noun
