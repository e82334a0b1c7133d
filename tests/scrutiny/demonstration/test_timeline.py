"""A past, played in order."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline

MONDAY, TUESDAY = datetime.date(2009, 7, 6), datetime.date(2009, 7, 7)


def test_steps_are_taken_in_order_of_their_days_each_at_its_own_moment():
    taken, timeline = [], Timeline()
    for on, name in ((TUESDAY, "late"), (MONDAY, "first"), (MONDAY, "second")):
        timeline.add(on, lambda name=name: taken.append((name, f"{timezone.localtime(clock.now()):%d %H:%M}")))
    timeline.play()
    assert taken == [("first", "06 09:05"), ("second", "06 09:08"), ("late", "07 09:05")]


def test_a_day_with_very_many_steps_ends_with_the_working_day():
    moments, timeline = [], Timeline()
    for _ in range(200):
        timeline.add(MONDAY, lambda: moments.append(clock.now()))
    timeline.play()
    assert f"{timezone.localtime(moments[-1]):%d %H:%M}" == "06 16:35"
    assert moments == sorted(moments)
