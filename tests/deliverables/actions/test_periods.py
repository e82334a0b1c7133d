"""Reporting periods are opened one after the other and closed."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from deliverables.actions.deliverables import archive_deliverable
from deliverables.actions.periods import change_period, close_period, next_period, open_period, slots_to_come
from deliverables.actions.reviews import accept_update
from deliverables.models import ReportingPeriod
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.plans import PlanFactory


@pytest.fixture
def adopted(authority):
    return PlanFactory(authority=authority)


@pytest.fixture
def first(adopted):
    return ReportingPeriodFactory(plan=adopted, name="Quarter 1")


def test_the_next_period_is_the_first_quarter_that_nothing_covers(adopted):
    assert next_period(adopted).name == "Quarter 1, April to June 2009"
    ReportingPeriodFactory(plan=adopted)
    second = next_period(adopted)
    assert (second.name, second.opens_on, second.due_on, second.pk) == (
        "Quarter 2, July to September 2009", datetime.date(2009, 10, 1), datetime.date(2009, 10, 21), None,
    )  # fmt: skip


def test_after_the_last_quarter_there_is_no_next(adopted):
    ReportingPeriodFactory(plan=adopted, observed_from="2010-01-01", observed_to="2010-03-31")
    assert next_period(adopted) is None


def test_the_calendar_of_the_plan_says_what_is_next(adopted, first):
    Plan.objects.filter(pk=adopted.pk).update(reports_every="term", due_after=5, bank_holidays="SCT")
    rest = slots_to_come(Plan.objects.get(pk=adopted.pk))
    assert [slot.name for slot in rest] == [
        "Term 1, July 2009", "Term 2, August to November 2009", "Term 3, December 2009 to March 2010",
    ]  # fmt: skip
    assert rest[0].opens == datetime.date(2009, 8, 4), "the third of August is a bank holiday in Scotland"


@pytest.mark.parametrize("name", ["opens_on", "due_on"])
def test_a_window_neither_opens_nor_falls_due_on_a_day_off(name, adopted, editor):
    period = next_period(adopted)
    setattr(period, name, datetime.date(2009, 8, 31))
    with pytest.raises(Refused, match="31 August 2009 is no working day") as refused:
        open_period(period, by=editor)
    assert refused.value.field == name


def test_a_window_that_was_made_on_a_day_off_stays_until_it_is_moved(adopted, editor):
    sunday = ReportingPeriodFactory(plan=adopted, due_on=datetime.date(2009, 7, 26))
    kept = ReportingPeriod.objects.get(pk=sunday.pk)
    change_period(kept, seen=1, changes={"name": "First quarter"}, by=editor)
    with pytest.raises(Refused, match="no working day"):
        change_period(kept, seen=2, changes={"due_on": datetime.date(2009, 7, 25)}, by=editor)


@pytest.mark.parametrize(
    ("moment", "day", "opened"),
    [
        ("2009-06-30T22:59+00:00", "2009-07-01", False),
        ("2009-06-30T23:00+00:00", "2009-07-01", True),  # midnight of British Summer Time
        ("2009-12-31T23:59+00:00", "2010-01-01", False),
        ("2010-01-01T00:00+00:00", "2010-01-01", True),
    ],
)
def test_a_window_opens_at_midnight_in_london(moment, day, opened, adopted):
    ReportingPeriodFactory(plan=adopted, opens_on=day, due_on="2010-02-01")
    with clock.at(datetime.datetime.fromisoformat(moment)):
        assert ReportingPeriod.objects.open_on(clock.today()).exists() is opened


def test_a_period_is_opened(adopted, editor):
    period = open_period(next_period(adopted), by=editor)
    assert history_of(period).get().verb == "reportingperiod created"


@pytest.mark.parametrize("state", [Plan.State.DRAFT, Plan.State.CONSULTATION])
def test_only_an_adopted_plan_is_reported_on(authority, editor, state):
    plan = PlanFactory(authority=authority, state=state)
    with pytest.raises(Refused, match="Adopt the plan first"):
        open_period(next_period(plan), by=editor)


def test_a_closed_plan_opens_no_period(authority, editor):
    with pytest.raises(Refused, match="This plan is closed"):
        open_period(next_period(PlanFactory(authority=authority, state=Plan.State.CLOSED)), by=editor)


def test_two_periods_do_not_report_on_the_same_month(adopted, first, editor):
    again = next_period(adopted)
    again.observed_from = datetime.date(2009, 6, 1)
    with pytest.raises(Refused, match="“Quarter 1” reports on some of these months already") as refused:
        open_period(again, by=editor)
    assert refused.value.field == "observed_from"


def test_a_period_ends_after_it_starts(adopted, editor):
    wrong = next_period(adopted)
    wrong.observed_to = datetime.date(2009, 3, 1)
    with pytest.raises(ValidationError, match="ends after it starts"):
        open_period(wrong, by=editor)


# --- One after the other ----------------------------------------------------------------------------------------------


def test_a_later_period_opens_once_the_earlier_one_is_closed(adopted, first, editor):
    with pytest.raises(Refused, match="“Quarter 1” is not closed") as refused:
        open_period(next_period(adopted), reason="  ", by=editor)
    assert refused.value.field == "reason"
    close_period(first, seen=1, by=editor)
    assert open_period(next_period(adopted), by=editor).pk


def test_an_editor_may_say_why_it_opens_earlier_and_it_is_kept(adopted, first, editor):
    second = open_period(next_period(adopted), reason="The panel meets on Monday.", by=editor)
    assert history_of(second).get().reason == "The panel meets on Monday."


def test_an_earlier_period_opens_whatever_is_open_later(adopted, editor):
    ReportingPeriodFactory(plan=adopted, observed_from="2009-07-01", observed_to="2009-09-30")
    period = ReportingPeriodFactory.build(plan=adopted, name="Quarter 1")
    assert open_period(period, by=editor).pk


def test_another_plans_open_period_keeps_nothing_shut(adopted, first, authority, editor):
    assert open_period(next_period(PlanFactory(authority=authority)), by=editor).pk


def test_a_period_in_which_something_waits_for_its_review_stays_open(adopted, first, editor):
    update = ProgressUpdateFactory(deliverable=DeliverableFactory(plan=adopted), period=first)
    with pytest.raises(Refused, match="wait for their review: 1"):
        close_period(first, seen=1, by=editor)
    accept_update(update, seen=1, by=editor)
    assert close_period(first, seen=1, by=editor).is_closed


@pytest.mark.parametrize("values", [{}, {"state": "draft", "submitted_at": None, "submitted_by": None}])
def test_what_was_archived_is_not_waited_for_and_keeps_its_update(values, adopted, first, editor):
    update = ProgressUpdateFactory(deliverable=DeliverableFactory(plan=adopted), period=first, **values)
    archive_deliverable(update.deliverable, seen=1, reason="Done elsewhere.", by=editor)
    counted = ReportingPeriod.objects.with_returns().get(pk=first.pk)
    assert (counted.waiting, counted.outstanding) == (0, 0)
    assert close_period(first, seen=1, by=editor).is_closed
    assert first.updates.get().state == update.state


def test_a_period_is_corrected(first, editor):
    change_period(first, seen=1, changes={"due_on": datetime.date(2009, 7, 31)}, by=editor)
    assert history_of(first).get().changes == {"due_on": ["2009-07-20", "2009-07-31"]}


def test_a_period_is_closed_by_somebody_at_a_time(first, editor):
    close_period(first, seen=1, by=editor)
    kept = ReportingPeriod.objects.get(pk=first.pk)
    assert (kept.is_closed, kept.closed_by, history_of(first).get().verb) == (True, editor, "reportingperiod closed")


def test_a_closed_period_stays_as_it_is(first, editor):
    close_period(first, seen=1, by=editor)
    with pytest.raises(Refused, match="closed already"):
        close_period(first, seen=2, by=editor)
    with pytest.raises(Refused, match="This period is closed"):
        change_period(first, seen=2, changes={"name": "New"}, by=editor)


@pytest.mark.parametrize(("days", "knowing"), [(0, False), (1, True)])
def test_a_period_is_closed_from_the_day_on_which_it_opens_and_knowingly_before(days, knowing, adopted, editor):
    opens = clock.today() + datetime.timedelta(days=days)
    period = ReportingPeriodFactory(plan=adopted, opens_on=opens, due_on=opens)
    if knowing:
        with pytest.raises(Refused, match="does not take updates yet") as refused:
            close_period(period, seen=1, by=editor)
        assert (refused.value.field, list(history_of(period))) == ("knowing", [])
    assert close_period(period, seen=1, knowing=knowing, by=editor).is_closed


def test_the_slower_of_two_is_told(first, editor):
    with pytest.raises(Conflict):
        close_period(first, seen=0, by=editor)


def test_unfinished_updates_are_closed_over_only_knowingly(first, editor):
    unsent = {"state": "draft", "submitted_at": None, "submitted_by": None}
    ProgressUpdateFactory(deliverable=DeliverableFactory(plan=first.plan), period=first, **unsent)
    with pytest.raises(Refused, match="Unfinished updates: 1") as refused:
        close_period(first, seen=1, knowing=False, by=editor)
    assert refused.value.field == "knowing"
    assert close_period(first, seen=1, knowing=True, by=editor).is_closed
