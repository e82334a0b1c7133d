"""A deliverable is added, edited, moved and archived, with its measurements and sub-items, each as one event."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from deliverables.actions.deliverables import (
    archive_deliverable,
    change_deliverable,
    create_deliverable,
    move_to,
    next_reference,
    reorder_deliverable,
    restore_deliverable,
)
from deliverables.actions.parts import Item
from deliverables.models import Deliverable, Measurement
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory, MeasurementFactory, SubItemFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory, PriorityFactory


@pytest.fixture
def draft(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


@pytest.fixture
def descriptor(draft):
    return DescriptorFactory(ambition__plan=draft)


@pytest.fixture
def one(draft, descriptor):
    return DeliverableFactory(plan=draft, ambition=descriptor.ambition, descriptor=descriptor)


def new(descriptor, **values):
    plan = descriptor.ambition.plan
    values = {"reference": "1.1.1", "title": "Consult on the plan", **values}
    return Deliverable(plan=plan, ambition=descriptor.ambition, descriptor=descriptor, **values)


def test_a_deliverable_may_have_gaps(descriptor, editor):
    made = create_deliverable(new(descriptor), by=editor)
    assert (made.lead, made.deadline.is_set, made.measurements.count()) == (None, False, 0)


def test_a_new_deliverable_comes_last_with_all_its_parts_in_one_event(one, descriptor, authority, editor):
    chief, chair = PostFactory(authority=authority, title="Chief"), PostFactory(authority=authority, title="Chair")
    committee = CommitteeFactory(authority=authority, name="Audit")
    made = create_deliverable(
        new(descriptor, lead=chief, deadline=parse_partial_date("June 2010")),
        links={"supporting": [chair]},
        measurements=["Agreed", "Published"],
        sub_items=[Item("Fraud strategy", committee), "Estates strategy"],
        by=editor,
    )
    event = history_of(made).get()
    shown = {name: event.changes[name] for name in ("lead", "supporting", "measurements", "sub_items")}
    assert made.position == one.position + 1
    assert shown == {
        "lead": [None, "Chief"],
        "supporting": [None, ["Chair"]],
        "measurements": [None, ["Agreed", "Published"]],
        "sub_items": [None, ["Fraud strategy (Audit)", "Estates strategy"]],
    }
    assert list(made.measurements.values_list("text", "position")) == [("Agreed", 1), ("Published", 2)]
    assert list(made.sub_items.values_list("text", "committee")) == [
        ("Fraud strategy", committee.pk),
        ("Estates strategy", None),
    ]


def test_before_adoption_nothing_is_a_first_deadline(descriptor, editor):
    made = create_deliverable(new(descriptor, deadline=parse_partial_date("June 2010")), by=editor)
    assert (made.deadline_text, made.first_deadline.is_set) == ("June 2010", False)


def test_added_to_an_adopted_plan_its_deadline_is_its_first(authority, editor):
    descriptor = DescriptorFactory(ambition__plan=PlanFactory(authority=authority))
    made = create_deliverable(new(descriptor, deadline=parse_partial_date("June 2010")), by=editor)
    assert made.first_deadline == made.deadline


def test_a_change_of_words_owners_and_parts_is_one_event(one, authority, editor):
    MeasurementFactory(deliverable=one, text="Agreed", position=1)
    post = PostFactory(authority=authority, title="Treasurer")
    old = one.title
    changes = {"title": "New title", "supporting": [post], "measurements": ["Agreed by all", "Published"]}
    change_deliverable(one, seen=1, changes=changes, by=editor)
    assert history_of(one).get().changes == {
        "title": [old, "New title"],
        "supporting": [[], ["Treasurer"]],
        "measurements": [["Agreed"], ["Agreed by all", "Published"]],
    }
    assert Deliverable.objects.get(pk=one.pk).version == 2


def test_measurements_keep_their_rows_and_leave_none_over(one, editor):
    first = MeasurementFactory(deliverable=one, text="Agreed", position=1)
    MeasurementFactory(deliverable=one, text="Published", position=2)
    change_deliverable(one, changes={"measurements": ["Agreed by all"]}, seen=1, by=editor)
    assert list(Measurement.objects.values_list("pk", "text")) == [(first.pk, "Agreed by all")]


def test_the_same_parts_leave_no_event(one, editor):
    MeasurementFactory(deliverable=one, text="Agreed")
    SubItemFactory(deliverable=one, text="Fraud", committee_text="Audit")
    same = {"measurements": ["Agreed"], "sub_items": [Item("Fraud", None, "Audit")]}
    change_deliverable(one, seen=1, changes=same, by=editor)
    assert history_of(one).count() == 0


def test_an_empty_measurement_is_refused(one, editor):
    with pytest.raises(ValidationError):
        change_deliverable(one, changes={"measurements": [""]}, seen=1, by=editor)


def test_sub_items_are_set_in_their_order(one, editor):
    SubItemFactory(deliverable=one, text="Old")
    change_deliverable(
        one, changes={"sub_items": [Item("Fraud"), Item("Estates", None, "Resources")]}, seen=1, by=editor
    )
    assert history_of(one).get().changes == {"sub_items": [["Old"], ["Fraud", "Estates (Resources)"]]}


def test_the_slower_of_two_changes_neither_words_nor_parts(one, editor):
    theirs, mine = (Deliverable.objects.get(pk=one.pk) for _ in range(2))
    change_deliverable(theirs, seen=1, changes={"measurements": ["Theirs"]}, by=editor)
    with pytest.raises(Conflict):
        change_deliverable(mine, seen=1, changes={"measurements": ["Mine"]}, by=editor)
    assert list(one.measurements.values_list("text", flat=True)) == ["Theirs"]


def test_editing_moves_neither_the_first_deadline_nor_the_place_nor_what_is_computed(one, editor):
    hostile = {
        "first_deadline": parse_partial_date("May 2011"),
        "deadline_moves": 4,
        "plan": PlanFactory(),
        "latest": None,
    }
    change_deliverable(one, seen=1, changes=hostile, by=editor)
    kept = Deliverable.objects.get(pk=one.pk)
    assert (kept.first_deadline_text, kept.deadline_moves, kept.plan, kept.version) == ("", 0, one.plan, 1)


def test_before_adoption_a_deadline_is_edited(one, editor):
    change_deliverable(one, seen=1, changes={"deadline": parse_partial_date("Q2 2010/11")}, by=editor)
    kept = Deliverable.objects.get(pk=one.pk)
    assert (kept.deadline_text, str(kept.deadline_due)) == ("Q2 2010/11", "2010-09-30")


@pytest.mark.parametrize(("was", "becomes"), [("June 2010", "July 2010"), ("June 2010", ""), ("", "July 2010")])
def test_an_adopted_deadline_does_not_move_by_editing(authority, editor, was, becomes):
    adopted = DeliverableFactory(plan__authority=authority, due=was)
    with pytest.raises(Refused, match="only by a request with a reason that somebody else decides") as refused:
        change_deliverable(adopted, seen=1, changes={"deadline": parse_partial_date(becomes)}, by=editor)
    assert refused.value.field == "deadline"
    assert Deliverable.objects.get(pk=adopted.pk).deadline_text == was


def test_the_rest_of_an_adopted_deliverable_is_edited(authority, editor):
    adopted = DeliverableFactory(plan__authority=authority, due="June 2010")
    same = {"deadline": parse_partial_date("June 2010"), "title": "New"}
    assert change_deliverable(adopted, seen=1, changes=same, by=editor).title == "New"


def test_the_lead_post_does_not_support_as_well(one, descriptor, authority, editor):
    post = PostFactory(authority=authority)
    for attempt in (
        lambda: create_deliverable(new(descriptor, lead=post), links={"supporting": [post]}, by=editor),
        lambda: change_deliverable(one, seen=1, changes={"lead": post, "supporting": [post]}, by=editor),
    ):
        with pytest.raises(ValidationError, match="The lead post cannot support"):
            attempt()


def test_a_post_that_supports_already_cannot_become_the_lead_alone(one, authority, editor):
    post = PostFactory(authority=authority)
    one.supporting.add(post)
    with pytest.raises(ValidationError, match="The lead post cannot support"):
        change_deliverable(one, seen=1, changes={"lead": post}, by=editor)


def test_everyone_leads_like_any_other_post(one, authority, editor):
    everyone = PostFactory(authority=authority, title="ALL", kind=Post.Kind.EVERYONE)
    assert change_deliverable(one, seen=1, changes={"lead": everyone}, by=editor).lead == everyone


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (lambda: {"lead": PostFactory()}, "lead"),
        (lambda: {"committee": CommitteeFactory()}, "committee"),
        (lambda: {"supporting": [PostFactory()]}, "supporting"),
        (lambda: {"priorities": [PriorityFactory()]}, "priorities"),
    ],
)
def test_what_is_not_ours_is_refused(one, editor, changes, field):
    with pytest.raises(ValidationError) as refused:
        change_deliverable(one, seen=1, changes=changes(), by=editor)
    assert list(refused.value.message_dict) == [field]


def test_a_place_in_another_plan_is_refused(draft, descriptor, one, editor):
    foreign = AmbitionFactory()
    with pytest.raises(ValidationError, match="another plan"):
        create_deliverable(Deliverable(plan=draft, ambition=foreign, reference="9", title="X"), by=editor)
    with pytest.raises(ValidationError, match="another plan"):
        move_to(one, ambition=foreign, descriptor=None, seen=1, by=editor)
    with pytest.raises(ValidationError, match="does not belong to"):
        move_to(one, ambition=AmbitionFactory(plan=draft), descriptor=descriptor, seen=1, by=editor)


def test_a_reference_is_given_once_a_plan(one, descriptor, editor):
    with pytest.raises(ValidationError, match="already has a deliverable with this reference"):
        create_deliverable(new(descriptor, reference=one.reference), by=editor)


def test_moved_under_another_descriptor_it_comes_last_and_keeps_its_reference(one, descriptor, editor):
    other = DescriptorFactory(ambition=descriptor.ambition, title="Another")
    DeliverableFactory(plan=one.plan, ambition=other.ambition, descriptor=other, position=5)
    reference = one.reference
    move_to(one, ambition=other.ambition, descriptor=other, seen=1, by=editor)
    kept = Deliverable.objects.get(pk=one.pk)
    assert (kept.descriptor, kept.position, kept.reference) == (other, 6, reference)
    assert history_of(one).get().changes["descriptor"] == [descriptor.title, "Another"]


def test_it_moves_up_and_down_under_its_descriptor_alone(one, descriptor, editor):
    same = {"plan": one.plan, "ambition": descriptor.ambition}
    two = DeliverableFactory(descriptor=descriptor, position=one.position + 1, **same)
    DeliverableFactory(descriptor=None, position=0, **same)
    reorder_deliverable(two, up=True, seen=1, by=editor)
    ordered = Deliverable.objects.filter(descriptor=descriptor).order_by("position")
    assert list(ordered) == [two, one]
    with pytest.raises(Conflict):
        reorder_deliverable(one, up=True, seen=1, by=editor)


def test_archiving_takes_a_reason_and_can_be_undone(one, editor):
    archive_deliverable(one, seen=1, reason="Merged.", by=editor)
    assert list(Deliverable.objects.current()) == []
    for attempt in (
        lambda: change_deliverable(one, seen=2, changes={"title": "New"}, by=editor),
        lambda: move_to(one, ambition=one.ambition, descriptor=None, seen=2, by=editor),
        lambda: reorder_deliverable(one, up=True, seen=1, by=editor),
    ):
        with pytest.raises(Refused, match="archived"):
            attempt()
    restore_deliverable(one, seen=2, by=editor)
    assert list(Deliverable.objects.current()) == [one]


def test_nothing_changes_in_a_closed_plan(one, descriptor, editor):
    Plan.objects.filter(pk=one.plan_id).update(state=Plan.State.CLOSED)
    for attempt in (
        lambda: create_deliverable(new(descriptor), by=editor),
        lambda: change_deliverable(one, seen=1, changes={"title": "New"}, by=editor),
        lambda: move_to(one, ambition=one.ambition, descriptor=None, seen=1, by=editor),
        lambda: reorder_deliverable(one, up=True, seen=1, by=editor),
        lambda: archive_deliverable(one, seen=1, reason="Gone.", by=editor),
        lambda: restore_deliverable(one, seen=1, by=editor),
    ):
        with pytest.raises(Refused, match="This plan is closed"):
            attempt()


def test_a_new_reference_follows_the_places_of_its_levels(draft, editor):
    AmbitionFactory(plan=draft, position=1)
    second = AmbitionFactory(plan=draft, position=2)
    DescriptorFactory(ambition=second, position=1)
    under = DescriptorFactory(ambition=second, position=2)
    assert (next_reference(second, under), next_reference(second, None)) == ("2.2.1", "2.1")
    create_deliverable(new(under, reference="2.2.1"), by=editor)
    assert next_reference(second, under) == "2.2.2"


def test_a_new_reference_uses_the_ambitions_own_and_passes_what_is_archived(draft, editor):
    ambition = AmbitionFactory(plan=draft, reference="C")
    gone = DeliverableFactory(plan=draft, ambition=ambition, descriptor=None, reference="C.1")
    archive_deliverable(gone, seen=1, reason="Merged.", by=editor)
    assert next_reference(ambition, None) == "C.2"


def test_under_an_archived_ambition_the_next_place_counts(draft, editor):
    AmbitionFactory(plan=draft)
    archived = AmbitionFactory(plan=draft, archived_at="2010-04-01T00:00Z", archived_by=editor)
    assert next_reference(archived, None) == "2.1"


def test_a_deadline_does_not_slip_in_while_its_plan_is_adopted(one, draft, administrator):
    assert not one.plan.is_adopted
    Plan.objects.filter(pk=draft.pk).update(state=Plan.State.ADOPTED)
    with pytest.raises(Refused) as refused:
        change_deliverable(
            one, seen=one.version, changes={"deadline": parse_partial_date("May 2011")}, by=administrator
        )
    assert refused.value.field == "deadline"


def test_a_part_is_overseen_by_a_committee_of_the_same_authority(one, editor):
    ours, theirs = CommitteeFactory(authority=one.plan.authority), CommitteeFactory()
    with pytest.raises(ValidationError, match="another authority"):
        change_deliverable(one, changes={"sub_items": [Item("Kent", theirs)]}, seen=1, by=editor)
    assert not one.sub_items.exists()
    change_deliverable(one, changes={"sub_items": [Item("Kent", ours)]}, seen=1, by=editor)
    assert one.sub_items.get().committee == ours
