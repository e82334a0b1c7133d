"""What became of a deliverable is decided once, for a reason, and can be decided otherwise."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from deliverables.actions.fates import Decision, change_fate, decide_fate
from deliverables.models import Deliverable, Fate
from deliverables.models.fates import suggested, undecided_before
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory, FateFactory, ProgressUpdateFactory
from tests.factories.plans import PlanFactory
from tests.factories.rolling import fresh
from tests.factories.situations import meanwhile

WHY = "Something else matters more."
pytestmark = pytest.mark.usefixtures("follower")


def test_a_fate_names_what_became_of_a_deliverable_and_leaves_one_event(promised, successor, editor):
    fate = decide_fate(promised["1.3"], Decision("carried", became=[successor]), by=editor)
    assert (fate.outcome, list(fate.became.all()), fate.decided_by) == ("carried", [successor], editor)
    event = history_of(fate).get()
    assert event.changes["became"] == [None, ["2.1 What follows"]]
    assert tell(event).sentence == f"{editor} added the fate."


@pytest.mark.parametrize("outcome", ["merged", "replaced", "dropped"])
def test_what_does_not_go_on_as_it_was_needs_a_reason(promised, successor, editor, outcome):
    became = [] if outcome == "dropped" else [successor]
    with pytest.raises(Refused, match="Say why") as refused:
        decide_fate(promised["1.3"], Decision(outcome, " ", became), by=editor)
    assert refused.value.field == "reason"
    assert decide_fate(promised["1.3"], Decision(outcome, WHY, became), by=editor).reason == WHY


@pytest.mark.parametrize("outcome", ["merged", "replaced", "dropped"])
def test_the_database_holds_no_such_fate_without_a_reason(promised, outcome):
    with pytest.raises(IntegrityError), transaction.atomic():
        FateFactory(deliverable=promised["1.3"], outcome=outcome, reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        FateFactory(deliverable=promised["1.3"], outcome="forgotten")
    assert FateFactory(deliverable=promised["1.3"], outcome=outcome, reason=WHY).pk


def test_what_is_completed_has_an_accepted_update_that_says_so_or_a_reason(promised, editor):
    assert decide_fate(promised["1.1"], Decision("completed"), by=editor).reason == ""
    with pytest.raises(Refused, match="No accepted update says that it is complete"):
        decide_fate(promised["1.3"], Decision("completed"), by=editor)
    assert decide_fate(promised["1.3"], Decision("completed", "Minuted in May."), by=editor).outcome == "completed"


def test_an_update_that_waits_for_its_review_proves_nothing(promised, earlier_period, editor):
    said = {"period": earlier_period, "stage": "complete", "state": "submitted", "latest": True}
    ProgressUpdateFactory(deliverable=promised["1.3"], **said)
    with pytest.raises(Refused, match="No accepted update"):
        decide_fate(fresh(promised["1.3"]), Decision("completed"), by=editor)


@pytest.mark.parametrize("outcome", ["carried", "merged"])
def test_one_thing_goes_on_as_one(promised, successor, editor, outcome):
    another = DeliverableFactory(plan=successor.plan)
    for became in ([], [successor, another]):
        with pytest.raises(Refused, match="Choose the one deliverable") as refused:
            decide_fate(promised["1.3"], Decision(outcome, WHY, became), by=editor)
        assert refused.value.field == "became"
    assert decide_fate(promised["1.3"], Decision(outcome, WHY, [another]), by=editor)


def test_what_is_replaced_is_replaced_by_one_or_more(promised, successor, editor):
    with pytest.raises(Refused, match="at least one"):
        decide_fate(promised["1.3"], Decision("replaced", WHY), by=editor)
    both = [successor, DeliverableFactory(plan=successor.plan)]
    assert decide_fate(promised["1.3"], Decision("replaced", WHY, both), by=editor).became.count() == 2


@pytest.mark.parametrize("outcome", ["completed", "dropped"])
def test_what_ends_became_nothing(promised, successor, editor, outcome):
    with pytest.raises(Refused, match="Take the choice back"):
        decide_fate(promised["1.3"], Decision(outcome, WHY, [successor]), by=editor)
    assert decide_fate(promised["1.3"], Decision(outcome, WHY), by=editor)


def test_nothing_becomes_what_is_archived_or_elsewhere(promised, successor, editor):
    elsewhere = DeliverableFactory(plan=PlanFactory(authority=successor.plan.authority))
    archived = DeliverableFactory(plan=successor.plan)
    meanwhile(archived, archived_at="2010-04-01T09:00Z", archived_by=editor)
    for one in (elsewhere, fresh(archived), promised["1.4"]):
        with pytest.raises(Refused, match="not in a plan that follows"):
            decide_fate(promised["1.3"], Decision("carried", became=[one]), by=editor)


def test_two_are_not_carried_forward_as_one_but_merged(promised, successor, editor):
    decide_fate(promised["1.3"], Decision("carried", became=[successor]), by=editor)
    with pytest.raises(Refused, match=r"1\.3 was carried forward as the same"):
        decide_fate(promised["1.4"], Decision("carried", became=[successor]), by=editor)
    decide_fate(promised["1.4"], Decision("merged", WHY, [successor]), by=editor)
    assert successor.origins.count() == 2


def test_nothing_is_decided_twice(promised, editor):
    decide_fate(promised["1.3"], Decision("dropped", WHY), by=editor)
    with pytest.raises(Refused, match="decided this already: dropped"):
        decide_fate(promised["1.3"], Decision("completed", WHY), by=editor)


def test_nothing_is_decided_without_an_outcome(promised, editor):
    with pytest.raises(Refused, match="Choose what became of it") as refused:
        decide_fate(promised["1.3"], Decision("", WHY), by=editor)
    assert refused.value.field == "outcome"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda plan, one, follower: meanwhile(plan, state=Plan.State.DRAFT), "not adopted yet"),
        (lambda plan, one, follower: meanwhile(follower, previous=None), "No plan follows"),
        (lambda plan, one, follower: put_away(follower), "No plan follows"),
        (lambda plan, one, follower: put_away(plan), "archived"),
        (lambda plan, one, follower: put_away(one), "archived"),
    ],
)
def test_nothing_is_decided_before_its_time_or_of_what_is_gone(promised, follower, plan, editor, change, sentence):
    change(plan, promised["1.3"], follower)
    with pytest.raises(Refused, match=sentence):
        decide_fate(promised["1.3"], Decision("dropped", WHY), by=editor)


def put_away(record):
    meanwhile(record, archived_at="2010-04-01T09:00Z", archived_by=FateFactory().decided_by)


def test_a_closed_plan_takes_decisions(promised, plan, editor):
    meanwhile(plan, state=Plan.State.CLOSED)
    assert decide_fate(promised["1.3"], Decision("dropped", WHY), by=editor)


def test_a_copy_can_be_made_while_it_is_decided(promised, follower, editor):
    old = promised["1.4"]
    with pytest.raises(Refused, match="has no “Safe streets”"):
        decide_fate(old, Decision("carried", copied_into=follower), by=editor)
    copied = ambition_in(follower, "Safe streets")
    fate = decide_fate(old, Decision("carried", copied_into=follower), by=editor)
    new = fate.became.get()
    assert (new.plan, new.ambition, new.descriptor, str(new)) == (follower, copied, None, str(old))
    assert (new.deadline_text, new.lead) == ("June 2010", old.lead)


def ambition_in(plan, title):
    return plan.ambitions.create(title=title, reference="9")


def test_a_copy_goes_under_the_descriptor_of_the_same_words_with_a_reference_that_is_free(promised, follower, editor):
    ambition = ambition_in(follower, "Safe streets")
    descriptor = ambition.descriptors.create(title="Less crime")
    DeliverableFactory(plan=follower, ambition=ambition, descriptor=descriptor, reference="1.4")
    new = decide_fate(promised["1.4"], Decision("carried", copied_into=follower), by=editor).became.get()
    assert (new.descriptor, new.reference) == (descriptor, "9.1.1")


def test_no_copy_goes_into_a_plan_that_does_not_follow_or_is_closed(promised, follower, plan, editor):
    for into, sentence in ((plan, "does not follow"), (follower, "closed")):
        meanwhile(follower, state=Plan.State.CLOSED)
        with pytest.raises(Refused, match=sentence):
            decide_fate(promised["1.4"], Decision("carried", copied_into=into), by=editor)
    assert Deliverable.objects.filter(plan=follower).count() == 0


def test_a_refused_copy_leaves_nothing_behind(promised, follower, successor, editor):
    ambition_in(follower, "Safe streets")
    with pytest.raises(Refused):
        decide_fate(promised["1.4"], Decision("carried", became=[successor], copied_into=follower), by=editor)
    assert Deliverable.objects.filter(plan=follower).count() == 1


def test_a_fate_is_changed_with_what_stood_there_before(promised, successor, editor, administrator):
    fate = decide_fate(promised["1.3"], Decision("dropped", WHY), by=editor)
    changed = change_fate(fate, Decision("carried", "It was needed.", [successor]), seen=1, by=administrator)
    assert (changed.outcome, changed.version, changed.decided_by) == ("carried", 2, administrator)
    event = history_of(fate).first()
    assert event.changes == {
        "outcome": ["dropped", "carried"],
        "reason": [WHY, "It was needed."],
        "became": [[], ["2.1 What follows"]],
    }


def test_a_fate_that_is_said_again_leaves_no_event(promised, editor, administrator):
    fate = decide_fate(promised["1.3"], Decision("dropped", WHY), by=editor)
    change_fate(fate, Decision("dropped", f" {WHY} "), seen=1, by=administrator)
    assert (history_of(fate).count(), Fate.objects.get().decided_by) == (1, editor)


def test_a_change_refuses_what_a_decision_refuses(promised, successor, editor):
    fate = decide_fate(promised["1.3"], Decision("dropped", WHY), by=editor)
    for decision in (Decision("dropped"), Decision("carried"), Decision("dropped", WHY, [successor])):
        with pytest.raises(Refused):
            change_fate(fate, decision, seen=1, by=editor)


def test_whoever_saw_an_older_fate_is_told(promised, editor):
    fate = decide_fate(promised["1.3"], Decision("dropped", WHY), by=editor)
    change_fate(fate, Decision("completed", "Minuted."), seen=1, by=editor)
    with pytest.raises(Conflict) as lost:
        change_fate(fate, Decision("dropped", "Otherwise."), seen=1, by=editor)
    assert lost.value.current.outcome == "completed"


def test_what_is_suggested_goes_by_what_was_accepted(promised):
    assert [str(suggested(one)) for one in promised.values()] == ["completed", "dropped", *["carried"] * 3]


def test_the_undecided_are_those_in_the_lists_without_a_fate(promised, follower, plan, editor):
    assert (undecided_before(follower), undecided_before(plan)) == (5, 0)
    decide_fate(promised["1.3"], Decision("dropped", WHY), by=editor)
    meanwhile(promised["1.4"], archived_at="2010-04-01T09:00Z", archived_by=editor)
    assert undecided_before(follower) == 3


def test_a_fate_is_seen_by_its_authority_alone(promised, editor, stranger):
    fate = FateFactory(deliverable=promised["1.3"])
    assert list(Fate.objects.visible_to(editor)) == [fate]
    assert list(Fate.objects.visible_to(stranger)) == []
    assert str(fate) == "1.3 Promise 3: dropped"
    assert (fate.get_absolute_url(), fate.authority_id) == (promised["1.3"].get_absolute_url(), editor_of(fate))


def editor_of(fate):
    return fate.deliverable.plan.authority_id


def test_a_copy_of_what_stood_in_a_marked_plan_is_marked_as_that(promised, plan, follower, editor):
    ambition_in(follower, "Safe streets")
    meanwhile(plan, marking="RESTRICTED")
    decided = Decision("carried", copied_into=follower)
    assert decide_fate(fresh(promised["1.4"]), decided, by=editor).became.get().shown_marking == "RESTRICTED"
    meanwhile(plan, marking="OFFICIAL")
    assert decide_fate(fresh(promised["1.5"]), decided, by=editor).became.get().marking == ""
