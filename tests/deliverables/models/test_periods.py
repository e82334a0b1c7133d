"""What a reporting period says of itself."""

from __future__ import annotations

import datetime

import pytest

from deliverables.models import ReportingPeriod


@pytest.mark.parametrize(
    ("days", "words"), [(11, "in 11 days"), (1, "in 1 day"), (0, "today"), (-1, "1 day ago"), (-3, "3 days ago")]
)
def test_how_far_off_the_due_day_is_is_said_in_days(today, days, words):
    assert ReportingPeriod(due_on=today + datetime.timedelta(days=days)).until_due == words
