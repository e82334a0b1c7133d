"""A period asks for what was in its plan when it opened; once closed, its numbers stay whatever happens afterwards."""

from __future__ import annotations

import datetime

import pytest
from django.db.models import F

from deliverables.actions.deliverables import archive_deliverable, change_deliverable, create_deliverable
from deliverables.actions.periods import close_period
from deliverables.actions.updates import NOTHING_SEEN, submit_update
from deliverables.models import ClosedReturn, Deliverable, ReportingPeriod
from deliverables.models.returns import CONTRADICTIONS, LATE
from deliverables.models.work import work_of
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict
from tests.factories.deliverables import ClosedReturnFactory, DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import PlanFactory
from tests.factories.situations import GREEN, meanwhile

pytestmark = pytest.mark.django_db
LATER = datetime.datetime(2010, 4, 14, 9, 0, tzinfo=datetime.timezone.utc)


@pytest.fixture
def new(plan, post, period):
    """A deliverable that comes into the plan two days after the period was made."""
    with clock.at(LATER):
        return DeliverableFactory(plan=plan, lead=post, reference="9.9")


def standing(period):
    return {one.reference: one.place for one in Deliverable.objects.in_period(period)}


def counted(period):
    found = ReportingPeriod.objects.with_returns().get(pk=period.pk)
    return found.outstanding, found.waiting, found.accepted


def board(period):
    """Everything that the board of a period counts by."""
    columns = ("reference", "place", "asked_of", "asked_post", *LATE, *CONTRADICTIONS)
    return list(Deliverable.objects.in_period(period).order_by("pk").values_list(*columns))


def test_a_new_deliverable_is_not_asked_for_in_the_period_that_was_open(deliverable, new, period):
    assert standing(period) == {"1.1": "not_begun", "9.9": "not_asked"}
    assert counted(period) == (1, 0, 0)


def test_nor_is_it_without_an_update_or_due_from_its_post(deliverable, new, period, owner):
    assert [one.reference for one in Deliverable.objects.stale()] == ["1.1"]
    due = {item.deliverable.reference: item.is_due for item in work_of(owner).items}
    assert due == {"1.1": True, "9.9": False}


def test_it_may_be_reported_on_all_the_same(new, period, owner):
    with clock.at(LATER):
        submit_update(new, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    assert standing(period) == {"9.9": "to_review"}
    assert counted(period) == (0, 1, 0)


def test_it_is_asked_for_from_its_next_period(new, period, plan, owner, settings):
    following = {"observed_from": "2010-04-01", "observed_to": "2010-06-30", "opens_on": "2010-07-01"}
    with clock.at(LATER):
        after = ReportingPeriod.objects.create(plan=plan, name="Quarter 1", due_on="2010-07-21", **following)
    after.refresh_from_db()
    assert standing(after) == {"9.9": "not_begun"}
    settings.DEMONSTRATION_DATE = datetime.date(2010, 7, 5)
    [item] = work_of(owner).items
    assert (item.period, item.is_due) == (after, True), "the older period is open too, and does not ask for it"


@pytest.mark.parametrize(
    ("made", "asked"),
    [("2010-03-31", True), ("2010-04-12", True), ("2010-04-13", False)],
    ids=["before", "on the day on which the period was made", "the day after"],
)
def test_a_period_made_after_its_opening_day_asks_for_what_is_there_on_that_day(made, asked, deliverable, period):
    meanwhile(deliverable, made_on=made)
    assert standing(period) == {"1.1": "not_begun" if asked else "not_asked"}
    assert counted(period)[0] == asked
    deliverable.refresh_from_db()
    assert period.asks_for(deliverable) is asked
    assert Deliverable.objects.with_reported().get().awaiting is asked


@pytest.fixture
def closed(plan, post, period, deliverable, late_deliverable, editor):
    """A period that was closed with one update accepted, green though overdue, and one that never came."""
    ProgressUpdateFactory(deliverable=late_deliverable, period=period, state="accepted", latest=True)
    return close_period(period, seen=period.version, knowing=True, by=editor)


def test_what_becomes_of_its_deliverables_changes_nothing_in_a_closed_period(
    closed, plan, post, late_deliverable, editor
):
    before, numbers = board(closed), counted(closed)
    assert [(row[0], row[1]) for row in before] == [("1.1", "not_begun"), ("1.2", "accepted")]
    one, other = Deliverable.objects.order_by("reference")
    archive_deliverable(one, seen=one.version, reason="Done elsewhere.", by=editor)
    assert board(closed) == before
    change_deliverable(other, seen=other.version, changes={"lead": PostFactory(authority=plan.authority)}, by=editor)
    meanwhile(other, deadline_due=datetime.date(2011, 3, 31))
    create_deliverable(DeliverableFactory.build(plan=plan, ambition=other.ambition, descriptor=None), by=editor)
    meanwhile(other.ambition, archived_at=clock.now(), archived_by=editor)
    assert (board(closed), counted(closed)) == (before, numbers)


def test_what_was_archived_when_a_period_closed_does_not_come_back_into_it(deliverable, period, editor):
    archived = archive_deliverable(deliverable, seen=deliverable.version, reason="Done elsewhere.", by=editor)
    close_period(period, seen=period.version, by=editor)
    meanwhile(archived, archived_at=None, archived_by=None)
    assert board(period) == []
    assert counted(period) == (0, 0, 0)


def test_of_two_who_close_a_period_the_second_is_told(period, deliverable, editor, administrator):
    stale = ReportingPeriod.objects.get(pk=period.pk)
    close_period(period, seen=period.version, by=editor)
    with pytest.raises(Conflict):
        close_period(stale, seen=stale.version, by=administrator)
    assert ClosedReturn.objects.filter(period=period).count() == 1


def test_what_was_kept_of_a_period_is_seen_by_those_who_see_its_plan(member, stranger):
    kept = ClosedReturnFactory(deliverable__plan=PlanFactory(authority=member.appointments.get().post.authority))
    assert list(ClosedReturn.objects.visible_to(member)) == [kept]
    assert list(ClosedReturn.objects.visible_to(stranger)) == []
    assert str(kept).endswith(": Accepted")
    assert kept.authority_id == kept.period.plan.authority_id


def test_a_closed_period_says_what_the_open_one_said(period, deliverable, late_deliverable, editor, owner):
    ProgressUpdateFactory(deliverable=late_deliverable, period=period, state="accepted", next_steps="", latest=True)
    before = board(period)
    close_period(period, seen=period.version, by=editor)
    assert board(period) == before
    assert Deliverable.objects.in_period(period).filter(lead=F("asked_of")).count() == 2


def test_a_closed_period_stays_with_the_committee_of_its_day(period, deliverable, authority, editor):
    then, now = (CommitteeFactory(authority=authority, name=name) for name in ("Audit Committee", "HR Committee"))
    meanwhile(deliverable, committee=then)
    close_period(period, seen=period.version, by=editor)
    meanwhile(deliverable, committee=now)
    meanwhile(then, name="Committee of Auditors")
    found = Deliverable.objects.in_period(period).get()
    assert (found.committee, found.overseen_by, found.overseer) == (now, then.pk, "Audit Committee")
