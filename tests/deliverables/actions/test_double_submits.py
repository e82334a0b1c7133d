"""Two clicks on one button, or two people on the same one: it happens once, and the history tells it once."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from deliverables.actions.adoption import move_plan
from deliverables.actions.deliverables import archive_deliverable
from deliverables.actions.periods import close_period, open_period
from deliverables.actions.reviews import accept_update, send_back_update
from deliverables.actions.updates import submit_update
from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Refused
from plans.models import Plan
from tests.deliverables.actions.test_races import at_once, on_disk  # noqa: F401 it is a fixture
from tests.factories.people import AppointmentFactory
from tests.factories.situations import GREEN

PEOPLE = 8
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]


@pytest.fixture
def people(post):
    """Editors, each of whom may do all of it."""
    found = [Person(email=f"e{n}@authority.example", name=f"Editor {n}", password="!") for n in range(PEOPLE)]
    Person.objects.bulk_create(found)
    return [AppointmentFactory(person=person, post=post, role=Role.EDITOR).person for person in found]


def times(people, verb, work):
    """Let all do the same at once; return how many were not refused, and how often the history tells it."""

    def attempt(person):
        try:
            work(person)
        except (Refused, ValidationError):
            return 0
        return 1

    done = sum(at_once(attempt, people, most=PEOPLE))
    assert list(verify_history()) == []
    return done, Event.objects.filter(verb=verb).count()


def test_an_update_is_accepted_once(people, submitted):
    def accept(person):
        accept_update(ProgressUpdate.objects.get(pk=submitted.pk), seen=submitted.version, by=person)

    assert times(people, "progressupdate accepted", accept) == (1, 1)


def test_an_update_is_accepted_or_sent_back(people, submitted):
    def review(person):
        update = ProgressUpdate.objects.get(pk=submitted.pk)
        if people.index(person) % 2:
            accept_update(update, seen=submitted.version, by=person)
        else:
            send_back_update(update, seen=submitted.version, reason="Too short", by=person)

    done, accepted = times(people, "progressupdate accepted", review)
    assert (done, accepted + Event.objects.filter(verb="progressupdate sent back").count()) == (1, 1)


def test_a_period_is_closed_once(people, period):
    def close(person):
        close_period(ReportingPeriod.objects.get(pk=period.pk), seen=period.version, by=person)

    assert times(people, "reportingperiod closed", close) == (1, 1)


def test_a_period_is_opened_once(people, plan):
    def open_one(person):
        days = {"observed_from": datetime.date(2010, 1, 1), "observed_to": datetime.date(2010, 3, 31)}
        days |= {"opens_on": datetime.date(2010, 4, 1), "due_on": datetime.date(2010, 4, 21)}
        open_period(ReportingPeriod(plan=plan, name=f"Quarter of {person}", **days), by=person)

    assert times(people, "reportingperiod created", open_one) == (1, 1)


def test_a_deliverable_is_archived_once(people, deliverable):
    def archive(person):
        one = Deliverable.objects.get(pk=deliverable.pk)
        archive_deliverable(one, seen=deliverable.version, reason="Merged", by=person)

    assert times(people, "deliverable archived", archive) == (1, 1)


def test_nothing_is_submitted_into_a_period_or_plan_that_somebody_closes(people, plan, deliverable, period):
    """Half write, half close: whatever comes first keeps the other out. What was submitted has to be reviewed first."""

    def write_or_close(person):
        if people.index(person) % 2:
            close_period(ReportingPeriod.objects.get(pk=period.pk), seen=period.version, by=person)
            move_plan(Plan.objects.get(pk=plan.pk), to=Plan.State.CLOSED, seen=plan.version, by=person)
        else:
            submit_update(deliverable, period=period, content={**GREEN, "done": str(person)}, seen=(0, 0), by=person)

    times(people, "progressupdate submitted", write_or_close)
    told = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    first = {"reportingperiod closed", "progressupdate submitted"} & set(told)
    assert (len(first), [told.count(verb) for verb in first]) == (1, [1])
