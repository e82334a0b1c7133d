"""What an action writes upon is what stands when its turn comes, not what was loaded when the page was drawn."""

from __future__ import annotations

import datetime

import pytest

from deliverables.actions.deadlines import request_new_deadline
from deliverables.actions.deliverables import create_deliverable
from deliverables.actions.updates import NOTHING_SEEN, save_draft, submit_update
from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.audit.models import ChainHead, Event
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.base.toolkit.errors import Refused
from plans.actions.plans import refuse_fixed
from plans.models import Plan
from tests.factories.situations import GREEN, meanwhile

WRITERS = [save_draft, submit_update]


@pytest.mark.parametrize("write", WRITERS)
def test_a_period_closed_meanwhile_takes_no_updates(write, deliverable, period, owner, editor):
    assert not period.is_closed
    meanwhile(period, closed_at=clock.now(), closed_by=editor)
    with pytest.raises(Refused, match="is closed"):
        write(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    assert (ProgressUpdate.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.parametrize("write", WRITERS)
def test_a_plan_closed_meanwhile_takes_no_updates(write, deliverable, period, owner, plan):
    assert deliverable.plan.is_open_to_change
    meanwhile(plan, state=Plan.State.CLOSED)
    with pytest.raises(Refused, match="plan is closed"):
        write(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)


@pytest.mark.parametrize("write", WRITERS)
def test_what_stands_still_takes_updates(write, deliverable, period, owner):
    assert write(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner).pk


def test_a_deadline_moved_meanwhile_stands_in_the_request_as_it_is(deliverable, owner):
    meanwhile(deliverable, deadline_text="July 2010", deadline_due=datetime.date(2010, 7, 31))
    new = parse_partial_date("September 2010")
    made = request_new_deadline(deliverable, new=new, reason="The partner is late.", by=owner)
    assert (made.old_text, made.old_due) == ("July 2010", datetime.date(2010, 7, 31))


def test_in_a_plan_adopted_meanwhile_a_first_deadline_is_kept(plan, editor):
    meanwhile(plan, state=Plan.State.ADOPTED)
    plan.state = Plan.State.DRAFT
    ambition = plan.ambitions.create(title="Safe streets")
    made = Deliverable(plan=plan, ambition=ambition, reference="1.9", title="Patrol the park")
    made.deadline = parse_partial_date("June 2010")
    create_deliverable(made, by=editor)
    assert Deliverable.objects.get(reference="1.9").first_deadline_text == "June 2010"


def test_whoever_looks_whether_a_plan_is_closed_holds_its_history(plan):
    """Otherwise somebody closes it between the look and the change."""
    assert not ChainHead.objects.exists()
    refuse_fixed(plan)
    assert ChainHead.objects.get().stream == f"authority {plan.authority_id}"
