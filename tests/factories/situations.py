"""A deliverable whose period takes updates, and the people around it."""

from __future__ import annotations

import datetime

import pytest

from deliverables.actions.updates import NOTHING_SEEN, submit_update
from deliverables.models import ClosedReturn
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.people import PostFactory, person_with
from tests.factories.plans import PlanFactory

GREEN = {"stage": "in_progress", "rating": "green", "forecast": "green", "done": "The draft was written."}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


@pytest.fixture
def period(plan):
    """The fourth quarter of 2009/10, which takes updates on the tests' day."""
    return ReportingPeriodFactory(
        plan=plan,
        name="Quarter 4, January to March 2010",
        observed_from=datetime.date(2010, 1, 1),
        observed_to=datetime.date(2010, 3, 31),
        opens_on=datetime.date(2010, 4, 1),
        due_on=datetime.date(2010, 4, 21),
    )


@pytest.fixture
def earlier_period(plan):
    return ReportingPeriodFactory(
        plan=plan,
        name="Quarter 3, October to December 2009",
        observed_from=datetime.date(2009, 10, 1),
        observed_to=datetime.date(2009, 12, 31),
        opens_on=datetime.date(2010, 1, 1),
        due_on=datetime.date(2010, 1, 21),
    )


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority, title="Chief Executive")


@pytest.fixture
def owner(post):
    """An officer who holds the post that leads the deliverable."""
    return person_with(Role.OFFICER, post=post)


@pytest.fixture
def deliverable(plan, post):
    return DeliverableFactory(plan=plan, lead=post, due="June 2010", reference="1.1", title="Adopt the plan")


@pytest.fixture
def late_deliverable(plan, post):
    return DeliverableFactory(plan=plan, lead=post, due="31 March 2010", reference="1.2", title="Publish the review")


@pytest.fixture
def amber(post):
    """What an amber update says, recovery and all."""
    return {
        **GREEN,
        "rating": "amber",
        "cause": "The partner's report is late.",
        "recovery": "We write it ourselves.",
        "recovery_by": post,
        "green_on": datetime.date(2010, 5, 31),
    }


@pytest.fixture
def submitted(deliverable, period, owner):
    """The owner's update of the open period, submitted."""
    return submit_update(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)


@pytest.fixture
def green(plan, post, period, earlier_period):
    """Three deliverables of the owner that were green in the period before, and are due now."""
    made = [DeliverableFactory(plan=plan, lead=post, reference=f"2.{at}") for at in range(3)]
    for one in made:
        ProgressUpdateFactory(
            deliverable=one, period=earlier_period, state="accepted", latest=True, public_wording="All is well."
        )
    return made


def meanwhile(record, **values):
    """Change a record behind the actions' back, after it was loaded: what somebody else does while a form is open."""
    type(record).objects.filter(pk=record.pk).update(**values)


def close(period):
    """Close a period behind the actions' back, with what was in it."""
    meanwhile(period, closed_at=clock.now(), closed_by=person_with(Role.EDITOR))
    period.refresh_from_db()
    ClosedReturn.objects.keep(period)
    return period
