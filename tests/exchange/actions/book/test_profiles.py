import datetime
from decimal import Decimal

import pytest

from kpa_tracker.interfaces.exchange.actions.book.profiles import profile_in, profile_of, profile_shown, steps_of
from kpa_tracker.interfaces.exchange.actions.book.values import Unread
from targets.actions.yardsticks import Step

YEAR = [
    Step(datetime.date(2009, 7, 1), datetime.date(2010, 3, 31), Decimal("50.2500")),
    Step(datetime.date(2009, 4, 1), datetime.date(2009, 6, 30), Decimal("-48")),
]
SAID = "1 April 2009 to 30 June 2009: -48\n1 July 2009 to 31 March 2010: 50.25"


def test_a_profile_is_shown_in_its_order_and_read_back():
    profile = profile_of(YEAR)
    assert profile == "2009-04-01 2009-06-30 -48\n2009-07-01 2010-03-31 50.25"
    assert profile_shown(profile) == SAID
    assert profile_in(SAID) == profile
    assert steps_of(profile) == sorted(YEAR, key=lambda step: step.starts)


def test_no_profile_is_no_text():
    assert (profile_of([]), profile_shown(""), profile_in("  \n "), steps_of("")) == ("", "", "", [])


@pytest.mark.parametrize(
    "line",
    [
        "1/7/2009 TO 31/3/2010 : 50.25",
        "  1 July 2009  to  31 March 2010:50.250",
        "2009-07-01 to 2010-03-31: 50.25",
    ],
)
def test_people_write_a_period_in_many_ways(line):
    assert profile_in(line) == "2009-07-01 2010-03-31 50.25"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("half of it", "no line of a year's profile"),
        ("1 July 2009: 5", "no line of a year's profile"),
        ("July 2009 to March 2010: 5", "“July 2009” is no day"),
        ("1 July 2009 to 31 March 2010: many", "“many” is no number"),
        ("1 July 2009 to 31 March 2010: NaN", "“NaN” is no number"),
    ],
)
def test_what_is_no_period_and_figure_is_said(line, why):
    with pytest.raises(Unread, match=why):
        profile_in(f"{SAID}\n{line}")
