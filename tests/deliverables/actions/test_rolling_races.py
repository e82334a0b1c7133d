"""Two who begin next year's plan, or decide what became of a deliverable, at once: one does, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from deliverables.actions.fates import Decision, decide_fate
from deliverables.actions.rolling import roll_forward
from deliverables.models import Deliverable, Fate
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.toolkit.errors import Refused
from plans.models import Plan
from tests.deliverables.actions.test_races import on_disk  # noqa: F401 (a race runs on a real file)
from tests.factories.rolling import NEXT

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_begin_the_next_plan_at_once_one_does(promised, plan, editor):
    """The other is told that a plan follows already; nothing is made twice."""

    def begin(number):
        try:
            return roll_forward(
                Plan.objects.get(pk=plan.pk), **{**NEXT, "title": f"Plan {number}"}, choices={}, by=editor
            )
        except Refused as refused:
            return refused.message
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(begin, range(2)))
    refused = [one for one in answers if isinstance(one, str)]
    assert (len(refused), Plan.objects.filter(previous=plan).count()) == (1, 1)
    assert "follows this plan already" in refused[0]
    assert list(verify_history()) == []


def test_of_two_who_decide_a_fate_at_once_one_does(promised, follower, editor):
    one = promised["1.3"]

    def decide(outcome):
        try:
            return decide_fate(Deliverable.objects.get(pk=one.pk), Decision(outcome, "Because."), by=editor)
        except Refused as refused:
            return refused.message
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(decide, ["completed", "dropped"]))
    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert Fate.objects.get().outcome in {"completed", "dropped"}
    assert list(verify_history()) == []
