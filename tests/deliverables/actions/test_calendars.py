"""A plan reports by its calendar through a whole year, each period opened when its day has come and closed before the
next: every month, three times a year, on days of its own."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from django.urls import reverse

from deliverables.actions.periods import close_period, next_period, open_period
from deliverables.actions.reviews import accept_update
from deliverables.actions.updates import NOTHING_SEEN, submit_update
from deliverables.models import ClosedReturn, Deliverable, ReportingPeriod
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from plans.models import Plan
from plans.periods import is_working_day
from tests.answers import text
from tests.factories.deliverables import DeliverableFactory
from tests.factories.plans import PlanFactory
from tests.factories.situations import GREEN

pytestmark = pytest.mark.django_db
MONTHS = [
    ("April 2009", "2009-05-01", "2009-05-22"),
    ("May 2009", "2009-06-01", "2009-06-19"),
    ("June 2009", "2009-07-01", "2009-07-21"),
    ("July 2009", "2009-08-03", "2009-08-21"),
    ("August 2009", "2009-09-01", "2009-09-21"),
    ("September 2009", "2009-10-01", "2009-10-21"),
    ("October 2009", "2009-11-02", "2009-11-20"),
    ("November 2009", "2009-12-01", "2009-12-21"),
    ("December 2009", "2010-01-04", "2010-01-22"),
    ("January 2010", "2010-02-01", "2010-02-19"),
    ("February 2010", "2010-03-01", "2010-03-19"),
    ("March 2010", "2010-04-01", "2010-04-23"),
]
TERMS = [
    ("Term 1, April to July 2009", "2009-08-03", "2009-08-21"),
    ("Term 2, August to November 2009", "2009-12-01", "2009-12-21"),
    ("Term 3, December 2009 to March 2010", "2010-04-01", "2010-04-23"),
]
OWN = [
    ("Period to 17 July 2009", "2009-07-20", "2009-08-07"),
    ("Period to 18 December 2009", "2009-12-21", "2010-01-13"),
    ("Period to 31 March 2010", "2010-04-01", "2010-04-23"),
]
CALENDARS = {
    "month": ({"reports_every": "month"}, MONTHS),
    "term": ({"reports_every": "term"}, TERMS),
    "custom": ({"reports_every": "custom", "reports_to": "17 July 2009\n18 December 2009"}, OWN),
}
every_calendar = pytest.mark.parametrize(("calendar", "expected"), list(CALENDARS.values()), ids=list(CALENDARS))


def morning(day):
    return clock.at(datetime.datetime.combine(day, datetime.time(9), tzinfo=datetime.timezone.utc))


@pytest.fixture
def adopted(authority, post):
    with morning(datetime.date(2009, 4, 1)):
        plan = PlanFactory(authority=authority)
        DeliverableFactory(plan=plan, lead=post, due="March 2011")
    return plan


def reporting(plan, calendar):
    Plan.objects.filter(pk=plan.pk).update(**calendar)
    return Plan.objects.get(pk=plan.pk)


def lived(plan, period, owner, editor):
    """Open a period on its day, report in it, accept and close it on its due day."""
    with morning(period.opens_on):
        open_period(period, by=editor)
        period = ReportingPeriod.objects.get(pk=period.pk)
        one = Deliverable.objects.in_period(period).get()
        assert one.place == "not_begun"
        update = submit_update(one, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
        accept_update(update, seen=update.version, by=editor)
    with morning(period.due_on):
        return close_period(period, seen=period.version, by=editor)


@every_calendar
def test_a_year_is_reported_on_period_by_period(calendar, expected, adopted, owner, editor):
    plan, found = reporting(adopted, calendar), []
    while period := next_period(plan):
        closed = lived(plan, period, owner, editor)
        found.append((closed.name, f"{closed.opens_on}", f"{closed.due_on}"))
    assert found == expected
    assert set(ClosedReturn.objects.values_list("place", "late_in", "late_out")) == {("accepted", False, False)}


@every_calendar
def test_its_periods_follow_one_another_and_take_updates_on_working_days(calendar, expected, adopted, editor):
    plan = reporting(adopted, calendar)
    while period := next_period(plan):
        open_period(period, reason="To look at them all.", by=editor)
    found = list(plan.periods.order_by("observed_from"))
    assert (found[0].observed_from, found[-1].observed_to) == (plan.starts_on, plan.ends_on)
    gaps = {two.observed_from - one.observed_to for one, two in pairwise(found)}
    assert gaps == {datetime.timedelta(days=1)}
    assert all(is_working_day(day) for one in found for day in (one.opens_on, one.due_on))
    assert all(one.observed_to < one.opens_on for one in found)


@every_calendar
def test_its_pages_name_the_periods_to_come_and_fill_in_the_next(calendar, expected, adopted, editor, as_person):
    plan, client = reporting(adopted, calendar), as_person(editor)
    page = text(client.get(reverse("period-list", args=[plan.pk])))
    for name, opens, due in expected:
        assert name in page
        assert all(format_date(datetime.date.fromisoformat(day)) in page for day in (opens, due))
    form = client.get(reverse("period-add", args=[plan.pk])).context["form"]
    name, opens, due = expected[0]
    assert (form.instance.name, f"{form.instance.opens_on}", f"{form.instance.due_on}") == (name, opens, due)


@every_calendar
def test_no_year_ends_within_a_period(calendar, expected, authority, editor):
    """A plan of three years cuts its periods at each year's end, and none lies across it."""
    starts, ends = datetime.date(2009, 4, 1), datetime.date(2012, 3, 31)
    plan = reporting(PlanFactory(authority=authority, starts_on=starts, ends_on=ends), calendar)
    if calendar["reports_every"] == "custom":
        Plan.objects.filter(pk=plan.pk).update(reports_to="31 March 2010\n31 March 2011")
        plan = Plan.objects.get(pk=plan.pk)
    last_days = {slot.ends for slot in plan.calendar.slots(starts, ends)}
    assert {datetime.date(year, 3, 31) for year in (2010, 2011, 2012)} <= last_days
