"""All parts of a plan are added, changed, moved, archived and brought back alike."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.actions import archive, change_part, create_part, move, restore
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority, Section
from tests.factories.plans import (
    AmbitionFactory,
    DescriptorFactory,
    GlossaryEntryFactory,
    PriorityFactory,
    SectionFactory,
)

FACTORIES = [AmbitionFactory, PriorityFactory, SectionFactory, GlossaryEntryFactory]


def new_parts(plan):
    return [
        Ambition(plan=plan, title="Safer streets"),
        Priority(plan=plan, title="Antisocial behaviour"),
        Section(plan=plan, title="Our area", body="Coast and towns."),
        GlossaryEntry(plan=plan, term="BCS", meaning="British Crime Survey"),
    ]


@pytest.mark.parametrize("place", range(4))
def test_a_new_part_comes_last_and_leaves_one_event(plan, editor, place):
    FACTORIES[place](plan=plan, position=7)
    made = create_part(new_parts(plan)[place], by=editor)
    assert (made.position, history_of(made).get().verb) == (8, f"{type(made)._meta.model_name} created")


@pytest.mark.parametrize("place", range(4))
def test_a_closed_plan_takes_no_new_part(closed, editor, place):
    with pytest.raises(Refused, match="This plan is closed"):
        create_part(new_parts(closed)[place], by=editor)


def test_a_descriptor_is_a_part_of_its_ambitions_plan(plan, closed, editor):
    assert create_part(Descriptor(ambition=AmbitionFactory(plan=plan), title="Seen"), by=editor).position == 1
    with pytest.raises(Refused, match="This plan is closed"):
        create_part(Descriptor(ambition=AmbitionFactory(plan=closed), title="Seen"), by=editor)


@pytest.mark.parametrize("verb", ["change", "move", "archive", "restore"])
def test_a_closed_plans_parts_stay_as_they_are(closed, editor, verb):
    part = AmbitionFactory(plan=closed)
    verbs = {
        "change": lambda: change_part(part, seen=1, changes={"title": "New"}, by=editor),
        "move": lambda: move(part, up=True, seen=1, by=editor),
        "archive": lambda: archive(part, seen=1, reason="Gone", by=editor),
        "restore": lambda: restore(part, seen=1, by=editor),
    }
    with pytest.raises(Refused, match="This plan is closed"):
        verbs[verb]()


def test_the_state_that_counts_is_the_one_in_the_database(plan, editor):
    part = AmbitionFactory(plan=plan)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.CLOSED)
    assert part.plan.state == Plan.State.DRAFT
    with pytest.raises(Refused):
        change_part(part, seen=1, changes={"title": "New"}, by=editor)


def test_links_leave_their_old_and_new_in_the_event(plan, editor):
    first, second = PriorityFactory(plan=plan, title="Crime"), PriorityFactory(plan=plan, title="Trust")
    ambition = AmbitionFactory(plan=plan)
    change_part(ambition, seen=1, changes={"priorities": [first]}, by=editor)
    change_part(ambition, seen=2, changes={"title": "New", "priorities": [second]}, by=editor)
    assert history_of(ambition).first().changes["priorities"] == [["Crime"], ["Trust"]]


def test_a_new_part_says_in_its_event_what_it_is_linked_to(plan, editor):
    priority = PriorityFactory(plan=plan, title="Crime")
    made = create_part(Ambition(plan=plan, title="Safer"), links={"priorities": [priority]}, by=editor)
    assert history_of(made).get().changes["priorities"] == [None, ["Crime"]]


def test_a_priority_of_another_plan_is_refused(plan, editor):
    ambition = AmbitionFactory(plan=plan)
    for attempt in (
        lambda: change_part(ambition, seen=1, changes={"priorities": [PriorityFactory()]}, by=editor),
        lambda: create_part(Ambition(plan=plan, title="A"), links={"priorities": [PriorityFactory()]}, by=editor),
    ):
        with pytest.raises(ValidationError) as refused:
            attempt()
        assert refused.value.message_dict == {"priorities": ["This belongs to another plan."]}


def test_a_part_does_not_wander_into_another_plan(plan, closed, editor):
    ambition = AmbitionFactory(plan=plan)
    change_part(ambition, seen=1, changes={"plan": closed, "position": 40}, by=editor)
    assert Ambition.objects.get(pk=ambition.pk).plan == plan


def test_the_slower_editor_of_a_part_is_told(plan, editor):
    section = SectionFactory(plan=plan)
    theirs, mine = (Section.objects.get(pk=section.pk) for _ in range(2))
    change_part(theirs, seen=1, changes={"body": "Theirs"}, by=editor)
    with pytest.raises(Conflict) as lost:
        change_part(mine, seen=1, changes={"body": "Mine"}, by=editor)
    assert lost.value.current.body == "Theirs"


def titles(plan):
    return list(plan.ambitions.filter(archived_at=None).values_list("title", flat=True))


def test_a_part_moves_among_what_is_in_the_lists(plan, editor):
    _, b, c = (AmbitionFactory(plan=plan, title=title, position=1) for title in "abc")
    archive(b, seen=1, reason="Merged into a.", by=editor)
    move(c, up=True, seen=1, by=editor)
    assert titles(plan) == ["c", "a"]
    assert history_of(c).first().changes["position"] == [2, 1]
    move(c, up=True, seen=plan.ambitions.get(pk=c.pk).version, by=editor)
    assert (titles(plan), history_of(c).count()) == (["c", "a"], 1)


def test_two_people_who_move_at_once_undo_nothing_of_each_other(plan, editor):
    """Both see a, b, c. One moves b up; the other, who wanted a down, is told: it would take b back where it was."""
    a, b, c = (AmbitionFactory(plan=plan, title=title, position=place) for place, title in enumerate("abc", start=1))
    move(b, up=True, seen=1, by=editor)
    for stale in (a, b):
        with pytest.raises(Conflict, match="look at the order as it now is") as lost:
            move(stale, up=False, seen=1, by=editor)
        assert (lost.value.current.pk, lost.value.current.version) == (stale.pk, 2)
    assert titles(plan) == ["b", "a", "c"]
    move(c, up=True, seen=1, by=editor)
    assert titles(plan) == ["b", "c", "a"]


def test_a_section_moves_only_within_its_place_in_the_plan(plan, editor):
    SectionFactory(plan=plan, place="before")
    after = SectionFactory(plan=plan, place="after")
    move(after, up=True, seen=1, by=editor)
    assert history_of(after).count() == 0


def test_what_is_archived_neither_moves_nor_changes(plan, editor):
    part = archive(AmbitionFactory(plan=plan), seen=1, reason="Merged.", by=editor)
    with pytest.raises(Refused, match="archived"):
        move(part, up=True, seen=2, by=editor)
    with pytest.raises(Refused, match="archived"):
        change_part(part, seen=2, changes={"title": "New"}, by=editor)


def test_archiving_needs_a_reason_and_keeps_it(plan, editor):
    part = DescriptorFactory(ambition__plan=plan)
    with pytest.raises(Refused, match="Say why"):
        archive(part, seen=1, reason="  ", by=editor)
    archive(part, seen=1, reason="Merged.", by=editor)
    assert (history_of(part).get().reason, part.archived_by) == ("Merged.", editor)
    assert not restore(part, seen=2, by=editor).is_archived
