"""What day it is."""

from __future__ import annotations

import datetime

import time_machine
from django.utils import timezone

from kpa_tracker.base.toolkit import clock

REAL = datetime.datetime(2026, 7, 1, 23, 30, tzinfo=datetime.timezone.utc)
PAST = datetime.datetime(2009, 7, 8, 23, 30, tzinfo=datetime.timezone.utc)


@time_machine.travel(REAL, tick=False)
def test_in_real_use_it_is_now_in_london(settings):
    settings.DEMONSTRATION_DATE = None
    assert clock.now() == REAL
    assert clock.today() == datetime.date(2026, 7, 2)


@time_machine.travel(REAL, tick=False)
def test_the_demonstration_lives_on_its_own_day_at_this_time(settings):
    settings.DEMONSTRATION_DATE = datetime.date(2010, 4, 12)
    assert clock.today() == datetime.date(2010, 4, 12)
    assert timezone.localtime(clock.now()).isoformat() == "2010-04-12T00:30:00+01:00"


def test_within_a_moment_it_is_that_moment_and_afterwards_not(settings):
    with clock.at(PAST):
        assert clock.now() == PAST
        assert clock.today() == datetime.date(2009, 7, 9)
    assert clock.today() == settings.DEMONSTRATION_DATE
