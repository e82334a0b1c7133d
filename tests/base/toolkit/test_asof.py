"""What an address asks for by `?as_of=`: nothing, a day that has come, or something that is none."""

import datetime

import pytest
from django.test import RequestFactory

from kpa_tracker.base.toolkit.asof import AsOf, with_day


def asked(query):
    return AsOf(RequestFactory().get(f"/plans/1/?{query}"))


@pytest.mark.parametrize("query", ["", "as_of=", "as_of=%20", "as_of=%00", "plan=1"])
def test_nothing_asks_for_today(query):
    found = asked(query)
    assert (found.asked, found.day, found.is_wrong) == (False, None, False)


@pytest.mark.parametrize("text", ["2010-01-31", "31 January 2010", "31/1/2010", "%0031/1/2010"])
def test_a_day_is_read_as_people_write_it(text):
    found = asked(f"as_of={text}")
    assert (found.asked, found.day, found.is_wrong) == (True, datetime.date(2010, 1, 31), False)


def test_today_is_a_day_that_has_come(today):
    assert asked(f"as_of={today.isoformat()}").day == today


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2010-04-13", "13 April 2010 has not come yet. Give today or a day before."),
        ("soon", "“soon” is not a day. Write it like 31/3/2010."),
        ("January 2010", "“January 2010” is not a day. Write it like 31/3/2010."),
        ("n/a", "“n/a” is not a day. Write it like 31/3/2010."),
        ("2010-02-30", "“2010-02-30” is not a day. Write it like 31/3/2010."),
    ],
)
def test_what_is_no_day_says_why(text, why):
    found = asked(f"as_of={text}")
    assert (found.asked, found.day, found.is_wrong) == (True, None, True)
    assert found.form.errors["as_of"] == [why]


def test_the_way_back_to_today_keeps_what_else_was_asked_for():
    found = asked("as_of=2010-01-31&plan=7&page=3&export=csv")
    assert found.kept == [("plan", "7")]
    assert found.today_url == "/plans/1/?plan=7"
    assert asked("as_of=2010-01-31").today_url == "/plans/1/"


def test_an_address_takes_the_day_along():
    day = datetime.date(2010, 1, 31)
    assert with_day("/plans/1/", day) == "/plans/1/?as_of=2010-01-31"
    assert with_day("/deliverables/?plan=1", day) == "/deliverables/?plan=1&as_of=2010-01-31"
    assert with_day("/plans/1/", None) == "/plans/1/"
