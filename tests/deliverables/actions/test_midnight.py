"""Days end at midnight in London: in summer, in winter, on the days on which the clocks change, at both years' ends."""

from __future__ import annotations

import datetime

import pytest

from deliverables.actions.updates import NOTHING_SEEN, submit_update
from deliverables.models import Deliverable, ReportingPeriod
from deliverables.standing import standings
from kpa_tracker.base.toolkit import clock
from plans.periods import financial_year_of, working_days_after
from tests.factories.deliverables import DeliverableFactory, ReportingPeriodFactory
from tests.factories.plans import PlanFactory
from tests.factories.situations import GREEN, meanwhile

pytestmark = pytest.mark.django_db


def at(moment):
    return clock.at(datetime.datetime.fromisoformat(f"{moment}+00:00"))


LAST_MINUTES = {
    "a day in summer": ("2009-07-21", "2009-07-21T22:59", "2009-07-21T23:00"),
    "a day in winter": ("2010-01-21", "2010-01-21T23:59", "2010-01-22T00:00"),
    "the day on which summer time begins": ("2010-03-28", "2010-03-28T22:59", "2010-03-28T23:00"),
    "the day before it": ("2010-03-27", "2010-03-27T23:59", "2010-03-28T00:00"),
    "the day on which it ends": ("2009-10-25", "2009-10-25T23:59", "2009-10-26T00:00"),
    "the day before that": ("2009-10-24", "2009-10-24T22:59", "2009-10-24T23:00"),
    "the end of the financial year": ("2010-03-31", "2010-03-31T22:59", "2010-03-31T23:00"),
    "the end of the calendar year": ("2009-12-31", "2009-12-31T23:59", "2010-01-01T00:00"),
}
"""A day, its last minute and the first of the next, both by Greenwich."""
every_day = pytest.mark.parametrize(("day", "last", "first"), list(LAST_MINUTES.values()), ids=list(LAST_MINUTES))


@pytest.fixture
def long_ago(authority, post):
    """A plan that was made when its year began, with one deliverable."""
    with at("2009-04-01T09:00"):
        plan = PlanFactory(authority=authority)
        return DeliverableFactory(plan=plan, lead=post, due="June 2010", reference="1.1")


def due(deliverable, day):
    """A period that was made when its window opened, and whose updates are due on a day."""
    first = {"observed_from": "2009-04-01", "observed_to": "2009-06-30", "opens_on": "2009-07-01"}
    with at("2009-07-01T09:00"):
        made = ReportingPeriodFactory(plan=deliverable.plan, due_on=day, **first)
    return ReportingPeriod.objects.get(pk=made.pk)


def found(period):
    return Deliverable.objects.in_period(period).get()


@every_day
def test_an_update_of_the_last_minute_is_in_time_and_one_of_the_next_is_late(day, last, first, long_ago, owner):
    for moment, is_late in ((last, False), (first, True)):
        period = due(long_ago, day)
        with at(moment):
            submit_update(long_ago, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
        assert found(period).late_in is is_late
        period.updates.all().delete()
        period.delete()


@every_day
def test_an_update_is_overdue_from_midnight_on(day, last, first, long_ago):
    period = due(long_ago, day)
    for moment, is_late in ((last, False), (first, True)):
        with at(moment):
            assert found(period).late_out is is_late
            assert period.until_due == ("1 day ago" if is_late else "today")


@every_day
def test_a_deadline_is_missed_from_midnight_on(day, last, first, long_ago):
    meanwhile(long_ago, deadline_due=day, deadline_text=day, deadline_precision="day")
    for moment, is_late in ((last, False), (first, True)):
        with at(moment):
            assert Deliverable.objects.overdue().exists() is is_late
            assert Deliverable.objects.for_list().get().computed.is_overdue is is_late


@every_day
def test_a_day_that_is_read_from_the_past_ends_at_midnight(day, last, first, long_ago, owner):
    """What was submitted in its last minute stands in it; what came a minute later does not."""
    period = due(long_ago, "2010-04-09")
    with at(last):
        before = submit_update(long_ago, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    other = DeliverableFactory(plan=long_ago.plan, reference="1.2", lead=long_ago.lead)
    meanwhile(other, created_at=long_ago.created_at, made_on=long_ago.made_on)
    with at(first):
        submit_update(other, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    on = datetime.date.fromisoformat(day)
    assert [one.update for one in standings(long_ago.plan, on=on)] == [before.pk, None]
    following = standings(long_ago.plan, on=on + datetime.timedelta(days=1))
    assert None not in [one.update for one in following]


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        ("2010-03-31T22:59", "2009/10"),
        ("2010-03-31T23:00", "2010/11"),
        ("2009-12-31T23:59", "2009/10"),
        ("2010-01-01T00:00", "2009/10"),
    ],
)
def test_the_financial_year_begins_at_midnight_on_the_first_of_april(moment, year):
    with at(moment):
        assert financial_year_of(clock.today()).name == year


def test_working_days_are_days_whatever_the_clocks_do():
    assert working_days_after(datetime.date(2010, 3, 26), 1) == datetime.date(2010, 3, 29)
    assert working_days_after(datetime.date(2009, 10, 23), 1) == datetime.date(2009, 10, 26)
    assert working_days_after(datetime.date(2009, 12, 31), 1) == datetime.date(2010, 1, 4)
