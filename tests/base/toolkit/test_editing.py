"""What pages share on which people edit records."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.base.toolkit.editing import goes_with, in_words
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, PlanFactory


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ("as typed", "as typed"),
        (datetime.date(2010, 6, 30), "30 June 2010"),
        (True, "Yes"),
        (False, "No"),
        (["b", "a"], "a\nb"),
        (7, "7"),
    ],
)
def test_values_are_compared_in_words(value, words):
    assert in_words(value) == words


def test_linked_records_are_compared_by_name(authority):
    committee = CommitteeFactory(authority=authority)
    committee.members.add(PostFactory(authority=authority, title="B"), PostFactory(authority=authority, title="A"))
    assert in_words(committee.members) == "A\nB"


def test_with_a_plan_goes_what_is_in_it_but_not_the_plan_that_follows_it(authority):
    plan = PlanFactory(authority=authority)
    PlanFactory(authority=authority, previous=plan)
    ambition = AmbitionFactory(plan=plan)
    DeliverableFactory.create_batch(2, plan=plan, ambition=ambition, descriptor=None)
    assert goes_with(plan) == [("ambition", 1), ("deliverable", 2)]


def test_what_is_archived_already_does_not_go_again(authority, editor):
    plan = PlanFactory(authority=authority)
    AmbitionFactory(plan=plan, archived_at="2010-01-01T00:00Z", archived_by=editor)
    assert goes_with(plan) == []
