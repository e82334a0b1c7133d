"""Parts of what others oversee stand in the pack of the committee that oversees them, and are counted nowhere else."""

from __future__ import annotations

import pytest

from kpa_tracker.interfaces.scrutiny.assembling import assemble, items, scope, whole
from kpa_tracker.interfaces.scrutiny.models import PackUse
from tests.factories.deliverables import SubItemFactory
from tests.factories.packs import oversight
from tests.factories.people import CommitteeFactory
from tests.factories.plans import PlanFactory
from tests.factories.situations import meanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(authority):
    """A committee that oversees a part of what nobody oversees, and one of what another committee does."""
    made = oversight(authority)
    other = CommitteeFactory(authority=authority, name="HR Committee")
    meanwhile(made.green, committee=other)
    SubItemFactory(deliverable=made.other, committee=made.committee, text="Fleet strategy")
    SubItemFactory(deliverable=made.green, committee=made.committee, text="Estates strategy")
    SubItemFactory(deliverable=made.other, committee=other, text="People strategy")
    SubItemFactory(deliverable=made.red, committee=made.committee, text="In the pack with its whole")
    return made


@pytest.fixture
def pack(over, editor):
    return over.pack(by=editor)


def test_a_part_is_named_with_the_whole_and_how_that_stands(pack, over):
    found = {one.text: one for one in assemble(pack).parts}
    assert set(found) == {"Fleet strategy", "Estates strategy"}
    fleet, estates = found["Fleet strategy"], found["Estates strategy"]
    assert (fleet.name, fleet.overseer) == ("Fleet strategy, a part of 2.2 Hear the public", "")
    assert (fleet.rating, fleet.word, fleet.lead, fleet.stage) == ("amber", "Amber", "Treasurer", "in_progress")
    assert (estates.whole, estates.overseer) == ("1.2 Keep the books", "HR Committee")
    assert estates.update == over.green.latest_id


def test_the_plans_own_word_stands_for_the_rating_of_the_whole(pack, over):
    over.plan.scale.points.filter(code="amber").update(word="Progress made")
    assert {one.word for one in assemble(pack).parts} == {"Progress made", "Green"}


def test_parts_have_a_sum_of_their_own_and_stand_in_no_other(pack):
    found = assemble(pack)
    table = found.table("parts")
    assert [(row.label, *row.numbers) for row in table.rows] == [("HR Committee", 1), ("No committee", 1)]
    assert (table.total.numbers, found.table("rating").total.numbers[0]) == ((2,), len(found.items))
    assert found.faults == []


def test_a_part_that_got_lost_on_the_way_is_found_by_the_second_count(pack, monkeypatch):
    monkeypatch.setattr(whole, "parts", lambda pack: items.parts(pack)[1:])
    assert any("Parts, by who oversees the whole, total" in fault for fault in assemble(pack).faults)


def test_the_whole_plans_pack_has_every_deliverable_and_no_part_beside_them(over, editor):
    found = assemble(over.pack(by=editor, scope="plan"))
    assert (found.parts, found.table("parts")) == ((), None)


def test_parts_of_another_plan_or_of_what_is_archived_stay_away(pack, over, editor):
    SubItemFactory(deliverable__plan=PlanFactory(authority=over.plan.authority), committee=over.committee)
    meanwhile(over.other, archived_at=editor.created_at, archived_by=editor, archived_reason="Gone.")
    assert [one.text for one in scope.parts(pack)] == ["Estates strategy"]


def test_every_part_is_in_one_pack_and_every_deliverable_in_one_pack(over, editor, pack):
    """Over the packs of both committees, nothing is counted twice."""
    coming = CommitteeFactory._meta.model.objects.get(name="HR Committee").meetings
    other = over.pack(by=editor, meeting=coming.create(held_on=pack.meeting.held_on))
    both = [assemble(pack), assemble(other)]
    numbers = [[one.pk for one in found.items] for found in both]
    assert sorted(map(len, numbers)) == [1, 2]
    assert not set(numbers[0]) & set(numbers[1])
    assert [len(found.parts) for found in both] == [2, 1]


def test_a_frozen_pack_keeps_that_it_showed_the_whole(over, editor):
    frozen = over.frozen(by=editor)
    used = dict(PackUse.objects.filter(pack=frozen).values_list("deliverable__reference", "update"))
    assert set(used) == {"1.1", "1.2", "2.1", "2.2"}
    assert used["1.2"] == over.green.latest_id
