"""What somebody said became of deliverables joins two plans, whatever the words."""

from __future__ import annotations

import pytest

from deliverables.models.differing import difference_of
from deliverables.models.fates import Fate
from plans.differences import Fate as Became
from plans.differences import Level
from tests.factories.deliverables import DeliverableFactory, FateFactory
from tests.factories.situations import meanwhile


@pytest.fixture
def new(follower):
    """Two deliverables of the plan that follows, in other words than any of the old ones."""
    return [DeliverableFactory(plan=follower, reference=f"9.{at}", title=f"Quite other {at} words") for at in (1, 2)]


def lines(follower, plan):
    found = difference_of(follower, since=plan).of(level=Level.DELIVERABLE)
    return {(line.old.reference if line.old else "", line.new.reference if line.new else ""): line for line in found}


def become(one, outcome, *became):
    return FateFactory(deliverable=one, outcome=outcome, became=became)


def test_each_outcome_is_told_and_the_numbers_add_up(promised, follower, plan, new):
    become(promised["1.1"], "completed")
    become(promised["1.2"], "dropped")
    become(promised["1.3"], "carried", new[0])
    become(promised["1.4"], "merged", new[0])
    become(promised["1.5"], "replaced", new[1])
    found = lines(follower, plan)
    assert {pair: line.fate for pair, line in found.items()} == {
        ("1.1", ""): Became.COMPLETED,
        ("1.2", ""): Became.DROPPED,
        ("1.3", "9.1"): Became.CHANGED,
        ("1.4", ""): Became.MERGED,
        ("1.5", "9.2"): Became.CHANGED,
    }
    assert found["1.4", ""].note == "Merged: Nobody needs it any more."
    assert found["1.1", ""].note == "Completed: Nobody needs it any more."


def test_of_merged_ones_alone_the_first_is_what_it_became(promised, follower, plan, new):
    for reference in ("1.4", "1.3"):
        become(promised[reference], "merged", new[0])
    found = lines(follower, plan)
    assert (found["1.3", "9.1"].fate, found["1.4", ""].fate) == (Became.CHANGED, Became.MERGED)


def test_what_takes_one_s_place_beside_another_is_new(promised, follower, plan, new):
    become(promised["1.3"], "replaced", *new)
    found = lines(follower, plan)
    assert (found["1.3", "9.1"].fate, found["", "9.2"].fate) == (Became.CHANGED, Became.ADDED)


def test_what_became_something_that_was_archived_since_is_gone(promised, follower, plan, new, editor):
    become(promised["1.3"], "carried", new[0])
    meanwhile(new[0], archived_at="2010-04-01T09:00Z", archived_by=editor)
    assert lines(follower, plan)["1.3", ""].fate is Became.DROPPED


def test_words_count_where_nobody_has_decided_and_nowhere_else(promised, follower, plan):
    same = DeliverableFactory(plan=follower, reference="1.3", title="Promise 3")
    assert lines(follower, plan)["1.3", "1.3"].new.pk == same.pk
    become(promised["1.3"], "dropped")
    assert ("1.3", "1.3") not in lines(follower, plan)


def test_a_plan_that_does_not_follow_is_compared_by_words_alone(promised, follower, plan):
    DeliverableFactory(plan=follower, reference="1.3", title="Promise 3")
    become(promised["1.3"], "dropped")
    meanwhile(follower, previous=None)
    follower.refresh_from_db()
    assert ("1.3", "1.3") in lines(follower, plan)
    assert Fate.objects.count() == 1
