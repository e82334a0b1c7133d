"""Periods that were closed before anything was kept of them are kept as closing them today would keep them."""

from __future__ import annotations

import datetime
from importlib import import_module

import pytest
from django.apps import apps

from deliverables.models import ClosedReturn, Deliverable
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import PersonFactory
from tests.factories.situations import close, meanwhile

pytestmark = pytest.mark.django_db
migration = import_module("deliverables.migrations.0005_what_closed_periods_held")
MADE_AT = datetime.datetime(2010, 4, 1, 23, 30, tzinfo=datetime.timezone.utc)
COLUMNS = [field.attname for field in ClosedReturn._meta.concrete_fields if field.name != "id"]


def kept():
    return list(ClosedReturn.objects.order_by("period", "deliverable").values(*COLUMNS))


@pytest.fixture
def filled(plan, post, period, earlier_period):
    """A period with something at every place, late and contradicting itself, and what is no longer in the plan."""
    own = {"plan": plan, "lead": post}
    reviewed = {"reviewed_at": MADE_AT, "reviewed_by": PersonFactory()}
    for values in (
        {"state": "accepted", "next_steps": ""},
        {"state": "submitted", "submitted_at": datetime.datetime(2010, 4, 30, tzinfo=datetime.timezone.utc)},
        {"state": "submitted", "rating": "amber", "forecast": "green"},
        {"state": "submitted", "rating": "red", "forecast": "red", "recovery": "More people."},
        {"state": "submitted", "stage": "complete", "next_steps": ""},
        {"state": "sent_back", **reviewed},
        {"state": "draft"},
    ):
        ProgressUpdateFactory(deliverable=DeliverableFactory(due="March 2010", **own), period=period, **values)
    ended = DeliverableFactory(**own)
    ProgressUpdateFactory(deliverable=ended, period=earlier_period, state="accepted", stage="complete")
    DeliverableFactory(plan=plan)
    gone = DeliverableFactory(**own)
    meanwhile(gone, archived_at=MADE_AT, archived_by=PersonFactory())
    return period


@pytest.mark.parametrize("due_on", ["2010-04-21", "2010-04-11"], ids=["closed in time", "closed after its due day"])
def test_what_is_kept_is_what_closing_keeps(due_on, filled):
    meanwhile(filled, due_on=due_on)
    filled.refresh_from_db()
    close(filled)
    by_closing = kept()
    ClosedReturn.objects.all().delete()
    migration.keep_returns(apps, None)
    assert kept() == by_closing
    assert {row["place"] for row in by_closing} == {
        *("accepted", "to_review", "sent_back", "begun", "not_begun", "not_asked"),
    }
    assert any(row["hope"] for row in by_closing)
    assert any(row["no_next"] for row in by_closing)


def test_of_an_open_period_nothing_is_kept(filled):
    migration.keep_returns(apps, None)
    assert kept() == []


def test_the_day_on_which_something_was_made_is_that_of_london(deliverable, period):
    meanwhile(deliverable, created_at=MADE_AT, made_on=datetime.date(2010, 4, 12))
    migration.keep_days(apps, None)
    assert Deliverable.objects.get().made_on == datetime.date(2010, 4, 2), "half past midnight in London"
