"""One change to several: all or nothing, one event each, through the door "bulk"."""

from __future__ import annotations

import pytest

from deliverables.actions.bulk import MOST, ChangedMeanwhile, change_several, preview
from deliverables.models import Deliverable
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.errors import Refused
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, scale__authority=authority)


@pytest.fixture
def three(plan):
    return DeliverableFactory.create_batch(3, plan=plan)


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority)


def versions(records):
    return {one.pk: one.version for one in records}


def change(records, *, kind="committee", to=None, seen=None, reason="A new remit.", by):
    return change_several(records, kind=kind, to=to, seen=seen or versions(records), reason=reason, by=by)


def test_a_committee_is_set_with_one_event_each(three, committee, editor):
    changed = change(three, to=committee, by=editor)
    assert changed == three
    assert {one.committee for one in Deliverable.objects.all()} == {committee}
    events = Event.objects.all()
    assert {event.subject_id for event in events} == {one.pk for one in three}
    assert {(event.door, event.verb, event.reason) for event in events} == {
        ("bulk", "deliverable changed", "A new remit.")
    }


def test_a_lead_post_is_set_and_can_be_taken_away(three, authority, editor):
    post = PostFactory(authority=authority)
    change(three, kind="lead", to=post, by=editor)
    assert {one.lead for one in Deliverable.objects.all()} == {post}
    change(list(Deliverable.objects.all()), kind="lead", to=None, by=editor)
    assert {one.lead for one in Deliverable.objects.all()} == {None}


def test_archiving_keeps_the_reason_on_each(three, editor):
    change(three, kind="archive", reason="Merged into 1.2.", by=editor)
    assert {one.archived_reason for one in Deliverable.objects.all()} == {"Merged into 1.2."}
    assert not Deliverable.objects.for_list()


def test_what_is_so_already_is_left_alone(three, committee, editor):
    three[0].committee = committee
    three[0].save()
    assert change(three, to=committee, by=editor) == three[1:]
    assert Event.objects.count() == 2


def test_the_preview_says_per_row_what_would_change(three, committee):
    three[0].committee = committee
    lines = preview(three, kind="committee", to=committee)
    assert [(line.before, line.after, line.differs) for line in lines] == [
        (str(committee), str(committee), False),
        ("None", str(committee), True),
        ("None", str(committee), True),
    ]
    assert {(line.after, line.differs) for line in preview(three, kind="archive", to=None)} == {("Archived", True)}


def test_one_changed_meanwhile_refuses_the_whole_and_is_named(three, committee, editor):
    seen = versions(three)
    Deliverable.objects.filter(pk=three[1].pk).update(version=2)
    now = list(Deliverable.objects.all())
    with pytest.raises(ChangedMeanwhile) as refused:
        change(now, to=committee, seen=seen, by=editor)
    assert three[1].reference in refused.value.message
    assert three[0].reference not in refused.value.message
    assert not Deliverable.objects.filter(committee=committee)
    assert not Event.objects.all()


def test_one_that_refuses_by_itself_undoes_all_and_is_named(three, authority, editor):
    helper = PostFactory(authority=authority)
    three[2].supporting.add(helper)
    with pytest.raises(Refused) as refused:
        change(three, kind="lead", to=helper, by=editor)
    assert refused.value.message.startswith(f"{three[2].reference}: ")
    assert not Deliverable.objects.exclude(lead=None)
    assert not Event.objects.all()


def test_nothing_changes_in_a_closed_plan(three, plan, committee, editor):
    plan.state = "closed"
    plan.save()
    with pytest.raises(Refused):
        change(list(Deliverable.objects.all()), to=committee, by=editor)


def test_a_committee_of_another_authority_is_refused(three, editor):
    with pytest.raises(Refused):
        change(three, to=CommitteeFactory(), by=editor)


def test_one_of_another_authority_refuses_the_whole(three, committee, editor, stranger):
    foreign = DeliverableFactory()
    with pytest.raises(Refused, match=foreign.reference):
        change([*three, foreign], to=committee, by=editor)
    with pytest.raises(Refused):
        change(three, to=committee, by=stranger)


@pytest.mark.parametrize("who", ["officer", "member", "auditor"])
def test_only_editors_change_several(three, committee, request, who):
    with pytest.raises(Refused):
        change(three, to=committee, by=request.getfixturevalue(who))


def test_it_refuses_without_a_reason_without_rows_and_with_too_many(three, editor):
    with pytest.raises(Refused) as refused:
        change(three, reason="  ", by=editor)
    assert refused.value.field == "reason"
    with pytest.raises(Refused):
        change([], by=editor)
    with pytest.raises(Refused):
        change([three[0]] * (MOST + 1), by=editor)
