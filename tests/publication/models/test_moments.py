from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.interfaces.publication.models.moments import moment_at, read_time, said

UTC = datetime.timezone.utc


@pytest.mark.parametrize(
    ("text", "expected"),
    [("9:30", (9, 30)), ("09.30", (9, 30)), ("23:59:59", (23, 59, 59)), (" 0:00 ", (0, 0)), ("12.05.07", (12, 5, 7))],
)
def test_a_time_of_day_is_read_as_people_type_it(text, expected):
    assert read_time(text) == datetime.time(*expected)


@pytest.mark.parametrize("text", ["", "24:00", "9", "9:60", "half past nine", "12:00:61", "09:30\n10"])
def test_what_is_no_time_of_day_is_refused_with_an_example(text):
    with pytest.raises(ValidationError, match="Write it like 09:30"):
        read_time(text)


@pytest.mark.parametrize(
    ("day", "time", "expected"),
    [
        ((2010, 1, 15), (9, 0), datetime.datetime(2010, 1, 15, 9, tzinfo=UTC)),
        ((2010, 7, 15), (9, 0), datetime.datetime(2010, 7, 15, 8, tzinfo=UTC)),
        ((2010, 3, 28), (0, 59, 59), datetime.datetime(2010, 3, 28, 0, 59, 59, tzinfo=UTC)),
        ((2010, 3, 28), (2, 0), datetime.datetime(2010, 3, 28, 1, tzinfo=UTC)),
        ((2010, 10, 31), (0, 59, 59), datetime.datetime(2010, 10, 30, 23, 59, 59, tzinfo=UTC)),
        ((2010, 10, 31), (2, 0), datetime.datetime(2010, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_a_time_is_that_of_the_clocks_in_london_in_winter_and_summer(day, time, expected):
    assert moment_at(datetime.date(*day), datetime.time(*time)) == expected


@pytest.mark.parametrize("time", [(1, 0), (1, 30), (1, 59, 59)])
def test_the_hour_that_is_left_out_in_spring_is_refused(time):
    with pytest.raises(ValidationError, match=r"There is no 01:.* on 28 March 2010: the clocks go forward"):
        moment_at(datetime.date(2010, 3, 28), datetime.time(*time))


@pytest.mark.parametrize("time", [(1, 0), (1, 30), (1, 59, 59)])
def test_the_hour_that_comes_twice_in_autumn_is_refused(time):
    with pytest.raises(ValidationError, match="comes twice: the clocks go back"):
        moment_at(datetime.date(2010, 10, 31), datetime.time(*time))


def test_a_moment_is_said_by_the_clock_on_the_wall_with_seconds_where_it_has_any():
    summer = datetime.datetime(2010, 7, 15, 8, 0, tzinfo=UTC)
    assert said(summer) == "15 July 2010, 09:00"
    assert said(summer + datetime.timedelta(seconds=7)) == "15 July 2010, 09:00:07"
