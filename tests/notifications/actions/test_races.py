"""Two runs at once, on both databases: nobody is told twice, and no mail goes twice."""

from __future__ import annotations

from collections import Counter

import pytest

from kpa_tracker.base.people.models import Person
from kpa_tracker.interfaces.notifications.actions.sending import claim
from kpa_tracker.interfaces.notifications.actions.writing import write_digests
from kpa_tracker.interfaces.notifications.models import Message, Notice
from tests.deliverables.actions.test_races import at_once, on_disk  # noqa: F401 (a fixture)
from tests.factories.deliverables import DeliverableFactory
from tests.factories.notifications import MessageFactory
from tests.notifications.conftest import DUE, on

pytestmark = pytest.mark.django_db(transaction=True)
RUNS = 12


def test_runs_at_once_write_everything_once(plan, post, period, owner):
    DeliverableFactory.create_batch(5, plan=plan, lead=post, due="May 2010")

    def write(_):
        with on(DUE):
            return len(write_digests(Person.objects.get(pk=owner.pk)))

    assert sorted(at_once(write, range(RUNS))) == [0] * (RUNS - 1) + [1]
    assert (Message.objects.count(), Notice.objects.count()) == (1, 5)


def test_runs_at_once_claim_each_message_once(authority):
    messages = MessageFactory.create_batch(5, authority=authority)

    def take(_):
        return [pk for pk in (one.pk for one in messages) if claim(Message.objects.get(pk=pk))]

    taken = Counter(pk for found in at_once(take, range(RUNS)) for pk in found)
    assert taken == {one.pk: 1 for one in messages}
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}
